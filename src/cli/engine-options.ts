import { type Command, Option } from 'commander';
import { createLocalEngine } from '../engine/local/create-local-engine.ts';
import { type Arithmetic, availableArithmetic } from '../engine/local/kernels.ts';
import type { EngineFactory } from '../lab/training.ts';
import { oneOf, wholeNumber } from './parse-number.ts';

/** How the local engine runs. */
export interface EngineFlags {
  readonly workers?: number;
  readonly arithmetic: Arithmetic;
}

export function addEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--workers <n>', 'threads (default: one a processor, at most 4)').argParser(
        wholeNumber('--workers', 1, 64),
      ),
    )
    .addOption(
      new Option(
        '--arithmetic <kind>',
        'reproducible: the same bytes on every machine; fused: other last bits',
      )
        .default('reproducible')
        .argParser(oneOf<Arithmetic>('--arithmetic', ['reproducible', 'fused'])),
    );
}

/**
 * The engines of a training on this machine. Workers do not change a byte of what comes out; arithmetic does, and
 * the one that was asked for may be none that this runtime has.
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
  return (request) =>
    createLocalEngine({ ...request, arithmetic, ...(workers !== undefined && { workers }) });
}
