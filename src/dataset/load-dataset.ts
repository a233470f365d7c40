/**
 * `loadDataset`: reads files of questions, of one's own or of a benchmark.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { readTextBytes } from '../documents/read-bytes.ts';
import type { AtomMemError } from '../shared/error.ts';
import type { SourceDocument } from '../task/observation.ts';
import { createDocument } from './create-document.ts';
import { createDatasetError, type DatasetErrorCode } from './dataset-file-error.ts';
import { hotpotqaFormat, twoWikiFormat } from './hotpotqa-format.ts';
import { type JsonItem, readJsonItems } from './json-items.ts';
import { musiqueFormat } from './musique-format.ts';
import { questionFormat } from './question-format.ts';
import type { QuestionRecord } from './question-record.ts';
import type { RecordFormat } from './record-format.ts';

const FORMATS: readonly RecordFormat[] = [musiqueFormat, questionFormat, twoWikiFormat, hotpotqaFormat];

/** A record that was left out of a leniently loaded data set, and why. */
export interface DatasetProblem {
  readonly code: DatasetErrorCode;
  /** 1-based line of the file. */
  readonly line: number;
  /** File, place and reason in one line. */
  readonly message: string;
}

export interface Dataset {
  /** Short name from the first record: `hotpotqa`, `2wikimultihopqa`, `musique`, `custom` … */
  readonly name: string;
  readonly format: string;
  /** In the order of the file. */
  readonly records: readonly QuestionRecord[];
  /** Further passages of the same corpus, for distractors. */
  readonly extraPassages: readonly SourceDocument[];
  /** What `lenient` left out. Empty otherwise. */
  readonly problems: readonly DatasetProblem[];
}

export interface LoadOptions {
  /** Leave out records that cannot be used and list them in `problems`. Default: the first one is an error. */
  readonly lenient?: boolean;
  /** Whether questions without an accepted answer are an error. They cannot be scored. Default: `required`. */
  readonly answers?: 'required' | 'optional';
  /**
   * A file of `{title, text}` records to draw distractors from, or `false` for none. Default: the file
   * `X.extra_passages.jsonl(.gz)` beside `X.….jsonl(.gz)`, if it exists.
   */
  readonly extraPassages?: string | false;
}

/**
 * Reads a file of questions with their documents: JSON Lines or a JSON array, plain or gzip. The format is
 * recognised by content: your own questions, HotpotQA, 2WikiMultiHopQA or MuSiQue.
 *
 * A line of your own questions looks like this. `id`, `title` and `supporting` may be left out, and a
 * document may be a plain string:
 *
 * ```json
 * {"id": "lease-1", "question": "Who signed the lease?", "answers": ["Ada Byron"],
 *  "documents": [{"title": "Lease", "text": "Signed by Ada Byron.", "supporting": true}]}
 * ```
 *
 * @throws AtomMemError with `details.path` and `details.line`: `missing-file`, `unreadable-file`,
 * `unreadable-encoding`, `empty-file`, `unknown-format`, `malformed-json`, `malformed-record`, `no-answers`
 * or `duplicate-id`
 * @example
 * const { name, records, extraPassages } = await loadDataset('questions.jsonl');
 */
export async function loadDataset(path: string, options: LoadOptions = {}): Promise<Dataset> {
  const records: QuestionRecord[] = [];
  const problems: DatasetProblem[] = [];
  const ids = new Set<string>();
  let format: RecordFormat | undefined;
  let number = 0;
  for (const item of readJsonItems(await readTextBytes(path))) {
    number += 1;
    if ('value' in item) format ??= findFormat(item.value, path);
    const outcome = readItem(item, format, { number, ids, answers: options.answers ?? 'required' });
    if ('record' in outcome) {
      records.push(outcome.record);
      ids.add(outcome.record.id);
      continue;
    }
    const { place, line } = item;
    const remedy = 'Correct or remove it, or load leniently';
    const error = createDatasetError(outcome.code, { path, place, line, problem: outcome.problem, remedy });
    if (!options.lenient) throw error;
    problems.push({ code: error.code, line, message: error.message });
  }
  const first = records[0];
  if (first === undefined || format === undefined) throw createEmptyError(path, problems);
  const extraPassages = await loadExtraPassages(path, first.dataset, options.extraPassages);
  return { name: first.dataset, format: format.name, records, extraPassages, problems };
}

