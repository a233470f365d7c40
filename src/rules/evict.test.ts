/**
 * The rules policy in a limited memory.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentTask } from '../agent/document-task.ts';
import { runEpisode } from '../agent/run-episode.ts';
import { viewAtAnswer } from '../eval/episode-score.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { distinctiveQuery } from './distinctive-query.ts';
import { keepBest } from './keep-best.ts';
import { profileQuestion, profileText } from './profile.ts';
import { rank } from './relevance.ts';
import { rulesPolicy } from './rules-policy.ts';

const documents = [
  { id: 'moss', title: 'Moss', text: 'Mosses grow in the shade of the bridge.' },
  { id: 'olm', title: 'Olm', text: 'The olm lives in caves.' },
  { id: 'kern', title: 'Ilse Kern', text: 'Ilse Kern (born 4 May 1901) was an engineer born in Trier.' },
  { id: 'soup', title: 'Soup', text: 'Soup is served hot.' },
  { id: 'bridge', title: 'Merle Bridge', text: 'The Merle Bridge was designed by Ilse Kern.' },
  { id: 'tide', title: 'Tide', text: 'Tides are the rise and fall of the sea.' },
];
const question = 'Where was the designer of the Merle Bridge born?';

async function play(limit: { readonly capacity?: number; readonly characterCapacity?: number }) {
  const store = inMemoryStore();
  const trajectory = await runEpisode({
    task: documentTask({ documents, questions: [question] }),
    policy: rulesPolicy(),
    ablations: ['scratchpad'],
    memory: { store, namespace: 'toy', retriever: lexicalRetriever(), ...limit },
  });
  return { trajectory, entries: await store.list('toy') };
}

describe('a limited memory', () => {
  it('keeps the last document if it ranks higher, and deletes for it', async () => {
    const { trajectory, entries } = await play({ capacity: 2 });
    expect(entries.map(({ meta }) => meta.title)).toContain('Merle Bridge');
    expect(trajectory.steps.some(({ operations }) => operations.some(({ op }) => op === 'delete'))).toBe(
      true,
    );
    expect(
      trajectory.steps
        .flatMap(({ effects }) => effects)
        .every(({ applied, operation }) => applied || operation.op === 'update'),
    ).toBe(true);
  });

  it('answers from what it kept within a number of characters', async () => {
    const { trajectory, entries } = await play({ characterCapacity: 140 });
    expect(entries.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(140);
    expect(
      viewAtAnswer(trajectory, 0)!
        .entries.map(({ meta }) => meta.title)
        .sort(),
    ).toEqual(['Ilse Kern', 'Merle Bridge']);
    expect(trajectory.end.answers).toEqual(['Trier']);
  });
});

it('keeps a weak text rather than the same text twice', () => {
  const profile = profileQuestion(question);
  const text = 'The Merle Bridge was designed by Ilse Kern.';
  const twins = [1, 2].map((id) => profileText('Merle Bridge', text, [`${id}`], 'document'));
  const other = profileText('Designers', 'A designer born in Merle drew it.', ['3'], 'document');
  const candidates = [...twins, other].map((section) => ({ sections: [section], size: 50 }));
  const ranking = rank(profile, [...twins, other]);
  const kept = keepBest(candidates, [profile], [ranking], { entries: 2 });
  expect(kept.has(candidates[2]!)).toBe(true);
});

it('never keeps more than fits', () => {
  const words = fc.constantFrom('merle', 'bridge', 'designer', 'born', 'soup', 'tide', 'Kern');
  const texts = fc.array(fc.array(words, { minLength: 1, maxLength: 6 }), { maxLength: 12 });
  fc.assert(
    fc.property(texts, fc.nat(6), fc.integer({ min: 1, max: 120 }), (given, entries, characters) => {
      const profile = profileQuestion(question);
      const candidates = given.map((each, id) => {
        const section = profileText('', each.join(' '), [`${id}`], 'document');
        return { sections: [section], size: section.text.length };
      });
      const ranking = rank(
        profile,
        candidates.flatMap(({ sections }) => sections),
      );
      const kept = [...keepBest(candidates, [profile], [ranking], { entries, characters })];
      expect(kept.length).toBeLessThanOrEqual(entries);
      expect(kept.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(characters);
    }),
    { numRuns: 100 },
  );
});

it('writes a query that finds the wanted texts and no others', async () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{3,6}$/), { minLength: 3, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(words, { minLength: 2, maxLength: 10 }), fc.nat(9), async (given, count) => {
      const texts = given.map((each, place) => `own${place} ${each.join(' ')}`);
      const wanted = texts.slice(0, Math.min(count, texts.length - 1));
      const index = lexicalRetriever().createIndex();
      await index.add(
        texts.map((text, id) => ({ id: `${id}`, text, meta: {}, version: 1, createdAt: 0, updatedAt: 0 })),
      );
      const query = distinctiveQuery(wanted, texts.slice(wanted.length));
      const hits = query === '' ? [] : await index.search(query, { limit: 10 });
      expect(hits.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(wanted.map((_, id) => id));
    }),
    { numRuns: 40 },
  );
});
