/**
 * Answers from table rows: the cell of the asked column, and superlatives.
 *
 * @module
 */
import type { Cells } from '../documents/file-document.ts';
import { foldAccents } from '../shared/fold-accents.ts';
import { findDate } from './calendar.ts';
import type { IndexedUnit } from './evidence-index.ts';
import type { WordMatcher } from './match-words.ts';
import type { AskedQuestion, Extreme } from './question.ts';
import { findNames, findSpans } from './spans.ts';
import { isUsualColumn } from './unit-kind.ts';

/** An answering cell with its certainty. */
export interface CellAnswer {
  readonly text: string;
  readonly certainty: number;
}

/** Chooses the cell of a row that answers a question. Cells that occur in the question are keys. */
export function chooseCell(
  question: AskedQuestion,
  cells: Cells,
  matcher: WordMatcher,
): CellAnswer | undefined {
  const asked = foldAccents(question.text.toLowerCase());
  // "How many horses" needs a column of horses.
  const counted = /\b(?:how many|wie viele|combien de|cuant[oa]s)\b/.test(asked);
  const codes = /\b(?:number|code|id|ids|no|nr|serial|nummer)\b/.test(asked);
  const open = cells.filter(
    ([name, value]) =>
      value !== '' &&
      matcher.repeats(value) < 0.6 &&
      canBe(question, value) &&
      !(counted && isNoCount(name)) &&
      (codes || !isCode(value) || isCodeOf(question, value) || isHeaded(question, name)),
  );
  if (open.length === 0) return undefined;
  const scored = open.map(([name, value]) => {
    const plain = foldAccents(name.toLowerCase()).replace(/[_-]+/g, ' ');
    const headed = question.head.some((word) => plain.includes(word.replace(/s$/, '')));
    const column = matcher.weigh(name.replaceAll('_', ' ')) + (headed ? 3 : 0);
    const fits = fitsKind(question, value) ? 1 : 0;
    const usual = isUsualColumn(question.kind, plain) ? 1 : 0;
    return { value, column, score: column + fits * 1.5 + usual * 1.5, fits };
  });
  const [best, second] = scored.toSorted((left, right) => right.score - left.score);
  if (best === undefined || best.score < 1.5) return undefined;
  const clear = second === undefined || best.score - second.score > 0.5;
  if (counted && best.column === 0) return undefined;
  return { text: best.value, certainty: best.column > 0 && clear ? 0.9 : clear ? 0.7 : 0.45 };
}

/** Returns whether a column holds numbers that count nothing: `object_no`, `price_eur`. */
function isNoCount(name: string): boolean {
  const words = foldAccents(name.toLowerCase()).split(/[^\p{L}]+/u);
  return words.some((word) =>
    /^(?:no|nr|id|code|isbn|year|price|cost|eur|usd|gbp|chf|preis|jahr|prix|precio)$/.test(word),
  );
}

/** Returns whether a question asks for the values of a column: "Which filter …" */
function isHeaded({ head }: AskedQuestion, name: string): boolean {
  return head.includes(foldAccents(name.toLowerCase()));
}

/** Returns whether a code stands for the asked kind of thing: `INC-303` for an incident. */
function isCodeOf({ head }: AskedQuestion, value: string): boolean {
  const letters = /^\p{L}{2,}/u.exec(value)?.[0].toLowerCase();
  return letters !== undefined && head.some((word) => word.startsWith(letters));
}

/** Returns whether a value is a code, such as `P-106`. Codes answer only questions about codes. */
function isCode(value: string): boolean {
  return /^(?:\p{Lu}{1,5}[-_/.]?\d[\d-]*\p{Lu}?|\p{Lu})$/u.test(value);
}

/** Returns whether a value has the asked form, for kinds with a recognisable form. */
function canBe(question: AskedQuestion, value: string): boolean {
  const { kind } = question;
  if (fitsKind(question, value)) return true;
  if (kind === 'date' || kind === 'time') return findSpans(question, value).length > 0;
  if (kind === 'number') return readNumber(value) !== undefined || findSpans(question, value).length > 0;
  if (kind === 'money' || kind === 'duration')
    return (/\d/.test(value) && findDate(value) === undefined) || findSpans(question, value).length > 0;
  return true;
}

function fitsKind({ kind }: AskedQuestion, value: string): boolean {
  if (kind === 'date') return findDate(value) !== undefined || /\b(?:19|20)\d{2}\b|day\b/.test(value);
  if (kind === 'time') return /\d{1,2}[:.]\d{2}/.test(value);
  if (kind === 'money' || kind === 'number' || kind === 'duration')
    return readNumber(value) !== undefined && findDate(value) === undefined;
  if (kind === 'person') return findNames(value).length > 0 && !/\d/.test(value);
  return kind === 'place' || kind === 'thing' || kind === 'reason' ? !/^[-+\d.,\s]+$/.test(value) : false;
}

