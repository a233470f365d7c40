/**
 * `createNeedleStream`: hides needles of the RULER kinds in filler text of any length, one passage at a time.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { createRandom, type Random } from '../shared/random.ts';
import type { DialogueQuestion } from '../task/dialogue/conversation.ts';
import type { SourceDocument } from '../task/observation.ts';

/** The kinds of RULER (Hsieh et al., 2024). */
export const NEEDLE_KINDS = [
  'single-key',
  'multi-key',
  'multi-value',
  'multi-query',
  'variable-tracking',
] as const;

export type NeedleKind = (typeof NEEDLE_KINDS)[number];

export interface NeedleOptions {
  readonly seed: number | string;
  /** Length of the stream in tokens of four characters. */
  readonly tokens: number;
  /** Passages of ordinary text. They repeat, in another order, until the stream is long enough. */
  readonly filler: readonly string[];
  /** Questions of each kind. Default: 4. */
  readonly questions?: number;
}

/** A stream whose passages are made while they are read. */
export interface NeedleStream {
  readonly id: string;
  readonly dataset: string;
  readonly questions: readonly DialogueQuestion[];
  turns(): Generator<SourceDocument, void, undefined>;
}

/** A sentence to hide, and the 0-based passage that hides it. */
interface Needle {
  readonly text: string;
  readonly passage: number;
}

const CHARACTERS_PER_TOKEN = 4;

/**
 * Creates a stream of passages with needles:
 *
 * - `single-key`: the number of one key.
 * - `multi-key`: the same, among eight keys that differ from it in one word.
 * - `multi-value`: the four numbers of one key.
 * - `multi-query`: the numbers of four keys.
 * - `variable-tracking`: the first link of a chain of five assignments and all variables that follow from it. As in
 *   RULER, each variable is assigned before the next one uses it.
 *
 * `support` of a question lists the passages with its needles. Memory does not grow with `tokens`.
 *
 * @throws AtomMemError `bad-option`
 * @example
 * const { turns, questions } = createNeedleStream({ seed: 1, tokens: 1_000_000, filler });
 */
export function createNeedleStream({ seed, tokens, filler, questions = 4 }: NeedleOptions): NeedleStream {
  const length = filler.reduce((sum, text) => sum + text.length + 1, 0) / Math.max(1, filler.length);
  const passages = Math.floor((tokens * CHARACTERS_PER_TOKEN) / Math.max(1, length));
  if (filler.length === 0 || !(passages >= 100)) {
    throw new AtomMemError('bad-option', {
      problem: `${tokens} tokens of ${filler.length} filler passages make ${filler.length === 0 ? 0 : passages} passages`,
      remedy: 'Give filler text, and enough tokens for 100 passages',
      details: { option: 'tokens', value: tokens },
    });
  }
  const id = `needles-${tokens}-${seed}`;
  const random = createRandom(id);
  const hide = createHider(id, passages, random);
  const asked = NEEDLE_KINDS.flatMap((kind) =>
    Array.from({ length: questions }, (_, place) =>
      createQuestion(kind, `${id}-${kind}-${place + 1}`, hide, random),
    ),
  );
  const needles = new Map(hide.needles().map((needle) => [needle.passage, needle.text]));
  return {
    id,
    dataset: `needles-${tokens}`,
    questions: asked,
    turns: () => writePassages(id, passages, filler, needles),
  };
}

function* writePassages(
  id: string,
  passages: number,
  filler: readonly string[],
  needles: ReadonlyMap<number, string>,
): Generator<SourceDocument, void, undefined> {
  for (let start = 0, round = 0; start < passages; round++) {
    for (const place of createRandom(`${id}/${round}`).permutation(filler.length)) {
      const passage = start++;
      if (passage >= passages) return;
      const needle = needles.get(passage);
      const text = filler[place]!;
      yield {
        id: `${id}/${passage}`,
        title: `Passage ${passage + 1}`,
        text: needle === undefined ? text : insertSentence(text, needle, passage),
      };
    }
  }
}

