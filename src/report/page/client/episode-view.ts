/**
 * The view of one episode.
 *
 * @module
 */
import type { PageEpisode, PageStep } from '../../page-data.ts';
import { element } from './dom.ts';
import { findingsView } from './findings-view.ts';
import { questionView } from './question-view.ts';
import { operationCounts, stepTitle, stepView } from './step-view.ts';

/** An open episode. */
export interface EpisodeView {
  readonly heading: HTMLElement;
  /** Opens a step and scrolls to it. */
  showStep(step: number): void;
}

/** Renders an episode into a section: facts, questions with evidence, and the timeline. */
export function renderEpisode(section: HTMLElement, episode: PageEpisode, number: number): EpisodeView {
  const link = (step: number, label: string): HTMLElement =>
    element('a', { href: `#episode-${number}/step-${step + 1}` }, label);
  const heading = element('h2', { tabindex: '-1' }, `${episode.policy} on ${episode.dataset}`);
  const steps = episode.steps.map((step, index) => stepView(step, index, episode, `step-${index + 1}`));
  const timeline = element('div', { class: 'timeline' }, ...steps);
  section.replaceChildren(
    element('p', { class: 'note' }, element('a', { href: '#episodes' }, '← All episodes')),
    heading,
    element('p', { class: 'muted' }, `Stream ${episode.stream}`),
    element(
      'dl',
      { class: 'facts' },
      ...episode.facts.map(([name, value]) =>
        element('div', {}, element('dt', {}, name), element('dd', {}, value)),
      ),
    ),
    element('h3', {}, 'Questions and the evidence for their answers'),
    ...episode.questions.map((question, index) => questionView(question, index, episode, link)),
    element('h3', {}, 'Memory at the end'),
    findingsView(episode),
    element('h3', { id: 'timeline' }, 'Timeline'),
    ...(episode.omitted === null ? [] : [element('p', { class: 'note' }, episode.omitted)]),
    strip(episode, number),
    element('div', { class: 'filters' }, openAll(timeline)),
    timeline,
  );
  return {
    heading,
    showStep(step) {
      const details = timeline.children[step];
      if (!(details instanceof HTMLDetailsElement)) return;
      details.open = true;
      details.scrollIntoView({ block: 'start' });
      details.querySelector('summary')?.focus({ preventScroll: true });
    },
  };
}

/** Renders one small column per step, as high as its number of operations. Each column links to its step. */
function strip(episode: PageEpisode, number: number): HTMLElement {
  const most = Math.max(1, ...episode.steps.map((step) => countOperations(step)));
  const links = episode.steps.map((step, index) => {
    const title = stepTitle(step, episode);
    const counts = [...operationCounts(step)];
    const told = counts.map(([name, count]) => `${count} ${name}`).join(', ') || 'no operation';
    const href = `#episode-${number}/step-${index + 1}`;
    const made = element('a', { href, title: `${title}: ${told}`, 'aria-label': `${title}: ${told}` });
    if (step.chunk === undefined) {
      made.classList.add('question');
      made.append(step.question === undefined ? '' : `Q${step.question + 1}`);
      return made;
    }
    for (const [name, count] of counts) {
      const part = element('i', { class: `chart-${name}` });
      part.style.height = `${(100 * count) / most}%`;
      made.append(part);
    }
    return made;
  });
  return element('nav', { class: 'strip', 'aria-label': 'Steps' }, ...links);
}

function countOperations(step: PageStep): number {
  return [...operationCounts(step).values()].reduce((sum, count) => sum + count, 0);
}

function openAll(timeline: HTMLElement): HTMLElement {
  const button = element('button', { type: 'button', 'aria-pressed': 'false' }, 'Open all steps');
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-pressed') === 'false';
    button.setAttribute('aria-pressed', String(open));
    for (const details of timeline.children) if (details instanceof HTMLDetailsElement) details.open = open;
  });
  return button;
}
