/**
 * Removes characters that control terminals or hide text.
 *
 * @module
 */

// Colours and cursor moves in logs: CSI and OSC sequences.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are removed
const SEQUENCES = /[\u001b\u009b]\[?[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?/g;

// C0 and C1 controls except tab and line feed, zero-width and bidirectional controls, the byte order mark.
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is removed
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

// A quick test for both patterns above.
const SUSPECT =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is removed
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** Returns the text without control characters and escape sequences. Uses `\n` line ends and NFC. */
export function cleanText(text: string): string {
  const plain = SUSPECT.test(text)
    ? text
        .replace(/\r\n?/g, '\n')
        .replace(/[\u0085\u2028\u2029]/g, ' ')
        .replace(SEQUENCES, '')
        .replace(CONTROLS, '')
    : text;
  return plain.normalize('NFC');
}
