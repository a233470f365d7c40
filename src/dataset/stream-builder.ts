/**
 * `buildStreams`: streams of documents from questions and distractors.
 *
 * @module
 */
import { officialShuffle } from '../released/official-shuffle.ts';
import { AtomMemError } from '../shared/error.ts';
import { createRandom } from '../shared/random.ts';
import type { SourceDocument } from '../task/observation.ts';
import type { TaskQuestion } from '../task/task.ts';
import { groupQuestions, type QuestionCount } from './question-group.ts';
import type { QuestionRecord } from './question-record.ts';

/** Questions with documents, some of which hold the evidence. */
export interface DocumentStream {
  /** Id of the first question, with `+n` if n more follow. Unique among the streams of one call. */
  readonly id: string;
  readonly dataset: string;
  readonly questions: readonly TaskQuestion[];
  /** In reading order. All are different. */
  readonly documents: readonly SourceDocument[];
}

export interface StreamOptions {
  /** Documents in each stream. Default: 200 (paper: training length; tests also use 400 and 800). */
  readonly documents?: number;
  /** Questions in each stream, 1 to 10. Default: 1. */
  readonly questions?: QuestionCount;
  /** Number of streams. Default: as many as the questions allow. */
  readonly limit?: number;
  /** Determines the distractors, their order and random numbers of questions. Default: 1. */
  readonly seed?: number;
  /** `official` shuffles every stream with the constant seed of the released code. Default: `per-stream`. */
  readonly shuffleSeed?: 'per-stream' | 'official';
  /** Further distractors, from `Dataset.extraPassages`. */
  readonly extraPassages?: readonly SourceDocument[];
}

/**
 * Builds document streams. Questions are taken in the order of the file. A stream holds the documents of
 * its questions, each once, and random distractors: documents of other questions and extra passages. All are
 * shuffled. If a question has more documents than fit, the evidence stays and a random part of the rest.
 * Equal arguments give equal streams, and `limit` changes only how many there are.
 *
 * A distractor can hold an answer by chance, as in the paper's data.
 *
 * @throws AtomMemError `too-few-documents`, `too-few-questions` or `bad-option`
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
    throw new AtomMemError('too-few-questions', {
      problem: `${limit} streams were asked for, and ${records.length} questions fill only ${groups.length}`,
      remedy: `Set the limit to at most ${groups.length}, or add questions`,
    });
  }
  const pool = listDistinct(records, options.extraPassages ?? []);
  if (pool.length < documents) {
    throw new AtomMemError('too-few-documents', {
      problem: `${documents} documents a stream were asked for, and the data has ${pool.length} distinct ones`,
      remedy: `Ask for at most ${pool.length}, or give extra passages`,
    });
  }
  return groups.slice(0, limit).map((group) => {
    const id = nameStream(group);
    const random = createRandom(`${seed}/${id}`);
    const own = chooseOwnDocuments(group, documents, random.permutation);
    const chosen = [...own, ...chooseDistractors(pool, own, documents, random.permutation)];
    return {
      id,
      dataset: group[0]!.dataset,
      questions: group.map(toTaskQuestion),
      documents: shuffleSeed === 'official' ? officialShuffle(chosen) : random.shuffle(chosen),
    };
  });
}

type Permutation = (length: number) => Iterable<number>;

/** Returns the documents of the group: at most `room`, the evidence first. */
function chooseOwnDocuments(
  group: readonly QuestionRecord[],
  room: number,
  permutation: Permutation,
): readonly SourceDocument[] {
  const all = listDistinct(group, []);
  if (all.length <= room) return all;
  const gold = new Set(group.flatMap(listSupport));
  if (gold.size > room) {
    throw new AtomMemError('too-few-documents', {
      problem: `${room} documents a stream were asked for, and stream ${nameStream(group)} needs ${gold.size} for its evidence`,
      remedy: 'Ask for more documents, or for fewer questions',
    });
  }
  const others = all.flatMap(({ id }, place) => (gold.has(id) ? [] : [place]));
  const kept = new Set(
    [...permutation(others.length)].slice(0, room - gold.size).map((place) => others[place]),
  );
  return all.filter(({ id }, place) => gold.has(id) || kept.has(place));
}

function chooseDistractors(
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

function listDistinct(
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

function toTaskQuestion(record: QuestionRecord): TaskQuestion {
  const { id, question, answers, type } = record;
  return { id, text: question, answers, support: listSupport(record), type };
}

function listSupport(record: QuestionRecord): readonly string[] {
  const gold = record.documents.filter(({ supporting }) => supporting);
  return [...new Set(gold.map(({ document }) => document.id))];
}

function nameStream(group: readonly QuestionRecord[]): string {
  const [first, ...rest] = group;
  return rest.length === 0 ? first!.id : `${first!.id}+${rest.length}`;
}

function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new AtomMemError('bad-option', {
    problem: `${name} is ${value}`,
    remedy: 'Give a whole number from 1 on',
    details: { option: name, value },
  });
}
