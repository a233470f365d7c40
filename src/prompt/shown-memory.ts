import type { View } from '../memory/view.ts';
import { asData } from './as-data.ts';
import { renderEntryList } from './entry-list.ts';

/** Raised with every change of the text. */
export const SHOWN_MEMORY_VERSION = 1;

/** The sections of the project's own prompts and the tags of its replies: what data must not forge. */
export const SECTION_NAMES: readonly string[] = [
  'questions',
  'question',
  'chunk',
  'current_scratchpad',
  'current_query',
  'listed_entries',
  'create_memory',
  'read_memory',
  'update_memory',
  'delete_memory',
  'scratchpad',
  'final_answer',
];

/** How a dialect calls its actions. */
export interface Wording {
  /** `tag` or `tool call`. */
  readonly action: string;
  readonly read: string;
  readonly answer: string;
}

/** The memory's part of a prompt: it changes at every step and so comes last. */
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

/** How many Reads in a row there were and may be. */
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
