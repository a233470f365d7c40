/**
 * The network and its questions, and what the network says about every text in sight.
 *
 * @module
 */
import { computeFeatures } from './features.ts';
import { type Network, type Pass, runNetwork } from './network.ts';
import type { PreparedQuestion } from './question.ts';
import { createScene, type Sight } from './scene.ts';

/** The network and the questions that it reads with. */
export interface Mind {
  readonly network: Network;
  readonly questions: readonly PreparedQuestion[];
}

/** One list of passes per question: those of the entries, then those of the documents. */
export type Passes = readonly (readonly Pass[])[];

/** Returns the passes of the text at a place, one per question. */
export function readPasses(passes: Passes, place: number): readonly Pass[] {
  return passes.map((rows) => rows[place]!);
}

/** The last passes over each sight, because several decisions need them. */
const cached = new WeakMap<Sight, { readonly mind: Mind; readonly passes: Passes }>();

/** Runs the network over every text in sight, once per question. Cached for the same mind and sight. */
export function computePasses(mind: Mind, sight: Sight): Passes {
  const known = cached.get(sight);
  if (known?.mind === mind) return known.passes;
  const { network, questions } = mind;
  const passes = questions.map((question) =>
    computeFeatures(createScene(question, sight), network.inputs).map((row) => runNetwork(network, row)),
  );
  cached.set(sight, { mind, passes });
  return passes;
}
