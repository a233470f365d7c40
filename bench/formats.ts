/**
 * Measures how well a small model follows each format: the first reply to one memorising step for each document, half
 * of them evidence. Every step is appended to `--log`, and a second run continues the log.
 *
 *     node bench/formats.ts --model FILE.gguf [--adapter PLACE] [--steps 200] [--format compact,tags,tools] [--log steps.jsonl] hotpotqa.dev.jsonl.gz
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { type FormatName, resolveFormat } from '../src/format/resolve-format.ts';
import type { Operation } from '../src/memory/operation.ts';
import { findFault } from '../src/policy/ask-again.ts';
import { languageModelPolicy } from '../src/policy/language-model.ts';
import type { Policy, Reply } from '../src/policy/policy.ts';
import { createContext, listSteps, type MemoriseStep, observe } from './memorise-steps.ts';
import { CALL_TIMEOUT, MODEL_FLAGS, measureTime, nameModel, openLog, openModel } from './small-model.ts';

/** Formats take turns after this many steps, so that an interrupted run has about equally many of each. */
const BATCH = 20;
/** Enough for three facts. Longer replies end here and count as unreadable. */
const MAX_OUTPUT_TOKENS = 128;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...MODEL_FLAGS,
    steps: { type: 'string', default: '200' },
    format: { type: 'string', default: 'compact,compact without grammar,tags,tools,json' },
  },
});
const [data] = positionals;
if (values.model === undefined || data === undefined) {
  throw new Error('Usage: node bench/formats.ts --model FILE.gguf data.jsonl.gz');
}

/** The result of one reply. */
interface Row {
  readonly model: string;
  readonly format: string;
  readonly step: number;
  readonly gold: boolean;
  /** The problem that made the reply unreadable. */
  readonly fault?: string;
  readonly failed: boolean;
  readonly created: boolean;
  /** Whether the reply writes the note and nothing else. Absent in older logs. */
  readonly onlyNote?: boolean;
  /** The start of the reply. Absent in older logs. */
  readonly said?: string;
  readonly copied: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cpuMs: number;
}

const name = nameModel(values.model, values);
const formats = values.format.split(',');
const log = openLog<Row>(values.log, (row) => row.model === name);
const steps = await listSteps(data, Number(values.steps));
const model = await openModel(values.model, values, 2048);
for (let end = BATCH; end < steps.length + BATCH; end += BATCH) {
  for (const format of formats) await measure(format, Math.min(end, steps.length));
}
await model.close();
console.table(formats.map(summarise));

/** Measures the steps before `end` that are not in the log yet. */
async function measure(format: string, end: number): Promise<void> {
  const done = new Set(log.rows.filter((row) => row.format === format).map(({ step }) => step));
  const policy = createPolicy(format);
  for (const [step, each] of steps.slice(0, end).entries()) {
    if (done.has(step)) continue;
    log.add(await takeStep(policy, format, step, each));
    process.stderr.write(`\r${name} ${format}: ${step + 1}/${steps.length} `);
  }
}

function createPolicy(format: string): Policy {
  const [first] = format.split(' ') as [FormatName];
  return languageModelPolicy({
    model,
    format: resolveFormat(first),
    temperature: 0,
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    constrain: format === first ? 'grammar' : 'none',
    retries: 0,
    timeout: CALL_TIMEOUT,
  });
}

async function takeStep(policy: Policy, format: string, step: number, each: MemoriseStep): Promise<Row> {
  const { gold } = each;
  const observation = observe(each);
  const [reply, cpuMs] = await measureTime(async () => policy.act(observation, createContext(step)));
  const { promptTokens, completionTokens } = reply.usage;
  return {
    ...{ model: name, format, step, gold, promptTokens, completionTokens },
    fault: findFault(reply, observation) ?? findCut(reply),
    failed: reply.failure !== undefined,
    created: reply.operations.some(({ op }) => op === 'create'),
    onlyNote: reply.operations.length > 0 && reply.operations.every(isNote),
    said: reply.text?.slice(0, 200),
    copied: reply.issues.filter(({ kind }) => kind === 'copied-example').length,
    cpuMs: Math.round(cpuMs),
  };
}

function isNote(operation: Operation): boolean {
  return operation.op === 'update' && operation.target === 'scratchpad';
}

/** The policy does not ask again after a truncated reply, but such a reply counts as unreadable too. */
function findCut({ operations, issues }: Reply): string | undefined {
  if (operations.length > 0) return undefined;
  return issues.find(({ kind }) => kind === 'over-long')?.message;
}

function summarise(format: string): object {
  const own = log.rows.filter((row) => row.format === format && row.step < steps.length);
  const half = (gold: boolean): readonly Row[] => own.filter((row) => row.gold === gold);
  const share = (all: readonly Row[], test: (row: Row) => boolean): string =>
    `${all.filter(test).length} of ${all.length}`;
  const mean = (read: (row: Row) => number): number =>
    Math.round(own.reduce((sum, row) => sum + read(row), 0) / own.length);
  return {
    format,
    readable: share(own, ({ fault, failed }) => fault === undefined && !failed),
    'creates on evidence': share(half(true), ({ created }) => created),
    'on others': share(half(false), ({ created }) => created),
    'only a note': share(own, ({ onlyNote }) => onlyNote === true),
    'copied examples': share(own, ({ copied }) => copied > 0),
    'prompt tokens': mean(({ promptTokens }) => promptTokens),
    'reply tokens': mean(({ completionTokens }) => completionTokens),
    'CPU ms a step': mean(({ cpuMs }) => cpuMs),
  };
}
