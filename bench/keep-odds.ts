/**
 * Measures whether the odds of the reply `keep` against `skip` in the `compact` format tell evidence from other
 * documents, without generating a reply. `--embedder` scores the same documents by similarity to the question. Every
 * score is appended to `--log`, and a second run continues the log.
 *
 *     node bench/keep-odds.ts [--model FILE.gguf] [--embedder onnx:FOLDER] [--steps 200] [--log odds.jsonl] hotpotqa.dev.jsonl.gz
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { createEmbedder } from '../src/cli/memory-options.ts';
import { COMPACT_WORDS } from '../src/codec/compact.ts';
import { llamaEngine } from '../src/llama/llama-engine.ts';
import { compactPrompts } from '../src/prompt/compact-prompts.ts';
import { listSteps, type MemoriseStep, observe } from './memorise-steps.ts';
import { MODEL_FLAGS, measureTime, nameModel, openLog, readModelOptions } from './small-model.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...MODEL_FLAGS,
    embedder: { type: 'string' },
    steps: { type: 'string', default: '200' },
  },
});
const [data] = positionals;
if (data === undefined) throw new Error('Usage: node bench/keep-odds.ts --model FILE.gguf data.jsonl.gz');

interface Row {
  readonly by: string;
  readonly step: number;
  readonly gold: boolean;
  readonly score: number;
  readonly cpuMs: number;
}

/** Scores a step: the higher, the more it looks like evidence. */
interface Scorer {
  readonly name: string;
  score(step: MemoriseStep): Promise<number>;
  close?(): Promise<void>;
}

const log = openLog<Row>(values.log);
const steps = await listSteps(data, Number(values.steps));
const scorers: readonly Scorer[] = [
  { name: 'words', score: async (step) => countShared(step) },
  ...(values.embedder === undefined ? [] : [await createSimilarity(values.embedder)]),
  ...(values.model === undefined ? [] : [await createOdds(values.model)]),
];
for (const scorer of scorers) {
  await scoreAll(scorer);
  await scorer.close?.();
}
console.table(scorers.map(({ name }) => summarise(name)));

async function scoreAll({ name, score }: Scorer): Promise<void> {
  const done = new Set(log.rows.filter(({ by }) => by === name).map(({ step }) => step));
  for (const [step, each] of steps.entries()) {
    if (done.has(step)) continue;
    const [found, cpuMs] = await measureTime(() => score(each));
    log.add({ by: name, step, gold: each.gold, score: found, cpuMs });
  }
}

/** Returns the share of the question's words that the document contains. */
function countShared({ question, document }: MemoriseStep): number {
  const listWords = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  const held = new Set(listWords(`${document.title} ${document.text}`));
  const asked = listWords(question.text);
  return asked.filter((word) => held.has(word)).length / asked.length;
}

async function createSimilarity(flag: string): Promise<Scorer> {
  const embedder = await createEmbedder({ retriever: 'vector', embedder: flag }, process.env);
  return {
    name: flag.replace(/:.*\//, ':'),
    async score(step) {
      const [question] = await embedder.embed([step.question.text], 'query');
      const [document] = await embedder.embed([observe(step).chunk.text], 'entry');
      return question!.reduce((sum, value, axis) => sum + value * document![axis]!, 0);
    },
  };
}

/** The difference of the log-probabilities of `keep:` and `skip`. The second shares its prompt with the first. */
async function createOdds(path: string): Promise<Scorer> {
  const engine = await llamaEngine(await readModelOptions(path, values, 2048));
  const chat = engine.chat!;
  const replies = [`${COMPACT_WORDS.create}:`, COMPACT_WORDS.nothing].map((text) => chat.encodeText(text));
  const view = { scratchpad: '', scratchpadMeta: {}, query: null, entries: [] };
  return {
    name: nameModel(path, values),
    async score(step) {
      const prompt = chat.encode(compactPrompts.render(observe(step), { view })).ids;
      const scores = await engine.logprobs(replies.map((reply) => ({ prompt, reply })));
      const [keep, skip] = scores.map((logprobs) => logprobs.reduce((sum, each) => sum + each, 0));
      return keep! - skip!;
    },
    close: () => engine.close(),
  };
}

function summarise(name: string): object {
  const own = log.rows.filter(({ by, step }) => by === name && step < steps.length);
  const [evidence, others] = [true, false].map((gold) => own.filter((row) => row.gold === gold)) as [
    Row[],
    Row[],
  ];
  const wins = (one: Row, other: Row): number =>
    one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0;
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  const pairs = evidence.flatMap((one) => {
    const other = others.find(({ step }) => step === one.step + 1);
    return other === undefined ? [] : [wins(one, other)];
  });
  const all = evidence.flatMap((one) => others.map((other) => wins(one, other)));
  return {
    scores: name,
    steps: own.length,
    AUC: (sum(all) / all.length).toFixed(3),
    'evidence above its other document': `${sum(pairs)} of ${pairs.length}`,
    'CPU ms a step': (sum(own.map(({ cpuMs }) => cpuMs)) / own.length).toFixed(1),
  };
}
