/**
 * The page's script.
 *
 * @module
 */
import type { PageEpisode } from '../../page-data.ts';
import { type EpisodeView, renderEpisode } from './episode-view.ts';

const section = byId('episode');
let open: { readonly number: number; readonly view: EpisodeView } | undefined;

setUpTheme();
setUpFilters();
window.addEventListener('hashchange', follow);
// A link to the current address fires no event, so handle it here.
document.addEventListener('click', ({ target }) => {
  const link = target instanceof Element ? target.closest('a') : null;
  if (link?.hash.startsWith('#episode-') && link.hash === location.hash) follow();
});
follow();

/** Shows the target of the address, such as `#episode-3` or `#episode-3/step-12`. */
function follow(): void {
  const named = /^#episode-(\d+)(?:\/step-(\d+))?$/.exec(location.hash);
  if (named === null) return;
  const number = Number(named[1]);
  const block = document.getElementById(`episode-data-${number}`);
  if (block === null) return;
  if (open?.number !== number) {
    // Parsed on demand, because a page can hold many episodes and readers open few.
    const episode = JSON.parse(block.textContent ?? '') as PageEpisode;
    section.hidden = false;
    open = { number, view: renderEpisode(section, episode, number) };
    markCurrent(number);
  }
  if (named[2] !== undefined) open.view.showStep(Number(named[2]) - 1);
  else {
    section.scrollIntoView({ block: 'start' });
    open.view.heading.focus({ preventScroll: true });
  }
}

function markCurrent(number: number): void {
  for (const link of document.querySelectorAll('.episodes a')) {
    if (link.getAttribute('href') === `#episode-${number}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

/** Follows the system's light or dark mode until the reader presses the button. */
function setUpTheme(): void {
  const button = byId('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = (): boolean =>
    (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const tell = (): void => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Switch to ${isDark() ? 'light' : 'dark'} colours`);
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    tell();
  });
  system.addEventListener('change', tell);
  tell();
}

/** Sets up buttons that filter episodes by policy or by wrong answers. */
function setUpFilters(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-filter]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      const wanted = button.dataset.filter ?? '';
      for (const item of document.querySelectorAll<HTMLElement>('.episodes li')) {
        const fits =
          wanted === '' ||
          (wanted === '*wrong' ? item.dataset.wrong === 'true' : item.dataset.policy === wanted);
        item.hidden = !fits;
      }
    });
  }
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}
