/**
 * Opens a training run, in a folder or in memory.
 *
 * @module
 */
import type { Engine } from '../engine/engine.ts';
import type { JsonObject } from '../shared/json.ts';
import { type Counters, openTrainingRun, type RunOptions, type TrainingRun } from './training-run.ts';
import { openUnsavedRun } from './unsaved-run.ts';

/** Opens the run's folder. Without options, opens a run that saves nothing. */
export async function openRun<State extends Counters = Counters>(
  engine: Engine,
  settings: JsonObject,
  options: RunOptions | undefined,
): Promise<TrainingRun<State>> {
  return options === undefined ? openUnsavedRun() : openTrainingRun(engine, settings, options);
}
