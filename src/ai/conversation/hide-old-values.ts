/**
 * `hideOldValues`: hides values that a later entry replaces, among the entries found for a question.
 *
 * @module
 */
import { type Entry, readSources } from '../../memory/entry.ts';
import { findAskedTypes } from './asked-types.ts';
import { listConcepts } from './concepts.ts';
import { PAST_MARK } from './draft.ts';
import { readFact } from './fact.ts';
import { listStatedValues, type StatedValue } from './stated-values.ts';
import { CHANGE, DOUBT, hasOtherModifier } from './supersede.ts';

/** Compares at most this many entries with each other. */
const MOST_COMPARED = 60;

/** Questions about the past, or about changes. They see old values, marked. */
const ABOUT_PAST =
  /\b(?:used to|before|previous(?:ly)?|originally|initially|at first|earlier|history|chang(?:e|es|ed|ing)|over time|in (?:what|which) order|compar\w+|differ\w*|progress\w*|evolv\w+|improve(?:d|ment)?|since|between)\b/i;

/** Questions whose answer adds values up. They see every value, because a sum has no old parts. */
const ABOUT_ALL = /\b(?:in total|total number|altogether|across|combined|overall|summar\w+|sum of)\b/i;

/** A value of an entry, for comparison. */
interface Stated {
  readonly entry: Entry;
  readonly value: StatedValue;
  /** Share of the question's words beside the value, 0 to 1. Rare words weigh more. */
  relevance(): number;
  /** Whether the words beside the value announce a change. */
  readonly changed: boolean;
}

/**
 * Returns the entries with old values replaced by "[changed later]", or by "(before: …)" if the question is about the
 * past. A later entry replaces a value if it states another one of the same type about the same topic.
 * Nothing is written to memory.
 */
export function hideOldValues(query: string, entries: readonly Entry[]): readonly Entry[] {
  if (ABOUT_ALL.test(query)) return entries;
  const texts = readTexts(query, entries.slice(0, MOST_COMPARED));
  const found = texts.flatMap(({ stated }) => stated);
  const answers = findAnswers(query, found);
  const old = [...answers.old, ...findChanged(found)];
  const current = new Set(answers.current.map(({ entry }) => entry));
  const past = ABOUT_PAST.test(query);
  const byEntry = Map.groupBy(old, ({ entry }) => entry);
  return entries.map((entry) => {
    if (current.has(entry) && isPast(entry) && !isReplacedBy(entry, texts)) {
      return { ...entry, text: entry.text.replace(PAST_MARK, '') };
    }
    const values = byEntry.get(entry) ?? [];
    const stripped = past ? entry.text : entry.text.replace(/ \(before: [^)]*\)/g, '');
    if (values.length === 0) return stripped === entry.text ? entry : { ...entry, text: stripped };
    let text = stripped;
    for (const each of new Set(values.map(({ value }) => value.text)))
      text = text.replaceAll(each, past ? `(before: ${each})` : '[changed later]');
    const until = answers.old.some((each) => each.entry === entry) ? answers.current[0]!.entry.meta.said : '';
    if (typeof until === 'string' && until !== '' && !isPast(entry)) text = `Until ${until}: ${text}`;
    return { ...entry, text };
  });
}

/** If at most this many statements hold a type of value, they are assumed to be about one thing. */
const FEW = 3;

/** The values of a type if few statements hold any and the latest one marks a change. */
function listOnly<Value extends Stated>(typed: readonly Value[]): readonly Value[] {
  return [...Map.groupBy(typed, ({ value }) => value.type).values()].flatMap((group) => {
    const latest = group.reduce((last, each) => (readTime(each.entry) > readTime(last.entry) ? each : last));
    const alike = group.filter((each) => each === latest || isOther(latest.value, each.value));
    return latest.changed && isShort(latest) && new Set(alike.map(({ entry }) => entry)).size <= FEW
      ? alike
      : [];
  });
}

