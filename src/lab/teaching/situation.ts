/**
 * Reads observations and views as facts.
 *
 * @module
 */
import type { Operation } from '../../memory/operation.ts';
import type { View } from '../../memory/view.ts';
import type { Observation, Question } from '../../task/observation.ts';
import type { LabFact } from '../generate.ts';
import { readPhrases, readWords } from '../phrases/phrase.ts';
import { ENTITIES } from '../world.ts';

/** The output of a rule in one step. */
export interface LabDecision {
  readonly operations: readonly Operation[];
  readonly answers: readonly string[];
}

/** A rule that decides from the observation and the view only. */
export type LabRule = (observation: Observation, view: View) => LabDecision;

/** A question as a path: a subject and the relations to follow. */
export interface Path {
  readonly text: string;
  readonly subject: string;
  readonly relations: readonly string[];
}

/** An observation and a view, read as facts. */
export interface LabSituation {
  readonly paths: readonly Path[];
  readonly noted: readonly LabFact[];
  /** Indexed by slot − 1. `undefined` if the entry is not a fact. */
  readonly shown: readonly (LabFact | undefined)[];
  readonly told: readonly LabFact[];
  readonly queryWords: ReadonlySet<string>;
}

/** Reads an observation and a view as facts. Texts that are not lab sentences are skipped. */
export function readSituation(observation: Observation, view: View): LabSituation {
  const asked = observation.stage === 'answer' ? [observation.question] : observation.questions;
  const told = observation.stage === 'memorise' ? readPhrases(observation.chunk.text) : [];
  return {
    paths: asked.map(readPath),
    noted: readFacts(readPhrases(view.scratchpad)),
    shown: view.entries.map(({ text }) => readFact(readWords(text))),
    told: readFacts(told),
    queryWords: new Set(readWords(view.query ?? '')),
  };
}

function readPath({ text }: Question): Path {
  const [subject = '', ...relations] = readWords(text);
  return { text, subject, relations };
}

function readFacts(phrases: readonly (readonly string[])[]): readonly LabFact[] {
  return phrases.map(readFact).filter((fact) => fact !== undefined);
}

function readFact([subject, relation, object, ...rest]: readonly string[]): LabFact | undefined {
  if (subject === undefined || relation === undefined || object === undefined) return undefined;
  return rest.length === 0 ? { subject, relation, object } : undefined;
}

/** Follows a path through the facts as far as possible. At each hop, the first matching fact is used. */
export function followPath(path: Path, facts: readonly LabFact[]): LabFact[] {
  const chain: LabFact[] = [];
  let from = path.subject;
  for (const relation of path.relations) {
    const next = facts.find((fact) => fact.subject === from && fact.relation === relation);
    if (next === undefined) break;
    chain.push(next);
    from = next.object;
  }
  return chain;
}

/** Returns the object at the end of the path. If a hop is missing, it returns a guess from the facts. */
export function answerFrom(path: Path, facts: readonly LabFact[]): string {
  const chain = followPath(path, facts);
  if (chain.length === path.relations.length) return chain.at(-1)!.object;
  const alike = facts.find(({ relation }) => relation === path.relations.at(-1));
  return (alike ?? facts[0])?.object ?? ENTITIES.person[0]!;
}

/** Tells whether two facts have the same subject and relation. If they differ, they contradict each other. */
export function sameSubjectAndRelation(one: LabFact, other: LabFact | undefined): boolean {
  return one.subject === other?.subject && one.relation === other.relation;
}
