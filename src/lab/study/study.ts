import type { JsonObject } from '../../shared/json.ts';
import type { LabScores } from '../evaluate.ts';

/** One evaluation on test tasks. */
export interface StudyRow {
  readonly policy: string;
  /** `null` for a rule, which has none. */
  readonly seed: number | null;
  readonly setting: string;
  readonly scores: LabScores;
}

/** Everything that a study found. */
export interface LabStudy {
  readonly preset: string;
  readonly seeds: readonly number[];
  readonly tasks: number;
  /** Of the call that wrote this: runs that had ended before were not trained again in it. */
  readonly minutes: number;
  readonly rows: readonly StudyRow[];
  readonly curves: readonly StudyCurve[];
}

/** The name of a seed's own run; that of a variant is the variant's. */
export function seedRun(seed: number): string {
  return `seed-${seed}`;
}

/** What one training run's log says, update by update. */
export interface StudyCurve {
  readonly run: string;
  readonly points: readonly JsonObject[];
}
