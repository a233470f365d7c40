/**
 * The part of a prompt that shows memory, and how a format names its actions.
 *
 * @module
 */
import type { View } from '../memory/view.ts';
import { asData } from './as-data.ts';
import { renderEntryList } from './entry-list.ts';

/** Raised with every change of the text. */
export const SHOWN_MEMORY_VERSION = 2;

/** Sections of the prompts and tags of the replies. Data must not open or close them. */
export const SECTION_NAMES: readonly string[] = [
  'questions',
  'question',
  'chunk',
  'task',
  'task_tools',
  'situation',
  'current_scratchpad',
  'current_query',
  'listed_entries',
  'create_memory',
  'read_memory',
  'update_memory',
  'delete_memory',
  'scratchpad',
  'final_answer',
  'use_tool',
];

/** How a format names its actions. */
export interface Wording {
  /** `tag`, `operation` or `tool call`. */
  readonly action: string;
  readonly read: string;
  readonly answer: string;
  /** How to call a tool of the task. */
  readonly tool: string;
  /** Whether the prompt lists the task's tools. If not, they are sent beside it. */
  readonly listsTools: boolean;
}

/** Writes the memory's part of a prompt. It changes at every step, so it comes last. */
export function renderShownMemory(view: View): string {
  const entries = renderEntryList(view.entries, SECTION_NAMES);
  return `<current_scratchpad>
${asData(view.scratchpad, SECTION_NAMES) || '(empty)'}
</current_scratchpad>

<current_query>
${view.query === null ? '(none yet)' : asData(view.query, SECTION_NAMES)}
</current_query>

<listed_entries>
${entries || '(none)'}
</listed_entries>`;
}

/** Writes how many reads in a row were made and how many are allowed. */
export function renderReadCount({
  readsUsed,
  readsLeft,
}: {
  readonly readsUsed: number;
  readonly readsLeft: number;
}): string {
  const limit = Number.isFinite(readsLeft) ? ` of ${readsUsed + readsLeft}` : '';
  return `Reads in a row: ${readsUsed}${limit}.`;
}

/** Writes questions as numbered lines. */
export function renderQuestions(questions: readonly { readonly text: string }[]): string {
  return questions
    .map(({ text }, index) => `${index + 1}. ${asData(text.replace(/[\r\n]+/g, ' '), SECTION_NAMES)}`)
    .join('\n');
}
