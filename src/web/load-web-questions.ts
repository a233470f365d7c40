/**
 * `loadWebQuestions`: reads GAIA, WebWalkerQA and ASearcher from files of the user.
 *
 * @module
 */
import { z } from 'zod';
import { createDatasetError } from '../dataset/dataset-file-error.ts';
import { readJsonItems } from '../dataset/json-items.ts';
import { readBytes, readTextBytes, startsWith } from '../documents/read-bytes.ts';
import { GAIA_TEXT_IDS } from './gaia-text-ids.ts';
import type { WebQuestion } from './web-question.ts';

export interface LoadWebOptions {
  /** Of GAIA, only the 103 questions that web agents are compared on. Default: false. */
  readonly textOnly?: boolean;
  /** Only questions of this language, such as `en`. Default: all. */
  readonly language?: string;
  /** Only questions of this type, such as `level 1` or `multi_source hard`. Default: all. */
  readonly type?: string;
}

const text = z.string().trim().min(1);
const optional = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || undefined);
const level = z.union([z.string(), z.number(), z.bigint()]).transform(String);

/** Official records; in the copy of WebThinker the answer is `answer`. */
const GAIA = z
  .object({
    task_id: text,
    Question: text,
    Level: level,
    'Final answer': z.string().nullish(),
    answer: z.string().nullish(),
    file_name: optional,
  })
  .transform(
    (record): WebQuestion => ({
      id: record.task_id,
      dataset: 'gaia',
      question: record.Question,
      // The answers of the test split are not public: they are `?`.
      answers: [record['Final answer'] ?? record.answer ?? ''].filter((each) => each !== '' && each !== '?'),
      type: `level ${record.Level}`,
      attachment: record.file_name,
    }),
  );

const INFO = z.object({
  type: optional,
  difficulty_level: optional,
  lang: optional,
});

/** Official records, the flat copy of WebThinker, and records with `answers`. */
const WEBWALKER = z
  .object({
    id: z.union([z.string(), z.number()]).optional(),
    question: optional,
    Question: optional,
    answer: optional,
    answers: z.array(z.string()).optional(),
    root_url: text,
    info: INFO.optional(),
    type: optional,
    level: optional,
    difficulty_level: optional,
    lang: optional,
  })
  .transform((record, context): WebQuestion => {
    const { type, difficulty_level, lang } = { ...record, ...record.info };
    const question = record.question ?? record.Question;
    if (question === undefined)
      context.addIssue({ code: 'custom', message: 'has no question', path: ['question'] });
    const language = lang ?? (/\p{scx=Han}/u.test(question ?? '') ? 'zh' : 'en');
    return {
      id: String(record.id ?? ''),
      dataset: 'webwalkerqa',
      question: question ?? '',
      answers: record.answers ?? (record.answer === undefined ? [] : [record.answer]),
      type:
        [type, difficulty_level ?? record.level].filter((each) => each !== undefined).join(' ') || undefined,
      language,
      startUrl: record.root_url,
    };
  });

const strings = z
  .union([z.string(), z.number()])
  .transform((value) => [String(value)])
  .or(z.array(z.union([z.string(), z.number()])).transform((list) => list.map(String)));

/** Both training files: the ids are `idx`, else `qid`, else `id`. */
const ASEARCHER = z
  .object({
    idx: z.union([z.string(), z.number()]).optional(),
    qid: z.union([z.string(), z.number()]).optional(),
    id: z.union([z.string(), z.number()]).optional(),
    question: text,
    answer: strings,
    aug_answer: strings.nullish(),
    source: optional,
  })
  .transform(
    ({ idx, qid, id, question, answer, aug_answer, source }): WebQuestion => ({
      id: String(idx ?? qid ?? id ?? ''),
      dataset: 'asearcher',
      question,
      answers: [
        ...new Set(
          [...answer, ...(aug_answer ?? [])].map((each) => each.trim()).filter((each) => each !== ''),
        ),
      ],
      type: source,
    }),
  );

type Fields = Readonly<Record<string, unknown>>;

