/**
 * Writes what a web task shows: results, parts of pages, failures and the budget.
 *
 * @module
 */
import { stripHidden } from './strip-hidden.ts';
import type { WebDocument } from './web-document.ts';
import type { WebFailure } from './web-tools.ts';

/** What the last call returned. */
export type Shown =
  | { readonly kind: 'start'; readonly url?: string }
  | { readonly kind: 'results'; readonly query: string; readonly documents: readonly WebDocument[] }
  | { readonly kind: 'page'; readonly document: WebDocument; readonly goal?: string }
  | { readonly kind: 'failure'; readonly call: string; readonly failure: WebFailure };

/**
 * Writes what a call returned. Text from the web stands between two lines with the mark, which the web cannot know.
 *
 * @param repeated whether the same call was made before.
 */
export function showResult(shown: Shown, mark: string, repeated: boolean): string {
  const again = repeated ? ' (again: you made this call before)' : '';
  const between = (text: string): string => `[${mark}]\n${stripHidden(text).trim() || '(empty)'}\n[/${mark}]`;
  switch (shown.kind) {
    case 'start':
      return shown.url === undefined
        ? 'Nothing was searched or read yet.'
        : `Nothing was searched or read yet. Start page: 1. ${oneLine(shown.url)}`;
    case 'results': {
      const head = `Results of the search for "${oneLine(shown.query)}"${again}:`;
      if (shown.documents.length === 0) return `${head}\nNo results. Try other words.`;
      return `${head}\n${between(shown.documents.map(showDocument).join('\n'))}`;
    }
    case 'page': {
      const { document, goal } = shown;
      const more =
        document.part < document.parts ? ` To read on, call read with part ${document.part + 1}.` : '';
      const place = document.parts > 1 ? `\nPart ${document.part} of ${document.parts}.${more}` : '';
      const why = goal === undefined ? '' : `\nYour goal: ${oneLine(goal)}`;
      const head = `Page ${oneLine(document.url)}${again}${place}${why}`;
      return `${head}\n${between(`${oneLine(document.title)}\n\n${withLinks(document)}`)}`;
    }
    case 'failure':
      return `${oneLine(shown.call)} failed (${shown.failure.kind}): ${oneLine(shown.failure.message)}`;
  }
}

/** Writes what is left of the budget. */
export function showBudget(callsLeft: number, calls: number): string {
  if (callsLeft > 0) return `Tool calls left: ${callsLeft} of ${calls}.`;
  return `All ${calls} tool calls are used. Answer now. If you are not sure, give your best guess.`;
}

function showDocument({ title, url, text }: WebDocument, index: number): string {
  return `${index + 1}. ${oneLine(title) || '(no title)'}\n   ${oneLine(url)}\n   ${oneLine(text)}`;
}

/** Writes links as `[text](number)`. */
function withLinks({ text, links }: WebDocument): string {
  const parts: string[] = [];
  let from = 0;
  for (const [index, { start, end }] of links.entries()) {
    if (start < from) continue;
    parts.push(text.slice(from, start), `[${text.slice(start, end)}](${index + 1})`);
    from = end;
  }
  return parts.join('') + text.slice(from);
}

function oneLine(text: string): string {
  return stripHidden(text).replace(/\s+/g, ' ').trim();
}
