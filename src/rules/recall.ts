/**
 * The answering steps: gather evidence for one question by name, then answer.
 *
 * @module
 */
import { type Bridge, bridges, contentQuery, openWords, pointers } from './bridge.ts';
import { withoutNoted } from './memorise.ts';
import { type Profile, profileEntry, profileQuestion, type QuestionProfile } from './profile.ts';
import { type Ranked, rank } from './relevance.ts';
import {
  type AskedNames,
  laterClaims,
  packLines,
  readAsked,
  readScratchpad,
  toClaim,
  writeScratchpad,
} from './scratchpad.ts';
import { defaultSettings } from './settings.ts';
import { answerSpan } from './span.ts';
import type { RecallInput, RecallReply, ShownEntry } from './types.ts';

/** Returns the visible evidence for the question, best first. */
export function rankMemory(
  question: QuestionProfile,
  noted: readonly Profile[],
  entries: readonly ShownEntry[],
): Ranked[] {
  const shown = entries.flatMap(profileEntry);
  return rank(question, [...noted, ...withoutNoted(shown, noted)]);
}

/** Runs one answering step: notes the best evidence and reads by name, or answers. */
export function recall(input: RecallInput): RecallReply {
  const settings = { ...defaultSettings, ...input.settings };
  const question = profileQuestion(input.question);
  const noted = readScratchpad(input.scratchpad, input.scratchpadMeta);
  const ranking = rankMemory(question, noted, input.entries);
  if (input.readsLeft <= 0) return { operations: [], answer: answerSpan(question, ranking) };
  const asked = readAsked(input.turn === 0 ? {} : input.scratchpadMeta);
  const names = namesToRead(question, ranking, asked, input);
  const evidence = ranking.slice(0, 2).map(({ profile }) => profile);
  const words = [...names, ...openWords(question, evidence)];
  const lines = packLines(
    [toClaim(input.index, ranking), ...laterClaims(input.index, noted, input.scratchpadMeta)],
    [question],
    settings,
  );
  const meta = { asked: asked.add(names) };
  return {
    operations: [
      ...writeScratchpad(lines, input, meta),
      { op: 'read', query: names.length > 0 ? words.join(' ') : contentQuery(question) },
    ],
  };
}

/** An exploring Read uses few names, so that each has much weight. */
const exploredNames = 4;

/** The last Read uses many names, because its results are shown with the scratchpad when the policy answers. */
const lastNames = 8;

/**
 * Returns the names for the next Read. Early Reads explore: first texts that may mention the evidence, then names in
 * the evidence, without repeats. The last Read uses the best names, repeated or not.
 */
function namesToRead(
  question: QuestionProfile,
  ranking: readonly Ranked[],
  asked: AskedNames,
  { turn, readsLeft }: RecallInput,
): string[] {
  const ahead = bridges(question, ranking);
  const back = pointers(question, ranking);
  if (readsLeft === 1) return toNames(ahead.length > 0 ? ahead : back, lastNames);
  const isFresh = ({ name }: Bridge): boolean => !asked.includes(name);
  const [first, second] = turn === 0 ? [back, ahead] : [ahead, back];
  const fresh = first.filter(isFresh);
  return toNames(fresh.length > 0 ? fresh : second.filter(isFresh), exploredNames);
}

const toNames = (found: readonly Bridge[], limit: number): string[] =>
  found.slice(0, limit).map(({ name }) => name);
