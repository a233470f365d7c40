/**
 * Reads the name of a lab preset from a script's arguments.
 *
 * @module
 */
import { type LabPreset, TRAINING_PRESETS } from '../src/lab/presets.ts';

const NAMES = Object.keys(TRAINING_PRESETS);

/**
 * Returns the preset with this name.
 * @throws Error that lists all presets
 */
export function labPreset(name: string): LabPreset {
  const preset = TRAINING_PRESETS[name as keyof typeof TRAINING_PRESETS];
  if (preset === undefined) throw new Error(`--preset ${name}: give one of ${NAMES.join(', ')}`);
  return preset;
}
