/**
 * The live view: entries with their history, search, comparison of two states, undo and edit.
 *
 * @module
 */
import { type Entry, SCRATCHPAD } from '../../../memory/entry.ts';
import type { LogRecord } from '../../../memory/log.ts';
import { counted, element } from '../../../report/page/client/dom.ts';
import { api, type Info, type Listing } from './api.ts';
import { differenceText, entryButton, logLine, shortText, showingList, versionCard } from './parts.ts';

const LOG_LINES = 200;

/** Entries that the list shows at first, and with each press of "Show more". */
const LIST_PAGE = 200;

const view = document.getElementById('view') as HTMLElement;
const status = element('p', { role: 'status', class: 'status' });
const live = element('span', { class: 'live' }, 'connecting');
const namespaces = element('select', { 'aria-label': 'Namespace' });
const search = element('input', {
  type: 'search',
  placeholder: 'Search as the agent does ( / )',
  'aria-label': 'Search as the agent does',
});
const moment = element('input', { type: 'range', min: '0', 'aria-label': 'Moment in the log' });
const momentText = element('output', {});
const compare = element('input', { type: 'checkbox', id: 'compare' });
const list = element('div', { class: 'list' });
const detail = element('section', { class: 'detail', 'aria-label': 'Entry', tabindex: '-1' });
const runs = element('section', { class: 'runs', 'aria-label': 'Episodes and reports' });
const log = element('ol', { class: 'log', 'aria-label': 'Log' });
const noLog = element('p', { class: 'empty' }, 'No changes yet.');

let info: Info = { writable: false, store: '', namespaces: [] };
let listing: Listing = { generation: 0, scratchpad: null, entries: [] };
let selected: string | undefined;
let stop = (): void => {};
/** Whether a selected entry takes the focus once it is loaded. Escape prevents it. */
let takesFocus = false;

function fail(error: unknown): void {
  status.textContent = error instanceof Error ? error.message : String(error);
}

/** Runs work and shows failures without breaking the page. */
function run(work: () => Promise<void>): void {
  status.textContent = '';
  work().catch(fail);
}

const namespace = (): string => namespaces.value || 'default';
const isNow = (): boolean => moment.value === moment.max;

/** Loads changes. Keeps an open editor, unless `force` is set. */
async function refresh(force = false): Promise<void> {
  const wasNow = isNow();
  listing = await api.list(namespace());
  moment.max = String(listing.generation);
  if (wasNow) moment.value = moment.max;
  await showList();
  const edits = detail.querySelector('details.edit[open]') !== null;
  if (selected !== undefined && (force || !edits)) await showDetail(selected);
}

async function showList(): Promise<void> {
  const at = Number(moment.value);
  momentText.textContent = isNow() ? 'now' : `after change ${at} of ${moment.max}`;
  if (compare.checked) return showComparison(at);
  const query = search.value.trim();
  if (query !== '')
    return showEntries((await api.search(namespace(), query)).entries, `Best matches for “${query}”`);
  if (!isNow()) return showEntries((await api.state(namespace(), at)).entries, `Memory after change ${at}`);
  const pinned = listing.scratchpad === null ? [] : [listing.scratchpad];
  const count = listing.entries.length;
  if (count + pinned.length === 0)
    return showEntries([], 'No entries yet', 'An entry appears here when an agent writes one.');
  showEntries([...pinned, ...[...listing.entries].reverse()], counted(count, 'entry', 'entries'));
}

