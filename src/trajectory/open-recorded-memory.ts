/**
 * Opens an empty memory with the settings of a record.
 *
 * @module
 */
import { type Ablation, ablate } from '../memory/ablate.ts';
import type { Memory, MemoryOptions } from '../memory/memory.ts';
import { openMemory } from '../memory/open-memory.ts';
import type { MemorySettings } from './trajectory.ts';

export function openRecordedMemory(
  settings: MemorySettings,
  parts: Pick<MemoryOptions, 'store' | 'retriever' | 'clock'>,
): Memory {
  const capacity = settings.capacity ?? undefined;
  const memory = openMemory({ ...settings, capacity, ...parts });
  return ablate(memory, settings.ablated as readonly Ablation[]);
}
