/**
 * Tests that every host records when entries were shown to a model, and that the API of `atommem serve` lists it.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateText, isStepCount } from 'ai';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { runEpisode } from '../../src/agent/run-episode.ts';
import { memoryTools } from '../../src/ai/tools/memory-tools.ts';
import { withMemory } from '../../src/ai/with-memory.ts';
import { createMemory } from '../../src/memory/create-memory.ts';
import type { Showing } from '../../src/memory/showing.ts';
import { definePolicy } from '../../src/policy/define-policy.ts';
import { lexicalRetriever } from '../../src/search/lexical.ts';
import { createMemoryApi } from '../../src/server/memory-api.ts';
import { sqlite } from '../../src/store/sqlite/sqlite-store.ts';
import { createDocumentStream } from '../../src/task/document-stream.ts';
import { BETTER_STREAM_RULES } from '../../src/task/stream-rules.ts';
import { scriptedModel } from './scripted-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-shown-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('when an entry was shown', () => {
  it('is recorded by withMemory, tools, episodes and the API, and visible to another process', async () => {
    const path = join(folder, 'shown.db');
    const store = sqlite(path);
    const clock = (): number => Date.UTC(2026, 10, 28);
    const memory = createMemory({ store, namespace: 'users/ada', clock });
    const { id } = await memory.create('Ada lives in Lund.');
    await memory.create('The kettle is descaled with vinegar.');

    await generateText({
      model: withMemory(scriptedModel(['In Lund.']).model, { memory, remember: false, clock }),
      prompt: 'Where do I live?',
    });
    await generateText({
      model: scriptedModel([[{ tool: 'memory_read', input: { query: 'Lund', limit: null } }], 'Yes.']).model,
      tools: memoryTools(memory),
      stopWhen: isStepCount(3),
      prompt: 'Look it up.',
    });
    const api = createMemoryApi({ store, clock });
    const ask = (path: string, query = '') =>
      api({ method: 'GET', path, query: new URLSearchParams(`namespace=users/ada&${query}`) });
    await ask('/api/search', 'q=Lund&purpose=answers a ticket');
    await ask('/api/search', 'q=Lund');

    const { body } = await ask(`/api/entries/${id}`);
    const { reads, shown } = body as { reads: number; shown: readonly Showing[] };
    expect(reads).toBe(4);
    expect(shown).toEqual(
      ['answers a ticket', 'found by tool', 'recalled for turn 1 of a conversation'].map((purpose) => ({
        time: clock(),
        purpose,
      })),
    );
    // An entry that a search returned but that the block or the result left out was not shown.
    expect((await ask('/api/entries/m2')).body).toMatchObject({ shown: [] });

    await memory.create('A write takes the notes along.');
    const other = sqlite(path);
    expect(await other.showings!('users/ada', id)).toHaveLength(3);
    expect(await other.showings!('users/bo', id)).toEqual([]);
    await other.close();
    await store.close();
  });

  it('is written after a second if nothing else is written', async () => {
    vi.useFakeTimers();
    try {
      const path = join(folder, 'later.db');
      const [store, other] = [sqlite(path), sqlite(path)];
      const memory = createMemory({ store, namespace: 'a' });
      const entry = await memory.create('Ada lives in Lund.');
      memory.noteShown([entry], 'a test');
      expect(await other.showings!('a', entry.id)).toEqual([]);
      vi.advanceTimersByTime(1000);
      expect(await other.showings!('a', entry.id)).toMatchObject([{ purpose: 'a test' }]);
      expect((await memory.log()).length).toBe(1);
      await store.close();
      await other.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it('names the step of an episode', async () => {
    const store = sqlite(join(folder, 'episode.db'));
    const documents = [{ id: 'd1', title: 'Ada', text: 'Ada lives in Lund.' }];
    const task = createDocumentStream({
      id: 'lease',
      dataset: 'test',
      questions: [{ id: 'q', text: 'Where does Ada live?', answers: ['Lund'], support: ['d1'] }],
      chunks: [{ index: 0, count: 1, text: documents[0]!.text, documents }],
      documents,
      rules: BETTER_STREAM_RULES,
    });
    const policy = definePolicy({
      name: 'keep',
      memorise: ({ chunk }) => [{ op: 'create', text: chunk.text }],
      answer: () => 'Lund',
    });
    await runEpisode({ task, policy, memory: { store, namespace: 'a', retriever: lexicalRetriever() } });
    expect((await store.showings!('a', 'm1')).map(({ purpose }) => purpose)).toEqual([
      'step 1 of episode lease',
    ]);
    await store.close();
  });
});
