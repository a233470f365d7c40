/**
 * The part of AtomMem-8B's prompts that shows memory.
 *
 * @module
 */
import type { View } from '../memory/view.ts';
import { asData } from '../prompt/as-data.ts';
import { renderEntryList } from '../prompt/entry-list.ts';

/** Raised with every change of the text. */
export const ATOMMEM_8B_VIEW_VERSION = 1;

/** Token limit of the list of memories that the checkpoint was trained with (released code). */
const LIST_TOKENS = 4096;

/** The query before the first read. The misspelling is that of the released code. */
const INITIAL_QUERY = 'defult query, change it!';

const NO_ENTRIES = 'No previous memory';

/** Sections of the prompts and tags of the replies. Data must not open or close them. */
const NAMES: readonly string[] = [
  'questions',
  'question',
  'short_term_memory',
  'query',
  'long_term_memory',
  'article',
  'update_memory',
  'add_memory',
  'update_query',
  'modify_memory',
  'delete_memory',
  'final_answer',
];

/** In the flattened shape, a line with only a role word separates messages. */
const ROLE_LINE = /[^\S\r\n\u2028\u2029]*(?:system|user|assistant)[^\S\r\n\u2028\u2029]*$/;

/** Returns the first `tokens` tokens of a text, counted by the policy's tokenizer. */
export type Truncate = (text: string, tokens: number) => string;

/** Makes text of documents, questions and memory safe for these prompts. */
export function atomMem8bData(text: string): string {
  return asData(text, NAMES, ROLE_LINE);
}

/** Writes scratchpad, query and list in the released order. */
export function renderAtomMem8bView(view: View, truncate: Truncate): string {
  const list = truncate(renderEntryList(view.entries, NAMES), LIST_TOKENS);
  return `Your short-term memory:
<short_term_memory>
${atomMem8bData(view.scratchpad)}
</short_term_memory>

The current query for the long-term memory:
<query>
${view.query === null ? INITIAL_QUERY : atomMem8bData(view.query)}
</query>

The entries of the long-term memory that match it:
<long_term_memory>
${atomMem8bData(list) || NO_ENTRIES}
</long_term_memory>`;
}

/** The hint about queries in both stages. */
export const QUERY_HINT =
  'Hint: query seldom, and make each query count. Combine the keywords of what you are looking for (names, relations, dates) in one short query instead of asking in whole sentences or one thing after another.';
