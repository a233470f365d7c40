/**
 * `withMemory`: adds automatic memory to a model of the AI SDK.
 *
 * @module
 */
import type { LanguageModelMiddleware } from 'ai';
import type { Memory } from '../memory/memory.ts';
import type { Effect } from '../memory/operation.ts';
import type { Policy } from '../policy/policy.ts';
import { type Clock, systemClock } from '../shared/clock.ts';
import { AtomMemError } from '../shared/error.ts';
import { loadDefaultTokenizer, type Tokenizer } from '../task/tokenizer.ts';
import { addBlock, type ChatTurn, readChatTurn } from './chat-turn.ts';
import { conversationPolicy } from './conversation/conversation-policy.ts';
import {
  deferLanguageModel,
  importAi,
  type LanguageModelObject,
  type LanguageModelV4,
} from './defer-model.ts';
import { buildMemoryBlock, type MemoryBlock } from './memory-block.ts';
import { createMemoryMirror } from './memory-mirror.ts';
import { type Recall, recallEntries } from './recall-entries.ts';
import { rememberCounts } from './remember-counts.ts';
import { rememberTurn } from './remember-turn.ts';
import { runInOrder } from './tools/call-queue.ts';
import { withinTime } from './within-time.ts';

export interface WithMemoryOptions {
  /** The memory of this user. Create one per user, each with its own namespace. */
  readonly memory: Memory;
  /** The policy that writes to memory after a turn. Default: `conversationPolicy()`, which needs no model. */
  readonly policy?: Policy;
  /** Limits the injected block. Default: 1,200 tokens. */
  readonly budget?: { readonly tokens?: number };
  /** Finds entries before a turn. `false` injects nothing. Default: `recallEntries`. */
  readonly recall?: Recall | boolean;
  /**
   * Whether the policy runs after a turn. `'background'` does not delay the reply, but you must await `settled()`
   * before the process exits. Default: true.
   */
  readonly remember?: boolean | 'background';
  /** Time limit of a recall, in milliseconds. After it, the call continues without memory. Default: 2,000. */
  readonly recallTimeout?: number;
  /** Time limit of the policy and its writes, in milliseconds. Default: 60,000. */
  readonly rememberTimeout?: number;
  /** Tokenizer for the budget. Default: `o200k_base`. */
  readonly tokenizer?: Pick<Tokenizer, 'count'>;
  /** Name of the user in entries. Default: `'user'`. */
  readonly speaker?: string;
  /** Clock that dates statements. Default: wall time. */
  readonly clock?: Clock;
  /** Receives memory events, failures included. */
  readonly onEvent?: (event: MemoryEvent) => void;
}

/** A memory event of a turn. */
export type MemoryEvent =
  | { readonly kind: 'recalled'; readonly block: MemoryBlock }
  | { readonly kind: 'remembered'; readonly effects: readonly Effect[] }
  | { readonly kind: 'failed'; readonly during: 'recall' | 'remember'; readonly error: unknown };

/** A model with memory. */
export type MemoryLanguageModel = LanguageModelV4 & {
  /** Waits for background writes. */
  settled(): Promise<void>;
};

/** One turn of a conversation, kept while the conversation may continue. */
interface TurnState {
  readonly turn: ChatTurn;
  readonly block: Promise<MemoryBlock>;
  remembered: boolean;
  /** Whether the model has given its last reply of the turn. */
  ended: boolean;
}

/** Maximum number of kept turns: enough for 200 parallel conversations. */
const MOST_TURNS = 200;

const LONGEST_QUERY = 2000;

/**
 * Wraps a model with memory. Before each turn, relevant entries are added to the last user message within the token
 * budget, once for all steps of a tool loop. After the turn, the policy reads the exchange and writes operations.
 * Your messages never contain the injected block. If memory fails, the call continues without it and `onEvent`
 * receives the failure. If the policy deletes an entry, as after "forget that", the log keeps its text until
 * `store.purge`.
 *
 * @throws AtomMemError `bad-option`
 * @example
 * import { createMemory } from 'atommem';
 * import { sqlite } from 'atommem/sqlite';
 *
 * const memory = createMemory({ store: sqlite('agent.db'), namespace: `users/${userId}` });
 * const model = withMemory(openai('gpt-5'), { memory, budget: { tokens: 1200 } });
 * await generateText({ model, messages });
 */
