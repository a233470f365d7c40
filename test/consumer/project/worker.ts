/**
 * What every runtime must run: memory, a policy and an episode with the entry `atommem` alone.
 *
 * @module
 */
import { createMemory, lexicalRetriever } from 'atommem';

/** Creates, finds and updates an entry. Returns its text. */
export async function remember(): Promise<string> {
  const memory = createMemory({ retriever: lexicalRetriever() });
  await memory.create('Ada prefers trains to planes.');
  const [entry] = await memory.read('which trains?');
  await memory.update(entry!.id, 'Ada prefers night trains.');
  return (await memory.entries()).map(({ text }) => text).join('\n');
}
