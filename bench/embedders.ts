/**
 * Measures an embedder on folders of own files, with words alone and with words and vectors, and the processor time of
 * reading and asking: for `rag` and the rules, the questions whose answer is in the shown entries; for `ask`, the
 * questions whose evidence is shown.
 *
 *     node bench/embedders.ts [--embedder static:FOLDER] [--embedder onnx:FOLDER] [--policy rag,rules,ask] [--cache vectors.db] [FOLDER …]
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { documentTask } from '../src/agent/document-task.ts';
import { runEpisode } from '../src/agent/run-episode.ts';
import { createEvidenceEngine } from '../src/ask/evidence-engine.ts';
import { embedTexts } from '../src/ask/measure-similarity.ts';
import { createEmbedder } from '../src/cli/memory-options.ts';
import { splitPassages } from '../src/dataset/split-passages.ts';
import type { Embedder } from '../src/memory/embedder.ts';
import type { Retriever } from '../src/memory/retriever.ts';
import { ragPolicy } from '../src/rules/rag-policy.ts';
import { rulesPolicy } from '../src/rules/rules-policy.ts';
import { answerInMemory } from '../src/score/answer-in-memory.ts';
import { hybridRetriever } from '../src/search/hybrid.ts';
import { lexicalRetriever } from '../src/search/lexical.ts';
import { vectorRetriever } from '../src/search/vector.ts';
import { loadDefaultTokenizer } from '../src/task/tokenizer.ts';
import { readTestFolder, score } from './file-questions.ts';
import { measureTime } from './small-model.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    embedder: { type: 'string', multiple: true, default: [] },
    policy: { type: 'string', default: 'rag,rules,ask' },
    cache: { type: 'string' },
  },
});
const folders =
  positionals.length > 0 ? positionals : ['test/files', 'test/files/second', 'test/files/third'];

const tokenizer = await loadDefaultTokenizer();
const POLICIES = { rag: ragPolicy, rules: rulesPolicy };
const rows: object[] = [];
for (const folder of folders) {
  for (const embedder of [undefined, ...values.embedder]) {
    for (const name of values.policy.split(',')) {
      const row = name === 'ask' ? await measureAsk(folder, embedder) : await measure(folder, name, embedder);
      rows.push(row);
      console.error(row);
    }
  }
}
console.table(rows);

async function openEmbedder(embedder: string, retriever: 'hybrid' | 'vector'): Promise<Embedder> {
  return createEmbedder({ retriever, embedder, embeddingCache: values.cache }, process.env);
}

async function createSearch(embedder: string | undefined): Promise<Retriever> {
  if (embedder === undefined) return lexicalRetriever();
  const vectors = vectorRetriever({ embedder: await openEmbedder(embedder, 'hybrid') });
  return hybridRetriever([lexicalRetriever(), vectors]);
}

function nameSearch(embedder: string | undefined): string {
  return embedder?.split(':')[0] ?? 'words';
}

async function measure(folder: string, name: string, embedder?: string): Promise<object> {
  if (!(name in POLICIES)) throw new Error(`"${name}" is no policy. Pass rag, rules or ask`);
  const { documents, questions } = await readTestFolder(folder);
  const policy = POLICIES[name as keyof typeof POLICIES]();
  const stream = {
    documents: splitPassages(documents.map(({ id, title, text }) => ({ id, title, text }))),
    questions: questions.map(({ id, question: text, answers }) => ({ id, text, answers, support: [] })),
  };
  const retriever = await createSearch(embedder);
  const [{ steps }, cpuMs] = await measureTime(() =>
    runEpisode({
      task: documentTask(stream, { tokenizer }, policy.unit),
      policy,
      memory: { retriever },
    }),
  );
  const held = questions.flatMap(({ answers }, index) => {
    const view = steps.findLast((step) => step.question === index)?.view;
    return (view && answerInMemory({ answers }, view)) ?? [];
  });
  return {
    folder,
    policy: name,
    search: nameSearch(embedder),
    'answer in memory': `${held.filter(Boolean).length} of ${held.length}`,
    'CPU s': (cpuMs / 1000).toFixed(1),
  };
}

async function measureAsk(folder: string, flag?: string): Promise<object> {
  const { documents, questions } = await readTestFolder(folder);
  const embedder = flag === undefined ? undefined : await openEmbedder(flag, 'vector');
  const [results, cpuMs] = await measureTime(async () => {
    const engine = createEvidenceEngine(documents);
    const compare = embedder && (await embedTexts(engine.listTexts(), embedder));
    const scored: ReturnType<typeof score>[] = [];
    for (const asked of questions) {
      const answer = engine.answer(asked.question, 3, { similarity: await compare?.(asked.question) });
      scored.push(score(asked, answer.sentences, answer));
    }
    return scored;
  });
  const answerable = results.filter(({ asked }) => asked.answers.length > 0);
  const stated = results.filter(({ stated: text }) => text !== null);
  return {
    folder,
    policy: 'ask',
    search: nameSearch(flag),
    'evidence in three': `${answerable.filter(({ inThree }) => inThree).length} of ${answerable.length}`,
    'in first': answerable.filter(({ inFirst }) => inFirst).length,
    'stated right': `${stated.filter(({ right }) => right).length} of ${stated.length}`,
    'CPU s': (cpuMs / 1000).toFixed(1),
  };
}
