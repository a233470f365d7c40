/**
 * Choices of the controller: the options, their logits, and the choice of the likeliest.
 *
 * @module
 */
import { HEAD, type Head, type Pass } from './network.ts';
import type { Held } from './scene.ts';

/** What an option does. `skip` and `refuse` leave a document out. `skip` also stands for no Read. */
export type Deed = 'create' | 'skip' | 'join' | 'delete' | 'refuse' | 'condense' | 'show' | 'read';

/** One option of a choice. Its logit is an output of a pass, times a sign. */
export interface Option {
  readonly deed: Deed;
  readonly text: Held;
  /** Absent: the logit is 0. */
  readonly pass?: Pass;
  readonly head: Head;
  readonly sign: 1 | -1;
}

/** A choice among options. */
export interface Choice {
  readonly kind: 'create' | 'evict' | 'condense' | 'show' | 'read';
  readonly options: readonly Option[];
}

/** Chooses an option by its place: the likeliest one in use, a drawn one in training. */
export type Choose = (choice: Choice) => number;

/** Returns the logit of an option. */
export function readLogit({ pass, head, sign }: Option): number {
  return pass === undefined ? 0 : sign * pass.logits[HEAD[head]]!;
}

/** Chooses the likeliest option. The first wins ties. */
export const chooseLikeliest: Choose = ({ options }) => {
  let best = 0;
  for (let place = 1; place < options.length; place += 1)
    if (readLogit(options[place]!) > readLogit(options[best]!)) best = place;
  return best;
};

/** A text with one pass of the network per question. */
export interface RatedText {
  readonly text: Held;
  readonly passes: readonly Pass[];
}

/** Creates an option with the pass of the question that gives the head its highest logit. The first wins ties. */
export function createOption(
  deed: Deed,
  { text, passes }: RatedText,
  { head, sign = 1 }: { readonly head: Head; readonly sign?: 1 | -1 },
): Option {
  let pass = passes[0]!;
  for (const other of passes) if (other.logits[HEAD[head]]! > pass.logits[HEAD[head]]!) pass = other;
  return { deed, text, pass, head, sign };
}

/** Returns the highest logit of a head over the questions. */
export function readHighest({ passes }: Pick<RatedText, 'passes'>, head: Head): number {
  return Math.max(...passes.map(({ logits }) => logits[HEAD[head]]!));
}
