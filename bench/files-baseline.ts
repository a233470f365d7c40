/**
 * The baseline of `bench/files.ts`: BM25 over sentences and rows, with crude stemming and headings as
 * context.
 * @module
 */
import { splitUnits, type Unit } from '../src/ask/unit.ts';
import type { FileDocument } from '../src/documents/file-document.ts';
import { locate } from '../src/documents/locate.ts';

const STOP = new Set(
  'a an and are as at be by can do does did for from had has have how i in is it its me my of on or our that the their there this to was we were what when where which who whom why will with you your'.split(
    ' ',
  ),
);

function readTerms(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFKC')
      .match(/[\p{sc=Han}]|[\p{L}\p{M}]+|\p{N}+(?:[.,:]\p{N}+)*/gu) ?? []
  )
    .filter((word) => !STOP.has(word))
    .map((word) => word.replace(/(?<=\p{L}{3})(?:ing|ed|es|s|en|e|n)$/u, ''));
}

/** Ranks units for a question. */
export type Baseline = (
  question: string,
  count: number,
) => readonly { unit: Unit; path: string; line: number }[];

export function createBaseline(documents: readonly FileDocument[]): Baseline {
  const units = documents.flatMap(splitUnits).map((unit) => {
    const terms = readTerms(unit.text);
    const context = readTerms(`${unit.block.trail.join(' ')} ${unit.document.title}`);
    return { unit, terms, held: new Set([...terms, ...context]), own: new Set(terms) };
  });
  const mean = units.reduce((sum, { terms }) => sum + terms.length, 0) / units.length;
  const counts = new Map<string, number>();
  for (const { held } of units) for (const term of held) counts.set(term, (counts.get(term) ?? 0) + 1);
  const rarity = (term: string): number => {
    const count = counts.get(term) ?? 0;
    return Math.log(1 + (units.length - count + 0.5) / (count + 0.5));
  };
  return (question, count) => {
    const asked = [...new Set(readTerms(question))];
    return units
      .map(({ unit, terms, held, own }) => {
        const length = 0.6 + 0.4 * (terms.length / mean);
        const score = asked.reduce((sum, term) => {
          const frequency = own.has(term) ? 1 : held.has(term) ? 0.5 : 0;
          return sum + (rarity(term) * frequency * 2.2) / (frequency + 1.2 * length);
        }, 0);
        return { unit, score };
      })
      .toSorted((left, right) => right.score - left.score)
      .slice(0, count)
      .map(({ unit }) => ({ unit, ...locate(unit.document, unit.start) }));
  };
}
