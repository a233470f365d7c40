import type { Issue, Span } from './codec.ts';

/** The name of the tag around a model's thoughts. */
export const THOUGHT_TAG = 'think';

/** A reply with its thoughts cut out. */
export interface ThoughtCut {
  /** What stands outside thoughts, in order. Nothing is paired across a thought. */
  readonly visible: readonly Span[];
  readonly issues: readonly Issue[];
}

/**
 * Cuts `<think>…</think>` out of a reply. A thought runs from its opening tag to the first closing one; an
 * unclosed thought takes the rest. A closing tag without an opening one makes everything before it thought:
 * some chat templates open the thought in the prompt. That is reported only from the second thought on.
 *
 * Thoughts are found before any other tag, also inside one: what a model mentions while it thinks can never
 * act, at the price that a text which holds the bare tag loses what follows.
 */
export function cutThoughts(text: string): ThoughtCut {
  let visible: Span[] = [];
  const issues: Issue[] = [];
  let opened: number | undefined;
  let cursor = 0;
  for (const match of text.matchAll(/<(\/?)think(?!\w)[^<>]*>/gi)) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (match[1] === '') {
      if (opened === undefined) visible.push({ start: cursor, end: span.start });
      opened ??= span.start;
      continue;
    }
    if (opened === undefined) {
      if (cursor > 0) issues.push(loneClosing(span));
      visible = [];
    }
    opened = undefined;
    cursor = span.end;
  }
  if (opened === undefined) visible.push({ start: cursor, end: text.length });
  else issues.push(unclosed({ start: opened, end: text.length }));
  return { visible: visible.filter((span) => span.start < span.end), issues };
}

function loneClosing(span: Span): Issue {
  return {
    kind: 'unopened-tag',
    message: '</think> closes a thought that was never opened: everything before it was taken as thought',
    span,
  };
}

function unclosed(span: Span): Issue {
  return {
    kind: 'unclosed-thought',
    message: '<think> is never closed: the rest of the reply was taken as thought',
    span,
  };
}