type ItemOutcome =
  | { readonly record: QuestionRecord }
  | { readonly code: DatasetErrorCode; readonly problem: string };

function readItem(
  item: JsonItem,
  format: RecordFormat | undefined,
  {
    number,
    ids,
    answers,
  }: {
    /** 1-based position of the record in the file. */
    readonly number: number;
    /** Ids of earlier records. */
    readonly ids: ReadonlySet<string>;
    readonly answers: 'required' | 'optional';
  },
): ItemOutcome {
  if ('fault' in item || format === undefined) {
    return { code: 'malformed-json', problem: 'fault' in item ? item.fault : 'holds no record' };
  }
  const read = format.read(item.value);
  if ('fault' in read) {
    return { code: 'malformed-record', problem: `is not a ${format.name} record (${read.fault})` };
  }
  const record = read.id === '' ? { ...read, id: `q${number}` } : read;
  if (ids.has(record.id)) {
    return { code: 'duplicate-id', problem: `has the id "${record.id}" of an earlier record` };
  }
  if (record.answers.length === 0 && answers === 'required') {
    return { code: 'no-answers', problem: `question "${record.id}" has no accepted answer` };
  }
  return { record };
}

function findFormat(value: unknown, path: string): RecordFormat {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const record = isObject ? (value as Readonly<Record<string, unknown>>) : {};
  const format = FORMATS.find((candidate) => candidate.matches(record));
  if (format !== undefined) return format;
  const keys = isObject ? `an object with ${Object.keys(record).slice(0, 8).join(', ')}` : typeof value;
  throw createDatasetError('unknown-format', {
    path,
    problem: `the first record (${keys}) has no known format`,
    remedy: `Write records of one of the formats ${FORMATS.map(({ name }) => name).join(', ')}, such as {"question", "answers", "documents"}`,
  });
}

function createEmptyError(path: string, problems: readonly DatasetProblem[]): AtomMemError {
  const [first] = problems;
  if (first === undefined) {
    const remedy = 'Give a file with one JSON record a line';
    return createDatasetError('empty-file', { path, problem: 'no records in the file', remedy });
  }
  const { code, line, message } = first;
  const problem = `none of ${problems.length} records can be used`;
  return createDatasetError(code, { path, line, problem, remedy: `The first problem: ${message}` });
}

const PASSAGE = z.object({ title: z.string().default(''), text: z.string().trim().min(1) });

async function loadExtraPassages(
  path: string,
  dataset: string,
  choice: string | false | undefined,
): Promise<readonly SourceDocument[]> {
  const file = choice ?? findExtraPassages(path);
  if (file === undefined || file === false) return [];
  const passages = new Map<string, SourceDocument>();
  for (const item of readJsonItems(await readTextBytes(file))) {
    const at = { path: file, place: item.place, line: item.line, remedy: 'Correct or remove it' };
    if ('fault' in item) throw createDatasetError('malformed-json', { ...at, problem: item.fault });
    const passage = PASSAGE.safeParse(item.value);
    if (!passage.success) {
      const problem = 'is not a passage {"title", "text"}';
      throw createDatasetError('malformed-record', { ...at, problem });
    }
    const document = createDocument(dataset, passage.data.title, passage.data.text);
    passages.set(document.id, document);
  }
  return [...passages.values()];
}

function findExtraPassages(path: string): string | undefined {
  const [stem, ...rest] = basename(path).split('.');
  if (!rest.includes('jsonl')) return undefined;
  return ['jsonl.gz', 'jsonl']
    .map((ending) => join(dirname(path), `${stem}.extra_passages.${ending}`))
    .find((file) => existsSync(file));
}
