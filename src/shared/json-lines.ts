/**
 * Reads JSON Lines from texts and streams of any length, in linear time.
 *
 * @module
 */
import { AtomMemError } from './error.ts';

/** One non-blank line: its value, or its syntax error. */
export type JsonLine = {
  /** 1-based. */
  readonly line: number;
} & ({ readonly value: unknown } | { readonly fault: string });

/** Reads the lines of a text, or of UTF-8 bytes that may be too long for one string. */
export function* parseJsonLines(text: string | Uint8Array): Generator<JsonLine, void> {
  const splitter = createLineSplitter();
  for (const piece of typeof text === 'string' ? [text] : decodeSlices(text)) yield* splitter.push(piece);
  yield* splitter.end();
}

/** Reads the lines of a stream with chunks of any size. */
export async function* readJsonLines(
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): AsyncGenerator<JsonLine, void> {
  const splitter = createLineSplitter();
  const decoder = new TextDecoder();
  for await (const piece of pieces) {
    yield* splitter.push(typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
  }
  yield* splitter.push(decoder.decode());
  yield* splitter.end();
}

/**
 * Returns the value of a line.
 *
 * @param name the file, for the message
 * @throws AtomMemError `malformed-json` with `path` and `line`
 */
export function requireValue(line: JsonLine, name: string, remedy: string = REMEDY): unknown {
  if ('value' in line) return line.value;
  throw new AtomMemError('malformed-json', {
    problem: `${name}:${line.line}: is not JSON (${line.fault})`,
    remedy,
    details: { path: name, line: line.line },
  });
}

const REMEDY = 'Correct or remove the line. The file holds one JSON value per line';

interface LineSplitter {
  push(piece: string): Generator<JsonLine, void>;
  end(): Generator<JsonLine, void>;
}

function createLineSplitter(): LineSplitter {
  let line = 0;
  // Pieces of a line are joined once, so that long lines take linear time.
  let parts: string[] = [];

  function* finish(last: string): Generator<JsonLine, void> {
    const text = parts.length === 0 ? last : parts.join('') + last;
    parts = [];
    line++;
    if (text.trim() !== '') yield parseLine(text, line);
  }

  return {
    *push(piece) {
      let start = 0;
      for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', start)) {
        yield* finish(piece.slice(start, end));
        start = end + 1;
      }
      if (start < piece.length) parts.push(piece.slice(start));
    },
    *end() {
      if (parts.length > 0) yield* finish('');
    },
  };
}

function parseLine(text: string, line: number): JsonLine {
  try {
    return { line, value: JSON.parse(text) };
  } catch (cause) {
    const fault = (cause as Error).message.replace(/\s+/g, ' ');
    return { line, fault: fault.length > 120 ? `${fault.slice(0, 119)}…` : fault };
  }
}

const SLICE = 2 ** 20;

function* decodeSlices(bytes: Uint8Array): Generator<string, void> {
  const decoder = new TextDecoder();
  for (let start = 0; start < bytes.length; start += SLICE) {
    yield decoder.decode(bytes.subarray(start, start + SLICE), { stream: true });
  }
  yield decoder.decode();
}