function showEntries(entries: readonly Entry[], heading: string, empty = 'No entries.'): void {
  const focused = document.activeElement?.getAttribute('data-id');
  const page = element('div', { class: 'page' });
  const more = element('button', { type: 'button', class: 'quiet' });
  more.addEventListener('click', () => showMore(LIST_PAGE));
  function showMore(count: number): void {
    const from = page.childElementCount;
    const added = entries
      .slice(from, from + count)
      .map((entry) => entryButton(entry, entry.id === selected, () => select(entry.id)));
    page.append(...added);
    const left = entries.length - page.childElementCount;
    more.textContent = `Show more (${left} left)`;
    more.hidden = left === 0;
    if (from > 0) added[0]?.focus();
  }
  showMore(Math.max(LIST_PAGE, list.querySelectorAll('.page > .entry').length));
  list.replaceChildren(
    element('h2', {}, heading),
    page,
    more,
    ...(entries.length === 0 ? [element('p', { class: 'empty' }, empty)] : []),
  );
  if (focused) list.querySelector<HTMLElement>(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

async function showComparison(from: number): Promise<void> {
  const { created, updated, deleted } = await api.diff(namespace(), from, listing.generation);
  const group = (name: string, cards: readonly Node[]): readonly Node[] =>
    cards.length === 0 ? [] : [element('h3', {}, `${name} (${cards.length})`), ...cards];
  const card = (id: string, kind: string, content: Node): Node => {
    const button = element(
      'button',
      { type: 'button', class: `entry ${kind}`, 'data-id': id },
      element('span', { class: 'id' }, id),
      content,
    );
    button.addEventListener('click', () => select(id));
    return button;
  };
  list.replaceChildren(
    element('h2', {}, `Change ${from} compared with now`),
    ...group(
      'Created',
      created.map(({ id, text }) => card(id, 'create', shortText(text))),
    ),
    ...group(
      'Changed',
      updated.map(({ before, after }) => card(after.id, 'update', differenceText(before.text, after.text))),
    ),
    ...group(
      'Deleted',
      deleted.map(({ id, text }) => card(id, 'delete', shortText(text))),
    ),
    ...(created.length + updated.length + deleted.length === 0
      ? [element('p', { class: 'empty' }, 'Nothing changed.')]
      : []),
  );
}

function select(id: string): void {
  selected = id;
  for (const button of list.querySelectorAll('.entry'))
    button.setAttribute('aria-pressed', String(button.getAttribute('data-id') === id));
  takesFocus = true;
  run(async () => {
    await showDetail(id);
    if (!takesFocus || selected !== id) return;
    takesFocus = false;
    detail.focus({ preventScroll: true });
    if (matchMedia('(max-width: 56rem)').matches) detail.scrollIntoView({ behavior: 'smooth' });
  });
}

async function showDetail(id: string): Promise<void> {
  const { entry, history, reads, shown } = await api.entry(namespace(), id);
  const versions = history.map((record, place) =>
    versionCard(
      record,
      history[place - 1],
      info.writable && record.undoOf === null ? () => undo(record) : undefined,
    ),
  );
  detail.replaceChildren(
    element('h2', {}, id === SCRATCHPAD ? 'Scratchpad' : `Entry ${id}`),
    entry === null
      ? element('p', { class: 'gone' }, 'This entry is no longer in memory. Its history stays.')
      : element('p', { class: 'whole', dir: 'auto' }, entry.text),
    ...(entry !== null && info.writable ? [editForm(entry)] : []),
    element('h3', {}, 'Shown to a model'),
    ...showingList(reads, shown),
    element('h3', {}, 'Life of this entry'),
    element('ol', { class: 'life' }, ...versions.reverse()),
  );
}

function editForm(entry: Entry): HTMLElement {
  const text = element('textarea', { rows: '4', dir: 'auto', 'aria-label': 'Text of the entry' });
  text.value = entry.text;
  const save = element('button', { type: 'submit' }, 'Save');
  const remove = element('button', { type: 'button', class: 'quiet' }, 'Delete');
  const target = entry.id === SCRATCHPAD ? ('scratchpad' as const) : { id: entry.id };
  const expectedVersion = entry.version;
  const form = element('form', {}, text, element('div', { class: 'row' }, save, remove));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    write({ op: 'update', target, text: text.value, expectedVersion });
  });
  remove.addEventListener('click', () => write({ op: 'delete', target, expectedVersion }));
  return element('details', { class: 'edit' }, element('summary', {}, 'Edit'), form);
}

function write(operation: Parameters<typeof api.apply>[1][number]): void {
  run(async () => {
    const { effects } = await api.apply(namespace(), [operation]);
    const [effect] = effects;
    if (effect && !effect.applied)
      throw new Error(`Not applied: ${effect.reason}. Select the entry again and repeat the edit.`);
    await refresh(true);
  });
}

