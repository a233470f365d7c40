/**
 * Makes the episodes that the report tests show.
 *
 * @module
 */
import { runEpisode } from '../../src/agent/run-episode.ts';
import { scoreEpisode } from '../../src/eval/episode-score.ts';
import { createRow } from '../../src/eval/eval-row.ts';
import type { Operation } from '../../src/memory/operation.ts';
import { NO_USAGE, type Policy } from '../../src/policy/policy.ts';
import { BETTER, streamRulesFor } from '../../src/released/compatibility.ts';
import { measureEpisode } from '../../src/report/measure-episode.ts';
import type { EpisodeDigest, ReportEpisode, ReportInput } from '../../src/report/report-input.ts';
import { lexicalRetriever } from '../../src/search/lexical.ts';
import { createCountingClock } from '../../src/shared/clock.ts';
import { inMemoryStore } from '../../src/store/in-memory.ts';
import { createDocumentStream } from '../../src/task/document-stream.ts';
import type { Chunk, SourceDocument } from '../../src/task/observation.ts';

/** Document text that tries to break out of the page. */
export const HOSTILE =
  '</script><script>window.hacked = true</script><img src=x onerror="window.hacked = true"><!--';

const PER_CHUNK = 27;

/** Builds a report of one episode over `documents` documents. Its policy uses all four operations. */
export async function sampleReport(documents: number): Promise<ReportInput> {
  const episode = await sampleEpisode(documents);
  const { digest } = episode;
  return {
    title: `Report ${HOSTILE}`,
    command: `atommem bench --title '${HOSTILE}'`,
    notes: [HOSTILE],
    seed: 1,
    rows: [
      createRow(
        { policy: digest.policy, dataset: digest.dataset, documents, variant: 'default', planned: 1 },
        [digest.score],
        { seed: 1 },
      ),
    ],
    digests: [digest],
    episodes: [episode],
  };
}

async function sampleEpisode(count: number): Promise<ReportEpisode> {
  const documents = Array.from(
    { length: count },
    (_, index): SourceDocument => ({
      id: `d${index}`,
      title: `Mill ${index}`,
      text: `Mill ${index} stands in town ${index % 97}. ${HOSTILE} It was built in ${1700 + (index % 200)}. ${'It ground corn. '.repeat(20).trim()}`,
    }),
  );
  const trajectory = await runEpisode({
    task: createDocumentStream({
      id: 'stream',
      dataset: 'mills',
      questions: [
        { id: 'q', text: 'When was mill 5 built?', answers: ['1705'], support: ['d5'] },
        { id: 'r', text: 'Where does mill 7 stand?', answers: [HOSTILE], support: ['d7', `d${count - 1}`] },
      ],
      documents,
      chunks: toChunks(documents),
      rules: streamRulesFor(BETTER),
    }),
    policy: keeper,
    memory: { store: inMemoryStore(), namespace: 'sample', retriever: lexicalRetriever() },
    clock: createCountingClock(),
    timer: () => 0,
  });
  const digest: EpisodeDigest = {
    policy: keeper.name,
    dataset: 'mills',
    documents: count,
    score: scoreEpisode(trajectory),
    measure: measureEpisode(trajectory),
  };
  return { digest, trajectory, documents: new Map(documents.map((document) => [document.id, document])) };
}

function toChunks(documents: readonly SourceDocument[]): readonly Chunk[] {
  const count = Math.ceil(documents.length / PER_CHUNK);
  return Array.from({ length: count }, (_, index) => {
    const own = documents.slice(index * PER_CHUNK, (index + 1) * PER_CHUNK);
    return { index, count, documents: own, text: own.map(({ text }) => text).join('\n\n') };
  });
}

/**
 * In every chunk, stores the document, rewrites one entry and the scratchpad, deletes one entry, and reads.
 */
const keeper: Policy = {
  name: 'keeper',
  async act(observation, { view }) {
    const rest = { issues: [], usage: NO_USAGE };
    if (observation.stage !== 'memorise') {
      return { operations: [], action: { kind: 'answer', answers: ['1705'] }, ...rest };
    }
    const { index, documents, text } = observation.chunk;
    const operations: Operation[] = documents.map((document) => ({
      op: 'create',
      text: document.text,
      meta: { sources: [document.id] },
    }));
    const [shown] = view.entries;
    if (shown)
      operations.push({ op: 'update', target: { slot: 1 }, text: `${shown.text} Seen again in ${index}.` });
    if (view.entries.length > 1) operations.push({ op: 'delete', target: { slot: view.entries.length } });
    operations.push({ op: 'delete', target: { slot: 99 } });
    operations.push({ op: 'update', target: 'scratchpad', text: `${view.scratchpad} Read chunk ${index}.` });
    operations.push({ op: 'read', query: `mill ${index * 20} town` });
    const prompt = [{ role: 'user' as const, content: text }];
    return { operations, action: { kind: 'read-on' }, prompt, text: HOSTILE, ...rest };
  },
};
