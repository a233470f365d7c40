/**
 * Reads the names of memory parts to remove.
 * @module
 */

import { ABLATIONS, type Ablation } from '../memory/ablate.ts';
import { unknownName } from './usage-error.ts';

/** Reads ablations separated by commas. */
export function readAblations(text: string): readonly Ablation[] {
  return text.split(',').map((name) => {
    const ablation = ABLATIONS.find((known) => known === name);
    if (ablation === undefined) throw unknownName('part of memory', name, ABLATIONS);
    return ablation;
  });
}
