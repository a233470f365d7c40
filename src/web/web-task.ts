/**
 * `webTask`: the agent searches, reads pages and answers, and manages its memory at every step.
 *
 * @module
 */
import type { Task } from '../task/task.ts';
import { openWeb } from './web-environment.ts';
import { resolveWebOptions, type WebTaskOptions } from './web-settings.ts';

/**
 * Creates a web task. At every step the agent sees the result of its last call, the questions without an answer and
 * the calls left. It calls `search` or `read`, or answers, and writes to memory.
 *
 * A failed call is a result, never an error. If a tool is down at the end of an episode, the episode is recorded as
 * failed, and `evaluate` does not score it.
 *
 * @throws AtomMemError `bad-option`
 * @example
 * import { runEpisode } from 'atommem';
 *
 * const tools = corpusTools(documents);
 * const task = webTask({ id: 'lease', questions: ['Who signed the lease?'], tools });
 * const trajectory = await runEpisode({ task, policy: webSearcher() });
 */
export function webTask(options: WebTaskOptions): Task {
  const settings = resolveWebOptions(options);
  const { id, dataset, questions, instructions } = settings;
  return {
    id,
    kind: 'web',
    dataset,
    questions,
    documents: [],
    instructions,
    open: ({ seed = 0 } = {}) => openWeb(settings, seed),
  };
}
