/**
 * How an episode of a web task ended.
 *
 * @module
 */
import type { Trajectory } from '../trajectory/trajectory.ts';

/**
 * How an episode of a web task ended:
 *
 * - `answered`: every question was answered while calls were left.
 * - `forced`: every question was answered after the calls or steps were used up.
 * - `call-limit`, `step-limit`, `token-limit`, `time-limit`: a limit ended the episode, and a question is unanswered.
 * - `format`: several replies in a row held nothing that could be used.
 * - `outage`: a tool was down. The answers must not be scored.
 * - `failed`: the model or the store failed. The answers must not be scored.
 * - `aborted`: the run was aborted.
 */
export type WebEnding =
  | 'answered'
  | 'forced'
  | 'call-limit'
  | 'step-limit'
  | 'token-limit'
  | 'time-limit'
  | 'format'
  | 'outage'
  | 'failed'
  | 'aborted';

const BY_REASON: Readonly<Record<string, WebEnding>> = {
  'turn-cap': 'step-limit',
  'budget-turns': 'step-limit',
  'budget-calls': 'step-limit',
  'budget-tokens': 'token-limit',
  'budget-time': 'time-limit',
  aborted: 'aborted',
  failed: 'failed',
};

/**
 * Returns how an episode of a web task ended.
 *
 * @example
 * import { runEpisode } from 'atommem';
 *
 * const trajectory = await runEpisode({ task: webTask({ id, questions, tools }), policy: webSearcher() });
 * console.log(readWebEnding(trajectory));
 */
export function readWebEnding({ end }: Trajectory): WebEnding {
  if (end.ending === 'outage') return 'outage';
  return BY_REASON[end.reason] ?? (end.ending as WebEnding | undefined) ?? 'answered';
}
