/**
 * The flags of the engine on this machine, and the engines that they ask for.
 *
 * @module
 */
import type { Command } from 'commander';
import { createLocalEngine } from '../engine/local/create-local-engine.ts';
import { type Arithmetic, availableArithmetic } from '../engine/local/kernels.ts';
import type { EngineFactory } from '../lab/training.ts';
import { type LocalConfig, localFields } from '../train/train-command-config.ts';
import { addFieldFlags } from './config-flags.ts';

/** How the local engine runs. */
export type EngineFlags = LocalConfig;

/** Adds the flags of `localFields`. */
export function addEngineOptions(command: Command): Command {
  return addFieldFlags(command, localFields);
}

/**
 * Returns the engines of a training run on this machine. Workers do not change the weights; arithmetic does,
 * and a runtime may lack the one asked for.
 */
export function trainedEngine(flags: EngineFlags): {
  readonly createEngine: EngineFactory;
  readonly engineIdentity: { readonly arithmetic: Arithmetic };
} {
  const arithmetic = availableArithmetic(flags.arithmetic);
  return { createEngine: engineFactory(flags), engineIdentity: { arithmetic } };
}

/** Makes engines on this machine. */
export function engineFactory({ workers, arithmetic }: EngineFlags): EngineFactory {
  return (request) => createLocalEngine({ ...request, arithmetic, workers });
}
