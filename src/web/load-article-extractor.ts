/**
 * Loads the article extractor of Firefox's reader view, for `pageReader`.
 *
 * @module
 */
import { importPackage } from '../shared/import-package.ts';
import type { ExtractArticle } from './body-to-page.ts';

/** Minimum characters of an article. If it is shorter, the whole page is kept. Default of Readability: 500. */
const SHORTEST = 500;

/**
 * Loads an extractor that reduces a page to its article, without menus, footers and asides. It also removes the links
 * of menus, so do not use it for an agent that navigates by links. Pages without an article of 500 characters
 * are kept whole. Scripts of the page do not run.
 *
 * @throws AtomMemError `missing-package` without `@mozilla/readability` or `linkedom`.
 * @example
 * const read = pageReader({ extractArticle: await loadArticleExtractor() });
 */
export async function loadArticleExtractor(): Promise<ExtractArticle> {
  const what = 'The article extractor';
  const { Readability } = await importPackage(
    '@mozilla/readability',
    what,
    () => import('@mozilla/readability'),
  );
  const { parseHTML } = await importPackage('linkedom', what, () => import('linkedom'));
  return (html) => {
    const { document } = parseHTML(html);
    const article = new Readability<string>(document, { charThreshold: SHORTEST }).parse();
    if (!article?.content || (article.length ?? 0) < SHORTEST) return undefined;
    return article.content;
  };
}
