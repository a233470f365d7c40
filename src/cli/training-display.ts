/**
 * Shows a training run and collects its evaluations.
 * @module
 */

import type { JsonObject } from '../shared/json.ts';
import { createFlatWatch } from '../train/flat-watch.ts';
import type { GrpoUpdate } from '../train/run-grpo.ts';
import type { SftProgress } from '../train/run-sft.ts';
import { createLiveLine } from './live-line.ts';
import type { Terminal } from './output.ts';
import { evaluationLine, gainLine, trainingLine } from './training-line.ts';

export type TrainingProgress = SftProgress | GrpoUpdate;

/** Shows a running training and keeps its evaluations. */
export interface TrainingDisplay {
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Prints a line that is not overwritten. */
  readonly say: (text: string) => void;
  readonly end: () => void;
  /** Takes the evaluation of the initial weights. */
  readonly onStart: (evaluation: JsonObject) => void;
  /** Returns the first and the last evaluation, for `--json`. */
  readonly evaluations: () => { readonly before?: JsonObject; readonly evaluation?: JsonObject };
  /** Returns one line about the improvement; empty without an initial evaluation. */
  readonly summary: () => readonly string[];
  /** Returns the message for a run that Ctrl-C ended. */
  readonly interrupted: (folder: string) => string;
}

const FLAT_REMEDY = 'Start from weights that sometimes succeed (--init, or SFT first), or use easier tasks.';

export function createTrainingDisplay(terminal: Terminal): TrainingDisplay {
  const live = createLiveLine(terminal);
  const watch = createFlatWatch(FLAT_REMEDY);
  let last: TrainingProgress | undefined;
  let before: JsonObject | undefined;
  let evaluation: JsonObject | undefined;
  return {
    onProgress(progress) {
      last = progress;
      live.update(trainingLine(progress));
      const flat = 'update' in progress ? watch(progress) : undefined;
      if (flat !== undefined) live.keep(flat);
      if (progress.evaluation === undefined) return;
      evaluation = progress.evaluation;
      live.keep(evaluationLine(readPlace(progress).now, progress.evaluation));
    },
    onStart(start) {
      before = start;
      live.keep(evaluationLine('before training', start));
    },
    say: live.keep,
    end: live.end,
    evaluations: () => ({ before, evaluation }),
    summary: () => (before && evaluation ? [gainLine(before, evaluation)] : []),
    interrupted(folder) {
      if (last === undefined) return `interrupted before the first step; run the same command with --resume`;
      const { now, all } = readPlace(last);
      return `interrupted at ${now} of ${all}; saved in ${folder}: run the same command with --resume to continue`;
    },
  };
}

function readPlace(progress: TrainingProgress): { readonly now: string; readonly all: number } {
  if ('update' in progress) return { now: `update ${progress.update}`, all: progress.updates };
  return { now: `step ${progress.step}`, all: progress.steps };
}
