/**
 * Runs the engine suite against a running server of the Tinker protocol. Reads the key from `TINKER_API_KEY`.
 *
 *     node scripts/test-tinker-server.ts URL PROFILE MODEL [FOLDER_OF_ITS_FILES] [WORDS_OF_A_CASE]
 *
 * Every model starts from the weights of one checkpoint, as not every server makes equal models of equal
 * seeds. Exits with 1 where a case fails.
 *
 * @module
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelFolder } from '../src/cli/read-model-folder.ts';
import type { Engine } from '../src/engine/engine.ts';
import type { ServerProfileName } from '../src/engine/tinker/server-profile.ts';
import { createTinkerEngine } from '../src/engine/tinker/tinker-engine.ts';
import { loadChatTokenizer } from '../src/policy/chat-tokenizer.ts';
import { runConformance } from './skyrl/run-conformance.ts';

async function main([url, profile, model, files = model, only]: readonly string[]): Promise<boolean> {
  if (url === undefined || profile === undefined || model === undefined || files === undefined) {
    throw new Error('give URL PROFILE MODEL, such as http://127.0.0.1:8000 tuft tiny /models/tiny');
  }
  const chat = await loadChatTokenizer(await readModelFolder(files));
  const apiKey = process.env.TINKER_API_KEY;
  const connect = (): Promise<Engine> =>
    createTinkerEngine({
      ...{ url, profile: profile as ServerProfileName, model, rank: 8 },
      vocabulary: { size: chat.vocabularySize, tokenizer: files },
      ...(apiKey !== undefined && { apiKey }),
    });
  const folder = await mkdtemp(join(tmpdir(), 'tinker-server-'));
  const first = await connect();
  try {
    const start = await first.save(join(folder, 'start'));
    const { passed, failed } = await runConformance({
      async open() {
        const engine = await connect();
        await engine.load(start);
        return engine;
      },
      folder,
      timer: () => performance.now(),
      print: (line) => console.log(line),
      ...(only !== undefined && { only }),
    });
    console.log(`${passed} cases of the contract passed, ${failed.length} failed`);
    return failed.length === 0;
  } finally {
    await first.close();
    await rm(folder, { recursive: true });
  }
}

const passed = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return false;
});
process.exit(passed ? 0 : 1);
