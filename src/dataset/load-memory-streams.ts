/**
 * `loadMemoryStreams`: reads the data of a memory benchmark as streams of turns with questions.
 *
 * @module
 */
import { open, stat } from 'node:fs/promises';
import { listTurnDocuments } from '../task/dialogue/dialogue.ts';
import { type MemoryStream, toMemoryStream } from '../task/dialogue/memory-stream.ts';
import { indexRecords, type RecordPlace, readRecordAt } from './indexed-records.ts';
import { FOLDERS, FORMATS, loadConversations } from './load-conversations.ts';
import { findLongMemEvalV2, loadLongMemEvalV2 } from './longmemeval-v2.ts';
import {
  createEmptyError,
  excludeQuestions,
  type LoadConversationsOptions,
  readConversation,
} from './read-conversations.ts';

export interface LoadMemoryStreamsOptions extends LoadConversationsOptions {
  /** Bytes from which the conversations of a file are read one at a time, when they are needed. Default: 64 MiB. */
  readonly largeFile?: number;
}

/**
 * Reads everything that `loadConversations` reads, and LongMemEval-V2: its folder, or a file of its `haystacks`.
 * Conversations of large files, and the trajectories of LongMemEval-V2, are loaded while their stream is read. So the
 * 2.7 GB of `longmemeval_m.json` need as much memory as one conversation. Compressed files are read whole.
 *
 * @throws AtomMemError as `loadConversations`
 * @example const streams = await loadMemoryStreams('longmemeval-v2/haystacks/lme_v2_small.json');
 */
export async function loadMemoryStreams(
  path: string,
  { largeFile = 64 * 2 ** 20, ...options }: LoadMemoryStreamsOptions = {},
): Promise<readonly MemoryStream[]> {
  if (findLongMemEvalV2(path) !== undefined) {
    return excludeQuestions(await loadLongMemEvalV2(path), options);
  }
  if (await isLargeJson(path, largeFile)) return excludeQuestions(await indexConversations(path), options);
  return (await loadConversations(path, options)).map(toMemoryStream);
}

/** Whether a file is an uncompressed JSON file of this size. Other files are left to `loadConversations`. */
async function isLargeJson(path: string, size: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size < size || !/\.jsonl?$/i.test(path) || path.endsWith('chat.json'))
    return false;
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return !(buffer[0] === 0x1f && buffer[1] === 0x8b);
  } finally {
    await file.close();
  }
}

async function indexConversations(path: string): Promise<readonly MemoryStream[]> {
  const read = (value: unknown, { place, line }: RecordPlace) =>
    readConversation(value, FORMATS, { path, place, line }, FOLDERS);
  const streams = await indexRecords(path, (value, place): MemoryStream => {
    const { id, dataset, questions } = read(value, place);
    return { id, dataset, questions, turns: () => listTurnDocuments(read(readRecordAt(path, place), place)) };
  });
  if (streams.length === 0) throw createEmptyError(path);
  return streams;
}
