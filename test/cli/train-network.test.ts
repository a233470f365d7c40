/**
 * Checks what `train controller`, `train conversation` and `bench credit` do to folders and files.
 *
 * @module
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

let folder: string;
let data: string;

const listRecords = (count: number, text: string) =>
  Array.from({ length: count }, (_, place) => ({
    ...{
      id: `q${place}`,
      dataset: 'toy',
      question: `Who built Bridge ${place}?`,
      answers: [`Person ${place}`],
    },
    paragraphs: [
      { title: `Bridge ${place}`, text: `${text} Person ${place}.`, supporting: true },
      { title: `Soup ${place}`, text: `${text} nobody ${place}.` },
    ],
  }));

const writeData = (path: string, records: readonly object[]) =>
  writeFile(path, records.map((record) => JSON.stringify(record)).join('\n'));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'train-network-'));
  data = join(folder, 'data.jsonl');
  await writeData(data, listRecords(4, 'It was built by'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command line of a short run. */
function train(out: string, ...more: readonly string[]): readonly string[] {
  return trainOn(data, out, ...more);
}

function trainOn(path: string, out: string, ...more: readonly string[]): readonly string[] {
  const short = ['--docs', '4', '--seeds', '1', '--imitation', '2', '--reinforcement', '1', '--budget', '2'];
  return ['train', 'controller', '--data', path, '--out', out, ...short, ...more];
}

describe('train controller', () => {
  it('writes the same bytes if the run is resumed', async () => {
    const out = join(folder, 'run');
    expect(await runCli(train(out))).toMatchObject({ code: 0 });
    const before = await readFile(join(out, 'weights.json'), 'utf8');
    expect(await runCli(train(out, '--resume'))).toMatchObject({ code: 0 });
    expect(await readFile(join(out, 'weights.json'), 'utf8')).toBe(before);
    expect(await runCli(train(out))).toMatchObject({ code: 1, stderr: expect.stringMatching(/--resume/) });
  });

  it('does not resume if the records of a file changed', async () => {
    const out = join(folder, 'changed');
    await runCli(train(out));
    await writeData(data, listRecords(4, 'It was constructed by'));
    const { code, stderr } = await runCli(train(out, '--resume'));
    await writeData(data, listRecords(4, 'It was built by'));
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(/records =/) });
  });

  it('refuses data in another language, and data of one stream', async () => {
    const other = join(folder, 'other.jsonl');
    await writeData(other, listRecords(4, 'Die Brücke wurde in der Stadt gebaut, und zwar von'));
    expect(await runCli(trainOn(other, join(folder, 'german')))).toMatchObject({
      stderr: expect.stringMatching(/8 of 8 documents of the data are not in English/),
    });
    await writeData(other, listRecords(1, 'It was built by'));
    expect(await runCli(trainOn(other, join(folder, 'one'), '--docs', '2'))).toMatchObject({
      stderr: expect.stringMatching(/none can be held out/),
    });
  });
});

it.each([
  ['controller', '--data', 'no-such.jsonl'],
  ['conversation', '--data', 'no-such.jsonl'],
])('train %s refuses a folder that holds other weights, before it reads data', async (name, ...more) => {
  const out = join(folder, `other-${name}`);
  await mkdir(out);
  await writeFile(join(out, 'weights.json'), 'mine');
  for (const resume of name === 'controller' ? [[], ['--resume']] : [[]])
    expect(await runCli(['train', name, '--out', out, ...more, ...resume])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/holds weights.json of another run. Use another folder/),
    });
  expect(await readFile(join(out, 'weights.json'), 'utf8')).toBe('mine');
  await writeFile(join(folder, 'file'), '');
  expect(await runCli(['train', name, '--out', join(folder, 'file'), ...more])).toMatchObject({
    stderr: expect.stringMatching(/is a file or inside one/),
  });
});

it.each([[''], ['no-such-folder/rows.jsonl']])(
  'bench credit checks --out %j before any work',
  async (name) => {
    const words = ['bench', 'credit', '--data', 'no-such.jsonl', '--out', join(folder, name)];
    expect(await runCli(words)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cannot be written/),
    });
  },
);

describe('--policy learned:FILE', () => {
  const ask = (weights: string) =>
    runCli(['ask', data, '-q', 'Who?', '--capacity', '1', '--policy', `learned:${weights}`]);

  it('names the file inside a folder, and what is wrong with other paths', async () => {
    expect((await ask(folder)).stderr).toMatch(/is a folder. Pass learned:.*weights\.json/);
    expect((await ask('no-such.json')).stderr).toMatch(/learned:no-such.json: no such file/);
    expect((await ask('')).stderr).toMatch(/names no file/);
  });

  it('tells weights for conversations from weights for documents', async () => {
    const path = join(folder, 'conversation.json');
    await writeFile(path, '{"format":"atommem.conversation-controller/1"}');
    const trained =
      /was trained by `atommem train conversation` .* Pass weights of `atommem train controller`/;
    expect((await ask(path)).stderr).toMatch(trained);
    await writeFile(path, '{"format":"atommem.controller/1"}');
    const { stderr } = await runCli(['bench', '--suite', 'change', '--policy', `learned:${path}`]);
    expect(stderr).toMatch(/Pass weights of `atommem train conversation`/);
  });
});

it('sync checks the name of a policy first', async () => {
  const words = ['sync', data, '--store', join(folder, 'a.db'), '--capacity', '1', '--policy'];
  for (const name of ['leraned', 'learnedly'])
    expect(await runCli([...words, name])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/unknown policy of a sync.*Did you mean learned\?/),
    });
});
