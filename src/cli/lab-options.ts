/**
 * Options that the lab commands share.
 * @module
 */

import { type Command, Option } from 'commander';
import { findWeights, shippedWeights } from '../lab/find-weights.ts';
import { LAB_PRESETS, type LabPresetName } from '../lab/options.ts';
import { decimal, oneOf, wholeNumber } from './parse-number.ts';
import { usageError } from './usage-error.ts';

const PRESET_NAMES = Object.keys(LAB_PRESETS) as LabPresetName[];

export function presetOption(): Option {
  return new Option('--preset <name>', `task, model and settings: ${PRESET_NAMES.join(', ')}`)
    .default('small')
    .argParser(oneOf('--preset', PRESET_NAMES));
}

export function addStreamOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--length <n>', 'multiple of the length of the preset')
        .default(1)
        .argParser(wholeNumber('--length', 1, 64)),
    )
    .addOption(
      new Option('--temperature <n>', 'sampling temperature')
        .default(0.7)
        .argParser(decimal('--temperature', 0, 10)),
    );
}

/**
 * Finds the weights at a path, or the ones shipped for a preset and a stage of training.
 *
 * @param chosen.flag the option to name in the error
 * @param shipped finds shipped weights
 * @throws AtomMemError `usage` if none are shipped
 */
export async function weightsFrom(
  path: string | undefined,
  chosen: { readonly preset: LabPresetName; readonly stage: 'sft' | 'grpo'; readonly flag: string },
  shipped: typeof shippedWeights = shippedWeights,
): Promise<string> {
  if (path !== undefined) return findWeights(path);
  const { preset, stage, flag } = chosen;
  const weights = shipped(preset, stage);
  if (weights !== undefined) return weights;
  throw usageError(
    `the package has no weights for preset ${preset}`,
    `Train some with "atommem train sft --preset ${preset} --out FOLDER", then pass ${flag} FOLDER`,
  );
}
