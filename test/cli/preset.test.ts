/**
 * Checks how presets of `eval` are read and shown.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { QWEN3_QUERY_PREFIX } from '../../src/ai/ai-embedder.ts';
import { type OpenAIServer, startOpenAIServer } from '../loopback/openai-server.ts';
import { byteTokenizer } from '../model-folder/byte-tokenizer.ts';
import { type CliResult, runCli } from './run-cli.ts';

interface ChatBody {
  readonly model: string;
  readonly temperature: number;
  readonly max_tokens: number;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

interface EmbeddingBody {
  readonly model: string;
  readonly input: readonly string[];
}

const folder = mkdtempSync(join(tmpdir(), 'atommem-preset-'));
const notes = join(folder, 'notes.txt');
writeFileSync(notes, 'Oster Bridges was founded by Marta Velden.\n\nMarta Velden was born in Lund.');
afterAll(() => rmSync(folder, { recursive: true }));

let server: OpenAIServer;
afterEach(() => server.close());

/** A short episode: two adds, of equal text, and a query while reading; then the answer. */
async function ask(...options: readonly string[]): Promise<CliResult> {
  server = await startOpenAIServer({
    chat: [
      {
        content:
          '<update_memory>Q1: Velden.</update_memory><add_memory>Velden was born in Lund.</add_memory><add_memory>Velden was born in Lund.</add_memory><update_query>Velden birthplace</update_query>',
      },
      { content: '<final_answer>\\boxed{Lund}</final_answer>' },
    ],
  });
  return runCli([
    ...['ask', notes, '-q', 'Where was the founder of Oster Bridges born?', '--json'],
    ...['--preset', 'atommem-8b', '--base-url', server.baseURL, '--embedding-url', server.baseURL],
    ...options,
  ]);
}

const chats = (): readonly ChatBody[] =>
  server.requests
    .filter(({ path }) => path.endsWith('/chat/completions'))
    .map(({ body }) => body as ChatBody);
const embeddings = (): readonly EmbeddingBody[] =>
  server.requests.filter(({ path }) => path.endsWith('/embeddings')).map(({ body }) => body as EmbeddingBody);

describe('--preset atommem-8b', () => {
  it('sends the requests of the released agent', async () => {
    const { code, stdout } = await ask();
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      questions: [{ answer: 'Lund' }],
      // Released rules: a text may be added twice.
      memory: { entries: 2 },
    });
    expect(chats()).toHaveLength(2);
    for (const body of chats()) {
      expect(body).toMatchObject({ model: 'AtomMem', temperature: 0.6, max_tokens: 4096 });
      expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    }
    const [reading, answering] = chats().map(({ messages }) => messages[1]!.content);
    expect(reading).toContain('defult query, change it!');
    expect(reading).toContain('No previous memory');
    expect(reading).toContain('The limit is **3**.');
    expect(answering).toContain('<query>\nVelden birthplace\n</query>');
    expect(answering).toContain('Memory 1: Velden was born in Lund.\nMemory 2: Velden was born in Lund.\n');
    expect(new Set(embeddings().map(({ model }) => model))).toEqual(new Set(['qwen3-embedding']));
    const inputs = embeddings().flatMap(({ input }) => input);
    expect(inputs).toContain('Velden was born in Lund.');
    expect(inputs).toContain(`${QWEN3_QUERY_PREFIX}Velden birthplace`);
  });

  it('counts and truncates in tokens of the model if its tokenizer is given', async () => {
    const tokenizer = join(folder, 'tokenizer.json');
    writeFileSync(tokenizer, JSON.stringify(byteTokenizer()));
    const { code, stdout } = await ask('--tokenizer', tokenizer, '--chunk-size', '2000');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, questions: [{ answer: 'Lund' }] });
    expect(chats()[0]!.messages[1]!.content).toContain('<long_term_memory>\nNo previous memory\n');
  });

  it('is overridden by options on the command line', async () => {
    const words = [
      '--temperature',
      '0',
      '--prompt-shape',
      'flattened',
      '--model',
      'mine',
      '--rules',
      'better',
    ];
    const { stdout } = await ask(...words, '--embedding-model', 'other', '--query-prefix', 'Q: ');
    expect(JSON.parse(stdout)).toMatchObject({ memory: { entries: 1 } });
    for (const body of chats()) {
      expect(body).toMatchObject({ model: 'mine', temperature: 0 });
      expect(body.messages.map(({ role }) => role)).toEqual(['user']);
      expect(body.messages[0]!.content).toMatch(/^system\n[\s\S]*\nassistant\n$/);
    }
    expect(embeddings().every(({ model }) => model === 'other')).toBe(true);
    expect(embeddings().flatMap(({ input }) => input)).toContain(
      'Q: Where was the founder of Oster Bridges born?',
    );
  });

  it('names missing options and unknown presets', async () => {
    server = await startOpenAIServer();
    const words = ['ask', notes, '-q', 'Who?', '--preset'];
    const unserved = await runCli([...words, 'atommem-8b']);
    expect(unserved).toMatchObject({ code: 2, stderr: expect.stringContaining('--base-url') });
    const unembedded = await runCli([...words, 'atommem-8b', '--base-url', server.baseURL]);
    expect(unembedded).toMatchObject({ code: 2, stderr: expect.stringContaining('--embedding-url') });
    const unknown = await runCli([...words, 'atommem-9b']);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('Pass one of atommem-8b') });
    expect([...chats(), ...embeddings()]).toEqual([]);
  });
});