/** Reads the number of a cell: `1,024`, `31 %`, `€ 12.50`, `-3`. Dates are YYYYMMDD. */
export function readNumber(value: string): number | undefined {
  const date = /\d{4}-\d{2}-\d{2}|\p{L}{3,} \d{4}/u.test(value) ? findDate(value) : undefined;
  if (date !== undefined) return date;
  const match = /^[^\d\p{L}-]{0,3}\s?([-−+]?\d[\d.,\s]*)\s?(?:[^\d\s].{0,12})?$/u.exec(value.trim());
  if (match === null) return undefined;
  const digits = match[1]!.replace('−', '-').replace(/\s/g, '');
  const plain =
    /,\d{3}(?:\D|$)/.test(digits) && !/,\d{1,2}$/.test(digits)
      ? digits.replaceAll(',', '')
      : digits.replace(/\.(?=\d{3}(?:\D|$).*,)/g, '').replace(',', '.');
  const number = Number(plain);
  return Number.isNaN(number) ? undefined : number;
}

/** Rows of one table. */
export interface Table {
  readonly rows: readonly IndexedUnit[];
  readonly columns: readonly string[];
}

/** Groups rows with the same columns in the same document. */
export function findTables(units: readonly IndexedUnit[]): readonly Table[] {
  const tables = new Map<string, IndexedUnit[]>();
  for (const unit of units) {
    const { cells } = unit.block;
    if (unit.block.kind !== 'row' || cells === undefined || cells.length < 2) continue;
    // Records may leave out columns. They share the first one.
    const key = `${unit.document.id}\n${unit.block.trail.join('\n')}\n${cells[0]![0]}`;
    const rows = tables.get(key);
    if (rows === undefined) tables.set(key, [unit]);
    else rows.push(unit);
  }
  return [...tables.values()]
    .filter((rows) => rows.length > 1)
    .map((rows) => ({
      rows,
      columns: [...new Set(rows.flatMap(({ block }) => block.cells!.map(([name]) => name)))],
    }));
}

/** Returns the value of a column in a row, or an empty text. */
function readCell({ block }: IndexedUnit, column: string): string {
  return block.cells?.find(([name]) => name === column)?.[1] ?? '';
}

export interface ExtremeRows {
  readonly rows: readonly IndexedUnit[];
  /** Weight of the question's terms that the table contains. */
  readonly relevance: number;
  /** Strength of each term of the question in the table's names and the best row. */
  readonly strengths: readonly number[];
  /** The compared column. `undefined` for lines of text. */
  readonly column: string | undefined;
}

/** Sorts the rows of a table by the asked measure, best first. Returns `undefined` if the table lacks the measure. */
export function compareRows(extreme: Extreme, table: Table, matcher: WordMatcher): ExtremeRows | undefined {
  const measure = findMeasure(extreme, table, matcher);
  if (measure === undefined) return undefined;
  const { column, measured } = measure;
  // The oldest person has the largest age and the earliest year of birth.
  const flipped = extreme.flip?.test(foldAccents(column.toLowerCase())) === true;
  const words = [
    ...table.columns,
    ...(table.rows[0]?.block.trail ?? []),
    table.rows[0]?.document.title ?? '',
    table.rows[0]?.document.path ?? '',
  ];
  const names = words.join(' ').replaceAll('_', ' ');
  // A word of the table's names does not distinguish its rows.
  const common = matcher.strengths(names);
  const valued = table.rows.flatMap((unit) => {
    const value = readNumber(readCell(unit, column));
    return value === undefined ? [] : [{ unit, value, match: matchCells(unit, matcher, common) }];
  });
  // "the shortest checkout outage": only rows that match the question.
  const most = Math.max(0, ...valued.map(({ match }) => match));
  const apt = valued.filter(({ match }) => match >= most * 0.99);
  const rows = apt
    .toSorted((left, right) => (right.value - left.value) * extreme.direction * (flipped ? -1 : 1))
    .map(({ unit }) => unit);
  const [best] = rows;
  if (best === undefined) return undefined;
  const strengths = matcher.strengths(`${names} ${best.text}`);
  const named = (isNamed(extreme, names) ? 1.5 : 1) * (measured ? 1.2 : 1);
  return { rows, relevance: (matcher.weigh(names) + most * CELL) * named, strengths, column };
}

