/**
 * GRPO in one file, from rollout to weight update. @long
 *
 * A policy of 0.36 million parameters plays the lab: it reads a stream of short sentences four at a time,
 * decides what to remember, and answers questions at the end from its memory alone. It starts from weights
 * that imitated a mediocre teacher. Eight updates of reinforcement learning then raise its accuracy. The only
 * signal is the share of questions that an episode answered correctly.
 *
 * Read from top to bottom: settings, an episode, rollouts, reward, advantage, loss, update. `grpo` of
 * `atommem/train` does the same for any task, with checkpoints, several optimizer steps a batch and more.
 */
import { createMemory, type Memory, type types } from 'atommem';
import { localEngine } from 'atommem/engines/local';
import { type LabTask, openLab } from 'atommem/tasks';
import type { Datum, SampledSequence } from 'atommem/train';

// Settings. The paper uses 16 tasks an update. The learning rate suits a small model.

const UPDATES = 8;
const TASKS = 12;
const GROUP = 16;
const LEARNING_RATE = 6e-4;
const WARMUP = 3;

const lab = openLab('smoke');
const engine = await localEngine({ from: lab.weights('sft')! });

// An episode: a task that is being played, its memory, and what the policy has written so far.

interface Episode {
  readonly task: LabTask;
  readonly environment: types.Environment;
  readonly memory: Memory;
  /** One per step. Each step is a training sequence of its own: there is no history but the memory. */
  readonly steps: Step[];
  /** One per question; `null` until it is answered. */
  readonly answers: (string | null)[];
}

interface Step {
  readonly prompt: readonly number[];
  readonly reply: readonly number[];
  /** Log-probability of every token of the reply, from the model that sampled it. */
  readonly logprobs: readonly number[];
}

function startEpisode(task: LabTask): Episode {
  const memory = createMemory({ ...lab.memory(), clock: () => 0 });
  return { task, environment: task.open(), memory, steps: [], answers: task.questions.map(() => null) };
}

// A step, first half: what the environment and the memory show becomes a prompt.

interface Turn {
  readonly episode: Episode;
  readonly observation: types.Observation;
  readonly view: types.View;
  readonly prompt: readonly number[];
}

async function observe(episode: Episode): Promise<Turn | undefined> {
  const observation = episode.environment.observe();
  if (observation === null) return undefined;
  // When the environment asks a question, the memory retrieves for it. Otherwise the query is the one that the
  // policy read with in the step before: a Read is answered one step later.
  const posed = episode.environment.posed();
  if (posed !== null) episode.memory.pose(posed);
  const view = await episode.memory.observe();
  return { episode, observation, view, prompt: lab.codec.encode(observation, view) };
}

// A step, second half: the reply becomes operations on memory, and perhaps an answer.

async function act({ episode, observation, view, prompt }: Turn, sampled: SampledSequence): Promise<void> {
  const { environment, memory, steps, answers } = episode;
  const reply = lab.codec.parse(sampled.tokens, observation, view);
  const { admitted } = environment.admit(reply.operations);
  const effects = await memory.apply(admitted);
  const action = reply.answers.length > 0 ? { kind: 'answer' as const, answers: reply.answers } : NO_ACTION;
  const silent = effects.length === 0 && reply.answers.length === 0;
  const outcome = { action, effects, silent, malformed: reply.issues.length > 0, lookAgain: false };
  for (const { index, text } of await environment.act(outcome)) answers[index] ??= text;
  steps.push({ prompt, reply: sampled.tokens, logprobs: sampled.logprobs });
}

const NO_ACTION = { kind: 'none' } as const;

// Rollouts: all episodes advance together, so that the engine samples one large batch per step.

