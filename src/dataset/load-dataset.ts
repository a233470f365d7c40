import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { readTextBytes } from '../documents/read-bytes.ts';
import type { SourceDocument } from '../task/observation.ts';
import { createDocument } from './create-document.ts';
import { DatasetError, type DatasetErrorKind } from './dataset-error.ts';
import { hotpotqaFormat, twoWikiFormat } from './hotpotqa-format.ts';
import { type JsonItem, jsonItems } from './json-items.ts';
import { musiqueFormat } from './musique-format.ts';
import { projectFormat } from './project-format.ts';
import type { QuestionRecord } from './question-record.ts';
import type { RecordFormat } from './record-format.ts';

const FORMATS: readonly RecordFormat[] = [musiqueFormat, projectFormat, twoWikiFormat, hotpotqaFormat];

/** A record that was left out of a leniently loaded data set, and why. */
export interface DatasetProblem {
  readonly kind: DatasetErrorKind;
  /** 1-based line of the file. */
  readonly line: number;
  /** File, place and reason in one line. */
  readonly message: string;
}

export interface Dataset {
  /** Short name, as the first record has it: `hotpotqa`, `2wikimultihopqa`, `musique` … */
  readonly name: string;
  readonly format: string;
  /** In the file's order. */
  readonly records: readonly QuestionRecord[];
  /** Further passages of the same corpus, for distractors. */
  readonly extraPassages: readonly SourceDocument[];
  /** What `lenient` left out; empty otherwise. */
  readonly problems: readonly DatasetProblem[];
}

export interface LoadOptions {
  /** Leave out records that cannot be used and list them in `problems`. Default: the first one is an error. */
  readonly lenient?: boolean;
  /**
   * A file of `{title, text}` records to draw distractors from, or `false` for none. Default: the file
   * `X.extra_passages.jsonl(.gz)` beside `X.….jsonl(.gz)`, where there is one.
   */
  readonly extraPassages?: string | false;
}

/**
 * Reads a file of benchmark questions: JSON Lines or a JSON array, plain or gzip, in this project's format
 * or as HotpotQA, 2WikiMultiHopQA or MuSiQue distribute theirs; told apart by content.
 *
 * Throws a `DatasetError` that names file and line: no such file, not UTF-8, nothing in it, malformed JSON,
 * a record of another shape, without answers, or with an id that was there before.
 *
 * @example
 * const { name, records, extraPassages } = await loadDataset('data/hotpotqa.dev.jsonl.gz');
 */
export async function loadDataset(path: string, options: LoadOptions = {}): Promise<Dataset> {
  const items = jsonItems(await readTextBytes(path));
  const records: QuestionRecord[] = [];
  const problems: DatasetProblem[] = [];
  const ids = new Set<string>();
  let format: RecordFormat | undefined;
  for (const item of items) {
    if ('value' in item) format ??= formatOf(item.value, path);
    const outcome = readItem(item, format, ids);
    if ('record' in outcome) {
      records.push(outcome.record);
      ids.add(outcome.record.id);
      continue;
    }
    const { kind, reason } = outcome;
    const message = `${path}, ${item.place}: ${reason}`;
    if (!options.lenient) {
      throw new DatasetError(kind, `${message}; mend or remove it, or load leniently`, { line: item.line });
    }
    problems.push({ kind, line: item.line, message });
  }
  const first = records[0];
  if (first === undefined || format === undefined) throw emptyFile(path, problems);
  const { name } = format;
  const extraPassages = await loadExtraPassages(path, first.dataset, options.extraPassages);
  return { name: first.dataset, format: name, records, extraPassages, problems };
}

type ItemOutcome =
  | { readonly record: QuestionRecord }
  | { readonly kind: DatasetErrorKind; readonly reason: string };

function readItem(item: JsonItem, format: RecordFormat | undefined, ids: ReadonlySet<string>): ItemOutcome {
  if ('fault' in item || format === undefined) {
    return { kind: 'malformed-json', reason: 'fault' in item ? item.fault : 'no record' };
  }
  const record = format.read(item.value);
  if ('fault' in record) {
    return { kind: 'malformed-record', reason: `not a ${format.name} record (${record.fault})` };
  }
  if (ids.has(record.id)) {
    return { kind: 'duplicate-id', reason: `the id "${record.id}" stands earlier in the file too` };
  }
  if (record.answers.length === 0) {
    return { kind: 'no-answers', reason: `question "${record.id}" has no accepted answer` };
  }
  return { record };
}

function formatOf(value: unknown, path: string): RecordFormat {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const record = isObject ? (value as Readonly<Record<string, unknown>>) : {};
  const format = FORMATS.find((candidate) => candidate.matches(record));
  if (format !== undefined) return format;
  const known = FORMATS.map(({ name }) => name).join(', ');
  const keys = isObject ? `an object with ${Object.keys(record).slice(0, 8).join(', ')}` : typeof value;
  throw new DatasetError(
    'unknown-format',
    `${path}: the first record (${keys}) is of no known format; known: ${known}`,
  );
}

function emptyFile(path: string, problems: readonly DatasetProblem[]): DatasetError {
  if (problems.length === 0) return new DatasetError('empty-file', `${path}: no records in the file`);
  const message = `${path}: none of ${problems.length} records can be used, the first because: ${problems[0]!.message}`;
  return new DatasetError(problems[0]!.kind, message, { line: problems[0]!.line });
}

const PASSAGE = z.object({ title: z.string().default(''), text: z.string().trim().min(1) });

async function loadExtraPassages(
  path: string,
  dataset: string,
  choice: string | false | undefined,
): Promise<readonly SourceDocument[]> {
  const file = choice ?? extraPassagesBeside(path);
  if (file === undefined || file === false) return [];
  const passages = new Map<string, SourceDocument>();
  for (const item of jsonItems(await readTextBytes(file))) {
    const { line, place } = item;
    if ('fault' in item)
      throw new DatasetError('malformed-json', `${file}, ${place}: ${item.fault}`, { line });
    const passage = PASSAGE.safeParse(item.value);
    if (!passage.success) {
      const message = `${file}, ${place}: not a passage; expected {"title", "text"}`;
      throw new DatasetError('malformed-record', message, { line });
    }
    const document = createDocument(dataset, passage.data.title, passage.data.text);
    passages.set(document.id, document);
  }
  return [...passages.values()];
}

function extraPassagesBeside(path: string): string | undefined {
  const [stem, ...rest] = basename(path).split('.');
  if (!rest.includes('jsonl')) return undefined;
  return ['jsonl.gz', 'jsonl']
    .map((ending) => join(dirname(path), `${stem}.extra_passages.${ending}`))
    .find((file) => existsSync(file));
}
