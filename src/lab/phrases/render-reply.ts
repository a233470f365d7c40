/**
 * Renders operations as replies of the phrase codec.
 *
 * @module
 */
import type { WrittenReply } from '../../codec/token-codec.ts';
import type { Operation } from '../../memory/operation.ts';
import type { View } from '../../memory/view.ts';
import { SECTIONS, type Section, type TokenLayout } from './layout.ts';
import { readLines, readWords } from './phrase.ts';
import { END, quoteWord, type WordVocabulary } from './phrase-vocabulary.ts';
import type { Places } from './places.ts';

/** Order in which sections are searched for a phrase: noted, shown, new, asked. */
const LOOK_UP: readonly Section[] = ['n', 'v', 'c', 'q'];

/** Renders a reply. Words that occur in the prompt become quotes; other words are written plainly. */
export function renderReply(
  { operations, answers = [] }: WrittenReply,
  places: Places,
  view: View,
  layout: TokenLayout,
  vocabulary: WordVocabulary,
): readonly number[] {
  const written: readonly (readonly string[])[] = [
    ...operations.map((operation) => listOperationWords(operation, places, view)),
    ...answers.map((answer) => ['answer', answerWord(answer, places, layout)]),
  ];
  const reply: number[] = [];
  for (const words of written) {
    const ids = words.map((word) => vocabulary.id(word)).filter((id) => id !== undefined);
    const fits = reply.length + ids.length < layout.replyTokens;
    if (words.length > 0 && ids.length === words.length && fits) reply.push(...ids);
  }
  return [...reply, vocabulary.id(END)!];
}

/** Lists the verb and phrases of an operation. The result is empty if this codec cannot express it. */
function listOperationWords(operation: Operation, places: Places, view: View): readonly string[] {
  if (operation.op === 'create') return ['create', ...phrase(operation.text, places)];
  if (operation.op === 'read') return ['read', ...quoteAll(readWords(operation.query), places)];
  if (operation.target === 'scratchpad') {
    const text = operation.op === 'update' ? operation.text : '';
    return ['note', ...readLines(text).flatMap((line) => phrase(line, places))];
  }
  const { target } = operation;
  const slot = 'slot' in target ? target.slot : view.entries.findIndex(({ id }) => id === target.id) + 1;
  if (slot === 0) return [];
  return operation.op === 'delete' ? [`delete${slot}`] : [`update${slot}`, ...phrase(operation.text, places)];
}

function phrase(text: string, places: Places): readonly string[] {
  return findQuote(text, places) ?? readWords(text);
}

function findQuote(text: string, places: Places): readonly string[] | undefined {
  for (const section of LOOK_UP) {
    const place = places[section].findIndex((words) => words.join(' ') === text);
    if (place >= 0) return [quoteWord(section, place)];
  }
  return undefined;
}

/** Replaces words by quotes of whole phrases, from left to right, preferring the longest phrase. */
function quoteAll(words: readonly string[], places: Places): readonly string[] {
  const phrases = SECTIONS.flatMap((section) =>
    places[section].map((source, place) => ({ source, quote: quoteWord(section, place) })),
  );
  const written: string[] = [];
  let from = 0;
  while (from < words.length) {
    const fitting = phrases
      .filter(({ source }) => source.length > 0 && source.every((word, at) => words[from + at] === word))
      .reduce<(typeof phrases)[number] | undefined>(
        (best, each) => (best && best.source.length >= each.source.length ? best : each),
        undefined,
      );
    written.push(fitting?.quote ?? words[from]!);
    from += fitting?.source.length ?? 1;
  }
  return written;
}

/**
 * Returns the answer, or the quote of a phrase that ends in it. Phrases with the question's last relation
 * are preferred.
 */
function answerWord(answer: string, places: Places, layout: TokenLayout): string {
  if (layout.answers === 'word') return answer;
  const asked = places.q[0]?.at(-1);
  const ending = (['n', 'v'] as const).flatMap((section) =>
    places[section].flatMap((words, place) =>
      words.at(-1) === answer ? [{ words, quote: quoteWord(section, place) }] : [],
    ),
  );
  const best = ending.find(({ words }) => asked !== undefined && words.includes(asked)) ?? ending[0];
  return best?.quote ?? answer;
}