export function withMemory(model: LanguageModelObject, options: WithMemoryOptions): MemoryLanguageModel {
  const { memory, speaker = 'user', clock = systemClock, recall = true, remember = true } = options;
  const policy = options.policy ?? conversationPolicy();
  const find = recall === true ? recallEntries : recall;
  const tokens = checkTokens(options.budget?.tokens ?? 1200);
  const mirror = createMemoryMirror(memory);
  const turns = new Map<string, TurnState>();
  const background = new Set<Promise<void>>();
  let counting: Promise<(text: string) => number> | undefined;

  const entries = () => mirror.entries(clock());
  const tell = (event: MemoryEvent): void => {
    try {
      options.onEvent?.(event);
    } catch {
      // An error in a listener must not break the call either.
    }
  };

  async function buildBlock(turn: ChatTurn): Promise<MemoryBlock> {
    if (find === false) return NOTHING;
    try {
      counting ??= loadCounter(options.tokenizer);
      const countTokens = await counting;
      const block = await withinTime(options.recallTimeout ?? 2000, (signal) =>
        runInOrder(
          memory,
          async () => {
            const query = turn.text.slice(0, LONGEST_QUERY);
            const found = await find({ memory, query, entries, signal });
            const scratchpad = (await memory.scratchpad())?.text;
            return buildMemoryBlock(found, { tokens, countTokens, scratchpad });
          },
          signal,
        ),
      );
      memory.noteShown(block.entries, `recalled for turn ${turn.number} of a conversation`);
      tell({ kind: 'recalled', block });
      return block;
    } catch (error) {
      tell({ kind: 'failed', during: 'recall', error });
      return NOTHING;
    }
  }

  /** Returns the state of a turn. If the previous turn was interrupted, remembers it first. */
  async function enter(prompt: Parameters<typeof readChatTurn>[0]): Promise<TurnState | undefined> {
    const turn = readChatTurn(prompt);
    if (turn === undefined) return undefined;
    const known = turns.get(turn.key);
    const isNewStep = turn.place < prompt.length - 1;
    if (known !== undefined && (isNewStep || !known.ended)) return known;
    const before = readChatTurn(prompt.slice(0, turn.place));
    const unfinished = before && turns.get(before.key);
    if (unfinished) await finish(unfinished, turn.before);
    // Another conversation may start with the same words. Later turns with the same key retry a turn that was already
    // remembered.
    const remembered = turn.number > 1 && known?.remembered === true;
    const state: TurnState = { turn, block: buildBlock(turn), remembered, ended: false };
    turns.set(turn.key, state);
    if (turns.size > MOST_TURNS) turns.delete(turns.keys().next().value!);
    return state;
  }

  async function finish(state: TurnState, reply: string): Promise<void> {
    state.ended = true;
    if (remember === false || state.remembered) return;
    state.remembered = true;
    const work = write(state, reply);
    if (remember !== 'background') return work;
    background.add(work);
    work.finally(() => background.delete(work));
  }

  async function write({ turn, block }: TurnState, reply: string): Promise<void> {
    const shown = (await block).entries;
    try {
      const { effects, failure } = await withinTime(options.rememberTimeout ?? 60_000, (signal) =>
        runInOrder(
          memory,
          () => rememberTurn({ memory, policy, turn, reply, speaker, now: clock(), shown, entries, signal }),
          signal,
        ),
      );
      if (failure) tell({ kind: 'failed', during: 'remember', error: failure });
      tell({ kind: 'remembered', effects });
    } catch (error) {
      tell({ kind: 'failed', during: 'remember', error });
    }
  }

  const middleware: LanguageModelMiddleware = {
    specificationVersion: 'v4',
    async transformParams({ params }) {
      const state = await enter(params.prompt);
      return state
        ? { ...params, prompt: addBlock(params.prompt, state.turn, (await state.block).text) }
        : params;
    },
    async wrapGenerate({ doGenerate, params }) {
      const result = await doGenerate();
      const state = findState(params.prompt);
      if (state && result.finishReason.unified !== 'tool-calls')
        await finish(state, readReply(result.content));
      return result;
    },
    async wrapStream({ doStream, params }) {
      const result = await doStream();
      const state = findState(params.prompt);
      return state
        ? { ...result, stream: result.stream.pipeThrough(watchStream((reply) => finish(state, reply))) }
        : result;
    },
  };

  /** Finds the state of a turn. The injected block does not change the turn's key. */
  function findState(prompt: Parameters<typeof readChatTurn>[0]): TurnState | undefined {
    const turn = readChatTurn(prompt);
    return turn && turns.get(turn.key);
  }

  const wrapped = deferLanguageModel(model, async () => {
    const { wrapLanguageModel } = await importAi('withMemory');
    return wrapLanguageModel({ model: model as LanguageModelV4, middleware });
  });
  return Object.assign(wrapped, {
    async settled() {
      while (background.size > 0) await Promise.all(background);
    },
  });
}

async function loadCounter(given: WithMemoryOptions['tokenizer']): Promise<(text: string) => number> {
  const tokenizer = given ?? (await loadDefaultTokenizer());
  return rememberCounts((text) => tokenizer.count(text));
}

const NOTHING: MemoryBlock = { text: '', tokens: 0, entries: [], omitted: 0 };

type Stream = Awaited<ReturnType<LanguageModelV4['doStream']>>['stream'];
type StreamPart = Stream extends ReadableStream<infer Part> ? Part : never;

/** Forwards a stream. Before it closes, calls `done` with its text, unless the reply calls tools. */
function watchStream(done: (reply: string) => Promise<void>): TransformStream<StreamPart, StreamPart> {
  let reply = '';
  let finished = false;
  return new TransformStream({
    transform(part, controller) {
      if (part.type === 'text-delta') reply += part.delta;
      if (part.type === 'finish') finished = part.finishReason.unified !== 'tool-calls';
      controller.enqueue(part);
    },
    async flush() {
      if (finished) await done(reply);
    },
  });
}

function readReply(content: Awaited<ReturnType<LanguageModelV4['doGenerate']>>['content']): string {
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
}

function checkTokens(value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new AtomMemError('bad-option', {
    problem: `"budget.tokens" is ${value}`,
    remedy: 'Give a number of tokens, or 0 to inject nothing',
    details: { option: 'budget.tokens', value },
  });
}
