/**
 * Turns recorded episodes into training examples.
 *
 * @module
 */

import { toFormatName } from '../format/resolve-format.ts';
import type { ChatTokenizer } from '../policy/chat-tokenizer.ts';
import { continuePrompt } from '../policy/continue-prompt.ts';
import { AtomMemError } from '../shared/error.ts';
import { extractExamples, type TrainingExample } from '../trajectory/export-examples.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { scoreAnswers } from './reward.ts';
import type { ModelSpeech } from './sampled-policy.ts';
import type { SupervisedExample } from './supervised-source.ts';

export interface ImitationOptions
  extends Pick<ModelSpeech, 'chat' | 'thinking' | 'maxPromptTokens' | 'maxReplyTokens'> {
  /** The format of the policy's replies. */
  readonly format: { readonly codec: { readonly name: string } };
  /** Minimum share of questions answered right. Default 0. */
  readonly atLeast?: number;
}

export interface ImitationExamples {
  readonly examples: readonly SupervisedExample[];
  /** Number of replies and episodes left out, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/**
 * Turns the replies of recorded episodes into a model's tokens. As in the released script, all steps of an
 * episode are used, good or bad. Ids recorded with the same tokenizer are reused.
 *
 * @throws AtomMemError `bad-option` if an episode is in another dialect than the policy's
 */
export function imitationExamples(
  trajectories: readonly Trajectory[],
  options: ImitationOptions,
): ImitationExamples {
  const leftOut: Record<string, number> = {};
  const leave = (reason: string, count = 1): void => {
    if (count > 0) leftOut[reason] = (leftOut[reason] ?? 0) + count;
  };
  const examples: SupervisedExample[] = [];
  for (const trajectory of trajectories) {
    requireDialect(trajectory, options.format.codec.name);
    if (scoreAnswers(trajectory) < (options.atLeast ?? 0)) {
      leave('episodes below the score');
      continue;
    }
    const found = extractExamples(trajectory);
    for (const [reason, count] of Object.entries(found.skipped)) leave(reason, count);
    for (const example of found.examples) {
      const tokens = example.source.call === undefined ? toTokens(example, options) : undefined;
      if (tokens === undefined) leave('calls of a workflow');
      else if (tokens.prompt.length > options.maxPromptTokens) leave('prompt too long');
      else if (tokens.reply.length > options.maxReplyTokens) leave('reply too long');
      else examples.push(tokens);
    }
  }
  return { examples, leftOut };
}

function requireDialect({ header }: Trajectory, codec: string): void {
  const written = (header.settings.policy as { readonly codec?: unknown } | undefined)?.codec;
  if (typeof written !== 'string' || toFormatName(written) === toFormatName(codec)) return;
  throw new AtomMemError('bad-option', {
    problem: `episode ${header.id} is written in ${written}, not in ${codec}`,
    remedy: `Pass --codec ${written}`,
    details: { option: 'codec', value: codec, accepted: [written] },
  });
}

function toTokens(
  { source, prompt, reply, tokens }: TrainingExample,
  { chat, thinking }: Pick<ImitationOptions, 'chat' | 'thinking'>,
): SupervisedExample | undefined {
  if (tokens !== undefined && source.tokenizer === chat.name) return tokens;
  if (prompt === undefined || reply === undefined) return undefined;
  const asked = chat.encode(prompt, thinking);
  const text = continuePrompt(asked, reply);
  return { prompt: asked.ids, reply: [...chat.encodeText(text), findEnd(chat)] };
}

function findEnd({ name, stop }: ChatTokenizer): number {
  const [end] = stop;
  if (end !== undefined) return end;
  throw new AtomMemError('bad-option', {
    problem: `the tokenizer of ${name} has no end-of-reply token`,
    remedy: 'Set eos_token in tokenizer_config.json',
    details: { option: 'chat' },
  });
}
