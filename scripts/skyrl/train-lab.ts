/**
 * Trains a language model on the lab for a few updates.
 *
 * @module
 */
import { join } from 'node:path';
import { runEpisode } from '../../src/agent/run-episode.ts';
import { tagsCodec } from '../../src/codec/tags.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Format } from '../../src/format/format.ts';
import { LAB_PRESETS, type LabOptions } from '../../src/lab/options.ts';
import { createLabTaskSource, openLabTask, trainingSeed } from '../../src/lab/task-source.ts';
import { createScriptedRule, EXPERT_HABITS } from '../../src/lab/teaching/scripted.ts';
import type { ChatTokenizer } from '../../src/policy/chat-tokenizer.ts';
import { NO_USAGE, type Policy } from '../../src/policy/policy.ts';
import { createRandom } from '../../src/shared/random.ts';
import { type GrpoSettings, PAPER_GRPO } from '../../src/train/grpo-settings.ts';
import { imitationExamples } from '../../src/train/imitation-examples.ts';
import { runGrpo } from '../../src/train/run-grpo.ts';
import { runSft } from '../../src/train/run-sft.ts';
import { type ModelSpeech, sampledLanguageModel } from '../../src/train/sampled-policy.ts';
import type { SftSettings } from '../../src/train/sft-settings.ts';
import { createEpochSource, type SupervisedExample } from '../../src/train/supervised-source.ts';
import { labPrompts } from './lab-prompts.ts';

export interface TrainLabOptions {
  readonly engine: Engine;
  readonly chat: ChatTokenizer;
  /** Folder for logs and references to checkpoints. */
  readonly folder: string;
  /** Returns the wall time in milliseconds. */
  readonly timer: () => number;
  readonly print: (line: string) => void;
}

const LAB: LabOptions = {
  ...LAB_PRESETS.small,
  sentences: 4,
  chunkSentences: 2,
  questions: { least: 1, most: 1 },
  hops: [1, 0, 0],
  supersede: 0,
};
const EPISODES = 16;
const BATCH = 8;
const NO_HINTS = { weight: 0, steps: 0 } as const;
const SFT: Omit<SftSettings, 'steps'> = {
  batchSize: BATCH,
  learningRate: 1e-2,
  schedule: {},
  promptWeight: NO_HINTS,
  hintWeight: NO_HINTS,
  weightDecay: 0,
  gradientClip: 0,
};
/**
 * A model of random weights answers no question correctly. A cost per reply token gives the rollouts of a
 * group different rewards, and so a gradient.
 */
const GRPO: GrpoSettings = {
  ...PAPER_GRPO,
  updates: 3,
  tasksPerUpdate: 2,
  groupSize: 4,
  learningRate: 2e-3,
  schedule: {},
  gradientClip: 0,
  flatGroups: 'resample',
  tokenCost: 0.01,
  seed: 1,
};

const LAB_FORMAT: Format = { name: 'lab', codec: tagsCodec, prompts: labPrompts, calls: 'text' };

/**
 * Runs one epoch of SFT and three updates of GRPO on the lab's tasks, as text in the model's chat template.
 * @returns the failed expectations; empty if all passed
 */
export async function trainLab(options: TrainLabOptions): Promise<readonly string[]> {
  const { engine, chat, folder, timer, print } = options;
  const speech: ModelSpeech = {
    ...{ chat, format: LAB_FORMAT, thinking: false },
    ...{ maxPromptTokens: 448, maxReplyTokens: 64 },
  };
  const examples = await expertReplies({ ...speech, maxReplyTokens: 512 });
  const probe = examples.slice(0, 2);
  const weights = createWatch(engine, probe);
  await weights.moved();
  const problems: string[] = [];
  const require = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };

  const losses: number[] = [];
  await runSft({
    engine,
    source: createEpochSource(examples, { seed: 1, batch: BATCH }),
    settings: { ...SFT, steps: Math.floor(examples.length / BATCH) },
    run: { directory: join(folder, 'sft'), checkpointEvery: 1000 },
    timer,
    onProgress: ({ step, steps, loss, gradientNorm }) => {
      losses.push(loss);
      print(`sft ${step}/${steps}: loss ${loss.toFixed(3)}, gradient ${gradientNorm.toFixed(3)}`);
    },
  });
  require(losses.every(Number.isFinite), `losses of imitation: ${losses.join(', ')}`);
  require(losses.at(-1)! < losses[0]! - 0.1, `imitation did not lower the loss: ${losses.join(', ')}`);
  require((await weights.moved()) > 1e-3, 'imitation moved no log-probability');

  const norms: number[] = [];
  await runGrpo({
    engine,
    codec: sampledLanguageModel(speech),
    tasks: createLabTaskSource({ options: LAB, seed: 1, lengths: [1] }),
    settings: GRPO,
    run: { directory: join(folder, 'grpo'), checkpointEvery: 1000 },
    timer,
    onProgress: ({ update, reward, gradientNorm, liveGroups, groups, behaviour }) => {
      norms.push(gradientNorm);
      const length = behaviour.replyTokens.toFixed(1);
      print(
        `grpo ${update}/${GRPO.updates}: reward ${reward.toFixed(3)}, gradient ${gradientNorm.toFixed(4)}, ` +
          `${liveGroups} of ${groups} groups with variance, ${length} tokens a reply`,
      );
    },
  });
  require(norms.length === GRPO.updates &&
    norms.every(
      (norm) => Number.isFinite(norm) && norm > 0,
    ), `gradients of reinforcement: ${norms.join(', ')}`);
  require((await weights.moved()) > 1e-4, 'reinforcement moved no log-probability');
  return problems;
}

/** Returns the scripted expert's replies at every step of some episodes, in the model's tokens. */
async function expertReplies(speech: ModelSpeech): Promise<readonly SupervisedExample[]> {
  const trajectories = await Promise.all(
    Array.from({ length: EPISODES }, (_, index) => {
      const { task, memory } = openLabTask(trainingSeed('sft', 1, index), LAB);
      const policy = writtenExpert(index, speech);
      return runEpisode({ task, memory: memory(), policy, clock: () => 0, timer: () => 0 });
    }),
  );
  return imitationExamples(trajectories, speech).examples;
}

/** Wraps the expert so that it records the prompt and its reply as text, like a model. */
function writtenExpert(seed: number, { format: { codec, prompts } }: ModelSpeech): Policy {
  const rule = createScriptedRule(EXPERT_HABITS, LAB, createRandom(seed));
  return {
    name: 'expert',
    settings: { codec: codec.name },
    async act(observation, { view }) {
      const { operations, answers } = rule(observation, view);
      const text = codec.render({ operations, answers });
      return {
        operations,
        action: answers.length > 0 ? { kind: 'answer', answers } : { kind: 'none' },
        issues: [],
        usage: NO_USAGE,
        prompt: prompts.render(observation, { view }),
        text,
      };
    },
  };
}

/** Measures how far the log-probabilities of some replies have moved since the last call. */
function createWatch(engine: Engine, texts: readonly SupervisedExample[]): { moved(): Promise<number> } {
  let last: readonly number[] | undefined;
  return {
    async moved() {
      const now = (await engine.logprobs(texts)).flat();
      const moved = Math.max(...now.map((value, place) => Math.abs(value - (last?.[place] ?? value))));
      last = now;
      return moved;
    },
  };
}
