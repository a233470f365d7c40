/**
 * Measures the context a system injects: current values, superseded values, tokens, prefix cache and time.
 * @module
 */
import { generateText, type ModelMessage } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import type { LanguageModelV4 } from '../../src/ai/defer-model.ts';
import { type MemoryEvent, withMemory } from '../../src/ai/with-memory.ts';
import { createMemory } from '../../src/memory/create-memory.ts';
import { type PrefixCacheUse, simulatePrefixCache } from '../../src/score/prefix-cache.ts';
import { removePast } from '../../src/score/shown-text.ts';
import { inMemoryStore } from '../../src/store/in-memory.ts';
import type { Tokenizer } from '../../src/task/tokenizer.ts';
import { type Exchange, playScript, type Script, type SmallTalk } from './scripts.ts';
import type { System } from './systems.ts';

export interface Recalled {
  readonly script: string;
  readonly question: string;
  /** `undefined` if no value should be shown. */
  readonly current: boolean | undefined;
  /** `undefined` if no value was superseded. */
  readonly absent: boolean | undefined;
  /** Whether superseded values are absent or marked as past. */
  readonly marked: boolean | undefined;
  readonly tokens: number;
  readonly block: string;
}

interface Settings {
  readonly tokenizer: Tokenizer;
  readonly budget: number;
}

const START = Date.UTC(2026, 10, 2, 9);
const HOUR = 3_600_000;

type Prompt = Parameters<MockLanguageModelV4['doGenerate']>[0]['prompt'];

/** Returns a model that replies immediately and passes each prompt to `see`. */
function instantModel(reply: () => string, see: (prompt: Prompt) => void = () => {}): MockLanguageModelV4 {
  return new MockLanguageModelV4({
    doGenerate: async ({ prompt }) => {
      see(prompt);
      return {
        content: [{ type: 'text', text: reply() }],
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: {
          inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
          outputTokens: { total: 1, text: 1, reasoning: 0 },
        },
        warnings: [],
      };
    },
  });
}

/** Plays the conversation, then asks each question in a new session. */
export async function recallScript(
  script: Script,
  system: System,
  talk: SmallTalk,
  { tokenizer, budget }: Settings,
): Promise<readonly Recalled[]> {
  let now = START;
  const clock = (): number => now;
  const memory = createMemory({ store: inMemoryStore(), namespace: script.id, clock });
  const events: MemoryEvent[] = [];
  let reply = '';
  const shared = { memory, tokenizer, clock, budget: { tokens: budget }, ...system.options() };
  const model = withMemory(
    instantModel(() => reply),
    { ...shared, onEvent: (event) => events.push(event) },
  );
  await hold(playScript(script, talk, 6), async (messages, exchange) => {
    now += HOUR;
    reply = exchange.reply;
    await generateText({ model, messages });
  });
  const recalled: Recalled[] = [];
  for (const { question, now: current, old } of script.asks) {
    now += HOUR;
    events.length = 0;
    const session = withMemory(
      instantModel(() => 'ok'),
      {
        ...shared,
        remember: false,
        onEvent: (event) => events.push(event),
      },
    );
    await generateText({ model: session, prompt: question });
    const event = events.find(({ kind }) => kind === 'recalled');
    if (event?.kind !== 'recalled') throw new Error(`${script.id}: nothing was recalled`);
    const block = event.block.text;
    const holds = (value: string): boolean => holdsWords(block, value);
    // A mark of an entry stands after the dash of its line.
    const told = removePast(block.replace(/^- /gm, ''));
    recalled.push({
      script: script.id,
      question,
      current: current.length === 0 ? undefined : current.some(holds),
      absent: old.length === 0 ? undefined : !old.some(holds),
      marked: old.length === 0 ? undefined : !old.some((value) => holdsWords(told, value)),
      tokens: tokenizer.count(block),
      block,
    });
  }
  return recalled;
}

/** Whole words: "dislikes" does not hold "likes". Scripts without spaces have no word boundaries. */
function holdsWords(block: string, value: string): boolean {
  const [text, wanted] = [block.toLowerCase(), value.toLowerCase()];
  for (let place = text.indexOf(wanted); place >= 0; place = text.indexOf(wanted, place + 1))
    if (UNSPACED.test(wanted) || !/[\p{L}\p{N}]/u.test(text[place - 1] ?? ' ')) return true;
  return false;
}

