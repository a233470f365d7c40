/**
 * Tests the loaders of web benchmarks. All records here are made up; none is a question of GAIA.
 *
 * @module
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, it } from 'vitest';
import { GAIA_TEXT_IDS } from './gaia-text-ids.ts';
import { loadWebQuestions } from './load-web-questions.ts';

const folder = mkdtempSync(join(tmpdir(), 'questions-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function write(content: string | Uint8Array): string {
  const path = join(folder, `${files++}.jsonl`);
  writeFileSync(path, content);
  return path;
}
const lines = (...records: readonly object[]): string =>
  records.map((record) => JSON.stringify(record)).join('\n');

const TEXT_ID = [...GAIA_TEXT_IDS][0]!;
const GAIA = [
  { task_id: TEXT_ID, Question: 'Made up?', Level: 1, 'Final answer': 'yes', file_name: '' },
  { task_id: 'other', Question: 'With a picture?', Level: '3', 'Final answer': '?', file_name: 'a.png' },
];

describe('loadWebQuestions', () => {
  it('reads GAIA from JSON Lines, JSON, gzip and Parquet', async () => {
    const [first, second] = await loadWebQuestions(write(lines(...GAIA)));
    expect(first).toMatchObject({
      id: TEXT_ID,
      dataset: 'gaia',
      question: 'Made up?',
      answers: ['yes'],
      type: 'level 1',
    });
    expect(second).toMatchObject({ answers: [], type: 'level 3', attachment: 'a.png' });
    expect(await loadWebQuestions(write(JSON.stringify(GAIA)))).toHaveLength(2);
    expect(await loadWebQuestions(write(gzipSync(lines(...GAIA))))).toHaveLength(2);
    const columns = Object.keys(GAIA[0]!).map((name) => ({
      name,
      data: GAIA.map((record) => String(record[name as keyof (typeof GAIA)[0]])),
    }));
    const parquet = await loadWebQuestions(
      write(new Uint8Array(parquetWriteBuffer({ columnData: columns }))),
    );
    expect(parquet[0]).toMatchObject({ id: TEXT_ID, type: 'level 1' });
    expect((await loadWebQuestions(write(lines(...GAIA)), { textOnly: true })).map(({ id }) => id)).toEqual([
      TEXT_ID,
    ]);
    expect(await loadWebQuestions(write(lines(...GAIA)), { type: 'level 3' })).toHaveLength(1);
  });

  it('knows 103 ids', () => {
    expect(GAIA_TEXT_IDS.size).toBe(103);
    for (const id of GAIA_TEXT_IDS) expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('reads both shapes of WebWalkerQA, and the training data of ASearcher', async () => {
    const walker = await loadWebQuestions(
      write(
        lines(
          {
            question: 'Where?',
            answer: 'Here.',
            root_url: 'https://x.org/',
            info: { type: 'single_source', difficulty_level: 'easy', lang: 'en' },
          },
          {
            Question: '在哪里？',
            answer: '这里',
            root_url: 'https://x.org/',
            type: 'multi_source',
            difficulty_level: 'hard',
            lang: '',
          },
        ),
      ),
    );
    expect(walker).toMatchObject([
      {
        id: 'webwalkerqa-1',
        type: 'single_source easy',
        language: 'en',
        startUrl: 'https://x.org/',
        answers: ['Here.'],
      },
      { id: 'webwalkerqa-2', type: 'multi_source hard', language: 'zh' },
    ]);
    const base = await loadWebQuestions(
      write(lines({ qid: 7, question: 'Who?', answer: ['A', ' '], aug_answer: ['A', 'B'], source: 'nq' })),
    );
    expect(base[0]).toMatchObject({ id: '7', dataset: 'asearcher', answers: ['A', 'B'], type: 'nq' });
    expect((await loadWebQuestions(write(lines({ idx: 3, question: 'Who?', answer: 5 }))))[0]).toMatchObject({
      id: '3',
      answers: ['5'],
    });
  });

  const own = fileURLToPath(new URL('../../../shared/data/webwalkerqa.dev.jsonl.gz', import.meta.url));
  it.runIf(existsSync(own))('reads the questions of WebWalkerQA beside the project', async () => {
    const all = await loadWebQuestions(own);
    expect(all).toHaveLength(407);
    const english = await loadWebQuestions(own, { language: 'en' });
    expect(english).toHaveLength(148);
    expect(new Set(all.map(({ type }) => type)).size).toBe(6);
    expect(all.every(({ startUrl, answers }) => startUrl !== undefined && answers.length > 0)).toBe(true);
  });

  it('names the place of every problem', async () => {
    const fails = async (content: string | Uint8Array, code: string): Promise<void> => {
      await expect(loadWebQuestions(write(content))).rejects.toMatchObject({ code });
    };
    await fails('', 'empty-file');
    await fails('{"x":1}', 'unknown-format');
    await fails('[1]', 'unknown-format');
    await fails(`${lines(GAIA[0]!)}\n{"task_id":`, 'malformed-json');
    await fails(lines(GAIA[0]!, { task_id: 'y' }), 'malformed-record');
    await fails(lines(GAIA[0]!, GAIA[0]!), 'duplicate-id');
    await fails(lines({ root_url: 'https://x.org/' }), 'malformed-record');
    await fails(Buffer.from('PAR1 not really PAR1'), 'malformed-record');
    await expect(loadWebQuestions(join(folder, 'none'))).rejects.toMatchObject({ code: 'missing-file' });
  });
});