/** Formats in the order in which they are tried on the first record. */
const FORMATS: readonly {
  readonly name: string;
  readonly schema: z.ZodType<WebQuestion>;
  matches(record: Fields): boolean;
}[] = [
  { name: 'gaia', schema: GAIA, matches: (record) => 'task_id' in record },
  { name: 'webwalkerqa', schema: WEBWALKER, matches: (record) => 'root_url' in record },
  {
    name: 'asearcher',
    schema: ASEARCHER,
    matches: ({ question, answer }) => question !== undefined && answer !== undefined,
  },
];

/**
 * Reads questions of a web benchmark: JSON Lines, a JSON array or Parquet, plain or gzip. The format is recognised by content: GAIA, WebWalkerQA or the training data of ASearcher.
 *
 * GAIA's authors ask not to publish its questions. Do not publish trajectories of GAIA either: they hold them.
 *
 * @throws AtomMemError `missing-file`, `unknown-format`, `malformed-record`, `malformed-json`, `duplicate-id`
 * or `empty-file`
 * @example
 * const questions = await loadWebQuestions('gaia/2023/validation/metadata.parquet', { textOnly: true });
 */
export async function loadWebQuestions(
  path: string,
  options: LoadWebOptions = {},
): Promise<readonly WebQuestion[]> {
  const questions: WebQuestion[] = [];
  const ids = new Set<string>();
  let format: (typeof FORMATS)[number] | undefined;
  for await (const { value, place, line } of readRecords(path)) {
    const at = { path, place, line, remedy: 'Correct or remove the record' };
    format ??= findFormat(value, path);
    const read = format.schema.safeParse(value);
    if (!read.success) {
      const issue = read.error.issues[0]!;
      const problem = `is not a ${format.name} record (field "${issue.path.join('.')}": ${issue.message})`;
      throw createDatasetError('malformed-record', { ...at, problem });
    }
    const id = read.data.id || `${format.name}-${questions.length + 1}`;
    if (ids.has(id))
      throw createDatasetError('duplicate-id', { ...at, problem: `has the id "${id}" of an earlier record` });
    ids.add(id);
    questions.push({ ...read.data, id });
  }
  if (questions.length === 0)
    throw createDatasetError('empty-file', {
      path,
      problem: 'no records in the file',
      remedy: 'Give a file with one record a line',
    });
  return questions.filter((question) => isWanted(question, options));
}

function isWanted({ id, dataset, language, type }: WebQuestion, options: LoadWebOptions): boolean {
  if (options.textOnly && dataset === 'gaia' && !GAIA_TEXT_IDS.has(id)) return false;
  if (options.language !== undefined && language !== options.language) return false;
  return options.type === undefined || type === options.type;
}

function findFormat(value: unknown, path: string): (typeof FORMATS)[number] {
  const record = typeof value === 'object' && value !== null ? (value as Fields) : {};
  const format = FORMATS.find((each) => each.matches(record));
  if (format !== undefined) return format;
  const problem = `the first record (${Object.keys(record).slice(0, 8).join(', ') || typeof value}) has no known format`;
  throw createDatasetError('unknown-format', {
    path,
    problem,
    remedy: `Give records of ${FORMATS.map(({ name }) => name).join(', ')}`,
  });
}

interface Item {
  readonly value: unknown;
  readonly place: string;
  readonly line: number;
}

const PARQUET = [0x50, 0x41, 0x52, 0x31];

async function* readRecords(path: string): AsyncGenerator<Item> {
  const bytes = await readBytes(path);
  if (startsWith(bytes, PARQUET)) {
    yield* readParquet(bytes, path);
    return;
  }
  for (const item of readJsonItems(await readTextBytes(path))) {
    if ('fault' in item) {
      throw createDatasetError('malformed-json', {
        path,
        place: item.place,
        line: item.line,
        problem: item.fault,
        remedy: 'Correct or remove it',
      });
    }
    yield item;
  }
}

async function* readParquet(bytes: Buffer, path: string): AsyncGenerator<Item> {
  const { parquetReadObjects } = await import('hyparquet');
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  let rows: readonly unknown[];
  try {
    rows = await parquetReadObjects({ file });
  } catch (cause) {
    throw createDatasetError('malformed-record', {
      path,
      problem: `the Parquet data cannot be read (${(cause as Error).message})`,
      remedy: 'Download the file again',
    });
  }
  for (const [index, value] of rows.entries()) yield { value, place: `row ${index + 1}`, line: index + 1 };
}