const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

async function hold(
  exchanges: readonly Exchange[],
  answer: (messages: ModelMessage[], exchange: Exchange) => Promise<void>,
): Promise<void> {
  const messages: ModelMessage[] = [];
  for (const exchange of exchanges) {
    if (exchange.before !== undefined) {
      if (messages.at(-1)?.role === 'assistant') messages.pop();
      messages.push({ role: 'assistant', content: exchange.before });
    }
    messages.push({ role: 'user', content: exchange.user });
    await answer(messages, exchange);
    messages.push({ role: 'assistant', content: exchange.reply });
  }
}

/**
 * Returns the fraction of prompt tokens that a prefix cache serves in one conversation. `undefined` measures
 * a chat without memory.
 */
export async function measureCache(
  exchanges: readonly Exchange[],
  system: System | undefined,
  instructions: string,
  { tokenizer, budget }: Settings,
): Promise<PrefixCacheUse> {
  const prompts: (readonly number[])[] = [];
  let reply = '';
  const inner = instantModel(
    () => reply,
    (prompt) => prompts.push(tokenizer.encode(renderPrompt(prompt))),
  );
  const model =
    system === undefined
      ? inner
      : withMemory(inner, {
          memory: createMemory(),
          tokenizer,
          budget: { tokens: budget },
          ...system.options(),
        });
  await hold(exchanges, async (messages, exchange) => {
    reply = exchange.reply;
    await generateText({ model, instructions, messages });
  });
  return simulatePrefixCache(prompts, { blockSize: 16 });
}

function renderPrompt(prompt: Prompt): string {
  return prompt
    .map(({ role, content }) => {
      const text =
        typeof content === 'string'
          ? content
          : content.map((part) => (part.type === 'text' ? part.text : '')).join('');
      return `<|${role}|>\n${text}\n`;
    })
    .join('');
}

/** Median milliseconds of processor time of a turn, without memory, with recall, and with recall and `remember`. */
export interface Overhead {
  readonly bare: number;
  readonly recall: number;
  readonly full: number;
}

/** Measures turns while `entries` entries are stored. The policy may keep all of them. */
export async function measureOverhead(
  exchanges: readonly Exchange[],
  system: System,
  entries: number,
  { tokenizer, budget }: Settings,
): Promise<Overhead> {
  const memory = createMemory();
  const topics = [
    'garden',
    'invoice',
    'river',
    'cousin',
    'guitar',
    'kitchen',
    'train',
    'museum',
    'bicycle',
    'recipe',
  ];
  const texts = Array.from({ length: entries }, (_, index) => {
    const topic = topics[index % topics.length]!;
    return `The user said: "note ${index}: my ${topic} number ${index % 97} is near place ${index % 331}"`;
  });
  await memory.apply(
    texts.map((text, index) => ({
      op: 'create',
      text,
      meta: { speaker: 'user', subject: '', attribute: 'note', value: `note ${index}` },
    })),
  );
  const options = { memory, tokenizer, budget: { tokens: budget }, ...system.options(2 * entries) };
  let reply = '';
  const bare = instantModel(() => reply);
  const reading = withMemory(
    instantModel(() => reply),
    { ...options, remember: false },
  );
  const model = withMemory(
    instantModel(() => reply),
    options,
  );
  const time = async (timed: LanguageModelV4, prompt: string): Promise<number> => {
    const started = process.cpuUsage();
    await generateText({ model: timed, prompt });
    const { user, system: kernel } = process.cpuUsage(started);
    return (user + kernel) / 1000;
  };
  const times: Overhead[] = [];
  for (const [place, exchange] of exchanges.entries()) {
    reply = exchange.reply;
    const measured = {
      bare: await time(bare, exchange.user),
      recall: await time(reading, exchange.user),
      full: await time(model, exchange.user),
    };
    // The first turns compile the code.
    if (place >= WARM_UP) times.push(measured);
  }
  return {
    bare: median(times.map((one) => one.bare)),
    recall: median(times.map((one) => one.recall)),
    full: median(times.map((one) => one.full)),
  };
}

const WARM_UP = 20;

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
