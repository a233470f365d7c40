/**
 * Cuts a model's thoughts out of its reply, so that nothing in them takes effect.
 *
 * @module
 */
import type { Issue, Span } from './codec.ts';
import { findThoughtMarkers, type ThoughtMarker } from './thought-marker.ts';

/** A reply with its thoughts cut out. */
export interface ThoughtCut {
  /** The parts outside thoughts, in order. Tags are not paired across a thought. */
  readonly visible: readonly Span[];
  readonly issues: readonly Issue[];
}

/**
 * Cuts thoughts out of a reply, whatever marks they stand between: `<think>`, `[THINK]`, channels and others.
 *
 * A thought runs from its opening mark to the next closing one. An unclosed thought takes the rest. A closing
 * mark without an opening one turns everything before it into a thought, because some chat templates open the
 * thought in the prompt. From the second thought on, that is reported.
 *
 * Marks are found before anything else, also inside operations: what a model mentions in a thought can never
 * act. A text that holds a bare mark loses what follows it.
 */
export function cutThoughts(text: string): ThoughtCut {
  let visible: Span[] = [];
  const issues: Issue[] = [];
  let open: ThoughtMarker | undefined;
  let nested = new Map<string, number>();
  let cursor = 0;
  let channels = false; // whether a channel of gpt-oss came before

  const close = (marker: ThoughtMarker): void => {
    open = undefined;
    cursor = marker.end;
  };

  const hideBefore = (marker: ThoughtMarker): void => {
    if (cursor > 0) issues.push(reportLoneClosing(text, marker));
    visible = [];
    close(marker);
  };

  for (const marker of [...findPlainThought(text), ...findThoughtMarkers(text)]) {
    if (marker.start < cursor || marker.side === 'empty') continue;
    const { family, side } = marker;
    const isHarmony = family === 'harmony';
    if (open === undefined) {
      if (side === 'open') {
        visible.push({ start: cursor, end: marker.start });
        open = marker;
        nested = new Map();
      } else if (side === 'close' && !(isHarmony && channels)) hideBefore(marker);
    } else if (side === 'open') {
      if (family !== open.family) nested.set(family, (nested.get(family) ?? 0) + 1);
    } else if (isHarmony !== (open.family === 'harmony')) {
      // The end of a message does not end a thought of another family, nor the other way round.
    } else if (family === open.family || (nested.get(family) ?? 0) === 0) close(marker);
    else nested.set(family, nested.get(family)! - 1);
    channels ||= text.startsWith('<|channel|>', marker.start);
  }
  if (open === undefined) visible.push({ start: cursor, end: text.length });
  else issues.push(reportUnclosed(text, open));
  return { visible: visible.filter((span) => span.start < span.end), issues };
}

/** Returns the visible text of a reply. */
export function removeThoughts(text: string): string {
  const { visible } = cutThoughts(text);
  return visible
    .map(({ start, end }) => text.slice(start, end))
    .join('')
    .trim();
}

/**
 * Thoughts that begin with plain words: gpt-oss without its special tokens ("analysis … assistantfinal") and
 * Granite ("Here is my thought process: … Here is my response:").
 */
function findPlainThought(text: string): readonly ThoughtMarker[] {
  const head = text.slice(0, 60);
  const opening = /^\s*(?:analysis|Here is my thought process:)/.exec(head);
  if (opening === null) return [];
  const ending = opening[0].endsWith(':') ? 'Here is my response:' : 'assistantfinal';
  const at = text.indexOf(ending);
  if (at < 0) return [];
  return [
    { side: 'open', family: 'plain', start: 0, end: opening[0].length },
    { side: 'close', family: 'plain', start: at, end: at + ending.length },
  ];
}

function reportLoneClosing(text: string, { start, end }: ThoughtMarker): Issue {
  return {
    kind: 'unopened-tag',
    message: `${text.slice(start, Math.min(end, start + 40))} closes a thought that was never opened: everything before it was taken as a thought`,
    span: { start, end },
  };
}

function reportUnclosed(text: string, { start, end }: ThoughtMarker): Issue {
  return {
    kind: 'unclosed-thought',
    message: `${text.slice(start, Math.min(end, start + 40)).trim()} is never closed: the rest of the reply was taken as a thought`,
    span: { start, end: text.length },
  };
}
