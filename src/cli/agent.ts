/**
 * `atommem agent`: one episode against the model at `OPENAI_BASE_URL`, for harnesses that intercept its calls.
 *
 * @module
 */
import { Command } from 'commander';
import { runEpisode } from '../agent/run-episode.ts';
import { countOperations } from '../eval/episode-score.ts';
import { scoreEpisode } from '../openenv/episode-session.ts';
import { writeTrajectory } from '../trajectory/write-trajectory.ts';
import { print, printJson, type Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import { addPlayedTaskOptions, loadPlayedTasks, type PlayedTaskFlags, readFormat } from './played-tasks.ts';
import { usageError } from './usage-error.ts';

/** Schema of what `--json` prints. */
const AGENT_SCHEMA = 'atommem.agent/1';

interface AgentFlags extends PlayedTaskFlags {
  readonly model?: string;
  readonly seed: number;
  readonly maxOutputTokens?: number;
  readonly trajectory?: string;
  readonly json?: boolean;
}

/** Creates the command. */
export function agentCommand(terminal: Terminal): Command {
  const command = new Command('agent').description(
    'play one episode with the model at OPENAI_BASE_URL, as a harness of a trainer starts it',
  );
  return addPlayedTaskOptions(command)
    .option('--model <name>', 'model name (default: OPENAI_MODEL)')
    .option('--seed <n>', 'chooses the task, and seeds it', wholeNumber('--seed', 0, 2 ** 31), 0)
    .option(
      '--max-output-tokens <n>',
      'most tokens in a reply',
      wholeNumber('--max-output-tokens', 1, 1_000_000),
    )
    .option('--trajectory <file>', 'write the trajectory')
    .option('--json', 'print one JSON document and nothing else')
    .action((flags: AgentFlags) => play(flags, terminal));
}

async function play(flags: AgentFlags, terminal: Terminal): Promise<void> {
  const { seed, maxOutputTokens } = flags;
  const { environment, signal } = terminal;
  const { OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: apiKey, OPENAI_MODEL } = environment;
  const model = flags.model ?? OPENAI_MODEL;
  if (baseURL === undefined || model === undefined) {
    const missing = baseURL === undefined ? 'OPENAI_BASE_URL is not set' : 'there is no model';
    throw usageError(missing, 'Set OPENAI_BASE_URL, and pass --model or set OPENAI_MODEL');
  }
  const { tasks, memory, reward: score } = await loadPlayedTasks(flags, { seed: 1, environment });
  const { openAICompatible } = await import('../ai/openai-compatible.ts');
  const { languageModelPolicy } = await import('../policy/language-model.ts');
  const policy = languageModelPolicy({
    model: openAICompatible({ model, baseURL, apiKey }),
    format: readFormat(flags),
    maxOutputTokens,
  });
  const trajectory = await runEpisode({ task: tasks[seed % tasks.length]!, policy, memory, seed, signal });
  if (flags.trajectory !== undefined) await writeTrajectory(flags.trajectory, trajectory);
  const { header, steps, end } = trajectory;
  const failure = steps.findLast((step) => step.failure !== undefined)?.failure ?? end.failure;
  const failed = end.reason === 'failed' || end.reason === 'aborted';
  const reward = scoreEpisode(trajectory, score);
  if (flags.json) {
    printJson(terminal, {
      schema: AGENT_SCHEMA,
      task: header.task.id,
      reward,
      end: end.reason,
      answers: end.answers,
      steps: steps.length,
      entries: end.entries,
      operations: countOperations(steps),
      failure: failure?.message ?? null,
    });
  } else
    print(
      terminal,
      `${header.task.id}: reward ${reward ?? 'none'}, ${steps.length} steps, ended: ${end.reason}`,
    );
  if (failed)
    throw new Error(`the episode ${end.reason}${failure === undefined ? '' : `: ${failure.message}`}`);
}
