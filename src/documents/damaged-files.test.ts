/**
 * Files that are cut off, empty, or have the extension of another kind.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AtomMemError } from '../shared/error.ts';
import { createPartCounter } from './part-limit.ts';
import { readBytes } from './read-bytes.ts';
import { readDocuments } from './read-documents.ts';
import { readContent } from './read-file.ts';
import { readPdf } from './read-pdf.ts';

const FOLDER = join(import.meta.dirname, '../../test/files/third/folder');
const LIMIT = 2 ** 20;

/** One file of each kind. Reading PDF starts a worker, which is too slow for many runs. */
const files = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map((name) => join(FOLDER, name))
    .filter((path) => statSync(path).isFile() && !path.endsWith('.pdf') && statSync(path).size > 0)
    .map((path) => [extname(path), readFileSync(path)] as const),
);
const endings = [...files.keys(), '.eml', '.yml', '.xyz', ''];

test('damaged files are read as far as possible, or refused with an error that names them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files.keys()),
      fc.constantFrom(...endings),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (kind, ending, share) => {
        const whole = files.get(kind)!;
        const bytes = Buffer.from(whole.subarray(0, Math.floor(share * whole.length)));
        const path = `damaged${ending}`;
        try {
          const { documents } = await readContent(bytes, { id: path, path }, LIMIT);
          for (const { text, blocks } of documents)
            for (const { start, end } of blocks) expect(start < end && end <= text.length).toBe(true);
        } catch (error) {
          expect(AtomMemError.isInstance(error), String(error)).toBe(true);
          expect((error as Error).message).toContain(path);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test.each([...files.keys(), '.pdf'])('an empty %s file is refused', async (ending) => {
  const path = `empty${ending}`;
  await expect(readContent(Buffer.alloc(0), { id: path, path }, LIMIT)).rejects.toMatchObject({
    code: 'empty-file',
  });
});

test('a PDF that takes too long is refused', async () => {
  const path = join(
    FOLDER,
    readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.pdf'))!,
  );
  const limits = { milliseconds: 1, growth: 2 ** 40 };
  await expect(readPdf(readFileSync(path), { id: path, path }, limits)).rejects.toMatchObject({
    code: 'timed-out',
    message: expect.stringContaining('processor time'),
  });
});

test('a file that changes while it is read is skipped with the reason', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atommem-'));
  const path = join(folder, 'growing.txt');
  await writeFile(path, 'The lease began in May.\n'.repeat(200_000));
  await writeFile(join(folder, 'quiet.txt'), 'The rent is 900 euros.');
  let read = false;
  const grow = async (): Promise<void> => {
    while (!read) await appendFile(path, 'More.\n');
  };
  const reading = readDocuments(folder, { base: folder }).finally(() => {
    read = true;
  });
  const [{ documents, skipped }] = await Promise.all([reading, grow()]);
  expect(documents.map((one) => one.path)).toEqual(['quiet.txt']);
  expect(skipped).toMatchObject([{ path: 'growing.txt', reason: expect.stringContaining('changed while') }]);
  await rm(folder, { recursive: true });
});

test.runIf(process.platform === 'linux')(
  'a name that is not UTF-8 is the reason, not a missing file',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'atommem-'));
    const name = Buffer.concat([Buffer.from(join(folder, 'caf')), Buffer.from([0xe9]), Buffer.from('.txt')]);
    await writeFile(name, 'The door is yellow.');
    await writeFile(join(folder, 'list.json'), '{\n"lamps": [1,\n');
    await writeFile(join(folder, 'quiet.txt'), 'The rent is 900 euros.');
    const { skipped } = await readDocuments(folder, { base: folder });
    expect(skipped).toEqual([
      { path: 'caf\uFFFD.txt', reason: 'has a name that is not UTF-8. Rename it.' },
      { path: 'list.json', reason: expect.stringMatching(/^line 3: invalid JSON, the file ends early/) },
    ]);
    await rm(folder, { recursive: true });
  },
);

const special = existsSync('/proc/self/pagemap');

test.runIf(special)('pipes and endless files end with a reason instead of waiting', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atommem-'));
  execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
  await writeFile(join(folder, 'quiet.txt'), 'The rent is 900 euros.');
  const { documents, skipped } = await readDocuments(folder, { base: folder });
  expect(documents.map(({ path }) => path)).toEqual(['quiet.txt']);
  expect(skipped).toEqual([{ path: 'pipe.txt', reason: 'not a regular file' }]);
  await expect(readBytes(join(folder, 'pipe.txt'), LIMIT)).rejects.toMatchObject({
    code: 'unsupported-file',
  });
  // It reports size 0 and is larger than any memory.
  await expect(readDocuments('/proc/self/pagemap', { maxBytes: LIMIT })).rejects.toMatchObject({
    code: 'too-large',
  });
  await rm(folder, { recursive: true });
});

test('a file of too many parts is refused before it fills the memory', () => {
  const countParts = createPartCounter('rows.csv', { limit: 10 });
  countParts(10);
  expect(() => countParts(1)).toThrow('rows.csv has more than 10 lines and cells. Split the file.');
});
