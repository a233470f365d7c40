/**
 * Plays policies on the test tasks of a study.
 *
 * @module
 */
import type { Ablation } from '../../memory/ablate.ts';
import { evaluateLab, type LabPlayer, type LabRuleName } from '../evaluate.ts';
import { LAB_LENGTHS, type LabOptions } from '../options.ts';
import type { LabPreset } from '../presets.ts';
import { type EngineFactory, openLabEngine } from '../training.ts';
import type { StudyRow } from './study.ts';

/** One way to play the test tasks. */
export interface PlaySetting {
  readonly name: string;
  readonly length?: number;
  readonly ablations?: readonly Ablation[];
  readonly lab?: Partial<LabOptions>;
}

/** Test lengths, after the paper's 200, 400 and 800 documents. */
export const LENGTH_SETTINGS: readonly PlaySetting[] = LAB_LENGTHS.map((length) => ({
  name: `${length}×`,
  length,
}));

/** Test-time ablations of a trained policy. */
export const ABLATION_SETTINGS: readonly PlaySetting[] = [
  { name: 'without Update', ablations: ['update'] },
  { name: 'without Delete', ablations: ['delete'] },
  { name: 'without scratchpad', ablations: ['scratchpad'] },
  { name: 'without storage', ablations: ['storage'] },
  { name: 'without both', ablations: ['scratchpad', 'storage'] },
  { name: 'capacity 8', lab: { capacity: 8 } },
  { name: 'K = 1', lab: { k: 1 } },
];

export interface StudyPlayerOptions {
  readonly createEngine: EngineFactory;
  /** Number of test tasks per setting. */
  readonly tasks: number;
  readonly onProgress?: (progress: { stage: string }) => void;
  readonly signal?: AbortSignal;
}

/** A policy, as named in the table. */
export interface StudyPolicy {
  readonly policy: string;
  readonly preset: LabPreset;
  readonly seed: number | null;
}

/** Plays weights or rules on test tasks in every setting. */
export interface StudyPlayer {
  playRule(policy: StudyPolicy, rule: LabRuleName): Promise<readonly StudyRow[]>;
  playWeights(
    policy: StudyPolicy & { readonly seed: number },
    weights: string,
    settings: readonly PlaySetting[],
  ): Promise<readonly StudyRow[]>;
}

export function createStudyPlayer({
  createEngine,
  tasks,
  onProgress,
  signal,
}: StudyPlayerOptions): StudyPlayer {
  async function play(
    { policy, preset, seed }: StudyPolicy,
    player: LabPlayer,
    settings: readonly PlaySetting[],
  ): Promise<readonly StudyRow[]> {
    const rows: StudyRow[] = [];
    for (const { name, length = 1, ablations = [], lab } of settings) {
      signal?.throwIfAborted();
      onProgress?.({ stage: `${policy}${seed === null ? '' : `, seed ${seed}`}: ${name}` });
      const options = { ...preset.lab, ...lab };
      const scores = await evaluateLab(player, { options, split: 'test', tasks, length, ablations });
      rows.push({ policy, seed, setting: name, scores });
    }
    return rows;
  }

  return {
    playRule: (policy, name) => play(policy, { kind: 'rule', name }, LENGTH_SETTINGS),
    async playWeights(policy, weights, settings) {
      const { codec, engine } = await openLabEngine(policy.preset, policy.seed, createEngine);
      try {
        await engine.load(weights, { optimizer: false });
        return await play(policy, { kind: 'model', engine, codec }, settings);
      } finally {
        await engine.close();
      }
    },
  };
}