/** Puts the sentence after one of the text's own, chosen by the passage's number. */
function insertSentence(text: string, sentence: string, number: number): string {
  const ends = [...text.matchAll(/[.!?]\s/g)].map(({ index }) => index + 2);
  const end = ends[number % Math.max(1, ends.length)] ?? text.length;
  return `${text.slice(0, end).trimEnd()} ${sentence} ${text.slice(end)}`.trim();
}

interface Hider {
  /** Hides a sentence in a random passage and returns the document id of the passage. */
  (sentence: string): string;
  /** Hides sentences in random passages, in reading order. */
  inOrder(sentences: readonly string[]): readonly string[];
  needles(): readonly Needle[];
}

function createHider(id: string, passages: number, random: Random): Hider {
  const places = random.permutation(passages);
  const hidden: Needle[] = [];
  const hideAt = (text: string, passage: number): string => {
    hidden.push({ text, passage });
    return `${id}/${passage}`;
  };
  return Object.assign((text: string) => hideAt(text, places.next().value!), {
    inOrder(texts: readonly string[]) {
      const chosen = texts.map(() => places.next().value!).sort((left, right) => left - right);
      return texts.map((text, place) => hideAt(text, chosen[place]!));
    },
    needles: () => hidden,
  });
}

const ADJECTIVES =
  'amber brave calm dusty eager fancy gentle hollow icy jolly keen lucky mellow noble odd proud quiet rusty shy tidy'.split(
    ' ',
  );
const NOUNS =
  'anchor basket candle drawer engine feather garland hammer island jacket kettle lantern mirror needle orchard pencil quiver ribbon saddle teapot'.split(
    ' ',
  );

const numberSentence = (key: string, value: string): string =>
  `One of the special magic numbers for ${key} is ${value}.`;

function createQuestion(kind: NeedleKind, id: string, hide: Hider, random: Random): DialogueQuestion {
  const key = (): string => `${random.pick(ADJECTIVES)}-${random.pick(NOUNS)}-${random.integer(900) + 100}`;
  const value = (): string => String(random.integer(9_000_000) + 1_000_000);
  const ask = (text: string, answers: readonly string[], support: readonly string[]): DialogueQuestion => ({
    ...{ id, text, answers, support, type: kind },
    answerable: true,
  });
  const ofKey = (name: string): string =>
    `What are all the special magic numbers for ${name} mentioned in the text?`;
  switch (kind) {
    case 'single-key': {
      const [name, number] = [key(), value()];
      return ask(ofKey(name), [number], [hide(numberSentence(name, number))]);
    }
    case 'multi-key': {
      const [name, number] = [key(), value()];
      const [adjective, noun] = name.split('-');
      for (let count = 0; count < 8; count++) {
        const near = `${count % 2 === 0 ? adjective : random.pick(ADJECTIVES)}-${count % 2 === 0 ? random.pick(NOUNS) : noun}`;
        hide(numberSentence(`${near}-${random.integer(900) + 1000}`, value()));
      }
      return ask(ofKey(name), [number], [hide(numberSentence(name, number))]);
    }
    case 'multi-value': {
      const name = key();
      const numbers = Array.from({ length: 4 }, value);
      return ask(
        ofKey(name),
        numbers,
        numbers.map((number) => hide(numberSentence(name, number))),
      );
    }
    case 'multi-query': {
      const pairs = Array.from({ length: 4 }, () => [key(), value()] as const);
      return ask(
        ofKey(pairs.map(([name]) => name).join(', ')),
        pairs.map(([, number]) => number),
        pairs.map(([name, number]) => hide(numberSentence(name, number))),
      );
    }
    case 'variable-tracking': {
      const names = Array.from({ length: 5 }, () => `VAR${random.integer(90_000) + 10_000}`);
      const number = value();
      const links = hide.inOrder(
        names.map((name, place) => `Assign ${name} = ${place === 0 ? number : names[place - 1]}.`),
      );
      return ask(`Which variables have the value ${number}, directly or through others?`, names, links);
    }
  }
}
