/**
 * Findings about the memory at the end.
 *
 * @module
 */
import type { PageEpisode, PageFinding } from '../../page-data.ts';
import { counted, element, lazyDetails } from './dom.ts';
import { textBlock } from './text-block.ts';

/** Shows entries that were never read, near-equal entries, and sentences that disagree. */
export function findingsView(episode: PageEpisode): HTMLElement {
  const { entries, neverRead, duplicates, contradictions, more } = episode.findings;
  const list = (title: string, groups: readonly (readonly PageFinding[])[]): HTMLElement | false =>
    groups.length > 0 && lazyDetails({}, [title], () => groups.map((group) => groupView(group, episode)));
  return element(
    'div',
    { class: 'card step-body' },
    element('p', {}, `${counted(entries, 'entry', 'entries')} at the end, ${neverRead} of them never read.`),
    list(`${counted(duplicates.length, 'group')} of near-equal entries`, duplicates),
    list(`${counted(contradictions.length, 'pair')} of sentences that disagree`, contradictions),
    more > 0 && element('p', { class: 'note' }, `${more} more are not listed.`),
  );
}

function groupView(group: readonly PageFinding[], episode: PageEpisode): HTMLElement {
  const members = group.map(({ id, text }) => [
    element('div', { class: 'head' }, element('code', {}, id)),
    textBlock(episode.texts[text] ?? ''),
  ]);
  return element('div', { class: 'shown-entry' }, ...members.flat());
}
