/**
 * Runs the rules policy over streams.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { runEpisode } from '../agent/run-episode.ts';
import { BETTER, memoryOptionsFor, streamRulesFor } from '../released/compatibility.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { createCountingClock } from '../shared/clock.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import type { SourceDocument } from '../task/observation.ts';
import { rulesPolicy } from './rules-policy.ts';

/** In reading order; the second hop of the two-hop question comes before the first. */
const chunks: readonly (readonly SourceDocument[])[] = [
  [
    {
      id: 'kern',
      title: 'Ilse Kern',
      text: 'Ilse Kern (born 4 May 1901) was a German engineer born in Trier.',
    },
    { id: 'soup', title: 'Soup', text: 'Soup is a dish of vegetables. It is served hot.' },
    { id: 'moss', title: 'Moss', text: 'Mosses are small plants. They grow in shade.' },
    { id: 'olm', title: 'Olm', text: 'The olm is an animal that lives in caves.' },
  ],
  [
    { id: 'pole', title: 'Pole', text: 'A pole is a long piece of wood.' },
    { id: 'vogt', title: 'Hans Vogt', text: 'Hans Vogt (born 12 June 1890) was a German painter from Kiel.' },
    { id: 'tide', title: 'Tide', text: 'Tides are the rise and fall of the sea.' },
    { id: 'silt', title: 'Silt', text: 'Silt is finer than sand. Rivers carry it.' },
  ],
  [
    {
      id: 'bridge',
      title: 'Merle Bridge',
      text: 'The Merle Bridge was designed by Ilse Kern. It crosses a gorge.',
    },
    { id: 'ale', title: 'Ale', text: 'Ale is a drink that is brewed warm.' },
    { id: 'lute', title: 'Lute', text: 'The lute is plucked. It has a round back.' },
    { id: 'oats', title: 'Oats', text: 'Oats are a cereal. Horses eat them.' },
  ],
];

async function answers(questions: readonly string[]): Promise<readonly (string | null)[]> {
  const task = createDocumentStream({
    id: 'toy',
    dataset: 'toy',
    questions: questions.map((text, index) => ({ id: `q${index}`, text, answers: ['?'], support: [] })),
    documents: chunks.flat(),
    chunks: chunks.map((documents, index) => ({ index, count: chunks.length, text: '', documents })),
    rules: streamRulesFor(BETTER),
  });
  const { end } = await runEpisode({
    task,
    policy: rulesPolicy(),
    memory: {
      ...memoryOptionsFor(BETTER),
      store: inMemoryStore(),
      namespace: 'toy',
      retriever: lexicalRetriever(),
    },
    clock: createCountingClock(),
    timer: () => 0,
  });
  return end.answers;
}

test('answers over two hops though the second comes first in the stream', async () => {
  expect(await answers(['Where was the designer of the Merle Bridge born?'])).toEqual(['Trier']);
});

test('compares, and says yes and no, with several questions in one stream', async () => {
  const given = await answers([
    'Who was born first, Ilse Kern or Hans Vogt?',
    'Are Ilse Kern and Hans Vogt of the same nationality?',
    'Are Ilse Kern and Hans Vogt both painters?',
    'When was Hans Vogt born?',
  ]);
  expect(given).toEqual(['Hans Vogt', 'yes', 'no', '12 June 1890']);
});
