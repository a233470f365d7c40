/**
 * `loadMemoryStreams`: reads the data of a memory benchmark as streams of turns with questions.
 *
 * @module
 */
import { type MemoryStream, toMemoryStream } from '../task/dialogue/memory-stream.ts';
import { loadConversations } from './load-conversations.ts';
import { findLongMemEvalV2, loadLongMemEvalV2 } from './longmemeval-v2.ts';
import { excludeQuestions, type LoadConversationsOptions } from './read-conversations.ts';

/**
 * Reads everything that `loadConversations` reads, and LongMemEval-V2: its folder, or a file of its `haystacks`.
 * The trajectories of LongMemEval-V2 stay in the file and are loaded while a stream is read.
 *
 * @throws AtomMemError as `loadConversations`
 * @example const streams = await loadMemoryStreams('longmemeval-v2/haystacks/lme_v2_small.json');
 */
export async function loadMemoryStreams(
  path: string,
  options: LoadConversationsOptions = {},
): Promise<readonly MemoryStream[]> {
  if (findLongMemEvalV2(path) === undefined)
    return (await loadConversations(path, options)).map(toMemoryStream);
  return excludeQuestions(await loadLongMemEvalV2(path), options);
}