interface Answers {
  readonly current: readonly Stated[];
  readonly old: readonly Stated[];
}

/** The values of the asked types beside words of the question. The latest ones are current, the others old. */
function findAnswers(query: string, found: readonly Stated[]): Answers {
  const asked = findAskedTypes(query);
  const typed = found
    .filter(({ value }) => asked.has(value.type) && (value.type !== 'name' || !holds(query, value.text)))
    .map((stated) => ({ ...stated, fit: stated.relevance() }));
  const best = Math.max(0, ...typed.map(({ fit }) => fit));
  // Without a common word, the only values of the type that the question asks for may still be about it.
  const candidates =
    best < LEAST_RELEVANCE ? listOnly(typed) : typed.filter(({ fit }) => fit >= best * NEAR_BEST);
  const answers = [...Map.groupBy(candidates, ({ value }) => value.type).values()].map((group): Answers => {
    const latest = Math.max(...group.map(({ entry }) => readTime(entry)));
    const current = group.filter(({ entry }) => readTime(entry) === latest);
    const old = group.filter(
      (each) =>
        readTime(each.entry) < latest &&
        current.some(
          (next) =>
            next.fit >= each.fit && (next.changed || isShort(next)) && isOther(next.value, each.value),
        ) &&
        !current.some(({ value }) => value.key === each.value.key),
    );
    return { current, old };
  });
  return { current: answers.flatMap(({ current }) => current), old: answers.flatMap(({ old }) => old) };
}

/** Time of a statement. Marking it as past does not change it. */
function readTime({ createdAt, updatedAt, meta }: Entry): number {
  return typeof meta.until === 'string' ? createdAt : updatedAt;
}

function holds(query: string, name: string): boolean {
  return query.toLowerCase().includes(name.toLowerCase());
}

function isPast({ meta }: Entry): boolean {
  return typeof meta.until === 'string';
}

/** Least share of the question beside a value, and least share of the best that candidates need. */
const LEAST_RELEVANCE = 0.3;
const NEAR_BEST = 0.85;

/** Values of short statements that a later one changes explicitly, for any question. */
function findChanged(found: readonly Stated[]): readonly Stated[] {
  return found.filter((before) =>
    found.some(
      (next) =>
        readTime(next.entry) > readTime(before.entry) &&
        isShort(next) &&
        isShort(before) &&
        isOther(next.value, before.value) &&
        (next.changed ? shareTopic(next.value, before.value) : isSameThing(next.value, before.value)),
    ),
  );
}

const LONGEST_SHORT = 130;

/** In longer contexts, a noun has many words beside it. */
const LONGEST_NAMING = 90;

function isShort({ entry, value }: Stated): boolean {
  return value.context.length <= LONGEST_SHORT && entry.text.length <= LONGEST_NOTE;
}

/** "Section 119" after "section 214": a kind of thing of which people have only one. */
function isSameThing(value: StatedValue, old: StatedValue): boolean {
  return value.type === 'code' && value.unit !== '' && value.unit === old.unit && !old.subjects().leads;
}

/** Whether the words beside two values name one topic: a name or a word. Names and places need two words. */
function shareTopic(value: StatedValue, old: StatedValue): boolean {
  const shared = [...value.concepts()].filter(
    (concept) => old.concepts().has(concept) && !/^\d/.test(concept) && concept !== value.unit,
  );
  const sameName = value.subjects().names.some((name) => old.subjects().names.includes(name));
  if (value.type === 'name' || value.type === 'place')
    return (
      shared.length > 1 &&
      (sameName || shared.some((concept) => concept.startsWith('=')) || value.type === 'place')
    );
  return sameName || shared.length > 0 || (value.type === 'phone' && !old.subjects().leads);
}

/** "The number of guests is now 101": the words beside a bare number name its unit. */
function namesUnit({ unit, type, concepts }: StatedValue, other: string): boolean {
  return unit === '' && (type !== 'count' || concepts().has(other));
}