function undo(record: LogRecord): void {
  run(async () => {
    const { applied, reason } = await api.undo(namespace(), record.generation);
    if (!applied) throw new Error(`Change ${record.generation} was not undone: ${reason}.`);
    await refresh(true);
  });
}

function follow(): void {
  stop();
  log.replaceChildren();
  noLog.hidden = listing.generation > 0;
  let pending: ReturnType<typeof setTimeout> | undefined;
  stop = api.follow(
    namespace(),
    Math.max(0, listing.generation - LOG_LINES),
    (record) => {
      noLog.hidden = true;
      log.prepend(logLine(record, () => select(record.id)));
      while (log.childElementCount > LOG_LINES) log.lastElementChild?.remove();
      if (record.generation <= listing.generation) return;
      clearTimeout(pending);
      pending = setTimeout(() => run(() => refresh()), 100);
    },
    (connected) => {
      live.textContent = connected ? 'live' : 'reconnecting';
      live.classList.toggle('on', connected);
    },
  );
}

async function open(): Promise<void> {
  selected = undefined;
  detail.replaceChildren(element('p', { class: 'empty' }, 'Select an entry to see its history.'));
  listing = await api.list(namespace());
  moment.max = String(listing.generation);
  moment.value = moment.max;
  await showList();
  follow();
}

/** Lists the reports and episodes of the results folder, if the server was given one. */
async function showRuns(): Promise<void> {
  const { files } = await api.runs();
  if (files.length === 0) return;
  runs.replaceChildren(
    element('h2', {}, 'Episodes and reports'),
    element(
      'ul',
      { class: 'runs' },
      ...files.map(({ path, kind }) =>
        element(
          'li',
          {},
          element(
            'a',
            { href: api.runAddress(path), target: '_blank', rel: 'noopener noreferrer' },
            element('span', { class: 'id' }, kind),
            path,
          ),
        ),
      ),
    ),
  );
}

function onKey(event: KeyboardEvent): void {
  const typing =
    event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === 'Escape' && event.target === search) {
    search.value = '';
    run(showList);
  }
  if (event.key === 'Escape' || event.key === 'Tab') takesFocus = false;
  if (event.key === 'Escape' && detail.contains(document.activeElement))
    list.querySelector<HTMLElement>('.entry[aria-pressed="true"]')?.focus();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') {
    event.preventDefault();
    search.focus();
  }
  if (event.key !== 'j' && event.key !== 'k') return;
  const buttons = [...list.querySelectorAll<HTMLElement>('.entry')];
  const place = buttons.indexOf(document.activeElement as HTMLElement);
  buttons[Math.max(0, Math.min(buttons.length - 1, place + (event.key === 'j' ? 1 : -1)))]?.focus();
}

run(async () => {
  info = await api.info();
  const names = info.namespaces.length === 0 ? ['default'] : info.namespaces;
  namespaces.replaceChildren(...names.map((name) => element('option', { value: name }, name)));
  view.replaceChildren(
    element(
      'header',
      {},
      element('h1', {}, 'Memory'),
      namespaces,
      live,
      element('span', { class: 'mode' }, info.writable ? 'editing allowed' : 'read-only'),
      search,
    ),
    element(
      'div',
      { class: 'time' },
      element('label', {}, 'Moment ', moment),
      momentText,
      element('label', { for: 'compare' }, compare, ' compare with now'),
    ),
    status,
    element('div', { class: 'columns' }, list, detail),
    element('section', { 'aria-label': 'Log' }, element('h2', {}, 'Log'), noLog, log),
    runs,
  );
  await open();
  await showRuns();
});
let waiting: ReturnType<typeof setTimeout> | undefined;
search.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => run(showList), 150);
});
namespaces.addEventListener('change', () => run(open));
moment.addEventListener('input', () => run(showList));
compare.addEventListener('change', () => run(showList));
document.addEventListener('keydown', onKey);
// Show errors that occur before the page exists.
view.append(status);
