/**
 * The results of a study.
 *
 * @module
 */
import type { JsonObject } from '../../shared/json.ts';
import type { LabScores } from '../evaluate.ts';

/** One evaluation on test tasks. */
export interface StudyRow {
  readonly policy: string;
  /** `null` for a rule. */
  readonly seed: number | null;
  readonly setting: string;
  readonly scores: LabScores;
}

/** All results of a study. */
export interface LabStudy {
  readonly preset: string;
  readonly seeds: readonly number[];
  readonly tasks: number;
  /** Duration of the call that wrote this. Training of earlier calls is not included. */
  readonly minutes: number;
  readonly rows: readonly StudyRow[];
  readonly curves: readonly StudyCurve[];
}

/** Returns the name of a seed's run. A variant's run has the variant's name. */
export function seedRun(seed: number): string {
  return `seed-${seed}`;
}

/** The log of one training run, one point per update. */
export interface StudyCurve {
  readonly run: string;
  readonly points: readonly JsonObject[];
}
