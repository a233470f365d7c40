/**
 * One client's environment: it opens episodes, plays them, and says what is wrong with a request.
 *
 * @module
 */
import { MEMORY_TOOLS } from '../codec/tool-set.ts';
import type { OfferedTool } from '../policy/generate-reply.ts';
import { offerTools } from '../policy/offer-tools.ts';
import type { WrittenReply } from '../policy/read-reply.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Task } from '../task/task.ts';
import {
  createEpisodeSession,
  describeStep,
  type EpisodeSession,
  type SeenStep,
  type SessionOptions,
} from './episode-session.ts';
import { type ActionBody, actionBody, check, ProtocolError, resetBody } from './wire.ts';

/** What a reset or a step returns on the wire. */
export interface WireObservation {
  readonly observation: JsonObject;
  readonly reward: number | null;
  readonly done: boolean;
}

/** The environment of one client. */
export interface ClientEnvironment {
  reset(body: unknown): Promise<WireObservation>;
  step(action: unknown): Promise<WireObservation>;
  state(): JsonObject;
  /** Returns the tools of the current step, or those of memory if there is no episode. */
  tools(): readonly OfferedTool[];
  /** Abandons the running episode. Nothing is scored. */
  close(): void;
}

/** Options of an environment. */
export interface EnvironmentOptions extends SessionOptions {
  /** Must not be empty. */
  readonly tasks: readonly Task[];
}

/**
 * Creates an environment. A reset with a `seed` plays task `seed` modulo the number of tasks, with that seed, so that
 * equal seeds give equal episodes. Without one, the tasks follow each other. A reset may name a `task` by its id.
 */
export function createEnvironment(options: EnvironmentOptions): ClientEnvironment {
  const { tasks } = options;
  let played = 0;
  let session: EpisodeSession | undefined;
  let episodeId: string | null = null;
  let last: SeenStep | undefined;
  let busy: EpisodeSession | undefined;

  async function exclusively(
    running: EpisodeSession,
    run: () => Promise<SeenStep>,
  ): Promise<WireObservation> {
    if (busy === running)
      throw new ProtocolError('SESSION_ERROR', 'the last request has not been answered yet: wait for it');
    busy = running;
    try {
      const seen = await run();
      if (session === running) last = seen;
      return toWire(seen);
    } finally {
      if (busy === running) busy = undefined;
    }
  }

  function chooseTask(seed: number | undefined, id: string | undefined): Task {
    if (id === undefined) return tasks[(seed ?? played++) % tasks.length]!;
    const found = tasks.find((task) => task.id === id);
    if (found === undefined)
      throw new ProtocolError('VALIDATION_ERROR', `reset.task: there is no task "${id}"`);
    return found;
  }

  return {
    reset(body) {
      const { seed, episode_id, task: id } = check(resetBody, body, 'reset');
      const task = chooseTask(seed, id);
      session?.abort();
      episodeId = episode_id ?? `${task.id}#${seed ?? played}`;
      const opened = createEpisodeSession(task, seed, options);
      session = opened;
      last = undefined;
      return exclusively(opened, () => opened.begin());
    },
    async step(value) {
      const action = check(actionBody, value, 'action');
      // Listing the tools is not a step, so the observation stays the same.
      if (action.type === 'list_tools') return toWire(last ?? { reward: null, done: false });
      if (session === undefined)
        throw new ProtocolError('EXECUTION_ERROR', 'there is no episode: reset first');
      if (session.done)
        throw new ProtocolError('EXECUTION_ERROR', 'the episode is done: reset to play another one');
      const running = session;
      const seen = await exclusively(running, () => running.step(toReply(action)));
      return action.type === 'call_tool' ? showResult(seen, action.tool_name) : seen;
    },
    tools: () => listTools(last ?? { reward: null, done: false }),
    state: () => ({
      episode_id: episodeId,
      step_count: session?.steps ?? 0,
      task_id: session?.task.id ?? null,
      done: session?.done ?? false,
    }),
    close() {
      session?.abort();
      session = undefined;
    },
  };
}

function toReply(action: Exclude<ActionBody, { readonly type: 'list_tools' }>): WrittenReply {
  if (!('tool_name' in action)) return { text: action.reply, calls: [] };
  return { text: action.reply ?? '', calls: [{ name: action.tool_name, input: action.arguments }] };
}

function toWire(seen: SeenStep): WireObservation {
  const { asked, reward, done } = seen;
  const observation = {
    prompt: asked?.prompt ?? [],
    stage: asked?.observation.stage ?? (done ? 'end' : 'start'),
    tools: listTools(seen),
    metadata: describeStep(seen),
  };
  return { observation: JSON.parse(JSON.stringify(observation)) as JsonObject, reward, done };
}

function listTools({ asked, done }: SeenStep): readonly OfferedTool[] {
  if (asked !== undefined) return offerTools(asked.observation);
  return done ? [] : MEMORY_TOOLS;
}

/** OpenEnv's tool clients recognise the result of a call by its fields, and `tools` as a list of tools. */
function showResult({ observation, ...rest }: WireObservation, name: string): WireObservation {
  const { tools: _, ...shown } = observation;
  const prompt = shown.prompt as { readonly content: string }[];
  return {
    ...rest,
    observation: { ...shown, tool_name: name, result: prompt.at(-1)?.content ?? '', error: null },
  };
}
