/**
 * Remedies for refused operations.
 *
 * @module
 */
import type { Refusal } from './operation.ts';

/** Returns the remedy for a refusal. */
export function findRemedy(reason: Refusal): string {
  return REMEDIES[reason] ?? 'See "details.reason"';
}

const REMEDIES: Readonly<Partial<Record<Refusal, string>>> = {
  'malformed-operation': 'Pass a value of the expected type',
  'no-such-entry': 'Read first, and pass the id of a live entry',
  'empty-text': 'Pass a text, or delete the entry',
  'over-capacity': 'Delete an entry, or raise "capacity"',
  discarded: 'Delete an entry, or raise "capacity"',
  duplicate: 'Update the entry that has this text',
  'version-conflict': 'Read the entry again, and pass its current version',
  disabled: 'Remove the ablation',
};
