/**
 * Chooses the short answer among those of the best sentences, the rows of a table, and the rules for passages.
 *
 * @module
 */
import type { Cells } from '../documents/file-document.ts';
import { type ExtremeRows, isNamed, listCells, nameRow } from './cells.ts';
import type { IndexedUnit } from './evidence-index.ts';
import type { WordMatcher } from './match-words.ts';
import type { EngineParts } from './parts.ts';
import type { PassageAnswer } from './passage-answer.ts';
import type { Placed } from './place-units.ts';
import type { AskedQuestion } from './question.ts';
import type { RankedUnit } from './rank.ts';
import type { ShortAnswer } from './short-answer.ts';

interface Choice {
  readonly extreme: ExtremeRows | undefined;
  readonly getAnswer: (unit: IndexedUnit) => ShortAnswer | undefined;
  readonly matcher: WordMatcher;
  readonly parts: EngineParts;
}

/** Returns the answer of the best sentence, of the row that a superlative asks for, or of several rows. */
export function chooseAnswer(
  question: AskedQuestion,
  placed: readonly Placed[],
  ranked: readonly RankedUnit[],
  { extreme, getAnswer, matcher, parts }: Choice,
): ShortAnswer | undefined {
  const first = placed[0]!;
  const own = getAnswer(first.unit);
  if (extreme !== undefined) {
    const { text, certainty } =
      readMeasure(question, first.unit.block.cells ?? [], extreme) ??
      nameRow(question, first.unit.block.cells ?? [], extreme.column, matcher);
    const at = first.unit.text.indexOf(text);
    const span = at === -1 ? undefined : { text, start: at, end: at + text.length };
    return text === '' ? own : { text, source: 'extreme', certainty, span };
  }
  if (!parts.tables || !question.list || first.unit.block.kind !== 'row') return own;
  const top = ranked.find(({ unit }) => unit === first.unit)?.score ?? first.score;
  const peers = ranked.filter(
    ({ unit, score }) =>
      unit.block.kind === 'row' && unit.document === first.unit.document && score >= top * 0.93,
  );
  const values = listCells(
    question,
    peers.map(({ unit }) => unit).toSorted((left, right) => left.index - right.index),
    matcher,
  );
  if (values.length < 2) return own;
  return { text: values.join(', '), source: 'list', certainty: 0.7, span: own?.span };
}

/** Returns the compared value if it is what is asked: "the highest temperature". */
function readMeasure(
  { head, extreme }: AskedQuestion,
  cells: Cells,
  { column }: ExtremeRows,
): { readonly text: string; readonly certainty: number } | undefined {
  const [name, value] = cells.find(([one]) => one === column) ?? [];
  if (name === undefined || value === undefined || extreme === undefined) return undefined;
  const asksValue = head.length === 0 || head.includes(extreme.noun);
  return asksValue && isNamed(extreme, name) ? { text: value, certainty: 0.75 } : undefined;
}

/** If the documents are passages, the rules for passages outrank the nearest span. */
export function choosePassage(
  own: ShortAnswer | undefined,
  passages: PassageAnswer | undefined,
  placed: readonly Placed[],
  fromTable: boolean,
): ShortAnswer | undefined {
  if (passages === undefined || fromTable || placed[0]?.unit.block.kind === 'row') return own;
  const { text } = passages;
  const same = own !== undefined && isSame(own.text, text);
  const at = placed[0]?.unit.text.indexOf(text) ?? -1;
  const span = at === -1 ? undefined : { text, start: at, end: at + text.length };
  return { text, source: 'passages', certainty: same ? own.certainty : 0, span: same ? own.span : span };
}

function isSame(left: string, right: string): boolean {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return plain(left) === plain(right);
}