/** Returns whether a text contains the word after the superlative. */
export function isNamed({ noun }: Extreme, text: string): boolean {
  const plain = noun.replace(/(?:es|s|en|n)$/, '');
  return plain.length > 2 && foldAccents(text.toLowerCase()).includes(plain);
}

/** Share of a word in a cell relative to one in the names of the table. */
const CELL = 0.8;

function matchCells({ block }: IndexedUnit, matcher: WordMatcher, common: readonly number[]): number {
  const own = matcher.strengths(block.cells!.map(([, value]) => value).join(' '));
  return matcher.sumContent(own.map((strength, place) => (common[place]! > 0 ? 0 : strength)));
}

function findMeasure(
  extreme: Extreme,
  { rows, columns }: Table,
  matcher: WordMatcher,
): { readonly column: string; readonly measured: boolean } | undefined {
  const { measures } = extreme;
  const dated = measures.includes('date');
  const numeric = columns.flatMap((column) => {
    const numbers = rows.filter((row) => {
      const value = readCell(row, column);
      return readNumber(value) !== undefined && (dated || findDate(value) === undefined);
    }).length;
    return numbers >= rows.length * 0.6
      ? [{ name: foldAccents(column.toLowerCase()).replaceAll('_', ' '), column }]
      : [];
  });
  const scored = numeric.map(({ name, column }) => {
    const words = name.split(/[^\p{L}\p{N}]+/u);
    const measured = measures.filter((measure) => words.includes(measure)).length;
    const named = isNamed(extreme, name) ? 3 : 0;
    return { column, score: matcher.weigh(name) + measured * 2 + named, measured };
  });
  const best = scored.toSorted((left, right) => right.score - left.score)[0];
  if (best !== undefined && best.score > 0) return { column: best.column, measured: best.measured > 0 };
  // "Most expensive" needs a price.
  return numeric.length === 1 && measures.length === 0
    ? { column: numeric[0]!.column, measured: false }
    : undefined;
}

/** Returns the cell that names a row chosen by a superlative: the asked column, or else the first with words. */
export function nameRow(
  question: AskedQuestion,
  cells: Cells,
  measure: string | undefined,
  matcher: WordMatcher,
): CellAnswer {
  const unmeasured = cells.filter(([name]) => name !== measure);
  // A name in the question selects the row.
  const fresh = unmeasured.filter(([, value]) => matcher.repeats(value) < 0.5);
  const rest = fresh.length > 0 ? fresh : unmeasured;
  const named = rest.filter(([, value]) => !isCode(value) || isCodeOf(question, value));
  const people = question.kind === 'person' ? named.filter(([, value]) => findNames(value).length > 0) : [];
  const others = people.length > 0 ? people : named.length > 0 ? named : rest;
  const headed = others.find(([name]) => {
    const plain = foldAccents(name.toLowerCase());
    return question.head.some((word) => plain.includes(word.replace(/s$/, '')));
  });
  if (question.kind !== 'thing' && question.kind !== 'person' && question.kind !== 'place') {
    const asked = chooseCell(question, cells, matcher);
    if (asked !== undefined) return asked;
  }
  if (headed !== undefined) return { text: nameNumber(headed), certainty: 0.9 };
  const chosen = chooseCell(question, others, matcher);
  if (chosen !== undefined && chosen.certainty >= 0.9) return chosen;
  const worded = others.filter(([, value]) => readNumber(value) === undefined);
  const naming = worded.find(([name]) => !/^(?:from|to|by|at|via|with|of|von|nach|bis|de|a)$/i.test(name));
  const chosenOne = naming ?? worded[0] ?? others[0];
  // "The largest invoice to Hanbit" asks for the row, which no column may name.
  const sure = naming === worded[0] && (fresh.length === unmeasured.length || question.head.length > 0);
  return { text: chosenOne?.[1] ?? '', certainty: sure ? 0.75 : 0.4 };
}

/** A bare number says little: "row 3". */
function nameNumber([name, value]: Cells[number]): string {
  return /^\d{1,3}$/.test(value) && /^\p{L}+$/u.test(name) ? `${name} ${value}` : value;
}

/** Returns the values of the asked column in rows that match a question equally well. */
export function listCells(
  question: AskedQuestion,
  rows: readonly IndexedUnit[],
  matcher: WordMatcher,
): readonly string[] {
  const values = rows.flatMap(({ block }) => {
    const chosen = chooseCell(question, block.cells ?? [], matcher);
    return chosen === undefined ? [] : [chosen.text];
  });
  return [...new Set(values)];
}
