/**
 * `cacheJudge`: keeps the verdicts of a judge, so that an answer is judged once.
 *
 * @module
 */
import { hash } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AskJudge } from '../score/judge.ts';
import { parseVerdict } from '../score/parse-verdict.ts';
import { readAppendedLines } from '../shared/json-lines-file.ts';

export interface CacheJudgeOptions {
  readonly ask: AskJudge;
  /** Name and settings of the model. Verdicts of another judge are not used. */
  readonly judge: string;
  /** File of verdicts, one a line. */
  readonly path: string;
}

/** A line of the file. */
interface StoredVerdict {
  readonly key: string;
  readonly judge: string;
  readonly reply: string;
}

/**
 * Returns a judge that answers from the file if it knows the prompt. The prompt holds the question, the accepted
 * answers, the prediction and the version of its text. A reply without a verdict is not kept, so that the next run
 * asks again.
 *
 * @example
 * import { judgeWithModel } from 'atommem/ai';
 *
 * const ask = judgeWithModel(model);
 * const judge = await cacheJudge({ ask, judge: 'qwen2.5-72b', path: 'runs/verdicts.jsonl' });
 */
export async function cacheJudge({ ask, judge, path }: CacheJudgeOptions): Promise<AskJudge> {
  const stored = (await readAppendedLines(path, { repair: true })) as readonly StoredVerdict[];
  const known = new Map(stored.map(({ key, reply }) => [key, reply]));
  await mkdir(dirname(path), { recursive: true });
  let written: Promise<unknown> = Promise.resolve();
  return async (prompt, signal) => {
    const key = hash('sha256', JSON.stringify([judge, prompt]));
    const before = known.get(key);
    if (before !== undefined) return before;
    const reply = await ask(prompt, signal);
    if (parseVerdict(reply) === undefined) return reply;
    known.set(key, reply);
    const line: StoredVerdict = { key, judge, reply };
    written = written.then(() => appendFile(path, `${JSON.stringify(line)}\n`));
    await written;
    return reply;
  };
}
