/**
 * Compares estimators of credit per operation: equal rollouts, equal seeds, equal starts.
 *
 * @module
 */
import { average } from '../advantage.ts';
import type { OperationCredit } from './credit-rollout.ts';

/** One way to train: an estimator, on streams of fixed or of growing length. */
export interface CreditContender {
  readonly credit: OperationCredit;
  readonly curriculum: boolean;
}

/** What one update of an arena reports. */
export interface ArenaUpdate {
  /** Rollouts so far, and the mean reward of those of this update. */
  readonly episodes: number;
  readonly reward: number;
}

/** A policy in training. */
export interface ArenaRun {
  update(): ArenaUpdate | Promise<ArenaUpdate>;
  /** Returns the held-out reward of the likeliest decisions. */
  evaluate(): number | Promise<number>;
  close?(): Promise<void>;
}

/** Where estimators are compared: a policy that can be trained, and true values of its operations. */
export interface CreditArena {
  start(contender: CreditContender & { readonly seed: number }): ArenaRun | Promise<ArenaRun>;
  /** Returns the correlation of an estimator's credit with the true values of operations under a fixed policy. */
  correlate(credit: OperationCredit, seed: number): number | Promise<number>;
}

/** What one estimator reached with one seed. */
export interface CreditRow {
  readonly credit: string;
  readonly curriculum: boolean;
  readonly seed: number;
  /** Held-out reward of the likeliest options. */
  readonly greedy: number;
  /** Mean reward of the rollouts of the last fifth of the updates. */
  readonly sampled: number;
  /** Episodes until the held-out reward reached the goal. Absent if it never did. */
  readonly episodesToGoal?: number;
  readonly episodes: number;
  readonly updates: number;
  /** Correlation of the credit of operations with their true value under a fixed policy. */
  readonly correlation: number;
  /** Processor time of all updates, in milliseconds. */
  readonly milliseconds: number;
  /** Held-out reward, and the mean reward of the rollouts since the point before, during training. */
  readonly curve: readonly CreditPoint[];
}

/** One point of a learning curve. */
export interface CreditPoint {
  readonly episodes: number;
  readonly greedy: number;
  readonly sampled: number;
}

export interface CompareCreditsOptions {
  readonly contenders: readonly CreditContender[];
  readonly seeds: readonly number[];
  /** 0: nothing is trained, and only correlations are measured. */
  readonly updates: number;
  /** Held-out reward up to which episodes are counted, 0 to 1. */
  readonly goal: number;
  /** Updates between two evaluations. Default 5. */
  readonly evaluateEvery?: number;
  /** Returns milliseconds of processor time. */
  readonly timer: () => number;
  /** Rows of an earlier run. Their estimators are not trained again with these seeds. */
  readonly done?: readonly CreditRow[];
  readonly onUpdate?: () => void | Promise<void>;
  readonly onRow?: (row: CreditRow) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** Trains with every contender and seed. Returns the rows so far if aborted. */
export async function compareCredits(
  arena: CreditArena,
  options: CompareCreditsOptions,
): Promise<readonly CreditRow[]> {
  const { contenders, seeds, goal, done = [], onRow, signal } = options;
  const rows = done.map((row): CreditRow => ({ ...row, episodesToGoal: countEpisodes(row.curve, goal) }));
  for (const seed of seeds)
    for (const contender of contenders) {
      if (rows.some((row) => isRowOf(row, contender, seed))) continue;
      const row = signal?.aborted ? undefined : await trainOne(arena, contender, seed, options);
      if (row === undefined) return rows;
      rows.push(row);
      await onRow?.(row);
    }
  return rows;
}

function countEpisodes(curve: readonly CreditPoint[], goal: number): number | undefined {
  return curve.find(({ greedy }) => greedy >= goal)?.episodes;
}

function isRowOf(row: CreditRow, { credit, curriculum }: CreditContender, seed: number): boolean {
  return row.seed === seed && row.credit === credit.name && row.curriculum === curriculum;
}

/** Returns `undefined` if aborted. */
async function trainOne(
  arena: CreditArena,
  { credit, curriculum }: CreditContender,
  seed: number,
  { updates, goal, evaluateEvery = 5, timer, onUpdate, signal }: CompareCreditsOptions,
): Promise<CreditRow | undefined> {
  const correlation = await arena.correlate(credit, seed);
  const run = updates === 0 ? undefined : await arena.start({ credit, curriculum, seed });
  const rewards: number[] = [];
  const curve: CreditPoint[] = [];
  let [milliseconds, episodes] = [0, 0];
  try {
    for (let update = 1; update <= updates; update += 1) {
      if (signal?.aborted) return undefined;
      const begun = timer();
      const made = await run!.update();
      milliseconds += timer() - begun;
      episodes = made.episodes;
      rewards.push(made.reward);
      await onUpdate?.();
      if (update % evaluateEvery !== 0 && update !== updates) continue;
      const since = update % evaluateEvery || evaluateEvery;
      curve.push({ episodes, greedy: await run!.evaluate(), sampled: average(rewards.slice(-since)) });
    }
  } finally {
    await run?.close?.();
  }
  return {
    ...{ credit: credit.name, curriculum, seed, episodes, updates, correlation, milliseconds, curve },
    greedy: curve.at(-1)?.greedy ?? 0,
    sampled: average(rewards.slice(-Math.ceil(updates / 5))),
    episodesToGoal: countEpisodes(curve, goal),
  };
}

/** Returns Pearson's correlation, or 0 if one side does not vary. */
export function correlatePairs(pairs: readonly (readonly [number, number])[]): number {
  const [left, right] = [average(pairs.map(([one]) => one)), average(pairs.map(([, one]) => one))];
  const sum = (value: (one: number, other: number) => number): number =>
    pairs.reduce((total, [one, other]) => total + value(one - left, other - right), 0);
  const spread = Math.sqrt(sum((one) => one * one) * sum((_, other) => other * other));
  return spread === 0 ? 0 : sum((one, other) => one * other) / spread;
}
