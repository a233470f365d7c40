/**
 * Learning rate schedules.
 *
 * @module
 */

/** The shape of the learning rate over the steps of a run. */
export interface Schedule {
  /** Steps of linear warmup from 0. Default 0. */
  readonly warmup?: number;
  /**
   * Decay to `floor` times the peak. `cosine` reaches it at the last step, `linear` one step after. Default
   * `constant`, as in the paper.
   */
  readonly decay?: 'constant' | 'cosine' | 'linear';
  /** Default 0.1. */
  readonly floor?: number;
  /** Number of steps of the decay. A longer run starts again from the peak. Default: all steps of the run. */
  readonly over?: number;
}

/**
 * Returns the learning rate of a step.
 *
 * @param peak the highest learning rate
 * @param step 1-based
 */
export function learningRateAt(peak: number, schedule: Schedule, step: number, steps: number): number {
  const { warmup = 0, decay = 'constant', floor = 0.1, over = steps } = schedule;
  const rise = warmup > 0 ? Math.min(1, step / warmup) : 1;
  if (decay === 'constant') return peak * rise;
  const fallen = (step - 1) % over;
  const left = decay === 'linear' ? 1 - fallen / over : 0.5 * (1 + Math.cos((Math.PI * (fallen + 1)) / over));
  return peak * rise * (floor + (1 - floor) * left);
}
