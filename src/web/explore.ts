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
import type { Lead, SearchState } from './search-state.ts';
import type { WebDocument } from './web-document.ts';

/** The next call: a query, an address, or neither. */
export type NextCall =
  | { readonly kind: 'search'; readonly query: string }
  | { readonly kind: 'read'; readonly url: string }
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
  if (lead !== undefined && (query === undefined || lead.score >= query.score)) {
    return { kind: 'read', url: lead.url };
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
      return [{ url, title, text, worth: 1 / (1 + index / 2) }];
    }
    const worth = Math.min(1, coverage(question, contentStems(`${document.title} ${document.text}`)));
    return document.links.map(({ url, text }) => ({ url, title: text, text: '', worth }));
  });
  const known = new Map<string, Lead>();
  for (const lead of [...leads, ...found]) {
    const before = known.get(lead.url);
    if (visited.includes(lead.url)) continue;
    if (before === undefined || before.worth < lead.worth) known.set(lead.url, lead);
  }
  return [...known.values()]
    .sort((left, right) => scoreLead(question, [], right) - scoreLead(question, [], left))
    .slice(0, MOST_LEADS);
}

function findBestLead(
  question: QuestionProfile,
  names: readonly Bridge[],
  { leads, visited }: SearchState,
): { readonly url: string; readonly score: number } | undefined {
  let best: { url: string; score: number } | undefined;
  for (const lead of leads) {
    if (visited.includes(lead.url)) continue;
    const score = scoreLead(question, names, lead);
    if (score >= WORTH_READING && (best === undefined || score > best.score)) best = { url: lead.url, score };
  }
  return best;
}

/** Scores a lead by the words it shares with the question, and by whether it has a title that is looked for. */
function scoreLead(
  question: QuestionProfile,
  names: readonly Bridge[],
  { title, text, worth }: Lead,
): number {
  const flat = flatten(coreTitle(title));
  const shared = coverage(question, contentStems(`${title} ${text}`));
  const asked = question.flat.includes(flat) && !isCommonWord(flat.trim()) ? 0.6 : 0;
  const named = names.find(({ name }) => flatten(name) === flat)?.value ?? 0;
  return shared + asked + named + 0.2 * worth;
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
