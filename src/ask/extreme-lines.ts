/**
 * Superlatives over lines of text: the longest stop of a log, the shortest job of a list.
 *
 * @module
 */
import type { ExtremeRows } from './cells.ts';
import type { EvidenceIndex, IndexedUnit } from './evidence-index.ts';
import type { WordMatcher } from './match-words.ts';
import type { AskedQuestion } from './question.ts';

/** A list has at least this many lines with a duration. */
const LEAST_LINES = 4;

/** Least share of the best match for a line to belong to the list. */
const ALIKE = 0.99;

const SECONDS: readonly (readonly [RegExp, number])[] = [
  [/^(?:years?|jahren?|ans?|años?)$/, 31_557_600],
  [/^(?:months?|monaten?|mois|mes(?:es)?)$/, 2_629_800],
  [/^(?:weeks?|wochen?|semaines?|semanas?)$/, 604_800],
  [/^(?:d|days?|tagen?|jours?|días?)$/, 86_400],
  [/^(?:h|hrs?|hours?|std|stunden?|heures?|horas?)$/, 3600],
  [/^(?:m|mins?|minutes?|minuten?|minutos?)$/, 60],
  [/^(?:s|secs?|seconds?|sekunden?|secondes?|segundos?)$/, 1],
  [/^(?:ms|milliseconds?)$/, 0.001],
];

/** A figure with a unit: "3 h", "10min". */
const PART = /(?<![\p{L}\d.:,-])(\d+(?:[.,]\d+)?)\s?(\p{L}{1,12})(?!\p{L})/gu;

/** Returns the longest duration of a text in seconds. Parts that follow each other add up: "3 h 10 min". */
export function readDuration(text: string): number | undefined {
  let longest: number | undefined;
  let [sum, end] = [0, -1];
  for (const { 0: part, 1: number, 2: unit, index } of text.matchAll(PART)) {
    const seconds = SECONDS.find(([name]) => name.test(unit!.toLowerCase()))?.[1];
    if (seconds === undefined) continue;
    const joins = end !== -1 && /^[\s,]*(?:and|und|et|y)?\s?$/.test(text.slice(end, index));
    sum = (joins ? sum : 0) + Number(number!.replace(',', '.')) * seconds;
    end = index + part.length;
    longest = Math.max(longest ?? 0, sum);
  }
  return longest;
}

/** Returns the lines of the list that a superlative of durations refers to, best first. */
export function findExtremeLines(
  { extreme }: AskedQuestion,
  index: EvidenceIndex,
  matcher: WordMatcher,
): ExtremeRows | undefined {
  if (extreme === undefined || !extreme.measures.includes('duration')) return undefined;
  let best: ExtremeRows | undefined;
  for (let first = 0; first < index.units.length; first = index.units[first]!.last + 1) {
    const { last, document } = index.units[first]!;
    const names = `${document.title} ${document.path.replace(/[_/.-]+/g, ' ')}`;
    const common = matcher.strengths(names);
    if (last - first + 1 < LEAST_LINES || matcher.sum(common) === 0) continue;
    const lines = index.units.slice(first, last + 1).flatMap((unit) => {
      const value = (unit.block.cells?.length ?? 0) > 1 ? undefined : readDuration(unit.text);
      return value === undefined ? [] : [{ unit, value, match: matchLine(unit, matcher, common) }];
    });
    if (lines.length < LEAST_LINES) continue;
    // A log may have more lines than a call can have arguments.
    const most = lines.reduce((best, { match }) => Math.max(best, match), 0);
    const apt = lines.filter(({ match }) => match >= most * ALIKE);
    const rows = apt
      .toSorted((left, right) => (right.value - left.value) * extreme.direction)
      .map(({ unit }) => unit);
    const relevance = matcher.sum(common) + most;
    if (most === 0 || apt.length < 2 || relevance <= (best?.relevance ?? 0)) continue;
    best = { rows, relevance, strengths: matcher.strengths(`${names} ${rows[0]!.text}`), column: undefined };
  }
  return best;
}

/** Returns the weight of the question's words in a line, without those of the file's name. */
function matchLine({ text }: IndexedUnit, matcher: WordMatcher, common: readonly number[]): number {
  return matcher.sum(matcher.strengths(text).map((strength, place) => (common[place]! > 0 ? 0 : strength)));
}
