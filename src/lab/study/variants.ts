/**
 * The trained variants of a study.
 *
 * @module
 */

import type { Ablation } from '../../memory/ablate.ts';
import { AtomMemError } from '../../shared/error.ts';
import { createLabCodec } from '../phrases/lab-codec.ts';
import type { LabPreset } from '../presets.ts';

/** A changed preset that is trained, not only tested. */
export interface LabVariant {
  /** Short description of the change. */
  readonly title: string;
  /** `grpo` starts from the unchanged SFT weights, `sft` from random weights. */
  readonly from: 'sft' | 'grpo';
  readonly ablations?: readonly Ablation[];
  change(preset: LabPreset): LabPreset;
}

/** Variants by name, for `reproduce`. */
export const LAB_VARIANTS: Readonly<Record<string, LabVariant>> = {
  'capacity-4': limited('capacity of 4 entries', { capacity: 4 }),
  'capacity-8': limited('capacity of 8 entries', { capacity: 8 }),
  'capacity-12': limited('capacity of 12 entries', { capacity: 12 }),
  'operations-3': limited('at most 3 operations per reply', { operationLimit: 3 }),
  'operations-2': limited('at most 2 operations per reply', { operationLimit: 2 }),
  'entry-cost': priced('reward minus 0.05 per final entry', { entryCost: 0.05 }),
  'operation-cost': priced('reward minus 0.05 per operation in a step', { operationCost: 0.05 }),
  'read-cost': priced('reward minus 0.15 per Read in a step', { readCost: 0.15 }),
  'k-1': limited('K = 1', { k: 1 }, 'sft'),
  'k-6': limited('K = 6', { k: 6 }, 'sft'),
  'without-update': without('Update', ['update']),
  'without-delete': without('Delete', ['delete']),
  'without-scratchpad': without('scratchpad', ['scratchpad']),
  'without-storage': without('storage', ['storage']),
  'without-both': without('scratchpad and storage', ['scratchpad', 'storage']),
};

/**
 * Returns a variant by name.
 *
 * @throws AtomMemError `bad-option`, which lists the known variants
 */
export function labVariant(name: string): LabVariant {
  const variant = LAB_VARIANTS[name];
  if (variant !== undefined) return variant;
  const accepted = Object.keys(LAB_VARIANTS);
  throw new AtomMemError('bad-option', {
    problem: `unknown variant "${name}"`,
    remedy: `Use one of ${accepted.join(', ')}`,
    details: { option: 'variants', value: name, accepted },
  });
}

function limited(
  title: string,
  lab: Partial<LabPreset['lab']>,
  from: LabVariant['from'] = 'grpo',
): LabVariant {
  return { title, from, change: (preset) => ({ ...preset, lab: { ...preset.lab, ...lab } }) };
}

function priced(title: string, costs: Partial<LabPreset['grpo']>): LabVariant {
  return {
    title,
    from: 'grpo',
    change: (preset) => ({ ...preset, grpo: { ...preset.grpo, ...costs } }),
  };
}

function without(part: string, ablations: readonly Ablation[]): LabVariant {
  return { title: `trained without ${part}`, from: 'sft', ablations, change: (preset) => preset };
}

/** Tells whether weights of one preset can be loaded into an engine of another. */
export function sameShape(one: LabPreset, other: LabPreset): boolean {
  const describeShape = ({ lab, tokens, model }: LabPreset): string => {
    const codec = createLabCodec(lab, tokens);
    return JSON.stringify([model, codec.vocabulary.tokens, codec.maxPromptTokens, codec.maxReplyTokens]);
  };
  return describeShape(one) === describeShape(other);
}
