/**
 * The answering steps: gather evidence for one question by name, then answer.
 *
 * @module
 */
import { type Bridge, bridges, contentQuery, openWords, pointers } from './bridge.ts';
import { withoutNoted } from './memorise.ts';
import { type Profile, profileEntry, profileQuestion, type QuestionProfile, stringList } from './profile.ts';
import { type Ranked, rank } from './relevance.ts';
import { claimOf, laterClaims, packLines, readScratchpad, writeScratchpad } from './scratchpad.ts';
import { defaultSettings } from './settings.ts';
import { answerSpan } from './span.ts';
import { flatten } from './terms.ts';
import type { RecallInput, RecallReply, ShownEntry } from './types.ts';

/** What the memory in sight holds for the question, best first. */
export function rankMemory(
  question: QuestionProfile,
  noted: readonly Profile[],
  entries: readonly ShownEntry[],
): Ranked[] {
  const shown = entries.flatMap((entry, index) => profileEntry(entry, index + 1));
  return rank(question, [...noted, ...withoutNoted(shown, noted)]);
}

/** One answering step: note the best evidence and read on by name, or answer. */
export function recall(input: RecallInput): RecallReply {
  const settings = { ...defaultSettings, ...input.settings };
  const question = profileQuestion(input.question);
  const noted = readScratchpad(input.scratchpad, input.scratchpadMeta);
  const ranking = rankMemory(question, noted, input.entries);
  if (input.readsLeft <= 0) return { operations: [], answer: answerSpan(question, ranking) };
  const asked = input.turn === 0 ? [] : stringList(input.scratchpadMeta, 'asked');
  const names = namesToRead(question, ranking, asked, input);
  const evidence = ranking.slice(0, 2).map(({ profile }) => profile);
  const words = [...names, ...openWords(question, evidence)];
  const lines = packLines(
    [claimOf(input.index, ranking), ...laterClaims(input.index, noted)],
    [question],
    settings,
  );
  const meta = { asked: [...asked, ...names.map(flatten)] };
  return {
    operations: [
      ...writeScratchpad(lines, input.scratchpad, meta),
      { op: 'read', query: names.length > 0 ? words.join(' ') : contentQuery(question) },
    ],
  };
}

/** A Read that explores asks for few names, so that each weighs much in it. */
const exploredNames = 4;

/** The last Read asks for many: what it finds stands beside the scratchpad when the answer is given. */
const lastNames = 8;

/**
 * The names of the next Read. Those before the last explore: first what may speak of the evidence, then what
 * the evidence speaks of, no name twice. The last one asks for the best names, asked before or not.
 */
function namesToRead(
  question: QuestionProfile,
  ranking: readonly Ranked[],
  asked: readonly string[],
  { turn, readsLeft }: RecallInput,
): string[] {
  const ahead = bridges(question, ranking);
  const back = pointers(question, ranking);
  if (readsLeft === 1) return toNames(ahead.length > 0 ? ahead : back, lastNames);
  const isFresh = ({ name }: Bridge): boolean => !asked.includes(flatten(name));
  const [first, second] = turn === 0 ? [back, ahead] : [ahead, back];
  const fresh = first.filter(isFresh);
  return toNames(fresh.length > 0 ? fresh : second.filter(isFresh), exploredNames);
}

const toNames = (found: readonly Bridge[], limit: number): string[] =>
  found.slice(0, limit).map(({ name }) => name);
