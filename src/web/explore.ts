/**
 * Chooses the next call of the rules searcher: a page to read, a query, or no call.
 *
 * @module
 */
import { type Bridge, bridges, contentQuery, openWords } from '../rules/bridge.ts';
import { coreTitle } from '../rules/names.ts';
import type { QuestionProfile } from '../rules/profile.ts';
import { coverage, type Ranked } from '../rules/relevance.ts';
import { contentStems, flatten, isCommonWord } from '../rules/terms.ts';
import { type Lead, nameLead, type SearchState } from './search-state.ts';
import type { WebDocument } from './web-document.ts';

/** The next call: a query, an address, or neither. */
export type NextCall =
  | { readonly kind: 'search'; readonly query: string }
  | { readonly kind: 'read'; readonly url: string; readonly part?: number }
  | { readonly kind: 'stop' };

export interface ExploreInput {
  readonly question: QuestionProfile;
  /** Texts in memory and the page that is shown, best first. */
  readonly ranking: readonly Ranked[];
  readonly state: SearchState;
  readonly canSearch: boolean;
  readonly canRead: boolean;
}

/** Leads below this score are not read. */
const WORTH_READING = 0.3;

/** A listed link without words of the question counts this much of the worth of its page. */
const LISTED_SHARE = 0.9;

/** Sections that usually lead on, and those that seldom do. */
const HUBS =
  /\b(?:departments?|projects?|research|people|staff|team|members?|products?|collections?|exhibitions?|publications?|programmes?|programs?|courses?|services|organi[sz]ation|about)\b/i;
const ASIDES =
  /\b(?:news|archived?|blog|press|contact|imprint|privacy|cookies?|log ?in|sign ?in|print|share|terms|sitemap|subscribe|\d{4})\b/i;

/** While a site that fits has links to try, names in its text count less as queries. */
const SITE_DISCOUNT = 0.5;

/** Leads that are kept. */
const MOST_LEADS = 60;

/** A name in evidence counts this much as a query, compared with a lead that has that title. */
const QUERY_DISCOUNT = 0.85;

/** Decides on the next call. A pure function of its input. */
export function explore(input: ExploreInput): NextCall {
  const { question, ranking, state, canSearch, canRead } = input;
  const names = bridges(question, ranking);
  const lead = canRead ? findBestLead(question, names, state) : undefined;
  const query = canSearch ? chooseQuery(question, ranking, names, state) : undefined;
  const discount = lead?.listed ? SITE_DISCOUNT : 1;
  if (lead !== undefined && (query === undefined || lead.score >= discount * query.score)) {
    return { kind: 'read', url: lead.url, part: lead.part };
  }
  return query === undefined ? { kind: 'stop' } : { kind: 'search', query: query.text };
}

/** Adds the leads of what is shown now. Leads with the same address keep the best. */
export function addLeads(
  leads: readonly Lead[],
  documents: readonly WebDocument[],
  question: QuestionProfile,
  visited: readonly string[],
): readonly Lead[] {
  const found = documents.flatMap((document, index): Lead[] => {
    if (document.kind === 'result') {
      const { url, title, text } = document;
      return isOutdated(`${title} ${text}`)
        ? []
        : [{ url, title, text, worth: 1 / (1 + index / 2), listed: false }];
    }
    const worth = Math.min(1, coverage(question, contentStems(`${document.title} ${document.text}`)));
    const links = document.links.map(
      (link): Lead => ({
        url: link.url,
        title: link.text,
        text: '',
        worth,
        listed: isListed(document.text, link),
      }),
    );
    if (document.part >= document.parts) return links;
    const { url, title, part } = document;
    return [{ url, title, text: '', worth, listed: false, part: part + 1 }, ...links];
  });
  const known = new Map<string, Lead>();
  for (const lead of [...leads, ...found]) {
    const name = nameLead(lead);
    const before = known.get(name);
    if (visited.includes(name)) continue;
    if (before === undefined || before.worth < lead.worth) known.set(name, lead);
  }
  if (known.size <= MOST_LEADS) return [...known.values()];
  return [...known.values()]
    .map((lead) => ({ lead, score: scoreLead(question, [], lead) }))
    .sort((left, right) => right.score - left.score)
    .slice(0, MOST_LEADS)
    .map(({ lead }) => lead);
}

/** Returns whether a text says that it is an old version. */
export function isOutdated(text: string): boolean {
  return /\b(?:archived|outdated|superseded|obsolete|former) (?:version|copy|page)\b|\bpage (?:was|has been|is) (?:replaced|superseded|outdated|no longer)\b/i.test(
    text.slice(0, 500),
  );
}

/** Returns whether a link is all that its line holds. */
function isListed(text: string, { start, end }: WebDocument['links'][number]): boolean {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const until = text.indexOf('\n', end);
  const line = text.slice(from, until < 0 ? text.length : until);
  return line.replace(/^[-•\s]+/, '').trim() === text.slice(start, end);
}

function findBestLead(
  question: QuestionProfile,
  names: readonly Bridge[],
  { leads, visited }: SearchState,
): (Lead & { readonly score: number }) | undefined {
  let best: (Lead & { score: number }) | undefined;
  for (const lead of leads) {
    if (visited.includes(nameLead(lead))) continue;
    const score = scoreLead(question, names, lead);
    if (score >= WORTH_READING && (best === undefined || score > best.score)) best = { ...lead, score };
  }
  return best;
}

/** Scores a lead by the words it shares with the question, by its title, and by the page that lists it. */
function scoreLead(question: QuestionProfile, names: readonly Bridge[], lead: Lead): number {
  const { title, text, worth, listed } = lead;
  const flat = flatten(coreTitle(title));
  const shared = coverage(question, contentStems(`${title} ${text}`));
  const asked = question.flat.includes(flat) && !isCommonWord(flat.trim()) ? 0.6 : 0;
  const named = names.find(({ name }) => flatten(name) === flat)?.value ?? 0;
  const aside = ASIDES.test(title) && !asked ? 0.3 : 1;
  const site = listed ? LISTED_SHARE * worth * (HUBS.test(title) ? 1.2 : 1) : 0;
  return aside * (shared + asked + named + site) + 0.2 * worth;
}

/** Returns the next query that was not made yet: the question, names in evidence, names in the question, open words. */
function chooseQuery(
  question: QuestionProfile,
  ranking: readonly Ranked[],
  names: readonly Bridge[],
  { queries }: SearchState,
): { readonly text: string; readonly score: number } | undefined {
  const isFresh = (text: string): boolean => text !== '' && !queries.includes(flatten(text).trim());
  const first = contentQuery(question);
  if (isFresh(first)) return { text: first, score: Number.POSITIVE_INFINITY };
  const open = openWords(
    question,
    ranking.slice(0, 2).map(({ profile }) => profile),
  ).join(' ');
  const name = names
    .map((each) => ({ text: `${each.name} ${open}`.trim(), value: each.value }))
    .find(({ text }) => isFresh(text));
  if (name !== undefined) return { text: name.text, score: QUERY_DISCOUNT * name.value };
  const own = question.names.find((each) => each.includes(' ') && isFresh(each));
  if (own !== undefined) return { text: own, score: WORTH_READING };
  return isFresh(open) ? { text: open, score: 0 } : undefined;
}
