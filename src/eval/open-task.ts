/**
 * Converts streams and conversations to tasks.
 *
 * @module
 */
import { documentTask } from '../agent/document-task.ts';
import type { Policy } from '../policy/policy.ts';
import { AtomMemError } from '../shared/error.ts';
import { createDialogue } from '../task/dialogue/dialogue.ts';
import { BETTER_STREAM_RULES } from '../task/stream-rules.ts';
import type { Task } from '../task/task.ts';
import type { TaskReading } from './run-parts.ts';
import { type EvalTask, isConversation, isTask } from './task-source.ts';

/**
 * Returns a task with chunks of the policy's `unit`. Finished tasks are returned unchanged.
 *
 * @throws AtomMemError `bad-argument` if a stream or conversation needs a tokenizer and none is given.
 */
export function openTask(task: EvalTask, reading: TaskReading, unit: Policy['unit'] = 'chunk'): Task {
  if (isTask(task)) return task;
  const { tokenizer, questionsKnown, ...options } = reading;
  if (tokenizer === undefined) {
    throw new AtomMemError('bad-argument', {
      problem: `task ${task.id} must be cut into chunks, and no tokenizer is given`,
      remedy: 'Pass tokenizer: await loadDefaultTokenizer()',
      details: { option: 'tokenizer' },
    });
  }
  if (!isConversation(task)) return documentTask(task, { ...options, tokenizer }, unit);
  return createDialogue({
    conversation: task,
    tokenizer,
    rules: options.streamRules ?? BETTER_STREAM_RULES,
    unit: unit === 'chunk' ? 'session' : 'turn',
    size: options.chunkSize,
    questionsKnown,
  });
}
