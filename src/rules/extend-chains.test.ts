/**
 * Tests chains of identifiers.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { runEpisode } from '../agent/run-episode.ts';
import { BETTER, memoryOptionsFor, streamRulesFor } from '../released/compatibility.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { createCountingClock } from '../shared/clock.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import { listIdentifiers } from './extend-chains.ts';
import { rulesPolicy } from './rules-policy.ts';

const FILLER = [
  'Mosses are small plants. They grow in shade.',
  'A pole is a long piece of wood.',
  'Tides are the rise and fall of the sea.',
];

/** Reads the links one document at a time, with other documents between them, and returns the entries. */
async function readLinks(links: readonly string[]): Promise<readonly string[]> {
  const documents = links.flatMap((link, place) => [
    ...FILLER.map((text, each) => ({ id: `filler-${place}-${each}`, title: `Page ${place}-${each}`, text })),
    { id: `link-${place}`, title: `Page ${place}`, text: `Soup is served hot. ${link} Ale is brewed warm.` },
  ]);
  const store = inMemoryStore();
  await runEpisode({
    task: createDocumentStream({
      id: 'links',
      dataset: 'toy',
      questions: [{ id: 'q', text: 'What belongs to order 7654321?', answers: ['?'], support: [] }],
      documents,
      chunks: documents.map((document, index) => ({
        index,
        count: documents.length,
        text: '',
        documents: [document],
      })),
      rules: streamRulesFor(BETTER),
    }),
    policy: rulesPolicy(),
    memory: { ...memoryOptionsFor(BETTER), store, namespace: 'links', retriever: lexicalRetriever() },
    clock: createCountingClock(),
    timer: () => 0,
  });
  return (await store.list('links')).map(({ text }) => text);
}

it('adds the documents of a chain to the entry that holds its start', async () => {
  const entries = await readLinks([
    'Order 7654321 holds part AB12.',
    'Part AB12 holds part CD34.',
    'Part CD34 holds part EF56.',
    'Part XY99 holds part ZZ11.',
  ]);
  const chain = entries.find((text) => text.includes('7654321'));
  for (const part of ['AB12', 'CD34', 'EF56']) expect(chain).toContain(part);
  expect(entries.join()).not.toContain('XY99');
});

it('quotes a document that is too long to be extended', async () => {
  const long = 'Water boils in the pot. '.repeat(200);
  const entries = await readLinks([`${long} Order 7654321 holds part AB12.`, 'Part AB12 holds part CD34.']);
  expect(entries.find((text) => text.includes('CD34'))).toContain('7654321');
  expect(Math.min(...entries.map(({ length }) => length))).toBeLessThan(200);
});

it('takes words with digits and long numbers as identifiers, but no years, ordinals or amounts', () => {
  expect(listIdentifiers('In 1999, the 2nd VAR12 and x1 cost 12,345 of 1234567; 10km in the 1990s.')).toEqual(
    ['var12', 'x1', '1234567'],
  );
});
