/**
 * Compares `ask` with and without a GGUF model on a sample of the questions about a folder of files. Every question is
 * appended to `--log`, and a second run continues the log.
 *
 *     node bench/ask-model.ts --model FILE.gguf [--folder test/files] [--questions 30] [--seed 1] [--log answers.jsonl]
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEvidenceEngine } from '../src/ask/evidence-engine.ts';
import { EVIDENCE_PROMPT, EVIDENCE_SCHEMA } from '../src/ask/evidence-prompt.ts';
import { answerWithModel } from '../src/ask/model-answer.ts';
import { readDocuments } from '../src/documents/read-documents.ts';
import { constrainModel } from '../src/policy/constrain-model.ts';
import { createRandom } from '../src/shared/random.ts';
import { languageModelAsk } from '../src/workflow/language-model-ask.ts';
import { CALL_TIMEOUT, MODEL_FLAGS, measureTime, nameModel, openLog, openModel } from './small-model.ts';

const { values } = parseArgs({
  options: {
    ...MODEL_FLAGS,
    folder: { type: 'string', default: 'test/files' },
    questions: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
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
/** The answer of the prompt's example. No document contains it. */
const EXAMPLE = '90 FUNS';

const name = nameModel(values.model, values);
const folder = join(values.folder, 'folder');
const { documents } = await readDocuments(folder, { base: folder });
const engine = createEvidenceEngine(documents);
const log = openLog<Row>(values.log, (row) => row.model === name);
const base = await openModel(values.model, values, 4096);
const model = await constrainModel(base, { schema: EVIDENCE_SCHEMA }, 'schema');
const ask = languageModelAsk({
  model,
  temperature: 0,
  maxOutputTokens: MAX_OUTPUT_TOKENS,
  retries: 0,
  timeout: CALL_TIMEOUT,
});
const asked = sampleQuestions();
for (const [index, question] of asked.entries()) {
  if (log.rows.some(({ id }) => id === question.id)) continue;
  log.add(await answer(question));
  process.stderr.write(`\r${index + 1}/${asked.length} `);
}
await base.close();
console.table([summarise('model'), summarise('rules')]);

function sampleQuestions(): readonly FileQuestion[] {
  const all = readFileSync(join(values.folder, 'questions.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as FileQuestion);
  return createRandom(Number(values.seed)).shuffle(all).slice(0, Number(values.questions));
}

async function answer(question: FileQuestion): Promise<Row> {
  let reply = '';
  const callModel: Parameters<typeof answerWithModel>[3] = async (messages) => {
    const { text, failure } = await ask('answerer', messages, { prompt: EVIDENCE_PROMPT });
    if (failure !== undefined) throw new Error(failure.message);
    reply = text;
    return text;
  };
  const [{ answer: said }, cpuMs] = await measureTime(() =>
    answerWithModel(question.question, engine, documents, callModel, { sentences: 3 }),
  );
  const rules = engine.answer(question.question, 3).answer;
  return {
    ...{ model: name, id: question.id, said, rules },
    valid: isValid(reply),
    copied: reply.includes(EXAMPLE),
    verdicts: { model: judge(question, said), rules: judge(question, rules) },
    cpuMs: Math.round(cpuMs),
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
  const own = log.rows.filter(({ id }) => asked.some((question) => question.id === id));
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
