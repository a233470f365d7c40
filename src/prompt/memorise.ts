import type { View } from '../memory/view.ts';
import type { MemoriseObservation } from '../task/observation.ts';
import { asData } from './as-data.ts';
import { renderReadCount, renderShownMemory, SECTION_NAMES, type Wording } from './shown-memory.ts';

/** Raised with every change of the text. */
export const MEMORISE_VERSION = 1;

/** One window of the stream: questions and chunk first, then what changes from step to step. */
export function renderMemorise(
  observation: MemoriseObservation,
  view: View,
  { action }: Pick<Wording, 'action'>,
): string {
  const { questions, chunk, readsLeft } = observation;
  const asked = questions.map(({ text }, index) => `${index + 1}. ${onOneLine(text)}`).join('\n');
  const next = readsLeft > 0 ? '' : ' A further read would be refused.';
  return `You are reading. Creating or updating an entry brings the next chunk, and so does a reply without any ${action}; after any other reply you see the same chunk again. These questions will be asked when the text has ended:

<questions>
${asked}
</questions>

<chunk number="${chunk.index + 1}" of="${chunk.count}">
${asData(chunk.text, SECTION_NAMES)}
</chunk>

${renderShownMemory(view)}

${renderReadCount(observation)}${next} Write your ${action}s for this chunk.`;
}

/** Questions are told apart by their lines. */
function onOneLine(text: string): string {
  return asData(text.replace(/[\r\n]+/g, ' '), SECTION_NAMES);
}
