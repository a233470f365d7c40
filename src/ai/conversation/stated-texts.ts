/**
 * Reads the entries found for a question: their values, and how well each fits the question.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import { listConcepts } from './concepts.ts';
import { PAST_MARK } from './draft.ts';
import { readFact } from './fact.ts';
import { listStatedValues, type StatedValue } from './stated-values.ts';
import { CHANGE, DOUBT } from './supersede.ts';

/** A value of an entry, for comparison. */
export interface Stated {
  readonly entry: Entry;
  readonly value: StatedValue;
  /** Share of the question's words beside the value, 0 to 1. Rare words weigh more. */
  relevance(): number;
  /** Share of the words beside the value that are also beside the other value, 0 to 1. Rare words weigh more. */
  overlap(other: Stated): number;
  /** Whether the words beside the value announce a change. */
  readonly changed: boolean;
}

/** A value and a later one that replaces it. */
export interface Replacement {
  readonly before: Stated;
  readonly next: Stated;
}

/** A part of a text: offsets in what `readStatement` returns. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An entry without its marks, for comparison. */
export interface StatedText {
  readonly entry: Entry;
  /** What the entry states, without "Until …:" and "User:". */
  readonly text: string;
  readonly concepts: ReadonlySet<string>;
  readonly stated: readonly Stated[];
  /** Share of the question's words in the entry, 0 to 1. */
  readonly relevance: number;
}

/** In a note up to this length, a word for a change concerns every value. */
export const LONGEST_NOTE = 160;

/** Reads the entries that can replace each other. Leaves out retracted entries and statements that the speaker doubts. */
export function readStatedTexts(query: string, entries: readonly Entry[]): readonly StatedText[] {
  const texts = entries.flatMap((entry) => {
    // A retracted statement stays past. A replaced one may still answer this question.
    if ((isPast(entry) && entry.meta.replacedBy === undefined) || readFact(entry) === undefined) return [];
    const text = readStatement(entry);
    return DOUBT.test(text) ? [] : [{ entry, text, concepts: new Set(listConcepts(text)) }];
  });
  const counts = new Map<string, number>();
  for (const { concepts } of texts)
    for (const each of concepts) counts.set(each, (counts.get(each) ?? 0) + 1);
  const weigh = (concept: string): number => Math.log(1 + texts.length / (counts.get(concept) ?? 1));
  // A figure of the question is a condition: "after 15 problems".
  const weighAsked = (concept: string): number => weigh(concept) * (/^\d/.test(concept) ? 2 : 1);
  const asked = listConcepts(query).filter((concept) => counts.has(concept));
  const all = asked.reduce((sum, concept) => sum + weighAsked(concept), 0);
  const measure = (concepts: ReadonlySet<string>): number =>
    asked.reduce((sum, each) => sum + (concepts.has(each) ? weighAsked(each) / all : 0), 0);
  return texts.map(({ entry, text, concepts }) => {
    const relevance = measure(concepts);
    const stated = listStatedValues(text).map((value) => ({
      ...{ entry, value, relevance: () => (relevance === 0 ? 0 : measure(value.concepts())) },
      overlap: (other: Stated) => measureOverlap(value, other.value, weigh),
      changed: entry.meta.changed === true || marksChange(text.length <= LONGEST_NOTE ? text : value.context),
    }));
    return { entry, text, concepts, relevance, stated };
  });
}

/** Returns the text of an entry without "Until …:" and "User:". Both are at its start. */
export function readStatement({ text }: Entry): string {
  return text.replace(PAST_MARK, '').replace(/^User: /, '');
}

export function isPast({ meta }: Entry): boolean {
  return typeof meta.until === 'string';
}

/** Returns the time of a statement. Marking it as past does not change it. */
export function readTime({ createdAt, updatedAt, meta }: Entry): number {
  return typeof meta.until === 'string' ? createdAt : updatedAt;
}

/** Returns the weight of the common words as a share of the smaller weight. Figures and the unit are left out. */
function measureOverlap(one: StatedValue, other: StatedValue, weigh: (concept: string) => number): number {
  const list = (value: StatedValue): readonly string[] =>
    [...value.concepts()].filter((concept) => !/^\d/.test(concept) && concept !== value.unit);
  const sum = (concepts: readonly string[]): number =>
    concepts.reduce((total, concept) => total + weigh(concept), 0);
  const [own, theirs] = [list(one), list(other)];
  const least = Math.min(sum(own), sum(theirs));
  return least === 0 ? 0 : sum(own.filter((concept) => theirs.includes(concept))) / least;
}

/** Words of a change back to an earlier value. */
const BACK = /\b(?:back|again|after all|still|original(?:ly)?|revert(?:ed)?|stick(?:ing)? with)\b/i;

/** Whether a value only repeats what was said before the other one: "it went from 70 to 90 %" after "it is 95 % now". */
export function isRepetition(next: Stated, before: Stated, found: readonly Stated[]): boolean {
  return (
    !BACK.test(next.value.context) &&
    found.some(
      ({ entry, value }) =>
        value.type === next.value.type &&
        value.key === next.value.key &&
        value.unit === next.value.unit &&
        readTime(entry) < readTime(before.entry),
    )
  );
}

const LONGEST_SHORT = 130;

/** Whether a value is in a short part of a short note. */
export function isShort({ entry, value }: Stated): boolean {
  return value.context.length <= LONGEST_SHORT && entry.text.length <= LONGEST_NOTE;
}

function marksChange(text: string): boolean {
  return CHANGE.test(text) || CHANGE_OF_PLAN.test(text);
}

/** Words for a change, in addition to those of `CHANGE`. */
const CHANGE_OF_PLAN =
  /\b(?:from (?:now|here) on|going forward|these days|from (?:january|february|march|april|may|june|july|august|september|october|november|december|next|this)|upgraded|slipped|shifted|bump(?:ed)?|swapp?(?:ed)?|shuffled|upped|put (?:it|them) (?:up|down)|went (?:up|down)|gone (?:up|down)|rose|fell|raised|came to|ended up|in the end|turned out|tapering|(?:down|up) at|can go up|new best|make it|handed in|offered|so ok|later than|earlier than|brought|rescheduled|overbooked|double[- ]?booked|refunded|put (?:me|us|him|her|them|mum|dad) (?:up|down|in|on)|after all|change of (?:heart|plan)|turns out|stopped|mixed up|muddled(?: up)?|not any ?more|can(?:'t|not) do|start(?:ing|s)? as|off to|remembered|forgot about|jetzt|nun|nicht mehr|nur noch|neue[rs]?|statt|maintenant|désormais|finalement|nouve(?:au|lle)|baissé|augmenté|plus que|ahora|ya no|al final|nuev[oa]|se cambia|en vez de)\b/i;
