/**
 * How well a small model follows each format: one memorising step for each document, half of them evidence.
 *
 * node bench/formats.ts --model FILE.gguf [--steps 200] [--format compact,tags] hotpotqa.dev.jsonl.gz
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { loadDataset } from '../src/dataset/load-dataset.ts';
import { buildStreams } from '../src/dataset/stream-builder.ts';
import { type FormatName, resolveFormat } from '../src/format/resolve-format.ts';
import { llamaModel } from '../src/llama/llama-model.ts';
import { languageModelPolicy } from '../src/policy/language-model.ts';
import type { PolicyContext } from '../src/policy/policy.ts';
import { renderDocument } from '../src/task/chunk-documents.ts';
import type { MemoriseObservation, SourceDocument } from '../src/task/observation.ts';
import type { TaskQuestion } from '../src/task/task.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    steps: { type: 'string', default: '200' },
    format: { type: 'string', default: 'compact,compact without grammar,json,tags,tools' },
    threads: { type: 'string', default: '1' },
    template: { type: 'string' },
  },
});
const [data] = positionals;
if (values.model === undefined || data === undefined) {
  throw new Error('Usage: node bench/formats.ts --model FILE.gguf data.jsonl.gz');
}

interface Step {
  readonly question: TaskQuestion;
  readonly document: SourceDocument;
  readonly gold: boolean;
}

const steps = await listSteps(data, Number(values.steps));
const model = llamaModel({
  path: values.model,
  threads: Number(values.threads),
  chatTemplate: values.template,
});
const rows: object[] = [];
for (const name of values.format.split(',')) {
  rows.push(await measure(name));
  console.error(rows.at(-1));
}
await model.close();
console.table(rows);

/** One document of the evidence and one other for each question, in turn. */
async function listSteps(path: string, count: number): Promise<readonly Step[]> {
  const { records, extraPassages } = await loadDataset(path);
  const limit = Math.ceil(count / 2);
  return buildStreams(records, { documents: 10, limit, seed: 1, extraPassages })
    .flatMap(({ questions: [question], documents }) =>
      [true, false].map((gold): Step => {
        const { support } = question!;
        const document = documents.find(({ id }) => support.includes(id) === gold)!;
        return { question: question!, document, gold };
      }),
    )
    .slice(0, count);
}

async function measure(name: string): Promise<object> {
  const [format] = name.split(' ') as [FormatName];
  const policy = languageModelPolicy({
    model,
    format: resolveFormat(format),
    temperature: 0,
    maxOutputTokens: 256,
    constrain: name === format ? 'grammar' : 'none',
    retries: 0,
  });
  const counts = { valid: 0, again: 0, gold: 0, other: 0, copied: 0, tokens: 0, failed: 0 };
  const started = performance.now();
  for (const [index, { question, document, gold }] of steps.entries()) {
    const reply = await policy.act(observe(question, document), createContext(index));
    const first = reply.calls === undefined;
    counts.failed += Number(reply.failure !== undefined);
    counts.valid += Number(first && reply.failure === undefined);
    counts.again += Number(!first);
    counts.copied += reply.issues.filter(({ kind }) => kind === 'copied-example').length;
    counts.tokens += reply.usage.promptTokens / reply.usage.modelCalls;
    const created = reply.operations.some(({ op }) => op === 'create');
    if (created) counts[gold ? 'gold' : 'other'] += 1;
    process.stderr.write(`\r${name}: ${index + 1}/${steps.length} `);
  }
  process.stderr.write('\n');
  const half = steps.length / 2;
  return {
    format: name,
    steps: steps.length,
    'valid at once %': ((100 * counts.valid) / steps.length).toFixed(1),
    failed: counts.failed,
    'creates on gold %': ((100 * counts.gold) / half).toFixed(1),
    'on others %': ((100 * counts.other) / half).toFixed(1),
    'examples copied': counts.copied,
    'prompt tokens': Math.round(counts.tokens / steps.length),
    'ms a step': Math.round((performance.now() - started) / steps.length),
  };
}

function observe(question: TaskQuestion, document: SourceDocument): MemoriseObservation {
  return {
    stage: 'memorise',
    questions: [{ id: question.id, text: question.text }],
    chunk: { index: 0, count: 1, text: renderDocument(document, 1), documents: [document] },
    turn: 0,
    readsUsed: 0,
    readsLeft: 0,
  };
}

function createContext(step: number): PolicyContext {
  const view = { scratchpad: '', scratchpadMeta: {}, query: null, entries: [] };
  return { view, step, read: async () => [], readAll: async () => [] };
}
