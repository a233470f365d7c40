/**
 * The view of one step.
 *
 * @module
 */
import type { PageEpisode, PageOperation, PageStep } from '../../page-data.ts';
import { documentTitle, sourceNames } from './document-title.ts';
import { counted, element, lazyDetails } from './dom.ts';
import { diffBlock, textBlock } from './text-block.ts';

const SIGNS = { create: '+', read: '?', update: '~', delete: '−' } as const;

/** Names a step in the timeline. */
export function stepTitle(step: PageStep, episode: PageEpisode): string {
  if (step.chunk !== undefined) return `Chunk ${step.chunk + 1} of ${episode.chunks}`;
  return step.question === undefined ? 'Step' : `Question ${step.question + 1}`;
}

/** Creates one step of the timeline. Its content is built when it is opened. */
export function stepView(step: PageStep, index: number, episode: PageEpisode, id: string): HTMLElement {
  const summary = [
    element('strong', {}, stepTitle(step, episode)),
    ...operationTags(step),
    step.answers.length > 0 && element('span', { class: 'tag' }, `answers “${step.answers[0]!.text || '–'}”`),
    step.issues.length > 0 && element('span', { class: 'tag failure' }, counted(step.issues.length, 'issue')),
    step.failure !== undefined && element('span', { class: 'tag failure' }, 'failed'),
    element(
      'span',
      { class: 'muted' },
      `step ${index + 1} · ${counted(step.entries, 'entry', 'entries')} after`,
    ),
  ];
  return lazyDetails({ class: 'step', id }, summary, () => [stepBody(step, episode)]);
}

/** Counts each operation, refused ones separately. */
export function operationCounts(step: PageStep): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { op, refused } of step.operations) {
    const name = refused === undefined ? op : 'refused';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (step.reads.length > 0) counts.set('read', (counts.get('read') ?? 0) + step.reads.length);
  return counts;
}

function operationTags(step: PageStep): readonly HTMLElement[] {
  return [...operationCounts(step)].map(([name, count]) =>
    element('span', { class: `tag chart-${name}` }, `${count} ${name}`),
  );
}

function stepBody(step: PageStep, episode: PageEpisode): HTMLElement {
  const text = (id: number): string => episode.texts[id] ?? '';
  const { operations, shown, reads } = step;
  return element(
    'div',
    { class: 'step-body' },
    step.failure !== undefined && element('p', { class: 'failure' }, step.failure),
    ...step.issues.map((issue) => element('p', { class: 'failure' }, issue)),
    lazyDetails({}, [`What it saw: ${viewTitle(step)}`], () => [
      viewBody(step, text),
      ...shown.map((entry, place) => shownEntry(entry, place, episode)),
    ]),
    step.documents.length > 0 &&
      lazyDetails({}, [`Chunk: ${counted(step.documents.length, 'document')}`], () =>
        chunkBody(step, episode, text),
      ),
    (step.prompt.length > 0 || step.reply !== undefined) &&
      lazyDetails({}, ['Prompt and reply'], () => promptBody(step, text)),
    element('h4', {}, operations.length === 0 ? 'No operations' : 'Operations'),
    element(
      'ol',
      { class: 'operations' },
      ...operations.map((operation) => operationView(operation, episode)),
    ),
    ...reads.map(({ query, found }) =>
      element(
        'p',
        { class: 'note' },
        `Read within the step: ${query === null ? 'everything' : `“${query}”`}, ${counted(found.length, 'entry', 'entries')} found`,
      ),
    ),
    ...step.answers.map(({ question, text: answer }) =>
      element(
        'p',
        {},
        `Answer to question ${question + 1}: `,
        element('span', { class: 'answer' }, answer || '(empty)'),
      ),
    ),
    element('p', { class: 'note' }, step.cost),
  );
}

function operationView(operation: PageOperation, episode: PageEpisode): HTMLElement {
  const text = (id: number): string => episode.texts[id] ?? '';
  const { op, refused, target, sources, found, before, edits } = operation;
  const head = element(
    'div',
    { class: 'head' },
    element('b', {}, `${SIGNS[op]} ${refused === undefined ? op : `refused ${op}`}`),
    target !== '' && element('code', {}, target),
    refused !== undefined && element('span', { class: 'failure' }, refused),
    sources.length > 0 && element('span', {}, sourceNames(sources, episode)),
    found !== undefined && element('span', {}, `found ${found.join(', ') || 'nothing'}`),
  );
  const body =
    before !== undefined && edits !== undefined
      ? diffBlock(text(before), edits)
      : op === 'delete' && refused === undefined
        ? diffBlock(text(operation.text), [-text(operation.text).length])
        : textBlock(text(operation.text));
  return element('li', { class: `chart-${refused === undefined ? op : 'refused'}` }, head, body);
}

function viewTitle({ query, posed, shown }: PageStep): string {
  const asked = query === null ? 'no query yet' : `${posed ? 'question as query' : 'query'} “${query}”`;
  return `${counted(shown.length, 'entry', 'entries')}, ${asked}`;
}

function viewBody({ scratchpad }: PageStep, text: (id: number) => string): HTMLElement {
  const notes = text(scratchpad);
  return element(
    'div',
    {},
    element('h4', {}, 'Scratchpad'),
    notes === '' ? element('p', { class: 'note' }, 'Empty.') : textBlock(notes),
    element('h4', {}, 'Entries, best match first'),
  );
}

function shownEntry(entry: PageStep['shown'][number], index: number, episode: PageEpisode): HTMLElement {
  const { id, version, sources } = entry;
  return element(
    'div',
    { class: 'shown-entry' },
    element(
      'div',
      { class: 'head' },
      element('b', {}, `${index + 1}`),
      element('code', {}, id),
      element('span', {}, `version ${version}`),
      sources.length > 0 && element('span', {}, sourceNames(sources, episode)),
    ),
    textBlock(episode.texts[entry.text] ?? ''),
  );
}

function chunkBody(
  step: PageStep,
  episode: PageEpisode,
  text: (id: number) => string,
): readonly HTMLElement[] {
  if (step.chunkText !== undefined) return [element('pre', { tabindex: '0' }, text(step.chunkText))];
  return step.documents.map((id) => {
    const known = Object.hasOwn(episode.documents, id) ? episode.documents[id] : undefined;
    return element(
      'div',
      { class: 'shown-entry' },
      element('div', { class: 'head' }, element('b', {}, documentTitle(id, episode))),
      known?.text !== undefined && textBlock(text(known.text)),
    );
  });
}

function promptBody(step: PageStep, text: (id: number) => string): readonly HTMLElement[] {
  const messages = step.prompt.map(({ role, text: id }) => ({ role, content: text(id) }));
  const reply = step.reply === undefined ? [] : [{ role: 'reply', content: text(step.reply) }];
  return [...messages, ...reply].flatMap(({ role, content }) => [
    element('h4', {}, role),
    element('pre', { tabindex: '0' }, content),
  ]);
}
