/**
 * The view of one question.
 *
 * @module
 */
import type { PageEpisode, PageQuestion, PageSupport, PageTrace } from '../../page-data.ts';
import { documentTitle, sourceNames } from './document-title.ts';
import { counted, element } from './dom.ts';
import { diffBlock, textBlock } from './text-block.ts';

/** A link to a step of the open episode. */
export type StepLink = (step: number, label: string) => HTMLElement;

/** Shows a question, its answer, and the evidence traced to its chunk. */
export function questionView(
  question: PageQuestion,
  index: number,
  episode: PageEpisode,
  link: StepLink,
): HTMLElement {
  const { em, f1, answer, accepted, fate, fateWords, asked, evidence, support } = question;
  const right = em === 1;
  return element(
    'article',
    { class: 'card' },
    element('h3', {}, `${index + 1}. ${question.text}`),
    element(
      'p',
      { class: 'verdict' },
      element(
        'span',
        { class: `answer ${right ? 'right' : 'wrong'}` },
        `${right ? '✓' : '✗'} ${answer || 'no answer'}`,
      ),
      !right &&
        element('span', { class: 'muted' }, `expected ${accepted.slice(0, 3).join(' / ') || 'nothing'}`),
    ),
    element(
      'p',
      { class: 'verdict' },
      element('span', { class: `tag fate-${fate}` }, fateWords[0]),
      element('span', { class: 'muted' }, fateWords[1]),
      element('span', { class: 'muted' }, `F1 ${(100 * f1).toFixed(0)}`),
      question.type !== null && element('span', { class: 'muted' }, question.type),
      asked === null ? element('span', { class: 'muted' }, 'never asked') : link(asked, 'asked in this step'),
    ),
    ...evidence.map((trace) => traceView(trace, episode, link)),
    evidence.length === 0 &&
      element('p', { class: 'note trace' }, 'No entry held the answer or came from its evidence.'),
    question.moreEvidence > 0 &&
      element(
        'p',
        { class: 'note' },
        `${counted(question.moreEvidence, 'more entry', 'more entries')} held part of it.`,
      ),
    support.length > 0 && supportView(support, episode, link),
  );
}

const STATES = {
  shown: 'shown with the question',
  stored: 'in memory, not shown',
  lost: 'lost before the question',
} as const;

const HOLDINGS = {
  given: 'the answer given',
  accepted: 'an accepted answer',
  evidence: 'evidence',
} as const;

function traceView(trace: PageTrace, episode: PageEpisode, link: StepLink): HTMLElement {
  const { id, slot, state, holds, versions, earlier, between } = trace;
  const place = state === 'shown' && slot !== null ? `${STATES.shown}, place ${slot}` : STATES[state];
  return element(
    'div',
    { class: 'trace' },
    element(
      'div',
      { class: 'head' },
      element('b', {}, id === 'scratchpad' ? 'Scratchpad' : `Entry ${id}`),
      element('span', {}, place),
      element('span', {}, `holds ${holds.map((held) => HOLDINGS[held]).join(', ')}`),
    ),
    element(
      'ol',
      {},
      earlier > 0 && element('li', { class: 'skipped' }, `${counted(earlier, 'earlier version')}`),
      ...versions.map((version) => versionView(version, episode, link)),
      between > 0 &&
        element('li', { class: 'skipped' }, `${counted(between, 'other version')} with little or no change`),
    ),
  );
}

function versionView(
  version: PageTrace['versions'][number],
  episode: PageEpisode,
  link: StepLink,
): HTMLElement {
  const { step, chunk, sources, before, edits } = version;
  const when = chunk === null ? `step ${step + 1}` : `chunk ${chunk + 1}`;
  const what =
    version.version === null ? 'deleted' : version.version === 1 ? 'written' : `version ${version.version}`;
  const text = (id: number): string => episode.texts[id] ?? '';
  return element(
    'li',
    {},
    element(
      'div',
      { class: 'head' },
      element('b', {}, what),
      step < 0 ? element('span', {}, 'before the episode') : link(step, when),
      sources.length > 0 && element('span', {}, sourceNames(sources, episode)),
    ),
    before === undefined || edits === undefined
      ? textBlock(text(version.text))
      : diffBlock(text(before), edits),
  );
}

function supportView(support: readonly PageSupport[], episode: PageEpisode, link: StepLink): HTMLElement {
  const items = support.map(({ document, seenAt, storedAt, kept, lostAt }) =>
    element(
      'li',
      { class: 'head' },
      element('b', {}, documentTitle(document, episode)),
      seenAt === null ? element('span', {}, 'never shown') : link(seenAt, 'shown'),
      storedAt === null ? element('span', {}, 'never stored') : link(Math.max(0, storedAt), 'first stored'),
      lostAt !== null && link(lostAt, 'lost'),
      element(
        'span',
        { class: kept ? 'right' : 'wrong' },
        kept ? 'still in memory at the end' : 'not in memory at the end',
      ),
    ),
  );
  return element(
    'div',
    { class: 'trace' },
    element('div', { class: 'head' }, element('b', {}, 'Evidence documents')),
    element('ol', {}, ...items),
  );
}
