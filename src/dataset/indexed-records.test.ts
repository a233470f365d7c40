/**
 * Tests that records of a file can be read again from their place.
 *
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { indexRecords, type RecordPlace, readRecordAt } from './indexed-records.ts';
import { loadConversations } from './load-conversations.ts';
import { loadMemoryStreams } from './load-memory-streams.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-records-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(text: string): Promise<string> {
  const path = join(folder, `${Math.random()}.json`.replace('0.', ''));
  await writeFile(path, text);
  return path;
}

const VALUES = [
  { a: 'x, ] " \\ é' },
  [1, [2]],
  'a "quoted, ] text',
  3,
  { long: 'ü'.repeat(2 ** 19 + 9) },
  { z: {} },
];

const LAYOUTS: readonly (readonly [string, string])[] = [
  ['lines', `${VALUES.map((value) => JSON.stringify(value)).join('\n')}\n`],
  ['lines that end in CRLF, with blank lines', VALUES.map((value) => JSON.stringify(value)).join('\r\n\r\n')],
  ['lines after a byte order mark', `\uFEFF${VALUES.map((value) => JSON.stringify(value)).join('\n')}`],
  ['an array', JSON.stringify(VALUES)],
  ['an array on many lines', ` \n${JSON.stringify(VALUES, null, 2)}\n`],
];

describe('indexRecords', () => {
  test.each(LAYOUTS)('reads %s, and each record again', async (_, text) => {
    const path = await write(text);
    const places: RecordPlace[] = [];
    const values = await indexRecords(path, (value, place) => {
      places.push(place);
      return value;
    });
    expect(values).toEqual(VALUES);
    expect(places.toReversed().map((place) => readRecordAt(path, place))).toEqual(VALUES.toReversed());
  });

  it('reads an empty array and an empty file', async () => {
    for (const text of ['', ' \n', '[]', '[ \n ]\n'])
      expect(await indexRecords(await write(text), (value) => value)).toEqual([]);
  });

  it('names the line of a faulty record, and an array that does not end', async () => {
    const read = async (text: string) => indexRecords(await write(text), (value) => value);
    await expect(read('{"a":1}\n\n{"b":')).rejects.toMatchObject({
      code: 'malformed-json',
      details: { line: 3 },
    });
    await expect(read('[\n{"a":1},\n{"b":}]')).rejects.toThrow('record 2 is not valid JSON');
    await expect(read('[{"a":1}, {"b":2}')).rejects.toThrow('the file ends inside the array');
    await expect(indexRecords(join(folder, 'none'), (value) => value)).rejects.toThrow('no such file');
  });
});

describe('a large file', () => {
  const chat = (id: string): object => ({
    id,
    turns: [{ id: 0, role: 'user', text: `I live in ${id}.` }],
    questions: [{ id: `${id}-q`, ability: 'x', question: 'Where?', answer: id, evidence: [0] }],
  });

  it('gives the streams of a small one', async () => {
    const path = await write(JSON.stringify([chat('York'), chat('Leeds')]));
    const small = await loadMemoryStreams(path);
    const large = await loadMemoryStreams(path, { largeFile: 1, exclude: ['York-q'] });
    expect(large.map(({ id, questions }) => [id, questions.length])).toEqual([
      ['York', 0],
      ['Leeds', 1],
    ]);
    expect(large[1]!.questions).toEqual(small[1]!.questions);
    for (const [place, stream] of large.entries())
      expect([...stream.turns()]).toEqual([...small[place]!.turns()]);
  });

  it('has the errors of a small one', async () => {
    for (const text of ['[{"messages":[]}]', '{"id":"a","turns":[{"id":0}]}', '']) {
      const path = await write(text);
      const error = await loadConversations(path).catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(Error);
      await expect(loadMemoryStreams(path, { largeFile: 0 })).rejects.toThrow((error as Error).message);
    }
  });
});
