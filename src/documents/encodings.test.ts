/**
 * Texts in single-byte encodings of Cyrillic and Greek.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';

/** Encodes a text by inverting the decoder of a single-byte encoding. */
function encode(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const),
  );
  return Uint8Array.from(text, (character) => bytes.get(character)!);
}

const RUSSIAN = 'Лодку чинил сосед Степан в 1987 году. Весла стоят за печкой, а мотор увезли в город.';
const SHORT = 'Весла за печкой';
const GREEK = 'Η βάρκα είναι στο λιμάνι. Ο Νίκος την αγόρασε το 1987 από έναν ψαρά.';

test.each([
  ['koi8-r', RUSSIAN],
  ['windows-1251', RUSSIAN],
  ['iso-8859-5', RUSSIAN],
  ['ibm866', RUSSIAN],
  ['koi8-r', SHORT],
  ['windows-1251', SHORT],
  ['windows-1253', GREEK],
  ['windows-1252', 'Größe und Länge der Fähre in Århus: drei Meter.'],
])('reads %s', (encoding, text) => {
  expect(decodeText(encode(text, encoding))).toEqual({ encoding, text });
});