async function rollOut(tasks: readonly LabTask[], temperature: number, seed: number): Promise<Episode[]> {
  const episodes = tasks.map(startEpisode);
  for (let step = 0; ; step++) {
    const turns = (await Promise.all(episodes.map(observe))).filter((turn) => turn !== undefined);
    if (turns.length === 0) return episodes;
    const requests = turns.map(({ episode, prompt }) => ({
      prompt,
      samplingParams: {
        temperature,
        maxTokens: lab.codec.maxReplyTokens,
        stop: lab.codec.stop,
        // Every reply draws from its own random numbers, whatever else is in the batch.
        seed: (seed * 1024 + episodes.indexOf(episode)) * 1024 + step,
      },
    }));
    const results = await engine.sample(requests);
    await Promise.all(turns.map((turn, place) => act(turn, results[place]!.sequences[0]!)));
  }
}

// Reward: the share of questions answered correctly, at the end of the episode and nowhere else.

function computeReward({ task, answers }: Episode): number {
  const right = task.questions.filter((question, place) => question.answers.includes(answers[place] ?? ''));
  return right.length / task.questions.length;
}

// Advantage: how much better a rollout did than the other rollouts of its task. The mean of the group is the
// baseline, so there is no value network. It is not divided by the standard deviation, which would blow up
// small differences.

function computeAdvantages(group: readonly Episode[]): readonly number[] {
  const rewards = group.map(computeReward);
  const mean = average(rewards);
  return rewards.map((reward) => reward - mean);
}

// Loss: every token of every step of a rollout becomes likelier in proportion to the rollout's advantage. Each
// token has weight 1 / (tokens of the whole update), so that one update is one mean over tokens.
//
//     loss = − Σ ratio · advantage / tokens,   ratio = exp(log-probability now − log-probability when sampled)
//
// With one optimizer step per batch the ratio is 1, and its gradient is that of the log-probability.

function toData(groups: readonly (readonly Episode[])[]): readonly Datum[] {
  const tokens = groups.flat().flatMap(({ steps }) => steps.flatMap(({ reply }) => reply)).length;
  return groups.flatMap((group) => {
    const advantages = computeAdvantages(group);
    return group.flatMap(({ steps }, rollout) =>
      advantages[rollout] === 0 ? [] : steps.map((step) => toDatum(step, advantages[rollout]! / tokens)),
    );
  });
}

function toDatum({ prompt, reply, logprobs }: Step, advantage: number): Datum {
  // At position i the model has read tokens 0 to i and predicts token i + 1. Prompt tokens carry no loss.
  const inPrompt = prompt.slice(1).map(() => 0);
  return {
    modelInput: [...prompt, ...reply.slice(0, -1)],
    lossInputs: {
      targetTokens: [...prompt.slice(1), ...reply],
      logprobs: [...inPrompt, ...logprobs],
      advantages: [...inPrompt, ...reply.map(() => advantage)],
    },
  };
}

// Update: one gradient over the whole batch, one step of AdamW.

async function train(update: number): Promise<number> {
  const drawn = Array.from({ length: TASKS }, (_, place) =>
    lab.task('training', (update - 1) * TASKS + place),
  );
  const copies = drawn.flatMap((task) => Array.from({ length: GROUP }, () => task));
  const episodes = await rollOut(copies, 1, update);
  const groups = drawn.map((_, place) => episodes.slice(place * GROUP, (place + 1) * GROUP));
  await engine.forwardBackward(toData(groups), { name: 'importance_sampling' });
  await engine.optimStep({ learningRate: LEARNING_RATE * Math.min(1, update / WARMUP), gradientClip: 1 });
  return average(episodes.map(computeReward));
}

// Evaluation: tasks that no update has seen, played once each at the paper's temperature.

async function evaluate(): Promise<number> {
  const tasks = Array.from({ length: 200 }, (_, index) => lab.task('development', index));
  return average((await rollOut(tasks, 0.7, 0)).map(computeReward));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

console.log('before:', percent(await evaluate()));
for (let update = 1; update <= UPDATES; update++) {
  console.log(`update ${update}: reward of its rollouts`, percent(await train(update)));
}
console.log('after:', percent(await evaluate()));
await engine.close();
