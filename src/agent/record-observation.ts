/**
 * Builds the record of an observation in a step.
 *
 * @module
 */
import type { Observation, SourceDocument } from '../task/observation.ts';
import type { StepRecord } from '../trajectory/trajectory.ts';

/** @param withText whether to record the text of chunks and situations. */
export function recordObservation(
  observation: Observation,
  withText: boolean,
): Pick<StepRecord, 'stage' | 'chunk' | 'question' | 'situation'> {
  const { stage } = observation;
  if (stage === 'answer') return { stage, question: observation.index };
  if (stage === 'memorise') {
    const { index, documents, text } = observation.chunk;
    return { stage, chunk: { index, documents: listIds(documents), ...(withText && { text }) } };
  }
  const { content, tools, turnsLeft, documents = [], result } = observation.situation;
  return {
    stage,
    situation: {
      tools: tools.map(({ name }) => name),
      turnsLeft,
      documents: listIds(documents),
      ...(withText && { content }),
      ...(result && { result: result.ok ? { tool: result.tool, ok: true } : result }),
    },
  };
}

/** Returns the documents in an observation. */
export function listDocuments(observation: Observation): readonly SourceDocument[] {
  if (observation.stage === 'memorise') return observation.chunk.documents;
  return observation.stage === 'act' ? (observation.situation.documents ?? []) : [];
}

function listIds(documents: readonly SourceDocument[]): readonly string[] {
  return documents.map(({ id }) => id);
}
