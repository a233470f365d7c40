/**
 * Sections of the prompt that a model repeats in its reply. They hold documents and questions, so nothing in
 * them may take effect.
 *
 * @module
 */
import type { Issue, Span } from './codec.ts';
import { scanTags } from './tag-scanner.ts';

/** Tags around the sections of the built-in prompts. */
export const SECTION_TAGS: readonly string[] = [
  ...['questions', 'question', 'chunk', 'current_scratchpad', 'current_query', 'listed_entries'],
  ...['task', 'situation', 'task_tools', 'document', 'documents'],
];

const SECTIONS: ReadonlySet<string> = new Set(SECTION_TAGS);

/** Splits a range of text at the sections of the prompt in it, and reports each. */
export function cutEchoes(
  text: string,
  within: Span,
): { readonly visible: readonly Span[]; readonly issues: readonly Issue[] } {
  const visible: Span[] = [];
  const issues: Issue[] = [];
  let cursor = within.start;
  for (const { name, span } of scanTags(text, within, (tag) => SECTIONS.has(tag)).pairs) {
    visible.push({ start: cursor, end: span.start });
    issues.push({
      kind: 'quoted-text',
      message: `<${name}> repeats a section of the prompt: nothing in it takes effect`,
      span,
    });
    cursor = span.end;
  }
  visible.push({ start: cursor, end: within.end });
  return { visible: visible.filter(({ start, end }) => start < end), issues };
}
