/**
 * Renders entries, versions and records as elements. Texts become text nodes, never markup.
 *
 * @module
 */
import type { Entry } from '../../../memory/entry.ts';
import type { LogRecord } from '../../../memory/log.ts';
import type { Showing } from '../../../memory/showing.ts';
import { counted, element } from '../../../report/page/client/dom.ts';
import { wordDiff } from '../../../report/word-diff.ts';
import type { JsonObject } from '../../../shared/json.ts';

const WORDS = { create: 'created', update: 'changed', delete: 'deleted' } as const;

/** Formats a time of the memory's clock. Times of clocks that count from 0 stay numbers. */
export function formatTime(time: number): string {
  if (time < Date.UTC(2000, 0, 1)) return `time ${time}`;
  return new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** Renders an entry in the list. */
export function entryButton(entry: Entry, selected: boolean, onSelect: () => void): HTMLElement {
  const button = element(
    'button',
    { class: 'entry', type: 'button', 'data-id': entry.id, 'aria-pressed': String(selected) },
    element('span', { class: 'id' }, entry.id),
    shortText(entry.text),
    element('span', { class: 'when' }, `version ${entry.version} · ${formatTime(entry.updatedAt)}`),
  );
  button.addEventListener('click', onSelect);
  return button;
}

/** Renders the beginning of a text. Right-to-left texts start at the right. */
export function shortText(text: string): HTMLElement {
  const start = text.length > 400 ? `${text.slice(0, 400).toWellFormed()}…` : text;
  return element('span', { class: 'text', dir: 'auto' }, start);
}

/** Renders metadata as `name: value`, separated by dots. */
function metaLine(meta: JsonObject): HTMLElement {
  const pairs = Object.entries(meta).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return element('p', { class: 'meta' }, pairs.join(' · '));
}

/** Renders one version of an entry with its changes from the previous version. */
export function versionCard(
  record: LogRecord,
  before: LogRecord | undefined,
  undo: (() => void) | undefined,
): HTMLElement {
  const who = record.actor === null ? '' : ` by ${record.actor}`;
  const what = record.undoOf === null ? WORDS[record.kind] : `undid change ${record.undoOf}`;
  const card = element(
    'li',
    { class: `version ${record.kind}` },
    element('p', { class: 'what' }, `${capitalise(what)}${who}`),
    element('p', { class: 'when' }, `change ${record.generation} · ${formatTime(record.time)}`),
    record.text === null
      ? element('p', { class: 'gone' }, record.kind === 'delete' ? 'No longer in memory.' : 'Purged.')
      : differenceText(before?.text ?? '', record.text),
    record.meta !== null && Object.keys(record.meta).length > 0 && metaLine(record.meta),
  );
  if (undo) {
    const button = element('button', { type: 'button', class: 'quiet' }, 'Undo this change');
    button.addEventListener('click', undo);
    card.append(button);
  }
  return card;
}

/** Number of showings that are visible before the list is expanded. */
const FIRST_SHOWN = 5;

/** Renders when a model was shown an entry, and how many searches returned it. */
export function showingList(reads: number, shown: readonly Showing[] | null): readonly HTMLElement[] {
  const count =
    reads === 0 ? 'No search returned it.' : `Returned by ${counted(reads, 'search', 'searches')}.`;
  const summary = element('p', { class: 'when' }, count);
  if (shown === null) return [summary];
  if (shown.length === 0) return [element('p', { class: 'when' }, `Not shown yet. ${count}`)];
  const line = ({ time, purpose }: Showing): HTMLElement =>
    element('li', {}, purpose, ' ', element('span', { class: 'when' }, formatTime(time)));
  const list = (some: readonly Showing[]): HTMLElement =>
    element('ul', { class: 'shown' }, ...some.map(line));
  const rest = shown.slice(FIRST_SHOWN);
  return [
    list(shown.slice(0, FIRST_SHOWN)),
    ...(rest.length === 0
      ? []
      : [element('details', {}, element('summary', {}, `${rest.length} earlier`), list(rest))]),
    summary,
  ];
}

/** Renders a text with marked changes. */
export function differenceText(before: string, after: string): HTMLElement {
  const shown = element('p', { class: 'difference', dir: 'auto' });
  if (before === '') {
    shown.append(after);
    return shown;
  }
  let place = 0;
  for (const edit of wordDiff(before, after)) {
    if (typeof edit === 'string') {
      shown.append(element('ins', {}, edit));
      continue;
    }
    const text = before.slice(place, place + Math.abs(edit));
    shown.append(edit > 0 ? text : element('del', {}, text));
    place += text.length;
  }
  return shown;
}

/** Renders one line of the log. */
export function logLine(record: LogRecord, onSelect: () => void): HTMLElement {
  const button = element(
    'button',
    { type: 'button', class: `line ${record.kind}` },
    element('span', { class: 'what' }, record.undoOf === null ? record.kind : 'undo'),
    element('span', { class: 'id' }, record.id),
    element('span', { class: 'text', dir: 'auto' }, record.text?.slice(0, 200).toWellFormed() ?? ''),
    element('span', { class: 'when' }, `${record.actor ?? ''} ${formatTime(record.time)}`),
  );
  button.addEventListener('click', onSelect);
  return element('li', {}, button);
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
