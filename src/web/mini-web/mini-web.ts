/**
 * `createMiniWeb`: a small web of invented sites with questions, for tests and training without a network.
 *
 * @module
 */
import { AtomMemError } from '../../shared/error.ts';
import { createRandom } from '../../shared/random.ts';
import { readHtmlPage } from '../html-page.ts';
import type { WebPage } from '../web-tools.ts';
import { buildSite, PEOPLE_HOST } from './build-site.ts';
import { writeFiller } from './filler-text.ts';
import { writeInjection } from './injections.ts';
import { createNameMaker } from './invent-names.ts';
import type { MiniPage, MiniQuestion, MiniQuestionKind } from './mini-page.ts';
import { renderMiniPage } from './render-mini-page.ts';

export interface MiniWebOptions {
  /** Number of pages, from 60 on. Default: 2,000. */
  readonly pages?: number;
  /** Number of questions. Default: as many as the pages allow, at most 200. */
  readonly questions?: number;
  /** Default: 1. */
  readonly seed?: number;
  /** Share of the news that try to instruct the agent, from 0 to 1. Default: 0.3. */
  readonly injections?: number;
}

export interface MiniWeb {
  readonly pages: readonly MiniPage[];
  /** The kinds of questions take turns. */
  readonly questions: readonly MiniQuestion[];
  /** Whether the search engine of this web knows a page: start pages, sections, people and the archive. */
  isIndexed(url: string): boolean;
  /** Returns the pages as an agent reads them. */
  toWebPages(): readonly WebPage[];
}

/** Pages of a site with its people. */
const SITE_PAGES = 53;

const KINDS: readonly MiniQuestionKind[] = ['1 click', '2 clicks', '3 clicks', '4 clicks', 'two sites'];

/**
 * Creates linked sites of invented institutions. The answers stand one to four clicks below the start page of a
 * site, or on a page of another site that the first one names. In between are menus, tables, long pages, print
 * views, outdated copies with other values, dead links, late servers, and pages that try to instruct the agent. Equal
 * options give equal webs.
 *
 * @throws AtomMemError `bad-option`
 * @example
 * const web = createMiniWeb({ pages: 200, seed: 1 });
 * const tools = corpusTools(web.toWebPages(), { indexed: ({ url }) => web.isIndexed(url) });
 */
export function createMiniWeb({
  pages = 2000,
  questions,
  seed = 1,
  injections = 0.3,
}: MiniWebOptions = {}): MiniWeb {
  if (!(Number.isInteger(pages) && pages >= 60))
    throw badOption('pages', pages, 'Give a whole number from 60 on');
  const random = createRandom(`${seed}/mini-web`);
  const names = createNameMaker(random);
  const sites = Array.from({ length: Math.max(1, Math.floor((pages - 1) / SITE_PAGES)) }, () =>
    buildSite({ random, names, injections }),
  );
  const built = sites.flatMap((site) => site.pages);
  const people = built.filter(({ kind }) => kind === 'person');
  const directory: MiniPage = {
    url: `http://${PEOPLE_HOST}/`,
    title: 'Directory of people',
    kind: 'section',
    depth: 0,
    blocks: [{ kind: 'links', links: people.slice(0, 200).map(({ title, url }) => ({ text: title, url })) }],
    menu: [],
    slow: false,
  };
  const all = [...built, directory];
  const firsts = sites.map((site) => site.pages.find(({ kind }) => kind === 'home')!);
  while (all.length < pages) {
    const number = all.length;
    const home = firsts[number % firsts.length]!;
    const isInjection = random.next() < injections;
    const extra = isInjection ? [{ kind: 'text' as const, text: writeInjection(random) }] : [];
    all.push({
      ...home,
      url: `${home.url}journal/${number}`,
      title: `Journal ${number} of the ${home.title}`,
      kind: isInjection ? 'injection' : 'news',
      depth: 2,
      blocks: [{ kind: 'text', text: writeFiller(random, 8) }, ...extra],
    });
  }
  const possible = takeTurns(random.shuffle(sites.flatMap((site) => site.questions)));
  const count = questions ?? Math.min(200, possible.length);
  if (count > possible.length || !(count >= 1))
    throw badOption('questions', count, `Give at most ${possible.length}, or more pages`);
  const indexed = new Set(all.filter(isKnownToSearch).map(({ url }) => url));
  return {
    pages: all,
    questions: possible
      .slice(0, count)
      .map((question, index) => ({ id: `mini-${seed}-${index + 1}`, ...question })),
    isIndexed: (url) => indexed.has(url),
    toWebPages: () => all.map((page) => readHtmlPage(renderMiniPage(page), page.url)),
  };
}

function isKnownToSearch({ kind, depth }: MiniPage): boolean {
  return kind === 'person' || kind === 'outdated' || kind === 'injection' || depth <= 1;
}

function takeTurns<Question extends { readonly kind: MiniQuestionKind }>(
  all: readonly Question[],
): readonly Question[] {
  const groups = KINDS.map((kind) => all.filter((each) => each.kind === kind));
  const longest = Math.max(...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, round) =>
    groups.flatMap((group) => group.slice(round, round + 1)),
  ).flat();
}

function badOption(option: string, value: unknown, remedy: string): AtomMemError<'bad-option'> {
  return new AtomMemError('bad-option', {
    problem: `${option} is ${value}`,
    remedy,
    details: { option, value },
  });
}
