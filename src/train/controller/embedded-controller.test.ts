/**
 * A controller that reads the similarities of an embedder: what it learns, and that the policy decides as in training.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { documentTask } from '../../agent/document-task.ts';
import { runEpisode } from '../../agent/run-episode.ts';
import { learnedPolicy } from '../../learned/learned-policy.ts';
import { formatWeights, parseWeights } from '../../learned/weights.ts';
import { countWords } from '../../learned/word-counts.ts';
import type { Embedder } from '../../memory/embedder.ts';
import { profileDocument } from '../../rules/profile.ts';
import { lexicalRetriever } from '../../search/lexical.ts';
import { inMemoryStore } from '../../store/in-memory.ts';
import type { ControllerData } from './controller-data.ts';
import { embedStreams } from './embed-streams.ts';
import { trainController } from './train-controller.ts';
import { prepareStream } from './training-stream.ts';

// A question and its evidence share no word, only a meaning.
const PAIRS = [
  ['boat', 'vessel'],
  ['car', 'sedan'],
  ['king', 'monarch'],
  ['doctor', 'surgeon'],
  ['bread', 'loaf'],
  ['road', 'highway'],
] as const;

const documents = PAIRS.map(([, word], place) => ({
  ...{ id: `d${place}`, title: `Note ${place}`, text: `The ${word} stays in Town${place}.` },
}));

function embedMeaning(text: string): Float32Array {
  return Float32Array.from(PAIRS, (words) => Number(words.some((word) => text.includes(word))) + 0.01);
}

const embedder: Embedder = {
  name: 'meaning',
  embed: async (texts) => texts.map(embedMeaning),
};

const tokenizer = { name: 'words', count: (text: string) => text.length, encode: () => [], decode: () => '' };
const words = countWords(documents.map(profileDocument), 1);
const streams = PAIRS.map(([word], place) => ({
  id: `s${place}`,
  dataset: 'toy',
  documents,
  questions: [
    { id: `q${place}`, text: `Where is the ${word}?`, answers: [`Town${place}`], support: [`d${place}`] },
  ],
}));

async function prepare(reads: Embedder | undefined): Promise<ControllerData> {
  const vectors = reads === undefined ? undefined : await embedStreams(streams, reads);
  const prepared = streams.map((stream) =>
    prepareStream(stream, { words, tokenizer, chunkSize: 120, vectors }),
  );
  return { training: prepared.slice(0, 4), heldOut: prepared.slice(4), words, embedder: reads?.name };
}

const rooms = [{ entries: 1 }];
const settings = { rooms, teacher: 'privileged', seeds: [1], imitation: 60, reinforcement: 0 } as const;

describe('where evidence shares no word with its question', () => {
  it('learns with an embedder what it cannot learn without one', async () => {
    const [blind] = await trainController({ ...settings, data: await prepare(undefined) });
    const [seeing] = await trainController({ ...settings, data: await prepare(embedder) });
    expect(seeing!.reward).toBe(1);
    expect(blind!.reward).toBeLessThan(0.6);
  });

  it('keeps the same text in use as in training, with weights from a file', async () => {
    const [trained] = await trainController({ ...settings, data: await prepare(embedder) });
    const weights = parseWeights(JSON.parse(JSON.stringify(formatWeights(trained!.weights))));
    expect(weights.embedder).toBe('meaning');
    for (const [place, { questions }] of streams.entries()) {
      const store = inMemoryStore();
      const trajectory = await runEpisode({
        task: documentTask({ documents, questions: questions.map(({ text }) => text) }),
        policy: learnedPolicy({ weights, embedder }),
        memory: { store, namespace: 'toy', retriever: lexicalRetriever(), capacity: 1 },
      });
      expect((await store.list('toy')).map(({ meta }) => meta.sources)).toEqual([[`d${place}`]]);
      expect(trajectory.header.settings.policy).toMatchObject({ embedder: 'meaning' });
    }
  });
});
