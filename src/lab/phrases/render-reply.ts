import type { WrittenReply } from '../../codec/token-codec.ts';
import type { Operation } from '../../memory/operation.ts';
import type { View } from '../../memory/view.ts';
import { SECTIONS, type Section, type TokenLayout } from './layout.ts';
import { readLines, readWords } from './phrase.ts';
import { END, quoteWord, type WordVocabulary } from './phrase-vocabulary.ts';
import type { Places } from './places.ts';

/** Where a phrase is looked up first: what was noted before what is shown before what is new. */
const LOOK_UP: readonly Section[] = ['n', 'v', 'c', 'q'];

/** Writes a reply in quotes where the words stand in the prompt, in plain words where they do not. */
export function renderReply(
  { operations, answers = [] }: WrittenReply,
  places: Places,
  view: View,
  layout: TokenLayout,
  vocabulary: WordVocabulary,
): readonly number[] {
  const written: readonly (readonly string[])[] = [
    ...operations.map((operation) => wordsOfOperation(operation, places, view)),
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

/** A verb and its phrases; nothing for what this codec cannot say. */
function wordsOfOperation(operation: Operation, places: Places, view: View): readonly string[] {
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

/** Words as quotes of whole phrases, from left to right, the longest phrase first. */
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

/** As a quote: the phrase that ends in the answer, best one with the relation that was asked for last. */
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
