import type { MemoryOptions } from '../memory/memory.ts';
import { BETTER_STREAM_RULES, OFFICIAL_STREAM_RULES, type StreamRules } from '../task/stream-rules.ts';
import type { Atommem8bOptions } from './atommem-8b-codec.ts';

/**
 * Where this project differs from the released agent, row by row. Every row is an option with two values;
 * a row is set by its name, the rest stay as they are.
 */
export interface Compatibility {
  /** Modify and delete act on the oldest entry of equal text, or on the entry shown. */
  readonly identity: Choice;
  /** `Memory 0` is the last entry shown, or invalid and reported. */
  readonly slotZero: Choice;
  /** A malformed action aborts the rest of its reply and the stream stays, or it is skipped alone. */
  readonly malformed: Choice;
  /** A reply without any action shows the same chunk again, or goes on. */
  readonly silence: Choice;
  /** The stream goes on at an add or modify only, or also after some turns at the same chunk. */
  readonly advance: Choice;
  /** A fourth query in a row skips a question, or is refused. */
  readonly queryLimit: Choice;
  /** An answer given while memorising counts, or is ignored; several in one reply likewise. */
  readonly earlyAnswer: Choice;
  /** A question is put with the query that stood, or with itself as the query. */
  readonly answerQuery: Choice;
  /** 41 turns whatever the task, or a cap that grows with chunks and questions. */
  readonly turnCap: Choice;
  /** One store for a batch of episodes, or one for each. */
  readonly store: Choice;
  /** Adding a text twice is allowed, or refused. */
  readonly duplicates: Choice;
  /** Chunks end at any token with 100 tokens of overlap, or after whole documents. */
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
 * Reads `official`, `better`, or rows such as `turnCap=official,store=official` (the rest `better`); later parts
 * win, as in `official,store=better`.
 *
 * @throws one line that names an unknown row or value and lists the known ones.
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
      throw new Error(`unknown rule "${row}"; known: ${ROWS.join(', ')}, or official, better for all`);
    }
    if (choice !== 'official' && choice !== 'better') {
      throw new Error(`rule ${row}=${choice ?? ''}: give ${row}=official or ${row}=better`);
    }
    rows[row as keyof Compatibility] = choice;
  }
  return rows;
}

/** The rules of the stream that a choice of rows stands for. */
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

/** The memory's options that a choice of rows stands for. */
export function memoryOptionsFor(
  rows: Compatibility,
): Required<Pick<MemoryOptions, 'identity' | 'slotZero' | 'duplicates'>> {
  return {
    identity: rows.identity === 'official' ? 'equal-text' : 'id',
    slotZero: rows.slotZero === 'official' ? 'last-entry' : 'invalid',
    duplicates: rows.duplicates === 'official' ? 'allow' : 'refuse',
  };
}

/** The codec's options that a choice of rows stands for. */
export function codecOptionsFor(
  rows: Compatibility,
): Required<Pick<Atommem8bOptions, 'slotZero' | 'malformed'>> {
  return {
    slotZero: memoryOptionsFor(rows).slotZero,
    malformed: streamRulesFor(rows).malformed,
  };
}

/** How the stream is cut that a choice of rows stands for (released code: 100 tokens on both sides). */
export function chunkOptionsFor(rows: Compatibility): {
  readonly boundary: 'document' | 'token';
  readonly overlap: number;
  readonly maxTokens?: number;
} {
  return rows.chunks === 'official'
    ? { boundary: 'token', overlap: 100, maxTokens: 160_000 }
    : { boundary: 'document', overlap: 0 };
}
