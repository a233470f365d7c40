/**
 * Times the episode loop (`npm run bench:loop`): an instant policy makes one Create, one Read and one Update
 * of the scratchpad in each step, on streams of 200 chunks. Prints milliseconds per step.
 *
 * @module
 */

import { runEpisode } from '../src/agent/run-episode.ts';
import type { Operation } from '../src/memory/operation.ts';
import { scriptedPolicy } from '../src/policy/scripted.ts';
import { lexicalRetriever } from '../src/search/lexical.ts';
import { createCountingClock } from '../src/shared/clock.ts';
import { inMemoryStore } from '../src/store/in-memory.ts';
import { createDocumentStream } from '../src/task/document-stream.ts';
import type { Chunk, SourceDocument } from '../src/task/observation.ts';
import { BETTER_STREAM_RULES } from '../src/task/stream-rules.ts';

const CHUNKS = 200;
const EPISODES = 30;

const documents: SourceDocument[] = Array.from({ length: CHUNKS }, (_, index) => ({
  id: `d${index}`,
  title: `Place ${index}`,
  text: `Place ${index} lies near river ${index % 17} and was founded in ${1500 + index} by settler ${index % 31}.`,
}));
const chunks: Chunk[] = documents.map((document, index) => ({
  index,
  count: CHUNKS,
  text: document.text,
  documents: [document],
}));

const policy = scriptedPolicy((observation) => {
  if (observation.stage !== 'memorise') return { action: { kind: 'answer', answers: ['x'] } };
  const [document] = observation.chunk.documents;
  const meta = { sources: [document!.id] };
  const operations: Operation[] = [
    { op: 'create', text: document!.text, meta },
    { op: 'read', query: document!.title },
    { op: 'update', target: 'scratchpad', text: `seen ${document!.title}`, meta },
  ];
  return { operations, action: { kind: 'read-on' } };
});

const perStep: number[] = [];
for (let episode = 0; episode < EPISODES; episode++) {
  const started = performance.now();
  const { steps } = await runEpisode({
    task: createDocumentStream({
      id: `loop-${episode}`,
      dataset: 'bench',
      questions: [{ id: 'q', text: 'which place lies near river 3?', answers: [], support: [] }],
      chunks,
      documents,
      rules: BETTER_STREAM_RULES,
    }),
    policy,
    memory: { store: inMemoryStore(), namespace: 'loop', retriever: lexicalRetriever() },
    clock: createCountingClock(),
    timer: () => performance.now(),
  });
  perStep.push((performance.now() - started) / steps.length);
}
perStep.sort((one, other) => one - other);
const at = (share: number): string => perStep[Math.floor(share * (perStep.length - 1))]!.toFixed(3);
console.log(`loop: ${EPISODES} episodes of ${CHUNKS + 1} steps, 3 operations and one search a step`);
console.log(`ms a step: median ${at(0.5)}, 90th percentile ${at(0.9)}, worst ${at(1)}`);
