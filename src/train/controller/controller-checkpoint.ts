/**
 * Saves and loads the state of a controller in training.
 *
 * @module
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../../engine/engine.ts';
import { AtomMemError } from '../../shared/error.ts';
import { writeWhole } from '../run-checkpoints.ts';
import type { TrainerState } from './controller-trainer.ts';

const SHAPE = z.strictObject({
  updates: z.int().min(0),
  episodes: z.int().min(0),
  weights: z.array(z.number()),
  adam: z.strictObject({ first: z.array(z.number()), second: z.array(z.number()), steps: z.int().min(0) }),
});

/** Gives a training state the two methods of an engine that a run's folder needs. */
export function storeState(state: TrainerState): Pick<Engine, 'save' | 'load'> {
  return {
    async save(path) {
      const { network, adam, updates, episodes } = state;
      const saved = {
        ...{ updates, episodes, weights: [...network.weights] },
        adam: { first: [...adam.first], second: [...adam.second], steps: adam.steps },
      };
      await mkdir(dirname(path), { recursive: true });
      await writeWhole(path, JSON.stringify(saved));
      return path;
    },
    async load(path) {
      const { updates, episodes, weights, adam } = await readState(path, state.network.weights.length);
      state.network.weights.set(weights);
      state.updates = updates;
      state.episodes = episodes;
      state.adam = {
        first: Float64Array.from(adam.first),
        second: Float64Array.from(adam.second),
        steps: adam.steps,
      };
    },
  };
}

async function readState(path: string, size: number): Promise<z.infer<typeof SHAPE>> {
  try {
    const state = SHAPE.parse(JSON.parse(await readFile(path, 'utf8')));
    if (state.weights.length !== size) throw new Error(`${state.weights.length} weights instead of ${size}`);
    return state;
  } catch (cause) {
    throw new AtomMemError('bad-checkpoint', {
      problem: `${path} is damaged`,
      remedy: 'Delete its folder to resume from the checkpoint before',
      details: {},
      cause,
    });
  }
}
