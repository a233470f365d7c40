/**
 * The differences between the released agent and this project, as options.
 *
 * @module
 */
import type { MemoryOptions } from '../memory/memory.ts';
import { AtomMemError } from '../shared/error.ts';
import { BETTER_STREAM_RULES, OFFICIAL_STREAM_RULES, type StreamRules } from '../task/stream-rules.ts';
import type { Atommem8bOptions } from './atommem-8b-codec.ts';

/** Differences between this project and the released agent. Each is an option: `official` or `better`. */
export interface Compatibility {
  /** Official: modify and delete act on the oldest entry with equal text. Better: on the entry shown. */
  readonly identity: Choice;
  /** Official: `Memory 0` is the last entry shown. Better: it is reported as invalid. */
  readonly slotZero: Choice;
  /** Official: a malformed action ends the reply and the stream stays. Better: only that action is skipped. */
  readonly malformed: Choice;
  /** Official: after a reply without an action, the same chunk is shown again. Better: the stream goes on. */
  readonly silence: Choice;
  /** Official: only an add or modify moves the stream on. Better: so do several turns at one chunk. */
  readonly advance: Choice;
  /** Official: a fourth query in a row skips a question. Better: it is refused. */
  readonly queryLimit: Choice;
  /** Official: answers given while memorising, and several in one reply, count. Better: they are ignored. */
  readonly earlyAnswer: Choice;
  /** Official: a question is asked with the previous query. Better: with the question as the query. */
  readonly answerQuery: Choice;
  /** Official: 41 turns for every task. Better: a limit that grows with chunks and questions. */
  readonly turnCap: Choice;
  /** Official: one store for a batch of episodes. Better: one for each. */
  readonly store: Choice;
  /** Official: the same text can be added twice. Better: the second add is refused. */
  readonly duplicates: Choice;
  /** Official: chunks end at any token and overlap by 100. Better: they end after whole documents. */
  readonly chunks: Choice;
}

export type Choice = 'official' | 'better';

const ROWS: readonly (keyof Compatibility)[] = [
  'identity',
  'slotZero',
  'malformed',
  'silence',
  'advance',
  'queryLimit',
  'earlyAnswer',
  'answerQuery',
  'turnCap',
  'store',
  'duplicates',
  'chunks',
];

export const BETTER: Compatibility = allRows('better');
export const OFFICIAL: Compatibility = allRows('official');

function allRows(choice: Choice): Compatibility {
  return Object.fromEntries(ROWS.map((row) => [row, choice])) as unknown as Compatibility;
}

/**
 * Reads `official`, `better`, or single options such as `turnCap=official,store=official`, where the others are
 * `better`. Later parts win, as in `official,store=better`.
 *
 * @throws AtomMemError `bad-option` for an unknown option or value, with the known ones.
 * @example
 * const rules = parseCompatibility('official,store=better');
 */
export function parseCompatibility(text: string): Compatibility {
  const rows: { -readonly [Row in keyof Compatibility]: Choice } = { ...BETTER };
  for (const part of text.split(',')) {
    if (part === 'official' || part === 'better') {
      Object.assign(rows, part === 'official' ? OFFICIAL : BETTER);
      continue;
    }
    const [row, choice] = part.split('=') as [string, string | undefined];
    if (!ROWS.includes(row as keyof Compatibility)) {
      throw new AtomMemError('bad-option', {
        problem: `unknown rule "${row}"; known: ${ROWS.join(', ')}`,
        remedy: 'Use one of these names, or official or better for all',
        details: { option: 'rules', value: row, accepted: ROWS },
      });
    }
    if (choice !== 'official' && choice !== 'better') {
      throw new AtomMemError('bad-option', {
        problem: `rule ${row}=${choice ?? ''} is unknown`,
        remedy: `give ${row}=official or ${row}=better`,
        details: { option: 'rules', value: choice, accepted: ['official', 'better'] },
      });
    }
    rows[row as keyof Compatibility] = choice;
  }
  return rows;
}

/** Returns the rules of the stream. */
export function streamRulesFor(rows: Compatibility): StreamRules {
  const of = (row: keyof Compatibility): StreamRules =>
    rows[row] === 'official' ? OFFICIAL_STREAM_RULES : BETTER_STREAM_RULES;
  return {
    queryLimit: of('queryLimit').queryLimit,
    queryLimitWhileMemorising: of('queryLimit').queryLimitWhileMemorising,
    queryLimitWhileAnswering: of('queryLimit').queryLimitWhileAnswering,
    countReads: of('queryLimit').countReads,
    advanceOn: of('advance').advanceOn,
    turnsPerChunk: of('advance').turnsPerChunk,
    turnsPerQuestion: of('advance').turnsPerQuestion,
    silence: of('silence').silence,
    malformed: of('malformed').malformed,
    answerWhileMemorising: of('earlyAnswer').answerWhileMemorising,
    severalAnswers: of('earlyAnswer').severalAnswers,
    answerQuery: of('answerQuery').answerQuery,
    turnCap: of('turnCap').turnCap,
  };
}

/** Returns the options of memory. */
export function memoryOptionsFor(
  rows: Compatibility,
): Required<Pick<MemoryOptions, 'identity' | 'slotZero' | 'duplicates'>> {
  return {
    identity: rows.identity === 'official' ? 'equal-text' : 'id',
    slotZero: rows.slotZero === 'official' ? 'last-entry' : 'invalid',
    duplicates: rows.duplicates === 'official' ? 'allow' : 'refuse',
  };
}

/** Returns the options of the AtomMem-8B codec. */
export function codecOptionsFor(
  rows: Compatibility,
): Required<Pick<Atommem8bOptions, 'slotZero' | 'malformed'>> {
  return {
    slotZero: memoryOptionsFor(rows).slotZero,
    malformed: streamRulesFor(rows).malformed,
  };
}

/** Returns how the stream is cut. The released code overlaps chunks by 100 tokens on both sides. */
export function chunkOptionsFor(rows: Compatibility): {
  readonly boundary: 'document' | 'token';
  readonly overlap: number;
  readonly maxTokens?: number;
} {
  return rows.chunks === 'official'
    ? { boundary: 'token', overlap: 100, maxTokens: 160_000 }
    : { boundary: 'document', overlap: 0 };
}
