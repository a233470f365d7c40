/**
 * Runs jobs on a worker.
 *
 * @module
 */
import { createDecoder } from './decoder.ts';
import { createGradientPass } from './gradient-pass.ts';
import type { AdamStep, JobMessage, Jobs } from './job.ts';
import { createMachine, type WorkerSetup } from './machine.ts';
import { createTransformer } from './transformer.ts';

/** Base of the rotary frequencies, as in most models with rotary positions. */
const ROTARY_BASE = 10_000;

/** Creates the function that runs a worker's jobs in its part of the memory. */
export function createJobRunner(setup: WorkerSetup): (job: JobMessage) => Jobs[JobMessage['name']]['result'] {
  const machine = createMachine(setup);
  const transformer = createTransformer(machine);
  const runPass = createGradientPass(machine, transformer);
  const decode = createDecoder(machine, transformer);
  const { kernels, plan, model, headSize } = machine;
  const { sizes, worker } = setup;

  const pack = (): null => {
    plan.matrices.forEach(({ source, rows, columns, plain, transposed }, index) => {
      if (index % sizes.workers !== worker) return;
      kernels.packPanels(source, columns, 1, rows, columns, plain);
      kernels.packPanels(source, 1, columns, columns, rows, transposed);
    });
    return null;
  };

  if (worker === 0 && model.positions === 'rotary') {
    const { cosines, sines } = plan.rotary;
    kernels.rotaryTable(cosines, sines, model.context, headSize, ROTARY_BASE);
  }

  /** The parameters are split into as many equal parts as there are shards. */
  const partFloats = plan.layout.floats / sizes.shards;

  const reduce = (part: number): number => {
    const [first, ...others] = plan.gradients.map((gradient) => gradient + 4 * part * partFloats);
    for (const other of others) kernels.addAndClear(first!, other, partFloats);
    return kernels.sumOfSquares(first!, partFloats);
  };

  const step = (part: number, adam: AdamStep): null => {
    const skip = 4 * part * partFloats;
    kernels.adamStep(
      plan.parameters + skip,
      plan.gradients[0]! + skip,
      plan.moment1 + skip,
      plan.moment2 + skip,
      partFloats,
      adam.gradientScale,
      adam.learningRate,
      adam.beta1,
      adam.beta2,
      adam.correction1,
      adam.correction2,
      adam.epsilon,
      adam.weightDecay,
    );
    return null;
  };

  return (job) => {
    switch (job.name) {
      case 'pack':
        return pack();
      case 'pass': {
        const { bundles, loss, shard } = job.arguments;
        const gradients = shard === undefined ? undefined : plan.gradients[shard];
        return bundles.flatMap((bundle) => runPass(bundle, loss, gradients));
      }
      case 'reduce':
        return reduce(job.arguments.part);
      case 'step':
        return step(job.arguments.part, job.arguments.adam);
      case 'sample':
        return decode(job.arguments.continuations);
    }
  };
}
