/**
 * Defaults of the rules policy.
 *
 * @module
 */
import type { Settings } from './types.ts';

export const defaultSettings: Settings = {
  scratchpadCharacters: 4300,
  lineCharacters: 520,
  keepShare: 0.75,
  mergedCharacters: 1400,
};

/**
 * Adapts the share to the number of questions: one question needs fewer documents than ten. Never exceeds
 * `keepShare`.
 */
export function keptShare(settings: Settings, questions: number): number {
  return Math.min(settings.keepShare, 0.4 + 0.06 * questions);
}
