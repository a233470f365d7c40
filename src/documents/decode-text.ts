/**
 * Finds the encoding of a text file and decodes it.
 *
 * @module
 */
import { isUtf8 } from 'node:buffer';

/** Encoding of a file, as named by `TextDecoder`. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
}

const SAMPLE = 64 * 1024;

/**
 * Decodes the bytes of a text. Recognises UTF-8, UTF-16 with or without a byte order mark, Shift-JIS, EUC-JP,
 * GB 18030, Big5, EUC-KR, Cyrillic (KOI8-R, Windows-1251, ISO 8859-5, CP 866), Greek (Windows-1253) and
 * Windows-1252. Returns `undefined` if the bytes are not text.
 *
 * @param declared encoding declared in the file, such as an HTML page's `charset`
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText | undefined {
  const encoding = findEncoding(bytes, declared);
  if (encoding === undefined) return undefined;
  const text = new TextDecoder(encoding).decode(bytes).replace(/\r\n?/g, '\n');
  return { text, encoding };
}

function findEncoding(bytes: Uint8Array, declared: string | undefined): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE);
  const wide = findWide(sample);
  if (wide !== undefined) return wide;
  if (sample.includes(0)) return undefined;
  if (isUtf8(bytes)) return countControls(sample) > 4 + sample.length / 20 ? undefined : 'utf-8';
  if (declared !== undefined && canDecode(bytes, declared)) return declared;
  const alphabet = standAlone(sample) ? undefined : findAlphabet(sample);
  if (alphabet !== undefined) return alphabet;
  const east = standAlone(sample) ? undefined : EAST_ASIAN.find((one) => readsWell(sample, one));
  if (east !== undefined) return east.encoding;
  return isWestern(sample) ? 'windows-1252' : undefined;
}

/** Detects UTF-16 without a byte order mark: in Western text, nearly every second byte is zero. */
function findWide(sample: Uint8Array): string | undefined {
  if (sample.length < 4 || sample.length % 2 !== 0) return undefined;
  let [even, odd] = [0, 0];
  for (let at = 0; at < sample.length; at += 2) {
    if (sample[at] === 0) even += 1;
    if (sample[at + 1] === 0) odd += 1;
  }
  const pairs = sample.length / 2;
  if (odd > pairs * 0.7 && even < pairs * 0.05) return 'utf-16le';
  return even > pairs * 0.7 && odd < pairs * 0.05 ? 'utf-16be' : undefined;
}

interface EastAsian {
  readonly encoding: string;
  /** Characters that dominate text in this encoding, besides ASCII. */
  readonly usual: RegExp;
  readonly share: number;
}

const EAST_ASIAN: readonly EastAsian[] = [
  { encoding: 'shift_jis', usual: /[\u3041-\u3096\u30a1-\u30fc]/g, share: 0.2 },
  { encoding: 'euc-jp', usual: /[\u3041-\u3096\u30a1-\u30fc]/g, share: 0.2 },
  { encoding: 'euc-kr', usual: /[\uac00-\ud7a3]/g, share: 0.6 },
  { encoding: 'gb18030', usual: /[\u4e00-\u9fff\u3000-\u3002\uff0c]/g, share: 0.8 },
  { encoding: 'big5', usual: /[\u4e00-\u9fff\u3000-\u3002\uff0c]/g, share: 0.8 },
];

interface Alphabet {
  readonly encodings: readonly string[];
  readonly letters: RegExp;
  readonly small: RegExp;
  /** The letters that make up about half of any text. */
  readonly common: RegExp;
}

const ALPHABETS: readonly Alphabet[] = [
  {
    encodings: ['koi8-r', 'windows-1251', 'iso-8859-5', 'ibm866'],
    letters: /[\u0400-\u045f]/g,
    small: /[\u0430-\u045f]/g,
    common: /[оеаинтсрвлОЕАИНТСРВЛ]/g,
  },
  {
    encodings: ['windows-1253'],
    letters: /[\u0386-\u03ce]/g,
    small: /[\u03ac-\u03ce]/g,
    common: /[αοιετσνηυρςάόίέήΑΟΙΕΤΣΝΗΥΡ]/g,
  },
];

const LEAST_COMMON = 0.35;

/** Finds the encoding in which the text reads as Cyrillic or Greek: common letters, mostly small ones. */
function findAlphabet(sample: Uint8Array): string | undefined {
  const high = sample.filter((byte) => byte >= 0x80);
  if (high.length < 8) return undefined;
  const read = ALPHABETS.flatMap(({ encodings, letters, small, common }) =>
    encodings.flatMap((encoding) => {
      const text = new TextDecoder(encoding).decode(high);
      const share = (pattern: RegExp): number => (text.match(pattern)?.length ?? 0) / text.length;
      const fits = share(letters) > 0.93 && share(small) > 0.7 && share(common) > LEAST_COMMON;
      return fits ? [{ encoding, common: share(common) }] : [];
    }),
  );
  return read.toSorted((left, right) => right.common - left.common)[0]?.encoding;
}

function readsWell(sample: Uint8Array, { encoding, usual, share }: EastAsian): boolean {
  // The sample may end inside a character, so drop its last bytes.
  const text = decodeStrictly(sample, encoding) ?? decodeStrictly(sample.subarray(0, -1), encoding);
  if (text === undefined) return false;
  const foreign = text.replace(/\p{ASCII}/gu, '');
  return foreign.length > 0 && (foreign.match(usual)?.length ?? 0) / foreign.length >= share;
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function canDecode(bytes: Uint8Array, encoding: string): boolean {
  return decodeStrictly(bytes, encoding) !== undefined;
}

/** Accented letters occur between ASCII letters. East Asian characters take two bytes and occur in runs. */
function standAlone(sample: Uint8Array): boolean {
  let [bytes, runs] = [0, 0];
  for (let at = 0; at < sample.length; at++) {
    if (sample[at]! < 0x80) continue;
    bytes += 1;
    if (at === 0 || sample[at - 1]! < 0x80) runs += 1;
  }
  return bytes < runs * 1.5;
}

/** Detects Western text: few controls and few high bytes. */
function isWestern(sample: Uint8Array): boolean {
  let high = 0;
  for (const byte of sample) if (byte >= 0x80) high += 1;
  return countControls(sample) === 0 && high < sample.length * 0.3;
}

/** Control characters except tab, line feed, form feed, carriage return and escape. */
function countControls(sample: Uint8Array): number {
  let count = 0;
  for (const byte of sample)
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 0x1b) count += 1;
  return count;
}
