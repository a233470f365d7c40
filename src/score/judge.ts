/**
 * Has a model judge an answer.
 *
 * @module
 */
import { JUDGE_VERSION, type JudgeQuestion, renderJudgePrompt } from '../prompt/judge.ts';
import { parseVerdict, type Verdict } from './parse-verdict.ts';

/** Sends a prompt to any model and returns its reply. Use temperature 0. */
export type AskJudge = (prompt: string, signal?: AbortSignal) => Promise<string>;

/** A judge's verdict on one answer. */
export interface Judgement {
  /** `unjudged`: the model failed or its reply has no verdict. Never counted as wrong. */
  readonly verdict: Verdict | 'unjudged';
  /** 1 for `correct`, 0 for the other verdicts, `undefined` for `unjudged`. */
  readonly score: 0 | 1 | undefined;
  readonly promptVersion: number;
  /** The model's reply. Absent if the model was not called or failed. */
  readonly reply?: string;
  /** The reason if there is no verdict. */
  readonly failure?: string;
}

/**
 * Has a model judge whether a prediction means the same as an accepted answer. Use it for free-form answers, for
 * which `exactMatch` is too strict. An empty prediction is `not-attempted` without a call. If the model fails, the
 * verdict is `unjudged`; nothing is thrown.
 *
 * @example
 * const { score } = await judgeAnswer({ question, answers, prediction }, (prompt) => ask(prompt));
 */
export async function judgeAnswer(
  question: JudgeQuestion,
  ask: AskJudge,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Judgement> {
  const base = { promptVersion: JUDGE_VERSION };
  if (question.prediction.trim() === '') return { ...base, verdict: 'not-attempted', score: 0 };
  let reply: string;
  try {
    reply = await ask(renderJudgePrompt(question), options.signal);
  } catch (cause) {
    const failure = cause instanceof Error ? cause.message : String(cause);
    return { ...base, verdict: 'unjudged', score: undefined, failure };
  }
  const verdict = parseVerdict(reply);
  if (verdict === undefined) {
    return { ...base, verdict: 'unjudged', score: undefined, reply, failure: 'no verdict in the reply' };
  }
  return { ...base, verdict, score: verdict === 'correct' ? 1 : 0, reply };
}
