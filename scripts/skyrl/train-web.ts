/**
 * Trains a language model on the mini-web for a few updates.
 *
 * @module
 */
import { join } from 'node:path';
import type { Engine } from '../../src/engine/engine.ts';
import { resolveFormat } from '../../src/format/resolve-format.ts';
import type { ChatTokenizer } from '../../src/policy/chat-tokenizer.ts';
import { type GrpoSettings, PAPER_GRPO } from '../../src/train/grpo-settings.ts';
import { runGrpo } from '../../src/train/run-grpo.ts';
import { sampledLanguageModel } from '../../src/train/sampled-policy.ts';
import { createTaskSource } from '../../src/train/task-source.ts';
import { createMiniWeb } from '../../src/web/mini-web/mini-web.ts';
import { miniWebTasks } from '../../src/web/mini-web/mini-web-tasks.ts';

export interface TrainWebOptions {
  readonly engine: Engine;
  readonly chat: ChatTokenizer;
  /** Folder for logs and references to checkpoints. */
  readonly folder: string;
  /** Returns the wall time in milliseconds. */
  readonly timer: () => number;
  readonly print: (line: string) => void;
}

/** One token per byte, so instructions, tools and part of a page need this many tokens. */
const PROMPT_TOKENS = 6000;
const REPLY_TOKENS = 48;
/** As on the lab, a price per token gives rollouts of a model with random weights different rewards. */
const SETTINGS: GrpoSettings = {
  ...PAPER_GRPO,
  updates: 2,
  tasksPerUpdate: 1,
  groupSize: 4,
  learningRate: 2e-3,
  schedule: {},
  gradientClip: 0,
  flatGroups: 'resample',
  mostRounds: 2,
  tokenCost: 0.01,
  seed: 1,
};

/**
 * Takes two updates of GRPO on a mini-web of 100 pages.
 * @returns the failed expectations; empty if all passed
 */
export async function trainWeb({
  engine,
  chat,
  folder,
  timer,
  print,
}: TrainWebOptions): Promise<readonly string[]> {
  const web = createMiniWeb({ pages: 100, questions: 4, seed: 1 });
  const tasks = miniWebTasks(web, { calls: 2, results: 3, chunkSize: 100, formatLimit: 2 });
  const format = resolveFormat('tags');
  const speech = {
    chat,
    format,
    thinking: false,
    maxPromptTokens: PROMPT_TOKENS,
    maxReplyTokens: REPLY_TOKENS,
  };
  const problems: string[] = [];
  let finished = 0;
  await runGrpo({
    engine,
    codec: sampledLanguageModel(speech),
    tasks: createTaskSource(tasks, { seed: 1 }),
    settings: SETTINGS,
    run: { directory: join(folder, 'grpo'), checkpointEvery: 1000 },
    timer,
    onProgress: ({ update, reward, gradientNorm, liveGroups, groups, behaviour }) => {
      finished += 1;
      if (liveGroups > 0 && !(Number.isFinite(gradientNorm) && gradientNorm > 0))
        problems.push(`update ${update}: gradient ${gradientNorm}`);
      print(
        `web ${update}/${SETTINGS.updates}: reward ${reward.toFixed(3)}, gradient ${gradientNorm.toFixed(4)}, ` +
          `${liveGroups} of ${groups} groups with variance, ${behaviour.steps.toFixed(1)} steps an episode`,
      );
    },
  });
  if (finished !== SETTINGS.updates) problems.push(`${finished} of ${SETTINGS.updates} updates on the web`);
  return problems;
}
