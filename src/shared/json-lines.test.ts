/** Tests of the reader of JSON Lines. @module */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type JsonLine, parseJsonLines, readJsonLines, requireValue } from './json-lines.ts';
import { readAppendedLines, readJsonLinesFile } from './json-lines-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function collect(lines: AsyncIterable<JsonLine>): Promise<readonly JsonLine[]> {
  const found: JsonLine[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

test('gives every value with its line, in whatever pieces it arrives', async () => {
  const line = fc
    .oneof(fc.json(), fc.constantFrom('', ' ', '\r', '{', 'ä¥😀', '"\u2028"'))
    .filter((text) => !text.includes('\n'));
  const cuts = fc.array(fc.nat(200), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 12 }), cuts, fc.boolean(), async (lines, places, closed) => {
      const text = lines.join('\n') + (closed ? '\n' : '');
      const bytes = new TextEncoder().encode(text);
      const edges = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
        (a, b) => a - b,
      );
      const pieces = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
      const expected = lines.flatMap((given, index): unknown[] => {
        if (given.trim() === '') return [];
        try {
          return [{ line: index + 1, value: JSON.parse(given) }];
        } catch {
          return [{ line: index + 1, fault: expect.any(String) }];
        }
      });
      expect([...parseJsonLines(text)]).toEqual(expected);
      expect([...parseJsonLines(bytes)]).toEqual(expected);
      expect(await collect(readJsonLines(pieces))).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test('reads a million blank lines at the price of their bytes', () => {
  expect([...parseJsonLines(`${'\n'.repeat(1_000_000)}1`)]).toEqual([{ line: 1_000_001, value: 1 }]);
});

test('an error names file and line', () => {
  const [, broken] = parseJsonLines('1\n{"a":\n');
  expect(() => requireValue(broken!, 'runs.jsonl')).toThrow(/^runs\.jsonl:2: is not JSON \(.*\)\. Correct/);
});

describe('a file that is appended to', () => {
  test.each([
    ['1\n2\n', [1, 2], '1\n2\n'],
    ['1\n{"cut', [1], '1\n'],
    ['{"cut', [], ''],
    ['', [], ''],
    [`"${'x'.repeat(200_000)}"\n"${'y'.repeat(200_000)}`, ['x'.repeat(200_000)], undefined],
  ])('%# loses only a line that was cut', async (content, values, left) => {
    const path = join(folder, 'appended.jsonl');
    writeFileSync(path, content);
    expect(await readAppendedLines(path)).toEqual(values);
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(await readAppendedLines(path, { repair: true })).toEqual(values);
    if (left !== undefined) expect(readFileSync(path, 'utf8')).toBe(left);
  });

  test('is empty where there is none; a folder is named as unreadable', async () => {
    expect(await readAppendedLines(join(folder, 'none.jsonl'))).toEqual([]);
    await expect(readAppendedLines(folder)).rejects.toMatchObject({ code: 'unreadable-file' });
    await expect(collect(readJsonLinesFile(join(folder, 'none.jsonl')))).rejects.toMatchObject({
      code: 'missing-file',
      details: { path: join(folder, 'none.jsonl') },
    });
  });
});
