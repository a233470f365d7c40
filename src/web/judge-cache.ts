/**
 * Keeps the verdicts of a judge, so that an answer is judged once.
 *
 * @module
 */
import { hash } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { JUDGE_VERSION, type JudgeQuestion } from '../prompt/judge.ts';
import { type AskJudge, type Judgement, judgeAnswer } from '../score/judge.ts';
import { readAppendedLines } from '../shared/json-lines-file.ts';

/** A judge that keeps its verdicts. */
export interface CachedJudge {
  judge(question: JudgeQuestion, signal?: AbortSignal): Promise<Judgement>;
  /** Number of calls of the model so far. */
  calls(): number;
}

export interface CachedJudgeOptions {
  readonly ask: AskJudge;
  /** Name and settings of the model. Verdicts of another judge are not used. */
  readonly judge: string;
  /** File of verdicts, one a line. Default: kept in memory only. */
  readonly path?: string;
}

interface StoredVerdict {
  readonly key: string;
  readonly judge: string;
  readonly judgement: Judgement;
}

/**
 * Opens a judge that keeps its verdicts by question, accepted answers, prediction, judge and prompt version. A failure
 * (`unjudged`) is not kept, so that the next run asks again.
 *
 * @example
 * const judge = await openJudge({ ask, judge: 'qwen2.5-72b', path: 'runs/verdicts.jsonl' });
 * const { verdict } = await judge.judge({ question, answers, prediction });
 */
export async function openJudge({ ask, judge: name, path }: CachedJudgeOptions): Promise<CachedJudge> {
  const known = new Map<string, Judgement>();
  if (path !== undefined) {
    for (const line of await readAppendedLines(path, { repair: true })) {
      const { key, judgement } = line as StoredVerdict;
      known.set(key, judgement);
    }
    await mkdir(dirname(path), { recursive: true });
  }
  let calls = 0;
  let written: Promise<unknown> = Promise.resolve();
  const counted: AskJudge = (prompt, signal) => {
    calls += 1;
    return ask(prompt, signal);
  };
  return {
    calls: () => calls,
    async judge(question, signal) {
      const key = toKey(question, name);
      const before = known.get(key);
      if (before !== undefined) return before;
      const judgement = await judgeAnswer(question, counted, { signal });
      if (judgement.verdict === 'unjudged') return judgement;
      known.set(key, judgement);
      if (path !== undefined) {
        const line: StoredVerdict = { key, judge: name, judgement };
        written = written.then(() => appendFile(path, `${JSON.stringify(line)}\n`));
        await written;
      }
      return judgement;
    },
  };
}

function toKey({ question, answers, prediction }: JudgeQuestion, name: string): string {
  return hash('sha256', JSON.stringify([question, answers, prediction, name, JUDGE_VERSION]));
}
