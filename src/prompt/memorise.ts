/**
 * The user prompt for a chunk of the stream.
 *
 * @module
 */
import type { View } from '../memory/view.ts';
import type { MemoriseObservation } from '../task/observation.ts';
import { asData } from './as-data.ts';
import {
  renderQuestions,
  renderReadCount,
  renderShownMemory,
  SECTION_NAMES,
  type Wording,
} from './shown-memory.ts';

/** Raised with every change of the text. */
export const MEMORISE_VERSION = 2;

/** Writes the prompt for a chunk: questions and chunk first, then what changes from step to step. */
export function renderMemorise(
  observation: MemoriseObservation,
  view: View,
  { action }: Pick<Wording, 'action'>,
): string {
  const { questions, chunk, readsLeft } = observation;
  const next = readsLeft > 0 ? '' : ' The next read will be refused.';
  return `Read the next chunk of a long text. These questions follow at the end of the text:

<questions>
${renderQuestions(questions)}
</questions>

<chunk number="${chunk.index + 1}" of="${chunk.count}">
${asData(chunk.text, SECTION_NAMES)}
</chunk>

${renderShownMemory(view)}

To go on to the next chunk, create or update an entry. If nothing in this chunk helps, reply without any ${action}. After any other reply, you see this chunk again.
${renderReadCount(observation)}${next}
Write the ${action}s for this chunk now.`;
}
