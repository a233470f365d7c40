import { readFile, truncate } from 'node:fs/promises';

/**
 * The records of a file that is only ever appended to, one JSON value a line; none for a missing file. A
 * last line that a crash cut short is removed, so that appending goes on from a whole one.
 *
 * @throws one line that names file and line where another line is not JSON.
 */
export async function readJsonLines(path: string): Promise<readonly unknown[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '';
    throw new Error(`${path}: cannot be read (${cause.code})`);
  });
  const whole = text.lastIndexOf('\n') + 1;
  if (whole < text.length) await truncate(path, Buffer.byteLength(text.slice(0, whole)));
  return text
    .slice(0, whole)
    .split('\n')
    .flatMap((line, index) => (line === '' ? [] : [parse(line, `${path}:${index + 1}`)]));
}

function parse(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${place}: not JSON; remove the line and what it held runs again`);
  }
}
