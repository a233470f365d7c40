/**
 * Units of evidence: a sentence, a table row, a record, a line of a log or of code.
 *
 * @module
 */
import type { Block, FileDocument } from '../documents/file-document.ts';

export interface Unit {
  readonly document: FileDocument;
  readonly block: Block;
  /** Offsets in the document's text. */
  readonly start: number;
  readonly end: number;
  /** The text with white space collapsed to single spaces. */
  readonly text: string;
}

/** Maximum length of a unit, in characters. Longer sentences are cut at a comma or a space. */
const LONGEST = 700;

/** Splits a document into units. Headings are context, not evidence, and give no units. */
export function splitUnits(document: FileDocument): readonly Unit[] {
  return document.blocks.flatMap((block): readonly Unit[] => {
    if (block.kind === 'heading') return [];
    const source = document.text.slice(block.start, block.end);
    const whole = block.kind === 'row' || block.kind === 'code' || isShort(source) || isEntry(source);
    const cuts = whole ? [[0, source.length] as const] : joinShort(source, splitSentences(source));
    return cuts.flatMap(([from, to]) => toUnit(document, block, source, from, to));
  });
}

/** A sentence shorter than this joins its neighbour, up to this length of both, in characters. */
const SHORT = 60;
const JOINED = 160;

/** Joins short sentences of a paragraph: alone, "It is 12 metres long." says little. */
function joinShort(
  source: string,
  cuts: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const joined: (readonly [number, number])[] = [];
  for (const [from, to] of cuts) {
    const last = joined.at(-1);
    const short = last !== undefined && Math.min(to - from, last[1] - last[0]) < SHORT;
    // In Chinese and Japanese, a short sentence says much.
    const joins = short && to - last[0] <= JOINED && !/[。！？]/.test(source.slice(last[0], to));
    if (joins) joined[joined.length - 1] = [last[0], to];
    else joined.push([from, to]);
  }
  return joined;
}

/** Short sentences stay together, unless they end in a mark that always ends a sentence. */
function isShort(source: string): boolean {
  return source.length < 60 && !/[。！？][」』”）]*\S/.test(source);
}

/**
 * Returns whether a line is an entry of a diary or a conversation. It stays together with the date or name at its
 * start.
 */
function isEntry(source: string): boolean {
  return (
    source.length <= 240 &&
    !source.includes('\n') &&
    /^[\s[(-]*(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:\d{2}|\p{Lu}[\p{L}.-]{1,20}(?: \p{Lu}[\p{L}.-]{1,20})?:\s)/u.test(
      source,
    )
  );
}

function toUnit(
  document: FileDocument,
  block: Block,
  source: string,
  from: number,
  to: number,
): readonly Unit[] {
  const raw = source.slice(from, to);
  const lead = /^(?:\s|[-*•>]\s|#+\s|\/\/+|\/?\*+\s?|"""|''')*/.exec(raw)![0].length;
  const text = tidy(raw.slice(lead), block);
  if (!/[\p{L}\p{N}]/u.test(text)) return [];
  const start = block.start + from + lead;
  return [{ document, block, start, end: block.start + from + raw.trimEnd().length, text }];
}

/** Joins the cells of a record, which are on separate lines, into one line. */
function tidy(text: string, block: Block): string {
  const joined =
    block.kind === 'row' ? text.replaceAll('\n', ' · ') : text.replace(/\n\s*(?:[>*#]|\/\/)+\s?/g, ' ');
  return joined
    .replace(/\s+/g, ' ')
    .replace(/(?:\*\/|"""|''')\s*$/, '')
    .trim();
}

const BOUNDARY = /[.!?…]+["'’”)\]]*(?=\s)|[。！？]+[」』”）]*|\n(?:[^\S\n]*\n)+/gu;

/** Abbreviations whose full stop does not end a sentence. */
const ABBREVIATION =
  /(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Lt|Col|Gen|Capt|Prof|Rev|Hon|vs|No|Nr|Inc|Ltd|Co|Corp|ca|approx|etc|Fig|Abs|Str|Hr|Fr|bzw|usw|Art|Sra|Srta|Mme|Mlle|e\.g|i\.e|z\.B|d\.h|a\.m|p\.m|\p{Lu})\.$/u;

/** Splits a text into sentences. Returns pairs of offsets that cover it. */
export function splitSentences(text: string): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let start = 0;
  for (const match of text.matchAll(BOUNDARY)) {
    const end = match.index + match[0].length;
    if (match[0].endsWith('.') && isInside(text, start, end)) continue;
    pushCut(found, text, start, end);
    start = end;
  }
  if (start < text.length) pushCut(found, text, start, text.length);
  return found;
}

/**
 * Returns whether a full stop is inside a sentence: after an abbreviation or a list number, or before a lower-case
 * letter.
 */
function isInside(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(start, end - 12), end);
  if (ABBREVIATION.test(before)) return true;
  if (/\b(?:no|nr|num|tel|ext|p|pp)\.$/i.test(before) && /^\s*[\d+]/.test(text.slice(end, end + 6)))
    return true;
  if (/^\s*\d{1,3}\.$/.test(text.slice(start, end))) return true;
  if (
    /\b(?:Article|Section|Chapter|Artikel|Abschnitt|Kapitel|Articulo|Artículo) \d{1,3}\.$/.test(
      text.slice(Math.max(start, end - 20), end),
    )
  )
    return true;
  const next = /^\s+(\S{1,4})/.exec(text.slice(end, end + 12))?.[1] ?? '';
  if (/^["'“„(]?\p{Ll}/u.test(next)) return true;
  // "27. Februar": an ordinal in German.
  return (
    /\s\d{1,2}\.$/.test(before) &&
    /^\s+\p{Lu}\p{Ll}{2,}/u.test(text.slice(end, end + 12)) &&
    !/^\s+(?:The|A|It|We|He|She|They|In|I|This|Die|Der|Das|Es|Wir|If|You)\b/.test(text.slice(end, end + 12))
  );
}

function pushCut(found: (readonly [number, number])[], text: string, start: number, end: number): void {
  let from = start;
  while (end - from > LONGEST) {
    const window = text.slice(from, from + LONGEST);
    const at = Math.max(
      window.lastIndexOf('; '),
      window.lastIndexOf(', '),
      window.lastIndexOf('、'),
      window.lastIndexOf('，'),
    );
    const space = window.lastIndexOf(' ');
    const cut = from + (at > LONGEST / 3 ? at + 1 : space > LONGEST / 3 ? space : LONGEST);
    found.push([from, cut]);
    from = cut;
  }
  found.push([from, end]);
}
