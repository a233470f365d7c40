/**
 * Asks questions over small documents, and keeps a memory in step with them.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHtml } from '../documents/read-html.ts';
import { readJson } from '../documents/read-json.ts';
import { readMarkdown } from '../documents/read-markdown.ts';
import { readPlain } from '../documents/read-plain.ts';
import { readTable } from '../documents/read-table.ts';
import { createMemory } from '../memory/create-memory.ts';
import { rulesPolicy } from '../rules/rules-policy.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { ask } from './ask.ts';
import { syncDocuments } from './sync-documents.ts';

const info = (path: string) => ({ id: path, path });
const crew = readTable('name,role,ship\nNadia Brandt,cook,Aurora\nLeo Fink,mate,Petrel\n', info('crew.csv'));
const ships = readTable('ship,built,length_m\nAurora,1931,42\nPetrel,1978,27\n', info('ships.csv'));
const may = readMarkdown(
  '# Minutes of 4 May 2025\n\nThe harbour dues are 90 crowns a week.\n',
  info('may.md'),
);
const june = readMarkdown(
  '# Minutes of 8 June 2025\n\nThe harbour dues are 110 crowns a week.\n',
  info('june.md'),
);
const documents = [crew, ships, may, june];

async function askOne(question: string, options: Partial<Parameters<typeof ask>[0]> = {}) {
  const { answers } = await ask({ documents, questions: question, ...options });
  return answers[0]!;
}

describe('ask', () => {
  it.each([
    ['What is the role of Nadia Brandt?', 'cook', 'crew.csv', 2],
    ['Which ship is the longest?', 'Aurora', 'ships.csv', 2],
  ])('answers "%s" from a row', async (question, answer, path, line) => {
    const found = await askOne(question);
    expect(found).toMatchObject({ found: true, answer });
    expect(found.sentences[0]).toMatchObject({ path, line });
    const { text, span } = found.sentences[0]!;
    expect(text.slice(...span!)).toBe(answer);
  });

  it('follows a name to the row of another file', async () => {
    const { found, sentences } = await askOne('What year was the ship of Leo Fink built?');
    expect(found).toBe(true);
    expect(sentences[0]).toMatchObject({ path: 'ships.csv', line: 3 });
    expect(sentences[0]!.text.slice(...sentences[0]!.span!)).toBe('1978');
  });

  it('puts the latest value first and marks the older one', async () => {
    const { sentences } = await askOne('How much are the harbour dues?');
    expect(sentences.slice(0, 2)).toMatchObject([{ path: 'june.md' }, { path: 'may.md', superseded: true }]);
  });

  it('says that nothing was found, with the nearest sentences', async () => {
    const answer = await askOne('Who is the mayor of Nadia Brandt?');
    expect(answer).toMatchObject({ found: false, answer: null });
    expect(answer.sentences.length).toBeGreaterThan(0);
    expect((await askOne('What is the capital of Mongolia?')).found).toBe(false);
  });

  it('never shows a heading or a title as evidence', async () => {
    const { sentences } = await askOne('Minutes of 4 May 2025?', { sentences: 50 });
    expect(sentences.map(({ text }) => text)).not.toContain('Minutes of 4 May 2025');
  });

  it('finds other forms of a word, unless stemming is off', async () => {
    const trains = [
      readPlain('Ada prefers trains to planes.', info('a.txt')),
      readPlain('Bob cooks rice.', info('b.txt')),
    ];
    const question = 'Does Ada have a train preference?';
    const stemmed = await askOne(question, { documents: trains });
    const plain = await askOne(question, { documents: trains, stemming: false });
    expect(stemmed.sentences[0]?.path).toBe('a.txt');
    expect(stemmed.sentences[0]!.score).toBeGreaterThan(plain.sentences[0]!.score);
  });

  it.each([
    ['会議は何曜日ですか', '会議は火曜日です。部屋は三階にあります。', '火曜日'],
    ['ガレージの鍵は何ですか', '電話は一二三です。ガレージの鍵はバナナです。', 'バナナ'],
    [
      'What is the piano tuner called?',
      'The piano tuner is called Mr. Obadiah. He comes in May.',
      'Mr. Obadiah',
    ],
    ['When is the launch?', 'The launch is on 2 June. Bring cake.', '2 June'],
  ])('marks the answer to "%s" without what stands around it', async (question, text, answer) => {
    const { found, sentences } = await askOne(question, { documents: [readPlain(text, info('a.txt'))] });
    expect(found).toBe(true);
    expect(sentences[0]!.text.slice(...sentences[0]!.span!)).toBe(answer);
  });

  it('answers from a sentence in a record, not from its labels', async () => {
    const { document: chat } = readJson(
      '[{"role":"user","content":"My sister Lena moved to Porto."}]',
      info('chat.json'),
    );
    expect(await askOne('Where did Lena move?', { documents: [chat] })).toMatchObject({ answer: 'Porto' });
  });

  it('drops quotes of a model that are in no source', async () => {
    const reply = { answer: 'cook', quotes: ['name: Nadia Brandt · role: cook', 'Nadia owns the ship.'] };
    const answer = await askOne('What does Nadia do?', { model: async () => JSON.stringify(reply) });
    expect(answer).toMatchObject({ found: true, answer: 'cook', droppedQuotes: ['Nadia owns the ship.'] });
    const made = { answer: 'captain', quotes: ['Nadia is the captain.'] };
    const refused = await askOne('What does Nadia do?', { model: async () => JSON.stringify(made) });
    expect(refused).toMatchObject({ found: false, answer: null });
  });

  it('says nothing when a model copies the answer of the example', async () => {
    const reply = { answer: '90 FUNS', quotes: ['Nadia'] };
    const { found, answer } = await askOne('What does Nadia do?', {
      model: async () => JSON.stringify(reply),
    });
    expect([found, answer]).toEqual([false, null]);
  });

  it('answers from what a policy keeps', async () => {
    const texts = [
      { id: 'v', title: 'Oster Bridges', text: 'Oster Bridges was founded by Marta Velden in 1911.' },
    ];
    const { answers, policy, trajectory } = await ask({
      documents: texts,
      questions: 'Who founded Oster Bridges?',
      policy: rulesPolicy(),
    });
    expect(policy).toBe('extractive');
    expect(trajectory?.end.reason).toBe('done');
    expect(answers[0]).toMatchObject({
      answer: 'Marta Velden',
      sentences: [{ path: 'Oster Bridges', line: 1, span: [29, 41] }],
    });
  });

  it('refuses no question and no sentences', async () => {
    await expect(ask({ documents, questions: [] })).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(ask({ documents, questions: 'x', sentences: 0 })).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });

  it('answers any question over any text, with spans inside the sentences', async () => {
    const text = fc.array(
      fc.oneof(fc.constantFrom('Ada is 4. ', '今日は晴れ。', '- a: b\n', 'Wer? ', '\n\n'), fc.string()),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.string({ minLength: 1 }).filter((question) => question.trim() !== ''),
        async (parts, question) => {
          const content = parts.join('');
          const read = [
            readPlain(content, info('p.txt')),
            readMarkdown(content, info('p.md')),
            readHtml(content, info('p.html')),
          ];
          const { sentences, confidence } = await askOne(question, { documents: read });
          expect(confidence).toBeGreaterThanOrEqual(0);
          for (const { text: shown, span } of sentences)
            if (span !== null)
              expect(span[0] >= 0 && span[1] <= shown.length && span[0] < span[1]).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('syncDocuments', () => {
  it('adds, changes and removes by content, and leaves no trace of what stayed', async () => {
    const store = inMemoryStore();
    const memory = createMemory({ store });
    const first = await syncDocuments(memory, documents, { root: 'notes' });
    expect(first).toMatchObject({
      added: documents.map(({ id }) => id),
      changed: [],
      removed: [],
      unchanged: 0,
    });
    const length = (await memory.log()).length;
    expect(await syncDocuments(memory, documents, { root: 'notes' })).toMatchObject({
      added: [],
      unchanged: 4,
    });
    expect((await memory.log()).length).toBe(length);

    const changed = readMarkdown(
      '# Minutes of 4 May 2025\n\nThe harbour dues are 95 crowns a week.\n',
      info('may.md'),
    );
    const report = await syncDocuments(memory, [crew, ships, changed], { root: 'notes' });
    expect(report).toMatchObject({ added: [], changed: ['may.md'], removed: ['june.md'], unchanged: 2 });
    const { answers } = await ask({ memory: { store }, questions: 'How much are the harbour dues?' });
    expect(answers[0]?.sentences[0]).toMatchObject({
      path: 'may.md',
      line: 3,
      text: expect.stringContaining('95 crowns'),
    });
  });

  it('gives the same evidence from a memory as from the files', async () => {
    const { document } = readJson('{"log": [{"who": "Ines", "did": "painted the hull"}]}', info('log.json'));
    const store = inMemoryStore();
    await syncDocuments(createMemory({ store }), [...documents, document]);
    const questions = [
      'Who painted the hull?',
      'What is the role of Leo Fink?',
      'How much are the harbour dues?',
    ];
    const stored = await ask({ memory: { store }, questions });
    const read = await ask({ documents: [...documents, document], questions });
    expect(stored.answers).toEqual(read.answers);
  });

  it('stops at an abort and goes on from there', async () => {
    const memory = createMemory();
    const stop = new AbortController();
    const cut = await syncDocuments(memory, documents, {
      root: 'r',
      signal: stop.signal,
      onChange: () => stop.abort(),
    });
    expect(cut.added).toHaveLength(1);
    expect((await syncDocuments(memory, documents, { root: 'r' })).added).toHaveLength(3);
  });
});
