/**
 * Texts and differences on the page.
 *
 * @module
 */
import type { Edit } from '../../word-diff.ts';
import { element } from './dom.ts';

/** Texts beyond this length are cut to a few lines, with a button for the rest. */
const LONG = 600;
/** Characters shown on either side of a change. */
const CONTEXT = 90;

/** Shows a text, cut if it is long, with a button for the rest. */
export function textBlock(text: string): DocumentFragment {
  return clipped(element('p', { class: 'text' }, text), text.length);
}

/** Shows dropped and added words with their context. */
export function diffBlock(before: string, edits: readonly Edit[]): DocumentFragment {
  const block = element('p', { class: 'text' });
  let place = 0;
  let length = 0;
  for (const [index, edit] of edits.entries()) {
    if (typeof edit === 'string') {
      block.append(element('ins', {}, edit));
      length += edit.length;
      continue;
    }
    const words = before.slice(place, place + Math.abs(edit));
    place += Math.abs(edit);
    length += Math.min(words.length, 2 * CONTEXT);
    if (edit < 0) block.append(element('del', {}, words));
    else block.append(...unchanged(words, index > 0, index < edits.length - 1));
  }
  return clipped(block, length);
}

/** Shows unchanged words, or if there are many, only those next to a change. */
function unchanged(words: string, afterChange: boolean, beforeChange: boolean): readonly (Node | string)[] {
  if (words.length <= 3 * CONTEXT || (!afterChange && !beforeChange)) return [words];
  const head = afterChange ? words.slice(0, CONTEXT) : '';
  const tail = beforeChange ? words.slice(-CONTEXT) : '';
  const left = words.length - head.length - tail.length;
  const whole = element('button', { class: 'more', type: 'button' }, `… ${left} characters unchanged …`);
  whole.addEventListener('click', () =>
    whole.replaceWith(words.slice(head.length, words.length - tail.length)),
  );
  return [head, whole, tail];
}

function clipped(block: HTMLElement, length: number): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(block);
  if (length <= LONG) return fragment;
  block.classList.add('clip');
  const more = element('button', { class: 'more', type: 'button', 'aria-expanded': 'false' }, 'Show all');
  more.addEventListener('click', () => {
    const cut = block.classList.toggle('clip');
    more.textContent = cut ? 'Show all' : 'Show less';
    more.setAttribute('aria-expanded', String(!cut));
  });
  fragment.append(more);
  return fragment;
}
