/**
 * LongMemEval-V2: questions about recorded trajectories of web agents.
 *
 * @module
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { readReason, readTextBytes } from '../documents/read-bytes.ts';
import type { DialogueQuestion } from '../task/dialogue/conversation.ts';
import type { MemoryStream } from '../task/dialogue/memory-stream.ts';
import { describeIssue } from './conversation-format.ts';
import { createDatasetError } from './dataset-file-error.ts';
import { indexRecords, type RecordPlace, readRecordAt } from './indexed-records.ts';
import { listTrajectoryTurns } from './trajectory-turns.ts';

const QUESTION = z.object({
  id: z.string().min(1),
  question_type: z.string(),
  question: z.string().trim().min(1),
  answer: z.union([z.string(), z.number()]).transform(String),
  image: z.string().nullish(),
  eval_function: z.string().default(''),
});

const HAYSTACKS = z.record(z.string(), z.array(z.string()));

/** Returns the folder of the data set if the path is that folder, or one of its haystack files. */
export function findLongMemEvalV2(path: string): string | undefined {
  const folder = existsSync(path) && statSync(path).isDirectory() ? path : dirname(dirname(path));
  const found = ['questions.jsonl', 'trajectories.jsonl'].every((name) => existsSync(join(folder, name)));
  return found ? folder : undefined;
}

/**
 * Reads LongMemEval-V2 as its authors distribute it: `questions.jsonl`, `trajectories.jsonl` and
 * `haystacks/lme_v2_small.json`. Each stream holds the trajectories of one haystack and all questions that share it.
 * Trajectories are loaded from the file while they are read, because the file is larger than the memory of a process.
 *
 * The data has no gold evidence. Answers that are letters of options, lists, or judged by a model are left out of
 * `answers`. Questions with a picture are left out.
 *
 * @param path the folder (then the small haystacks are read), or a file of its `haystacks`
 * @throws AtomMemError `missing-file`, `malformed-json`, `malformed-record` and other file errors with `details.path`
 */
export async function loadLongMemEvalV2(path: string): Promise<readonly MemoryStream[]> {
  const folder = findLongMemEvalV2(path) ?? path;
  const questions = await indexRecords(join(folder, 'questions.jsonl'), (value, place) =>
    readQuestion(value, join(folder, 'questions.jsonl'), place),
  );
  const haystackPath = folder === path ? findHaystacks(folder) : path;
  const haystacks = await readHaystacks(haystackPath);
  const trajectoryPath = join(folder, 'trajectories.jsonl');
  const places = new Map(
    await indexRecords(trajectoryPath, (value, place): [string, RecordPlace] => [
      String((Object(value) as { id?: unknown }).id),
      place,
    ]),
  );
  const askable = questions.filter(({ image, id }) => !image && haystacks[id] !== undefined);
  const groups = Map.groupBy(askable, ({ id }) => JSON.stringify(haystacks[id]));
  const tier = basename(haystackPath, '.json').replace(/^lme_v2_/, '');
  return [...groups.values()].map((group) => {
    const id = group[0]!.id;
    const trajectories = haystacks[id]!.map((name) => requirePlace(name, id, places, trajectoryPath));
    return {
      id,
      dataset: `longmemeval-v2-${tier}`,
      questions: group.map(toQuestion),
      *turns() {
        for (const place of trajectories) yield* listTrajectoryTurns(readRecordAt(trajectoryPath, place));
      },
    };
  });
}

function readQuestion(value: unknown, path: string, { place, line }: RecordPlace): z.output<typeof QUESTION> {
  const question = QUESTION.safeParse(value);
  if (question.success) return question.data;
  const problem = describeIssue(question.error).fault.replace(
    'a conversation',
    'a question of LongMemEval-V2',
  );
  throw createDatasetError('malformed-record', {
    ...{ path, place, line, problem },
    remedy: 'Correct or remove it',
  });
}

/** The small haystacks, or else the first file. */
function findHaystacks(folder: string): string {
  const own = join(folder, 'haystacks');
  const names = existsSync(own) ? readdirSync(own).filter((name) => name.endsWith('.json')) : [];
  const name = names.includes('lme_v2_small.json') ? 'lme_v2_small.json' : names.toSorted()[0];
  if (name !== undefined) return join(own, name);
  throw createDatasetError('missing-file', {
    path: folder,
    problem: 'has no haystacks',
    remedy: 'Download haystacks/lme_v2_small.json of LongMemEval-V2 into it',
  });
}

async function readHaystacks(path: string): Promise<z.output<typeof HAYSTACKS>> {
  let value: unknown;
  try {
    value = JSON.parse((await readTextBytes(path)).toString('utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const problem = `is not valid JSON (${readReason(cause)})`;
    throw createDatasetError('malformed-json', { path, problem, remedy: 'Download the file again' });
  }
  const haystacks = HAYSTACKS.safeParse(value);
  if (haystacks.success) return haystacks.data;
  const problem = 'is not an object of question ids and lists of trajectory ids';
  throw createDatasetError('malformed-record', { path, problem, remedy: 'Download the file again' });
}

function requirePlace(
  trajectory: string,
  question: string,
  places: ReadonlyMap<string, RecordPlace>,
  path: string,
): RecordPlace {
  const place = places.get(trajectory);
  if (place !== undefined) return place;
  const problem = `has no trajectory "${trajectory}", which the haystack of question "${question}" names`;
  throw createDatasetError('malformed-record', { path, problem, remedy: 'Download the file again' });
}

function toQuestion({
  id,
  question,
  question_type,
  answer,
  eval_function,
}: z.output<typeof QUESTION>): DialogueQuestion {
  const answerable = !question_type.endsWith('-abs');
  return {
    id,
    text: question,
    answers: answerable ? listAnswers(question, answer, eval_function) : [],
    support: [],
    type: question_type,
    answerable,
  };
}

/** The data's own evaluator says what an answer is: phrases that must all occur, or letters of options. */
function listAnswers(question: string, answer: string, evaluator: string): readonly string[] {
  const name = evaluator.split('|')[0]!.trim();
  if (name.startsWith('norm_phrase_set_match')) {
    const phrases = answer.split(/[,;]/).filter((phrase) => phrase.trim() !== '');
    return phrases.length === 1 ? [phrases[0]!.trim()] : [];
  }
  if (name !== 'mc_choice_match') return [];
  const letter = answer.trim().toUpperCase();
  const option = [...question.matchAll(/^\s*\(?([A-Z])[).:]\s+(.+)$/gm)].find(([, own]) => own === letter);
  return option === undefined ? [] : [option[2]!.trim()];
}
