/**
 * Measures how well a small model follows each format: the first reply to one memorising step for each document, half
 * of them evidence. Every step is appended to `--log`, and a second run continues the log.
 *
 *     node bench/formats.ts --model FILE.gguf [--steps 200] [--format compact,tags,tools] [--log steps.jsonl] hotpotqa.dev.jsonl.gz
 *
 * @module
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { type FormatName, resolveFormat } from '../src/format/resolve-format.ts';
import { readGgufHeader } from '../src/llama/gguf.ts';
import { llamaModel } from '../src/llama/llama-model.ts';
import type { Operation } from '../src/memory/operation.ts';
import { findFault } from '../src/policy/ask-again.ts';
import { languageModelPolicy } from '../src/policy/language-model.ts';
import type { Policy, PolicyContext, Reply } from '../src/policy/policy.ts';
import { listSteps, type MemoriseStep, observe, PLAIN_TEMPLATE } from './memorise-steps.ts';

/** Formats take turns after this many steps, so that an interrupted run has about equally many of each. */
const BATCH = 20;
/** In milliseconds. Long, because the machine may be busy. */
const TIMEOUT = 3_600_000;
/** Enough for three facts. Longer replies end here and count as unreadable. */
const MAX_OUTPUT_TOKENS = 128;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    steps: { type: 'string', default: '200' },
    format: { type: 'string', default: 'compact,compact without grammar,tags,tools,json' },
    threads: { type: 'string', default: '1' },
    log: { type: 'string' },
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

const name = basename(values.model, '.gguf');
const formats = values.format.split(',');
const rows = readRows();
const steps = await listSteps(data, Number(values.steps));
const { chatTemplate = PLAIN_TEMPLATE } = await readGgufHeader(values.model);
const model = llamaModel({
  path: values.model,
  threads: Number(values.threads),
  chatTemplate,
  contextSize: 2048,
});
for (let end = BATCH; end < steps.length + BATCH; end += BATCH) {
  for (const format of formats) await measure(format, Math.min(end, steps.length));
}
await model.close();
console.table(formats.map(summarise));

function readRows(): Row[] {
  if (values.log === undefined || !existsSync(values.log)) return [];
  const lines = readFileSync(values.log, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Row).filter((row) => row.model === name);
}

/** Measures the steps before `end` that are not in the log yet. */
async function measure(format: string, end: number): Promise<void> {
  const done = new Set(rows.filter((row) => row.format === format).map(({ step }) => step));
  const policy = createPolicy(format);
  for (const [step, each] of steps.slice(0, end).entries()) {
    if (done.has(step)) continue;
    const row = await takeStep(policy, format, step, each);
    rows.push(row);
    if (values.log !== undefined) appendFileSync(values.log, `${JSON.stringify(row)}\n`);
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
    timeout: TIMEOUT,
  });
}

async function takeStep(policy: Policy, format: string, step: number, each: MemoriseStep): Promise<Row> {
  const { gold } = each;
  const observation = observe(each);
  const before = process.cpuUsage();
  const reply = await policy.act(observation, createContext(step));
  const { user, system } = process.cpuUsage(before);
  const { promptTokens, completionTokens } = reply.usage;
  return {
    ...{ model: name, format, step, gold, promptTokens, completionTokens },
    fault: findFault(reply, observation) ?? findCut(reply),
    failed: reply.failure !== undefined,
    created: reply.operations.some(({ op }) => op === 'create'),
    onlyNote: reply.operations.length > 0 && reply.operations.every(isNote),
    said: reply.text?.slice(0, 200),
    copied: reply.issues.filter(({ kind }) => kind === 'copied-example').length,
    cpuMs: Math.round((user + system) / 1000),
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
  const own = rows.filter((row) => row.format === format && row.step < steps.length);
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

function createContext(step: number): PolicyContext {
  const view = { scratchpad: '', scratchpadMeta: {}, query: null, entries: [] };
  // One call, because only the first reply is measured, not the one after a correction.
  return { view, step, callsLeft: 1, read: async () => [], readAll: async () => [] };
}
