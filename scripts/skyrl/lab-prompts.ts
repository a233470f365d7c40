/**
 * Prompts that put the lab's task to a language model.
 *
 * @module
 */
import { tagsCodec } from '../../src/codec/tags.ts';
import { asData } from '../../src/prompt/as-data.ts';
import type { PromptSet } from '../../src/prompt/prompt-set.ts';
import { requireStreamObservation } from '../../src/task/observation.ts';

const NAMES = ['note', 'query', 'memory', 'text', 'ask'];

/** The paper's format in few bytes. The model reads bytes and is compiled once for each length. */
export const labPrompts: PromptSet = {
  name: tagsCodec.name,
  version: 'lab-text/1',
  render(seen, { view }) {
    const observation = requireStreamObservation(seen, 'labPrompts');
    const { scratchpad, query, entries } = view;
    const asked =
      observation.stage === 'answer'
        ? `Answer: ${data(observation.question.text)}`
        : `Read for: ${observation.questions.map(({ text }) => data(text)).join('; ')}\n<text>\n${data(observation.chunk.text)}\n</text>`;
    const shown = entries.map(({ text }, place) => `Memory ${place + 1}: ${data(text)}`);
    const memory = [`Note: ${data(scratchpad)}`, `Query: ${data(query ?? '')}`, ...shown];
    return [{ role: 'user', content: `${memory.join('\n')}\n${asked}` }];
  },
};

function data(text: string): string {
  return asData(text, NAMES, /Memory \d+:/);
}
