/**
 * `hideOldValues`: hides values that a later entry replaces, among the entries found for a question.
 *
 * @module
 */
import { type Entry, readSources } from '../../memory/entry.ts';
import { isClose, isOther } from './compare-values.ts';
import { PAST_MARK } from './draft.ts';
import { findAnswers } from './find-answers.ts';
import { findChanged } from './find-changed.ts';
import { findEnded } from './find-ended.ts';
import { findRespelled } from './find-respelled.ts';
import { listMarkedAsOld, markAsOld, OLD_VALUE_MARK } from './old-value-mark.ts';
import { isPast, readStatedTexts, readStatement, type Span, type StatedText } from './stated-texts.ts';

/** Compares at most this many entries with each other. */
const MOST_COMPARED = 60;

/** Questions about the past, or about changes. They see old values, marked. */
const ABOUT_PAST =
  /\b(?:used to|no longer|former(?:ly)?|(?:my|our|the|his|her|their|'s) old|before|previous(?:ly)?|originally|initially|at first|earlier|history|chang(?:e|es|ed|ing)|over time|in (?:what|which) order|compar\w+|differ\w*|progress\w*|evolv\w+|improve(?:d|ment)?|since|between)\b/i;

/** Questions whose answer adds values up. They see every value, because a sum has no old parts. */
const ABOUT_ALL = /\b(?:in total|total number|altogether|across|combined|overall|summar\w+|sum of)\b/i;

/**
 * Returns the entries with old values replaced by "[changed later]", or by "(before: …)" if the question is about the
 * past. A later entry replaces a value if it states another one of the same type about the same topic.
 * Nothing is written to memory.
 */
export function hideOldValues(query: string, entries: readonly Entry[]): readonly Entry[] {
  if (ABOUT_ALL.test(query)) return entries;
  const texts = readStatedTexts(query, entries.slice(0, MOST_COMPARED));
  const found = texts.flatMap(({ stated }) => stated);
  const answers = findAnswers(query, found);
  const old = [
    ...[...answers.replaced, ...findChanged(found)].map(({ before: { entry, value } }) => ({
      ...{ entry, start: value.at, end: value.at + value.text.length },
    })),
    ...[...findEnded(texts), ...findRespelled(texts)].map(({ text, start, end }) => ({
      ...{ entry: text.entry, start, end },
    })),
  ];
  const current = new Set(answers.current.map(({ entry }) => entry));
  const past = ABOUT_PAST.test(query);
  const byEntry = Map.groupBy(old, ({ entry }) => entry);
  return entries.map((entry) => {
    if (current.has(entry) && isPast(entry) && !isReplacedBy(entry, texts)) {
      return { ...entry, text: entry.text.replace(PAST_MARK, '') };
    }
    const isDoubtful = isReplaced(entry) && !byEntry.has(entry) && !isConfirmed(entry, texts);
    let text = hideSpans(entry, byEntry.get(entry) ?? [], past);
    if (isDoubtful) text = text.replace(PAST_MARK, '');
    if (!past) text = dropNamedPast(text);
    const until = answers.replaced.find(({ before }) => before.entry === entry)?.next.entry.meta.said;
    if (typeof until === 'string' && until !== '' && !isPast(entry)) text = `Until ${until}: ${text}`;
    return text === entry.text ? entry : { ...entry, text };
  });
}

function hideSpans(entry: Entry, spans: readonly Span[], past: boolean): string {
  const statement = readStatement(entry);
  const prefix = entry.text.slice(0, entry.text.length - statement.length);
  let text = statement;
  let end = Number.POSITIVE_INFINITY;
  for (const span of spans.toSorted((one, other) => other.start - one.start)) {
    if (span.end > end) continue;
    const hidden = text.slice(span.start, span.end);
    text = text.slice(0, span.start) + (past ? markAsOld(hidden) : '[changed later]') + text.slice(span.end);
    end = span.start;
  }
  return prefix + text;
}

/** Leaves out what a statement itself calls past: "(before: Leeds)", "and no longer works for Silversoft". */
function dropNamedPast(text: string): string {
  return text.replace(MARK_AFTER_BLANK, '').replace(NAMED_PAST, '').replace(ONLY_PAST, '[changed later]');
}

const MARK_AFTER_BLANK = new RegExp(` ${OLD_VALUE_MARK.source}`, 'g');

/** A clause about a former state beside one about the present state. */
const NAMED_PAST =
  /(?<=\p{L}{3}.*),? (?:and|but) (?:(?:I|he|she|it|we|they) )?(?:am |is |are |do |does )?no longer (?:\p{Ll}+ )(?:for|at|in|with|on|to) [^.,;:!?]+|(?<=\p{L}{3}.*), (?:and )?(?:my|the|her|his|our|their) old (?:one|\p{Ll}+) (?:is|was) [^.,;!?]+/giu;

/** The value of a statement about nothing but a former state: "the old one was 0539 96889". */
const ONLY_PAST =
  /(?<=^(?:\p{Lu}\p{L}*: )?(?:my|the|her|his|our|their) old (?:one|number|address|name|phone|job|room) (?:is|was) )[^.,;!?]+/iu;

/** Whether a later statement replaced it, and not a request to forget. */
function isReplaced(entry: Entry): boolean {
  return isPast(entry) && entry.meta.replacedBy !== undefined;
}

/** Whether the statement that replaced an entry was found too, and names or closely resembles an old value. */
function isConfirmed(entry: Entry, texts: readonly StatedText[]): boolean {
  const own = texts.find((text) => text.entry === entry);
  const sources = entry.meta.replacedBy;
  if (own === undefined || !Array.isArray(sources)) return true;
  return texts
    .filter((text) => text !== own && readSources(text.entry).some((id) => sources.includes(id)))
    .some(
      (later) =>
        listMarkedAsOld(later.text).some((old) => own.text.includes(old)) ||
        later.stated.some((next) =>
          own.stated.some(
            (before) =>
              isOther(next.value, before.value) &&
              isClose(next.value, before.value) &&
              next.overlap(before) >= CONFIRMING,
          ),
        ),
    );
}

/** Least overlap of the words beside both values. */
const CONFIRMING = 0.3;

/** Whether the note that replaced an entry was found too and fits the question as well. */
function isReplacedBy(entry: Entry, texts: readonly StatedText[]): boolean {
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
