import { officialShuffle } from '../released/official-shuffle.ts';
import { createRandom } from '../shared/random.ts';
import type { SourceDocument } from '../task/observation.ts';
import type { TaskQuestion } from '../task/task.ts';
import { DatasetError } from './dataset-error.ts';
import { groupQuestions, type QuestionCount } from './question-group.ts';
import type { QuestionRecord } from './question-record.ts';

/** Questions and the documents among which their evidence lies. */
export interface DocumentStream {
  /** The first question's id, with `+n` where n more follow: unique among streams of one call. */
  readonly id: string;
  readonly dataset: string;
  readonly questions: readonly TaskQuestion[];
  /** In reading order; no two are equal. */
  readonly documents: readonly SourceDocument[];
}

export interface StreamOptions {
  /** Documents in each stream. Default 200 (paper, training length; tests also use 400 and 800). */
  readonly documents?: number;
  /** Questions in each stream, 1 to 10. Default 1. */
  readonly questions?: QuestionCount;
  /** Streams to build. Default: as many as the questions allow. */
  readonly limit?: number;
  /** Chooses distractors, their order and random question counts. Default 1. */
  readonly seed?: number;
  /** `official` puts the documents of every stream in one constant order; see `officialShuffle`. */
  readonly shuffleSeed?: 'per-stream' | 'official';
  /** Further distractors, from `Dataset.extraPassages`. */
  readonly extraPassages?: readonly SourceDocument[];
}

/**
 * Builds document streams. Questions are taken in file order; a stream holds its questions' own
 * documents, each once, and random distinct ones of other questions and extra passages, shuffled. Where the
 * own documents are too many, evidence stays and a random part of the rest does. Equal arguments give equal
 * streams to the byte, and `limit` only decides how many of them there are.
 *
 * A distractor may hold an answer by chance, as in the paper's data.
 *
 * Throws a `DatasetError`: more documents than the data has distinct ones, more streams than its questions
 * fill, fewer documents than evidence, an option out of range.
 *
 * @example
 * const { records, extraPassages } = await loadDataset('hotpotqa.dev.jsonl.gz');
 * const streams = buildStreams(records, { documents: 200, questions: 1, limit: 50, seed: 1, extraPassages });
 */
export function buildStreams(
  records: readonly QuestionRecord[],
  options: StreamOptions = {},
): readonly DocumentStream[] {
  const { documents = 200, questions = 1, limit, seed = 1, shuffleSeed = 'per-stream' } = options;
  checkCount('documents', documents);
  if (limit !== undefined) checkCount('limit', limit);
  const groups = groupQuestions(records, questions, createRandom(`${seed}/groups`));
  if (limit !== undefined && groups.length < limit) {
    const message = `asked for ${limit} streams, but ${records.length} questions fill only ${groups.length}: ask for at most that many or add questions`;
    throw new DatasetError('too-few-questions', message);
  }
  const pool = distinctDocuments(records, options.extraPassages ?? []);
  if (pool.length < documents) {
    const message = `asked for ${documents} documents a stream, but the data has ${pool.length} distinct ones: ask for at most that many or give extra passages`;
    throw new DatasetError('too-few-documents', message);
  }
  return groups.slice(0, limit).map((group) => {
    const id = streamId(group);
    const random = createRandom(`${seed}/${id}`);
    const own = ownDocuments(group, documents, random.permutation);
    const chosen = [...own, ...distractors(pool, own, documents, random.permutation)];
    return {
      id,
      dataset: group[0]!.dataset,
      questions: group.map(taskQuestion),
      documents: shuffleSeed === 'official' ? officialShuffle(chosen) : random.shuffle(chosen),
    };
  });
}

type Permutation = (length: number) => Iterable<number>;

/** The group's documents, each once; where they are more than `room`, evidence and a random part of the rest. */
function ownDocuments(
  group: readonly QuestionRecord[],
  room: number,
  permutation: Permutation,
): readonly SourceDocument[] {
  const all = distinctDocuments(group, []);
  if (all.length <= room) return all;
  const gold = new Set(group.flatMap(supportOf));
  if (gold.size > room) {
    const message = `asked for ${room} documents a stream, but stream ${streamId(group)} needs ${gold.size} for its evidence: ask for more documents or fewer questions`;
    throw new DatasetError('too-few-documents', message);
  }
  const others = all.flatMap(({ id }, place) => (gold.has(id) ? [] : [place]));
  const kept = new Set(
    [...permutation(others.length)].slice(0, room - gold.size).map((place) => others[place]),
  );
  return all.filter(({ id }, place) => gold.has(id) || kept.has(place));
}

function distractors(
  pool: readonly SourceDocument[],
  own: readonly SourceDocument[],
  documents: number,
  permutation: Permutation,
): readonly SourceDocument[] {
  const taken = new Set(own.map(({ id }) => id));
  const chosen: SourceDocument[] = [];
  if (own.length === documents) return chosen;
  for (const place of permutation(pool.length)) {
    const candidate = pool[place]!;
    if (!taken.has(candidate.id)) chosen.push(candidate);
    if (own.length + chosen.length === documents) break;
  }
  return chosen;
}

function distinctDocuments(
  records: readonly QuestionRecord[],
  extraPassages: readonly SourceDocument[],
): readonly SourceDocument[] {
  const distinct = new Map<string, SourceDocument>();
  for (const record of records) {
    for (const { document } of record.documents) distinct.set(document.id, document);
  }
  for (const passage of extraPassages) distinct.set(passage.id, passage);
  return [...distinct.values()];
}

function taskQuestion(record: QuestionRecord): TaskQuestion {
  const { id, question, answers, type } = record;
  return { id, text: question, answers, support: supportOf(record), ...(type !== undefined && { type }) };
}

function supportOf(record: QuestionRecord): readonly string[] {
  const gold = record.documents.filter(({ supporting }) => supporting);
  return [...new Set(gold.map(({ document }) => document.id))];
}

function streamId(group: readonly QuestionRecord[]): string {
  const [first, ...rest] = group;
  return rest.length === 0 ? first!.id : `${first!.id}+${rest.length}`;
}

function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new DatasetError('bad-option', `${name} is ${value}: give a whole number of at least 1`);
}
