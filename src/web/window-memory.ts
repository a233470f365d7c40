/**
 * `windowMemory`: the control without memory. It keeps what fits in a context window and drops the oldest.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { defineWorkflow } from '../workflow/define-workflow.ts';
import { countTokens } from '../workflow/truncate.ts';
import type { Workflow, WorkflowOptions } from '../workflow/workflow.ts';

export interface WindowMemoryOptions extends WorkflowOptions {
  /** Tokens of the window. Default: 4000. */
  readonly window?: number;
}

/**
 * Creates a memory policy that stores every text as it is, deletes the oldest beyond the window, and answers from the
 * rest. It stands for an agent whose context is its only memory.
 *
 * @example
 * import { answerFromTexts } from 'atommem/workflows';
 *
 * const control = webSearcher({ memory: windowMemory({ answerFrom: answerFromTexts }) });
 */
export function windowMemory({ window = 4000, ...options }: WindowMemoryOptions): Workflow {
  const { tokens } = options;
  const count = (text: string): number => countTokens(text, tokens);
  return defineWorkflow(
    {
      name: 'window',
      operations: ['create', 'delete'],
      parameters: { window: { value: window, source: 'ours' } },
    },
    options,
    {
      async memorise({ chunk }, step) {
        const room = window - chunk.documents.reduce((sum, { text }) => sum + count(text), 0);
        const kept = await step.readAll();
        const dropped = kept.slice(0, kept.length - countFitting(kept, room, count));
        return [
          ...dropped.map(({ id }): Operation => ({ op: 'delete', target: { id } })),
          ...chunk.documents.map(
            ({ id, title, text }): Operation => ({
              op: 'create',
              text: `${title}\n${text}`,
              meta: { sources: [id] },
            }),
          ),
        ];
      },
      async recall(_observation, step) {
        const kept = await step.readAll();
        const fitting = countFitting(kept, window, count);
        return { texts: kept.slice(kept.length - fitting).map(({ text }) => text) };
      },
    },
  );
}

/** Returns how many of the last entries fit. */
function countFitting(entries: readonly Entry[], room: number, count: (text: string) => number): number {
  let left = room;
  let fitting = 0;
  for (const { text } of entries.toReversed()) {
    left -= count(text);
    if (left < 0) break;
    fitting += 1;
  }
  return fitting;
}
