/**
 * Tests the readers of question files.
 *
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtomMemError, type FileFailure } from '../shared/error.ts';
import { readJsonItems } from './json-items.ts';
import { loadDataset } from './load-dataset.ts';
import { buildStreams } from './stream-builder.ts';

/** CPU time of the work in milliseconds, the least of three. */
function measureCpu(work: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const start = process.cpuUsage();
    work();
    return process.cpuUsage(start).user / 1000;
  });
  return Math.min(...times);
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-dataset-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const lines = (...records: unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

const project = {
  id: 'q1',
  dataset: 'hotpotqa',
  question: 'Who wrote it?',
  answers: ['Ann', 'Ann', ' ', 'A. Lee'],
  type: 'bridge',
  paragraphs: [
    { title: 'Book', text: 'A book. By Ann.', supporting: true },
    { title: 'Tree', text: 'A tree.', supporting: false },
  ],
};
const hotpot = {
  _id: 'q1',
  question: 'Who wrote it?',
  answer: 'Ann',
  type: 'bridge',
  level: 'hard',
  supporting_facts: [['Book', 1]],
  context: [
    ['Book', ['A book.', ' By Ann.']],
    ['Tree', ['A tree.']],
  ],
};
const musique = {
  id: '2hop__1_2',
  question: 'Who wrote it?',
  answer: 'Ann',
  answer_aliases: ['A. Lee'],
  answerable: true,
  paragraphs: [
    { idx: 0, title: 'Book', paragraph_text: 'A book.  By Ann.', is_supporting: true },
    { idx: 1, title: 'Tree', paragraph_text: 'A tree.', is_supporting: false },
  ],
  question_decomposition: [],
};

describe('loadDataset', () => {
  it.each([
    ['project.jsonl', lines(project), 'atommem', 'hotpotqa', ['Ann', 'A. Lee'], 'bridge'],
    ['hotpot.json', JSON.stringify([hotpot]), 'hotpotqa', 'hotpotqa', ['Ann'], 'bridge'],
    [
      'dev.json',
      JSON.stringify([{ ...hotpot, evidences: [] }], null, 2),
      '2wikimultihopqa',
      '2wikimultihopqa',
      ['Ann'],
      'bridge',
    ],
    ['musique.jsonl', lines(musique), 'musique', 'musique', ['Ann', 'A. Lee'], '2hop'],
  ])('tells %s by its content and reads it', async (file, content, format, name, answers, type) => {
    const dataset = await loadDataset(await write(file, content));
    expect(dataset).toMatchObject({ format, name, problems: [], extraPassages: [] });
    const [record] = dataset.records;
    expect(record).toMatchObject({ question: 'Who wrote it?', answers, type });
    expect(
      record!.documents.map(({ document, supporting }) => [document.title, document.text, supporting]),
    ).toEqual([
      ['Book', 'A book. By Ann.', true],
      ['Tree', 'A tree.', false],
    ]);
  });

  it('gives a paragraph the same id whichever file it is in', async () => {
    const one = await loadDataset(await write('one.jsonl', lines(project)));
    const other = await loadDataset(await write('other.json', JSON.stringify([hotpot])));
    const ids = (dataset: typeof one): string[] =>
      dataset.records[0]!.documents.map(({ document }) => document.id);
    expect(ids(one)).toEqual(ids(other));
    expect(new Set(ids(one)).size).toBe(2);
  });

  it('unpacks gzip and finds the extra passages beside the file', async () => {
    const path = await write('hotpotqa.dev.jsonl.gz', gzipSync(lines(project)));
    const passages = lines({ title: 'Sea', text: 'Wide.' }, { title: 'Sea', text: 'Wide.' });
    const extra = await write('hotpotqa.extra_passages.jsonl.gz', gzipSync(passages));
    const { extraPassages } = await loadDataset(path);
    expect(extraPassages).toMatchObject([{ title: 'Sea', text: 'Wide.' }]);
    expect((await loadDataset(path, { extraPassages: false })).extraPassages).toEqual([]);
    const elsewhere = await write('elsewhere.jsonl', lines(project));
    expect((await loadDataset(elsewhere, { extraPassages: extra })).extraPassages).toEqual(extraPassages);
  });

  it.each<[string, string | Uint8Array, string, number | undefined, RegExp]>([
    ['empty.jsonl', '\n \n', 'empty-file', undefined, /empty\.jsonl: no records/],
    [
      'bad.jsonl',
      `${lines(project)}\n{"id": \n`,
      'malformed-json',
      3,
      /bad\.jsonl, line 3 is not valid JSON/,
    ],
    ['list.json', `[\n${JSON.stringify(hotpot)},\n\n{bad}]`, 'malformed-json', 4, /record 2 is not valid/],
    ['cut.json', JSON.stringify([hotpot, hotpot]).slice(0, -9), 'malformed-json', 1, /record 2.*ends inside/],
    ['latin.jsonl', Buffer.from('{"id": "\xe9"}', 'latin1'), 'unreadable-encoding', undefined, /UTF-8/],
    ['wide.jsonl', Buffer.from('\ufeff{}', 'utf16le'), 'unreadable-encoding', undefined, /UTF-16/],
    ['cut.jsonl.gz', gzipSync(lines(project)).subarray(0, 40), 'unreadable-file', undefined, /gzip/],
    ['other.jsonl', lines({ sessions: [] }), 'unknown-format', undefined, /sessions.*formats musique/],
    ['twice.jsonl', lines(project, project), 'duplicate-id', 2, /line 2 has the id "q1"/],
    ['shape.jsonl', lines(project, { ...project, paragraphs: [{}] }), 'malformed-record', 2, /paragraphs\.0/],
    ['mute.jsonl', lines({ ...project, answers: [] }), 'no-answers', 1, /"q1" has no accepted answer/],
    ['open.jsonl', lines({ ...musique, answerable: false }), 'no-answers', 1, /"2hop__1_2"/],
  ])('refuses %s in one line', async (file, content, code, line, message) => {
    const path = await write(file, content);
    const error = await loadDataset(path).catch((cause: unknown) => cause);
    if (!AtomMemError.isInstance(error)) throw error;
    expect(error).toMatchObject({ code, message: expect.stringMatching(message), details: { path } });
    expect((error.details as FileFailure).line).toBe(line);
    expect(error.message).not.toContain('\n');
  });

  it('reads questions of your own: documents as strings, ids by position, one answer', async () => {
    const own = [
      { question: 'Who signed?', answer: 'Ada', documents: ['Signed by Ada.', { text: 'Rain.' }] },
      {
        question: 'When?',
        answers: ['1843'],
        documents: [{ title: 'Note', text: '1843.', supporting: true }],
      },
    ];
    const { name, format, records } = await loadDataset(await write('own.jsonl', lines(...own)));
    expect([name, format]).toEqual(['custom', 'atommem']);
    expect(records).toMatchObject([
      { id: 'q1', answers: ['Ada'], documents: [{ document: { title: '', text: 'Signed by Ada.' } }, {}] },
      { id: 'q2', answers: ['1843'], documents: [{ document: { title: 'Note' }, supporting: true }] },
    ]);
    const [stream] = buildStreams(records, { documents: 3, questions: 2 });
    expect(stream!.questions.map(({ support }) => support.length)).toEqual([0, 1]);
    expect(stream!.documents).toHaveLength(3);
  });

  it('keeps questions without an answer if told to', async () => {
    const path = await write('unscored.jsonl', lines({ question: 'Why?', documents: ['Because.'] }));
    await expect(loadDataset(path)).rejects.toMatchObject({ code: 'no-answers' });
    expect((await loadDataset(path, { answers: 'optional' })).records).toMatchObject([{ answers: [] }]);
  });

  it('takes time linear in the number of blank lines', async () => {
    const cost = (count: number): number =>
      measureCpu(() => [...readJsonItems(Buffer.from(`${'\n'.repeat(count)}{}`))]);
    expect(cost(400_000)).toBeLessThan(40 * Math.max(cost(40_000), 1));
  });

  it('says that a file is missing or a folder', async () => {
    const missing = loadDataset(join(folder, 'nowhere.jsonl'));
    await expect(missing).rejects.toMatchObject({ code: 'missing-file' });
    await expect(loadDataset(folder)).rejects.toThrow(/is a folder/);
  });

  it('leniently leaves out what it cannot use, and lists it', async () => {
    const content = `nonsense\n${lines(project, { ...project, id: 'q2', answers: [] })}{"id"`;
    const { records, problems } = await loadDataset(await write('mixed.jsonl', content), { lenient: true });
    expect(records.map(({ id }) => id)).toEqual(['q1']);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['malformed-json', 1],
      ['no-answers', 3],
      ['malformed-json', 4],
    ]);
  });

  it('reads any bytes or throws an AtomMemError', async () => {
    const valid = Buffer.from(JSON.stringify([hotpot, { ...hotpot, _id: 'q2' }], null, 1));
    const edit = fc.record({
      at: fc.nat(valid.length - 1),
      byte: fc.constantFrom(...Buffer.from('[]{}",:\\ \n1')),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 4 }), fc.boolean(), async (edits, lenient) => {
        const bytes = Buffer.from(valid);
        for (const { at, byte } of edits) bytes[at] = byte;
        const outcome = await loadDataset(await write('edited.json', bytes), { lenient }).catch(
          (cause) => cause,
        );
        expect(AtomMemError.isInstance(outcome) || outcome.records.length > 0).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
