/**
 * Builds the header of a trajectory.
 *
 * @module
 */
import { type EpisodeRecord, TRAJECTORY_SCHEMA } from '../trajectory/trajectory.ts';
import type { EpisodeSettings } from './episode-options.ts';

export function createEpisodeHeader({
  task,
  policy,
  memory,
  seed,
  ablations,
  settings,
}: EpisodeSettings): EpisodeRecord {
  return {
    kind: 'episode',
    schema: TRAJECTORY_SCHEMA,
    id: memory.namespace,
    policy: policy.name,
    task: {
      id: task.id,
      kind: task.kind,
      dataset: task.dataset,
      documents: task.documents.length,
      questions: task.questions,
      instructions: task.instructions,
      seed,
    },
    memory: {
      namespace: memory.namespace,
      retriever: memory.retriever.name,
      k: memory.k ?? 6,
      readTiming: memory.readTiming ?? 'next-step',
      capacity: memory.capacity ?? null,
      ...(memory.characterCapacity !== undefined && { characterCapacity: memory.characterCapacity }),
      overCapacity: memory.overCapacity ?? 'refuse',
      duplicates: memory.duplicates ?? 'allow',
      identity: memory.identity ?? 'id',
      slotZero: memory.slotZero ?? 'invalid',
      ablated: ablations,
    },
    settings: { ...settings, ...(policy.settings && { policy: policy.settings }) },
  };
}
