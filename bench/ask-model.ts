/**
 * Compares `ask` with and without a GGUF model on a sample of the questions about a folder of files. Every question is
 * appended to `--log`, and a second run continues the log.
 *
 *     node bench/ask-model.ts --model FILE.gguf [--folder test/files] [--questions 30] [--seed 1] [--log answers.jsonl]
 *
 * @module
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEvidenceEngine } from '../src/ask/evidence-engine.ts';
import { EVIDENCE_PROMPT, EVIDENCE_SCHEMA } from '../src/ask/evidence-prompt.ts';
import { answerWithModel } from '../src/ask/model-answer.ts';
import { readDocuments } from '../src/documents/read-documents.ts';
import { readGgufHeader } from '../src/llama/gguf.ts';
import { llamaModel } from '../src/llama/llama-model.ts';
import { constrainModel } from '../src/policy/constrain-model.ts';
import { createRandom } from '../src/shared/random.ts';
import { languageModelAsk } from '../src/workflow/language-model-ask.ts';
import { PLAIN_TEMPLATE } from './memorise-steps.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    folder: { type: 'string', default: 'test/files' },
    questions: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '1' },
    log: { type: 'string' },
  },
});
if (values.model === undefined) throw new Error('Usage: node bench/ask-model.ts --model FILE.gguf');

interface FileQuestion {
  readonly id: string;
  readonly question: string;
  /** Empty if no file contains an answer. */
  readonly answers: readonly string[];
  readonly all?: boolean;
}

interface Row {
  readonly model: string;
  readonly id: string;
  readonly valid: boolean;
  /** Whether the reply contains the answer of the prompt's example. */
  readonly copied: boolean;
  readonly verdicts: { readonly model: Verdict; readonly rules: Verdict };
  readonly said: string | null;
  readonly rules: string | null;
  readonly cpuMs: number;
}

type Verdict = 'right' | 'wrong' | 'declined';

/** The longest reply, as in `atommem ask --model gguf:FILE`. */
const MAX_OUTPUT_TOKENS = 320;
/** In milliseconds. Long, because the machine may be busy. */
const TIMEOUT = 3_600_000;
/** The answer of the prompt's example. No document contains it. */
const EXAMPLE = '90 FUNS';

const name = basename(values.model, '.gguf');
const folder = join(values.folder, 'folder');
const { documents } = await readDocuments(folder, { base: folder });
const engine = createEvidenceEngine(documents);
const rows = readRows();
const { chatTemplate = PLAIN_TEMPLATE } = await readGgufHeader(values.model);
const base = llamaModel({
  path: values.model,
  threads: Number(values.threads),
  chatTemplate,
  contextSize: 4096,
});
const model = await constrainModel(base, { schema: EVIDENCE_SCHEMA }, 'schema');
const ask = languageModelAsk({
  model,
  temperature: 0,
  maxOutputTokens: MAX_OUTPUT_TOKENS,
  retries: 0,
  timeout: TIMEOUT,
});
const asked = sampleQuestions();
for (const [index, question] of asked.entries()) {
  if (rows.some(({ id }) => id === question.id)) continue;
  const row = await answer(question);
  rows.push(row);
  if (values.log !== undefined) appendFileSync(values.log, `${JSON.stringify(row)}\n`);
  process.stderr.write(`\r${index + 1}/${asked.length} `);
}
await base.close();
console.table([summarise('model'), summarise('rules')]);

function readRows(): Row[] {
  if (values.log === undefined || !existsSync(values.log)) return [];
  const lines = readFileSync(values.log, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Row).filter((row) => row.model === name);
}

function sampleQuestions(): readonly FileQuestion[] {
  const all = readFileSync(join(values.folder, 'questions.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as FileQuestion);
  return createRandom(Number(values.seed)).shuffle(all).slice(0, Number(values.questions));
}

async function answer(question: FileQuestion): Promise<Row> {
  const before = process.cpuUsage();
  let reply = '';
  const { answer: said } = await answerWithModel(
    question.question,
    engine,
    documents,
    async (messages) => {
      const { text, failure } = await ask('answerer', messages, { prompt: EVIDENCE_PROMPT });
      if (failure !== undefined) throw new Error(failure.message);
      reply = text;
      return text;
    },
    { sentences: 3 },
  );
  const { user, system } = process.cpuUsage(before);
  const rules = engine.answer(question.question, 3).answer;
  return {
    ...{ model: name, id: question.id, said, rules },
    valid: isValid(reply),
    copied: reply.includes(EXAMPLE),
    verdicts: { model: judge(question, said), rules: judge(question, rules) },
    cpuMs: Math.round((user + system) / 1000),
  };
}

function isValid(reply: string): boolean {
  try {
    return 'quotes' in (JSON.parse(reply) as object);
  } catch {
    return false;
  }
}

function judge({ answers, all }: FileQuestion, said: string | null): Verdict {
  if (said === null) return answers.length === 0 ? 'right' : 'declined';
  const found = normalise(said);
  const holds = (wanted: string): boolean => found.includes(normalise(wanted));
  const right = all === true ? answers.length > 0 && answers.every(holds) : answers.some(holds);
  return right ? 'right' : 'wrong';
}

function normalise(text: string): string {
  return text.toLowerCase().normalize('NFKC').replace(/\s+/g, ' ');
}

function summarise(by: 'model' | 'rules'): object {
  const own = rows.filter(({ id }) => asked.some((question) => question.id === id));
  const count = (test: (row: Row) => boolean): string => `${own.filter(test).length} of ${own.length}`;
  const verdict = (wanted: Verdict): string => count(({ verdicts }) => verdicts[by] === wanted);
  return {
    answers: by === 'model' ? name : 'rules',
    right: verdict('right'),
    wrong: verdict('wrong'),
    declined: verdict('declined'),
    ...(by === 'model' && {
      'valid replies': count(({ valid }) => valid),
      'copied example': count(({ copied }) => copied),
      'CPU s a question': (own.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / own.length / 1000).toFixed(1),
    }),
  };
}
