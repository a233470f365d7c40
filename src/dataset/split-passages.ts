/**
 * Splits long documents into passages.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { SourceDocument } from '../task/observation.ts';

/** Default size of a passage: about a paragraph of an encyclopaedia. */
const CHARACTERS = 1200;

/**
 * Splits documents that are too long into passages. Passages are documents with the ids `<id>¶<n>`. Cuts
 * at blank lines, then at line ends, sentence ends and spaces. Keeps everything but the white space at the
 * cuts. Takes time linear in the length of the text.
 *
 * @param characters largest size of a passage. Default: 1200.
 * @throws AtomMemError `bad-argument`
 * @example
 * const passages = splitPassages(documents, 800);
 */
export function splitPassages(
  documents: readonly SourceDocument[],
  characters: number = CHARACTERS,
): readonly SourceDocument[] {
  if (!(characters >= 1)) {
    throw new AtomMemError('bad-argument', {
      problem: `the size of a passage is ${characters} characters`,
      remedy: 'Give a number from 1 on',
      details: { option: 'characters', value: characters },
    });
  }
  return documents.flatMap((document) => {
    if (document.text.length <= characters) return [document];
    const parts = packParts(splitText(document.text, characters, 0), characters);
    return parts.map((text, index) => ({ ...document, id: `${document.id}¶${index + 1}`, text }));
  });
}

/** Places to cut, the best first. A part that is still too long is cut at the next kind of place. */
const CUTS: readonly ((text: string) => readonly string[])[] = [
  (text) => text.split(/\n\s*\n/),
  (text) => text.split('\n'),
  splitSentences,
  (text) => text.split(/\s+/),
];

function splitText(text: string, characters: number, level: number): readonly string[] {
  if (text.length <= characters) return text.trim() === '' ? [] : [text.trim()];
  const cut = CUTS[level];
  if (cut === undefined) return text.match(new RegExp(`.{1,${characters}}`, 'gsu')) ?? [];
  return cut(text).flatMap((part) => splitText(part, characters, level + 1));
}

const SENTENCE_END = /[.!?…。！？]/;
const CLOSING = /["'”’)]/;

/** A regular expression that looks back over closing marks would take quadratic time. */
function splitSentences(text: string): readonly string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const { index, 0: space } of text.matchAll(/\s+/g)) {
    let last = index - 1;
    while (last >= start && CLOSING.test(text[last]!)) last -= 1;
    if (last < start || !SENTENCE_END.test(text[last]!)) continue;
    sentences.push(text.slice(start, index));
    start = index + space.length;
  }
  return [...sentences, text.slice(start)];
}

/** Joins neighbours again as far as they fit. */
function packParts(parts: readonly string[], characters: number): readonly string[] {
  const packed: string[] = [];
  for (const part of parts) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + part.length + 1 <= characters)
      packed[packed.length - 1] = `${last}\n${part}`;
    else packed.push(part);
  }
  return packed;
}
