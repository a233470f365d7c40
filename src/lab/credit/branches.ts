/**
 * Plays groups of lab rollouts, branches from a state of one, and replays without one operation.
 *
 * @module
 */
import type { Engine } from '../../engine/engine.ts';
import { mixSeed } from '../../shared/mix-seed.ts';
import { createRandom } from '../../shared/random.ts';
import { type EpisodePlan, rollOut } from '../../train/rollout.ts';
import type { StepRecord, Trajectory } from '../../trajectory/trajectory.ts';
import type { LabOptions } from '../options.ts';
import type { PhraseCodec } from '../phrases/phrase-codec.ts';
import { createLabTask } from '../task.ts';
import { openLabTask } from '../task-source.ts';
import { createDecisionReader } from './decisions.ts';
import { type CreditPlace, createLabRollout, type LabRollout } from './lab-rollout.ts';

/** What plays lab episodes. */
export interface LabPlayers {
  readonly engine: Pick<Engine, 'name' | 'sample'>;
  readonly codec: PhraseCodec;
}

/** A task to play in a group: its seed and its shape. */
export interface LabGroupPlan {
  readonly taskSeed: number;
  readonly options: LabOptions;
  readonly size: number;
  /** Whether half of the rollouts continue from a state of the first. */
  readonly branches: boolean;
}

/** A rollout to play: its task, its seed, and the replies to its first steps. */
interface Part extends Pick<LabGroupPlan, 'taskSeed' | 'options'> {
  readonly seed: number;
  readonly script: Script;
}

type Script = NonNullable<EpisodePlan['script']>;

/** Plays groups. Episodes of all groups run in one batch, then all branches in another. */
export async function playLabGroups(
  plans: readonly LabGroupPlan[],
  seed: number,
  players: LabPlayers,
): Promise<readonly (readonly LabRollout[])[]> {
  const whole = await playParts(
    plans.map(({ size, branches, ...plan }) =>
      Array.from({ length: branches ? Math.ceil(size / 2) : size }, (_, member) => ({
        ...{ ...plan, script: [], seed: mixSeed(seed, plan.taskSeed, member) },
      })),
    ),
    players,
  );
  const branched = await playParts(
    plans.map(({ size, branches, ...plan }, group) => {
      const count = branches ? size - whole[group]!.length : 0;
      const cut = drawCut(whole[group]![0]!, mixSeed(seed, plan.taskSeed));
      const script = readScript(whole[group]![0]!.trajectory.steps.slice(0, cut));
      return Array.from({ length: count }, (_, member) => ({
        ...{ ...plan, script, seed: mixSeed(seed, plan.taskSeed, size + member) },
      }));
    }),
    players,
  );
  return plans.map((_, group) => [...whole[group]!, ...branched[group]!]);
}

async function playParts(
  groups: readonly (readonly Part[])[],
  { engine, codec }: LabPlayers,
): Promise<readonly (readonly LabRollout[])[]> {
  const read = createDecisionReader(codec);
  const played = await rollOut(groups.flat().map(planEpisode), { engine, codec });
  const left = [...played];
  return groups.map((parts) =>
    left.splice(0, parts.length).map((trajectory, member) => {
      const { taskSeed, options, script, seed } = parts[member]!;
      const { story } = createLabTask(taskSeed, options);
      const branchedAt = script.length === 0 ? undefined : script.length;
      return createLabRollout(trajectory, read, { story, seed, branchedAt });
    }),
  );
}

function planEpisode({ taskSeed, options, seed, script }: Part): EpisodePlan {
  const { task, memory } = openLabTask(taskSeed, options);
  return { task, memory: memory(), clock: () => 0, seed, script };
}

/** Draws the memorising step at which branches start. 0 if they are whole rollouts. */
function drawCut({ trajectory: { steps } }: LabRollout, seed: number): number {
  return createRandom(seed).integer(steps.filter(({ stage }) => stage === 'memorise').length);
}

function readScript(steps: readonly StepRecord[]): Script {
  return steps.map(({ tokens }) => ({ tokens: tokens!.reply, logprobs: tokens!.logprobs }));
}

/** A rollout to play again from one of its operations. */
export interface LabReplay {
  readonly rollout: LabRollout;
  readonly options: LabOptions;
  readonly place: CreditPlace;
  /** Whether the operation stays. */
  readonly keeps: boolean;
  /** Seed of what follows. */
  readonly seed: number;
}

/** Plays replays in one batch. With the operation and the rollout's own seed, a replay equals the rollout. */
export async function replayRollouts(
  replays: readonly LabReplay[],
  { engine, codec }: LabPlayers,
): Promise<readonly Trajectory[]> {
  const plans = replays.map(({ rollout, options, place, keeps, seed }) => {
    const { steps, header } = rollout.trajectory;
    const taskSeed = Number(header.task.id.replace('lab-', ''));
    const script = readScript(steps.slice(0, place.step + 1)).map((reply, step) =>
      step === place.step && !keeps ? dropTokens(reply, place) : reply,
    );
    return planEpisode({ taskSeed, options, seed, script });
  });
  return rollOut(plans, { engine, codec });
}

function dropTokens({ tokens, logprobs }: Script[number], { decision }: CreditPlace): Script[number] {
  const stays = (_: number, at: number): boolean => at < decision.from || at >= decision.to;
  return { tokens: tokens.filter(stays), logprobs: logprobs.filter(stays) };
}
