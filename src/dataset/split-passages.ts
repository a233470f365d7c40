import type { SourceDocument } from '../task/observation.ts';

/** Characters of a passage: about a paragraph of an encyclopaedia, the size that retrieval is used to. */
const PASSAGE = 1200;

/**
 * Cuts long documents into passages that can be remembered one by one: at blank lines where there are some,
 * else at line ends, sentence ends, spaces. A passage is a document of its own, named `<id>¶<n>`; documents
 * that are short enough stay as they are. Nothing is lost but the spaces at the cuts.
 *
 * @param characters most characters of a passage. Default 1200.
 * @example
 * const passages = splitPassages((await readDocuments(['report.txt'])).documents);
 */
export function splitPassages(
  documents: readonly SourceDocument[],
  characters: number = PASSAGE,
): readonly SourceDocument[] {
  if (!(characters >= 1)) throw new Error(`passage of ${characters} characters: give a number from 1 on`);
  return documents.flatMap((document) => {
    if (document.text.length <= characters) return [document];
    const parts = packParts(partsOf(document.text, characters, 0), characters);
    return parts.map((text, index) => ({ ...document, id: `${document.id}¶${index + 1}`, text }));
  });
}

/** Where a text may be cut, the best place first; what is left too long is cut at the next. */
const CUTS: readonly RegExp[] = [/\n\s*\n/, /\n/, /(?<=[.!?…。！？]["'”’)]*)\s+/, /\s+/];

function partsOf(text: string, characters: number, level: number): readonly string[] {
  if (text.length <= characters) return text.trim() === '' ? [] : [text.trim()];
  const cut = CUTS[level];
  if (cut === undefined) return text.match(new RegExp(`.{1,${characters}}`, 'gsu')) ?? [];
  return text.split(cut).flatMap((part) => partsOf(part, characters, level + 1));
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
