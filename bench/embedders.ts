/**
 * Measures an embedder on folders of own files: the share of questions whose answer is in the shown entries, with words
 * alone and with words and vectors, and the processor time of reading and asking.
 *
 *     node bench/embedders.ts [--embedder static:FOLDER] [--embedder onnx:FOLDER] [--cache vectors.db] [FOLDER …]
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { documentTask } from '../src/agent/document-task.ts';
import { runEpisode } from '../src/agent/run-episode.ts';
import { createEmbedder } from '../src/cli/memory-options.ts';
import { splitPassages } from '../src/dataset/split-passages.ts';
import { readDocuments } from '../src/documents/read-documents.ts';
import type { Retriever } from '../src/memory/retriever.ts';
import { ragPolicy } from '../src/rules/rag-policy.ts';
import { rulesPolicy } from '../src/rules/rules-policy.ts';
import { answerInMemory } from '../src/score/answer-in-memory.ts';
import { hybridRetriever } from '../src/search/hybrid.ts';
import { lexicalRetriever } from '../src/search/lexical.ts';
import { vectorRetriever } from '../src/search/vector.ts';
import { loadDefaultTokenizer } from '../src/task/tokenizer.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { embedder: { type: 'string', multiple: true, default: [] }, cache: { type: 'string' } },
});
const folders =
  positionals.length > 0 ? positionals : ['test/files', 'test/files/second', 'test/files/third'];

interface FileQuestion {
  readonly id: string;
  readonly question: string;
  readonly answers: readonly string[];
}

const tokenizer = await loadDefaultTokenizer();
const POLICIES = { rag: ragPolicy, rules: rulesPolicy };
const rows: object[] = [];
for (const folder of folders) {
  for (const embedder of [undefined, ...values.embedder]) {
    for (const name of ['rag', 'rules'] as const) rows.push(await measure(folder, name, embedder));
  }
}
console.table(rows);

async function createSearch(embedder: string | undefined): Promise<Retriever> {
  if (embedder === undefined) return lexicalRetriever();
  const flags = { retriever: 'hybrid', embedder, embeddingCache: values.cache } as const;
  const vectors = vectorRetriever({ embedder: await createEmbedder(flags, process.env) });
  return hybridRetriever([lexicalRetriever(), vectors]);
}

async function measure(folder: string, name: keyof typeof POLICIES, embedder?: string): Promise<object> {
  const base = join(folder, 'folder');
  const { documents } = await readDocuments(base, { base });
  const questions = readFileSync(join(folder, 'questions.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as FileQuestion);
  const policy = POLICIES[name]();
  const stream = {
    documents: splitPassages(documents.map(({ id, title, text }) => ({ id, title, text }))),
    questions: questions.map(({ id, question: text, answers }) => ({ id, text, answers, support: [] })),
  };
  const retriever = await createSearch(embedder);
  const before = process.cpuUsage();
  const { steps } = await runEpisode({
    task: documentTask(stream, { tokenizer }, policy.unit),
    policy,
    memory: { retriever },
  });
  const { user, system } = process.cpuUsage(before);
  const held = questions.flatMap(({ answers }, index) => {
    const view = steps.findLast((step) => step.question === index)?.view;
    return (view && answerInMemory({ answers }, view)) ?? [];
  });
  const row = {
    folder,
    policy: name,
    search: embedder?.split(':')[0] ?? 'words',
    'answer in memory': `${held.filter(Boolean).length} of ${held.length}`,
    entries: steps.flatMap(({ effects }) => effects).filter(({ operation }) => operation.op === 'create')
      .length,
    'CPU s': ((user + system) / 1e6).toFixed(1),
  };
  console.error(row);
  return row;
}