/** Whether one value can replace the other. Different names beside them mean different things. */
function isOther(value: StatedValue, old: StatedValue): boolean {
  if (value.type !== old.type || value.key === old.key) return false;
  if (value.unit !== old.unit && !namesUnit(value, old.unit) && !namesUnit(old, value.unit)) return false;
  const [own, theirs] = [value.subjects(), old.subjects()];
  if (own.names.length > 0 && theirs.names.length > 0) {
    if (!own.names.some((name) => theirs.names.includes(name))) return false;
  } else if ((own.leads && theirs.speaker) || (theirs.leads && own.speaker)) return false;
  const short = Math.max(value.context.length, old.context.length) <= LONGEST_NAMING;
  return !short || !hasOtherModifier(value.context, old.context);
}

interface ReadText {
  readonly entry: Entry;
  readonly stated: readonly Stated[];
  /** Share of the question's words in the entry, 0 to 1. */
  readonly relevance: number;
}

function readTexts(query: string, entries: readonly Entry[]): readonly ReadText[] {
  const texts = entries.flatMap((entry) => {
    // A retracted statement stays past. A replaced one may still answer this question.
    if ((isPast(entry) && entry.meta.replacedBy === undefined) || readFact(entry) === undefined) return [];
    const text = entry.text.replace(PAST_MARK, '').replace(/^User: /, '');
    return DOUBT.test(text) ? [] : [{ entry, text, concepts: new Set(listConcepts(text)) }];
  });
  const counts = new Map<string, number>();
  for (const { concepts } of texts)
    for (const each of concepts) counts.set(each, (counts.get(each) ?? 0) + 1);
  const weigh = (concept: string): number => Math.log(1 + texts.length / counts.get(concept)!);
  const asked = listConcepts(query).filter((concept) => counts.has(concept));
  const all = asked.reduce((sum, concept) => sum + weigh(concept), 0);
  const measure = (concepts: ReadonlySet<string>): number =>
    asked.reduce((sum, each) => sum + (concepts.has(each) ? weigh(each) / all : 0), 0);
  return texts.map(({ entry, text, concepts }) => {
    const relevance = measure(concepts);
    const stated = listStatedValues(text).map((value) => ({
      ...{ entry, value, relevance: () => (relevance === 0 ? 0 : measure(value.concepts())) },
      changed: marksChange(text.length <= LONGEST_NOTE ? text : value.context),
    }));
    return { entry, relevance, stated };
  });
}

/** Whether the note that replaced an entry was found too and fits the question as well. */
function isReplacedBy(entry: Entry, texts: readonly ReadText[]): boolean {
  const own = texts.find((text) => text.entry === entry)?.relevance ?? 0;
  const sources = entry.meta.replacedBy;
  return (
    Array.isArray(sources) &&
    texts.some(
      (text) =>
        text.relevance >= own * AS_RELEVANT && readSources(text.entry).some((id) => sources.includes(id)),
    )
  );
}

const AS_RELEVANT = 0.5;

function marksChange(text: string): boolean {
  return CHANGE.test(text) || CHANGE_OF_PLAN.test(text);
}

/** In a note up to this length, a word for a change concerns every value. */
const LONGEST_NOTE = 160;

/** Words for a change, in addition to those of `CHANGE`. */
const CHANGE_OF_PLAN =
  /\b(?:from (?:now|here) on|going forward|these days|from (?:january|february|march|april|may|june|july|august|september|october|november|december|next|this)|upgraded|put (?:me|us|him|her|them|mum|dad) (?:up|down|in|on)|after all|change of (?:heart|plan)|turns out|not any ?more|can(?:'t|not) do|start(?:ing|s)? as|off to|remembered|forgot about|jetzt|nun|nicht mehr|maintenant|désormais|finalement|ahora|ya no|al final)\b/i;
