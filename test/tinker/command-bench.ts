/**
 * Servers and folders for tests of training commands against a Tinker server.
 * @module
 */

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { SERVER_PROFILES, type ServerProfileName } from '../../src/engine/tinker/server-profile.ts';
import { MODEL_NAME } from './operations.ts';
import { type StrictServer, type StrictServerOptions, startStrictServer } from './strict-server.ts';
import { type CommandResult, runCommand, TINY, type TrainBench, writeTrainBench } from './train-bench.ts';

export const KEY = 'tml-a-secret-key';

export type Words = readonly string[];

/** Builds the arguments of a training command that runs against a server and writes to `out`. */
type WordsOf = (server: { readonly url: string }, profile: string, out: string) => Words;

/** Fixtures shared by the tests of one file: a folder, and servers that are closed after all tests. */
export interface CommandBench {
  readonly folder: string;
  serve(name: ServerProfileName, options?: Partial<StrictServerOptions>): Promise<StrictServer>;
  run(words: Words, options?: Parameters<typeof runCommand>[1]): Promise<CommandResult>;
  /** Arguments of an SFT command without training data. */
  readonly bareSftWords: WordsOf;
  readonly sftWords: WordsOf;
  readonly grpoWords: WordsOf;
}

/** Opens the fixtures. Call it at the top of a test file. */
export function openCommandBench(): CommandBench {
  const folder = mkdtempSync(join(tmpdir(), 'tinker-train-'));
  const servers: StrictServer[] = [];
  let bench: TrainBench;
  beforeAll(async () => {
    bench = await writeTrainBench(folder);
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
    await rm(folder, { recursive: true });
  });

  const wordsFor =
    (stage: string): WordsOf =>
    ({ url }, profile, out) => [
      ...['train', stage, '--engine', 'tinker', '--url', url, '--profile', profile, '--model', MODEL_NAME],
      ...['--model-files', bench.model, '--task', 'hotpotqa', '--data', bench.data, '--docs', '4'],
      ...['--questions', '1', '--tasks', '2', '--chunk-size', '128', '--max-prompt-tokens', '60'],
      ...['--max-output-tokens', '4', '--gradient-clip', '0', '--recover-pause', '0'],
      ...['--out', join(folder, out)],
    ];

  return {
    folder,
    async serve(name, options = {}) {
      const common = { model: TINY, apiKey: KEY, pendingPolls: 0, chunkData: 64 };
      const server = await startStrictServer({ profile: SERVER_PROFILES[name], ...common, ...options });
      servers.push(server);
      return server;
    },
    run: (words, options = {}) => runCommand(words, { key: KEY, ...options }),
    bareSftWords: wordsFor('sft'),
    sftWords: (...given) => [
      ...wordsFor('sft')(...given),
      ...['--trajectories', bench.episodes, '--steps', '10', '--learning-rate', '0.03'],
    ],
    grpoWords: (...given) => [
      ...wordsFor('grpo')(...given),
      ...['--updates', '2', '--batch', '2', '--group', '3', '--learning-rate', '0.01'],
      ...['--checkpoint-every', '1'],
    ],
  };
}
