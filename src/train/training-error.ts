/** Training had to stop. The message names the step, the batch and the last good checkpoint. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
  readonly step: number;
  /** The engine's path to the newest complete checkpoint; `null` before the first. */
  readonly checkpoint: string | null;

  constructor(
    step: number,
    problem: string,
    options: { readonly batch: string; readonly checkpoint: string | null; readonly cause?: unknown },
  ) {
    const { batch, checkpoint, cause } = options;
    const remedy =
      checkpoint === null
        ? 'no checkpoint was written: start again with a lower learning rate'
        : `the last good checkpoint is ${checkpoint}: resume from it with a lower learning rate`;
    super(`step ${step}: ${problem}; batch: ${batch}; ${remedy}`, cause === undefined ? {} : { cause });
    this.step = step;
    this.checkpoint = checkpoint;
  }
}
