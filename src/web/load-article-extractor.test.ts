/** Tests of the article extractor. @module */
import { expect, it } from 'vitest';
import { bodyToPage } from './body-to-page.ts';
import { loadArticleExtractor } from './load-article-extractor.ts';

const paragraph =
  'The harbour of Bremford was rebuilt in 1843, after the storm, by Ada Byron and her brother. '.repeat(4);
const menu = `<nav><ul>${'<li><a href="/other">Unrelated menu entry</a></li>'.repeat(20)}</ul></nav>`;
const page = (body: string): string =>
  `<!doctype html><html><head><title>Harbour</title></head><body>${menu}${body}<footer>Imprint and cookies</footer></body></html>`;

async function read(
  html: string,
): Promise<{ text: string; title: string; links: readonly { url: string }[] }> {
  const reply = {
    url: 'https://bremford.test/harbour',
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: Buffer.from(html),
  };
  const outcome = await bodyToPage(reply, await loadArticleExtractor());
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.page;
}

it('keeps the article and its links, without menus and footers', async () => {
  const body = `<article><h1>Harbour</h1><p>${paragraph}</p><p>${paragraph}<a href="/lease">The lease</a></p></article>`;
  const { text, title, links } = await read(page(body));
  expect(title).toBe('Harbour');
  expect(text).toContain('rebuilt in 1843');
  expect(text).not.toMatch(/Unrelated menu entry|cookies/);
  expect(links.map(({ url }) => url)).toEqual(['https://bremford.test/lease']);
});

it('keeps the whole page if it contains no article', async () => {
  const { text } = await read(page('<p>Open daily.</p>'));
  expect(text).toContain('Open daily.');
  expect(text).toContain('Unrelated menu entry');
});

it('does not run scripts of the page', async () => {
  const state = globalThis as { wasRun?: boolean };
  await read(
    page(
      `<script>globalThis.wasRun = true</script><article><p>${paragraph}</p><p>${paragraph}</p></article>`,
    ),
  );
  expect(state.wasRun).toBeUndefined();
});
