/**
 * Measures how well a policy recognises related facts.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { Observation } from '../task/observation.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';
import type { LabFact } from './generate.ts';
import { writeFact } from './task.ts';
import { type LabSituation, readSituation, sameSubjectAndRelation } from './teaching/situation.ts';

/** A count of correct cases out of all cases. */
export interface Share {
  readonly right: number;
  readonly all: number;
}

/** How well a policy matches related facts. Its score depends on this skill. */
export interface Matching {
  /** Stored sentences that open a question, extend a noted fact, or use a relation asked for later. */
  readonly stored: Share;
  /** Sentences that open a question and were written down in the step that showed them. */
  readonly opened: Share;
  /** New scratchpad lines that open a question or extend another noted line. */
  readonly noted: Share;
  /** Updates that replace an entry with a sentence about the same subject and relation. */
  readonly updated: Share;
  /** Sentences that contradict a shown entry, answered by an Update of that entry or by a note. */
  readonly corrected: Share;
  /** The same sentences, answered by a second entry next to the first. */
  readonly doubled: Share;
}

/** One step: the situation and the sentences written. */
interface Writing {
  readonly situation: LabSituation;
  readonly stored: readonly string[];
  readonly updates: readonly { readonly slot: number; readonly text: string }[];
  /** Lines of the scratchpad after the step. `null` if it was not written. */
  readonly note: readonly string[] | null;
}

/** Measures lab trajectories recorded with their chunks. */
export function measureMatching(trajectories: readonly Trajectory[]): Matching {
  const writings = trajectories.flatMap(({ header, steps }) =>
    steps.flatMap((step) =>
      step.chunk?.text === undefined ? [] : [findWriting(step, header.task.questions)],
    ),
  );
  return {
    stored: share(writings.flatMap(storedCases)),
    opened: share(writings.flatMap(openedCases)),
    noted: share(writings.flatMap(notedCases)),
    updated: share(writings.flatMap(updatedCases)),
    corrected: share(writings.flatMap((writing) => outdated(writing, isCorrected))),
    doubled: share(writings.flatMap((writing) => outdated(writing, isDoubled))),
  };
}

function share(cases: readonly boolean[]): Share {
  return { right: cases.filter(Boolean).length, all: cases.length };
}

function findWriting(
  { chunk, view, effects }: StepRecord,
  questions: readonly { id: string; text: string }[],
): Writing {
  const { index, text = '' } = chunk!;
  const observation: Observation = {
    stage: 'memorise',
    questions,
    chunk: { index, count: 0, text, documents: [] },
    turn: 0,
    readsLeft: 0,
    readsUsed: 0,
  };
  const applied = effects.filter((effect) => effect.applied).map(({ operation }) => operation);
  const note = applied.findLast(
    (operation) => operation.op === 'update' && operation.target === 'scratchpad',
  );
  return {
    situation: readSituation(observation, view),
    stored: applied.flatMap((operation) => (operation.op === 'create' ? [operation.text] : [])),
    updates: applied.flatMap(slotUpdate),
    note: note?.op === 'update' ? note.text.split('\n').filter((line) => line !== '') : null,
  };
}

function slotUpdate(operation: Operation): { slot: number; text: string }[] {
  if (operation.op !== 'update' || typeof operation.target === 'string') return [];
  return 'slot' in operation.target ? [{ slot: operation.target.slot, text: operation.text }] : [];
}

function storedCases({ situation, stored }: Writing): readonly boolean[] {
  const later = new Set(situation.paths.flatMap(({ relations }) => relations.slice(1)));
  return stored.map((text) => {
    const fact = factIn(situation.told, text);
    return fact !== undefined && (opens(fact, situation) || later.has(fact.relation));
  });
}

function openedCases({ situation, stored, updates, note }: Writing): readonly boolean[] {
  const written = new Set([...stored, ...updates.map(({ text }) => text), ...(note ?? [])]);
  const known = new Set([...situation.shown, ...situation.noted].map((fact) => fact && writeFact(fact)));
  return situation.told
    .filter((fact) => opens(fact, situation) && !known.has(writeFact(fact)))
    .map((fact) => written.has(writeFact(fact)));
}

function notedCases({ situation, note }: Writing): readonly boolean[] {
  const before = new Set(situation.noted.map(writeFact));
  const facts = [...situation.told, ...situation.shown.filter((fact) => fact !== undefined)];
  const kept = (note ?? []).map((line) => factIn([...facts, ...situation.noted], line));
  return (note ?? []).flatMap((line, place) => {
    if (before.has(line)) return [];
    const fact = kept[place];
    return [fact !== undefined && (opens(fact, situation) || goesOn(fact, kept, situation))];
  });
}

function updatedCases({ situation, updates }: Writing): readonly boolean[] {
  return updates.map(({ slot, text }) => {
    const fact = factIn(situation.told, text);
    return fact !== undefined && sameSubjectAndRelation(fact, situation.shown[slot - 1]);
  });
}

/** Judges every sentence that contradicts a shown entry. */
function outdated(
  writing: Writing,
  judge: (writing: Writing, slot: number, text: string) => boolean,
): readonly boolean[] {
  const { told, shown } = writing.situation;
  return told.flatMap((fact) => {
    const place = shown.findIndex((entry) => sameSubjectAndRelation(fact, entry));
    return place < 0 || shown[place]!.object === fact.object
      ? []
      : [judge(writing, place + 1, writeFact(fact))];
  });
}

function isCorrected({ updates, note }: Writing, slot: number, text: string): boolean {
  const noted = note?.includes(text) ?? false;
  return noted || updates.some((update) => update.slot === slot && update.text === text);
}

function isDoubled({ stored }: Writing, _slot: number, text: string): boolean {
  return stored.includes(text);
}

function opens(fact: LabFact, { paths }: LabSituation): boolean {
  return paths.some(({ subject, relations }) => fact.subject === subject && fact.relation === relations[0]);
}

function goesOn(fact: LabFact, noted: readonly (LabFact | undefined)[], { paths }: LabSituation): boolean {
  const asked = paths.some(({ relations }) => relations.slice(1).includes(fact.relation));
  return asked && noted.some((before) => before?.object === fact.subject);
}

function factIn(facts: readonly LabFact[], text: string): LabFact | undefined {
  return facts.find((fact) => writeFact(fact) === text);
}
