import { type Command, Option } from 'commander';
import type { Arithmetic } from '../engine/local/kernels.ts';
import { createLocalEngine } from '../engine/local/local-engine.ts';
import type { EngineFactory } from '../train/lab-training.ts';
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

/** Makes the engines of a study on this machine. */
export function engineFactory({ workers, arithmetic }: EngineFlags): EngineFactory {
  return (request) =>
    createLocalEngine({ ...request, arithmetic, ...(workers !== undefined && { workers }) });
}
