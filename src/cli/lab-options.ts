import { type Command, Option } from 'commander';
import { LAB_PRESETS, type LabPresetName } from '../task/lab/lab-options.ts';
import { findWeights, shippedWeights } from '../train/find-weights.ts';
import { decimal, oneOf, wholeNumber } from './parse-number.ts';

const PRESET_NAMES = Object.keys(LAB_PRESETS) as LabPresetName[];

export function presetOption(): Option {
  return new Option('--preset <name>', `task, model and settings: ${PRESET_NAMES.join(', ')}`)
    .default('small')
    .argParser(oneOf('--preset', PRESET_NAMES));
}

export function addStreamOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--length <n>', 'times the length of the preset')
        .default(1)
        .argParser(wholeNumber('--length', 1, 64)),
    )
    .addOption(
      new Option('--temperature <n>', 'of sampling').default(0.7).argParser(decimal('--temperature', 0, 10)),
    );
}

/**
 * The weights that were asked for, or the reinforced ones of the package for this preset.
 *
 * @throws Error where neither are there
 */
export async function weightsFrom(path: string | undefined, preset: LabPresetName): Promise<string> {
  if (path !== undefined) return findWeights(path);
  const shipped = shippedWeights(preset, 'grpo');
  if (shipped !== undefined) return shipped;
  throw new Error(
    `no trained weights of preset ${preset} come with this package: train some with "atommem train sft --preset ${preset} --out FOLDER" and give --weights FOLDER`,
  );
}
