/**
 * Measures how much a prefix cache saves when a group samples rollouts of one task.
 *
 * @module
 */

import { type DocumentTaskOptions, documentTask } from '../agent/document-task.ts';
import { runEpisode } from '../agent/run-episode.ts';
import type { DocumentStream } from '../dataset/stream-builder.ts';
import { resolveFormat } from '../format/resolve-format.ts';
import type { Operation } from '../memory/operation.ts';
import type { Retriever } from '../memory/retriever.ts';
import type { Policy } from '../policy/policy.ts';
import type { PromptSet } from '../prompt/prompt-set.ts';
import { released } from '../released/released.ts';
import { rulesPolicy } from '../rules/rules-policy.ts';
import { type PrefixCacheUse, simulatePrefixCache } from '../score/prefix-cache.ts';
import { createCountingClock } from '../shared/clock.ts';
import { createRandom, type Random } from '../shared/random.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { Observation } from '../task/observation.ts';
import type { Task } from '../task/task.ts';
import type { Tokenizer } from '../task/tokenizer.ts';
import { createTruncate } from '../task/tokenizer.ts';
import type { RunMemory } from './run-parts.ts';

export const PREFIX_CACHE_SCHEMA = 'atommem.prefix-cache/1';

/** Prompt layouts: this project's, and the released agent's. */
export type PromptLayout = 'shared-prefix' | 'released';

/**
 * Amount of text that the rollouts write. `whole`: whole paragraphs and up to 4300 characters of scratchpad, like the
 * rules policy. `terse`: entries of up to 160 characters and 1200 characters of scratchpad, like a model that is told
 * to be brief.
 */
export type MemorySize = 'terse' | 'whole';

/** Results of one layout and memory size over the groups of one data set. */
export interface PrefixCacheRow {
  readonly dataset: string;
  readonly layout: PromptLayout;
  readonly memory: MemorySize;
  /** Mean memory tokens in a memorising prompt. Rollouts cannot share them. */
  readonly memoryTokens: number;
  /** Tasks. Each has a separate cache. */
  readonly groups: number;
  readonly rollouts: number;
  readonly memorising: PrefixCacheUse;
  readonly answering: PrefixCacheUse;
}

export interface PrefixCacheReportOptions extends DocumentTaskOptions {
  readonly tokenizer: Tokenizer;
  readonly datasets: ReadonlyMap<string, readonly DocumentStream[]>;
  readonly retriever: Retriever;
  /** Default: texts are stored once. */
  readonly memory?: RunMemory;
  readonly seed: number;
  /** Rollouts of a group. Default: 16 (paper). */
  readonly rollouts?: number;
  /** Tokens of a cache block. Default: 1. */
  readonly blockSize?: number;
}

/**
 * Reports how much a prefix cache saves over a group of rollouts of one task, for two prompt layouts and two memory
 * sizes. It calls no model: the rules policy plays each rollout, and random omissions make its memories differ from
 * the first step, like those of a sampled group.
 */
export async function reportPrefixCache(
  options: PrefixCacheReportOptions,
): Promise<readonly PrefixCacheRow[]> {
  const rows: PrefixCacheRow[] = [];
  for (const [dataset, streams] of options.datasets) {
    for (const memory of MEMORY_SIZES) {
      const groups: GroupUse[] = [];
      for (const stream of streams) {
        groups.push(measureGroup(await renderGroup(stream, memory, options), options.blockSize));
      }
      for (const layout of LAYOUTS) rows.push(createRow({ dataset, layout, memory }, groups, options));
    }
  }
  return rows;
}

const LAYOUTS: readonly PromptLayout[] = ['shared-prefix', 'released'];
const MEMORY_SIZES: readonly MemorySize[] = ['terse', 'whole'];
const ROLLOUTS = 16;

/** One prompt of a rollout in both layouts. */
interface RenderedStep {
  readonly stage: Observation['stage'];
  readonly step: number;
  readonly memoryTokens: number;
  readonly tokens: Readonly<Record<PromptLayout, readonly number[]>>;
}

/** Figures of a group. Its prompts are not kept, because they take many megabytes. */
interface GroupUse {
  readonly memoryTokens: number;
  readonly layouts: Readonly<Record<PromptLayout, Pick<PrefixCacheRow, 'memorising' | 'answering'>>>;
}

function measureGroup(steps: readonly RenderedStep[], blockSize = 1): GroupUse {
  const memorising = steps.filter(({ stage }) => stage === 'memorise');
  const answering = steps.filter(({ stage }) => stage === 'answer');
  const simulate = (some: readonly RenderedStep[], layout: PromptLayout): PrefixCacheUse =>
    simulatePrefixCache(
      some.map(({ tokens }) => tokens[layout]),
      { blockSize },
    );
  const both = (layout: PromptLayout): Pick<PrefixCacheRow, 'memorising' | 'answering'> => ({
    memorising: simulate(memorising, layout),
    answering: simulate(answering, layout),
  });
  return {
    memoryTokens: memorising.reduce((sum, step) => sum + step.memoryTokens, 0),
    layouts: { 'shared-prefix': both('shared-prefix'), released: both('released') },
  };
}

function createRow(
  place: Pick<PrefixCacheRow, 'dataset' | 'layout' | 'memory'>,
  groups: readonly GroupUse[],
  { rollouts = ROLLOUTS }: PrefixCacheReportOptions,
): PrefixCacheRow {
  const memorising = addUses(groups.map(({ layouts }) => layouts[place.layout].memorising));
  const answering = addUses(groups.map(({ layouts }) => layouts[place.layout].answering));
  const memoryTokens = groups.reduce((sum, group) => sum + group.memoryTokens, 0);
  return {
    ...place,
    memoryTokens: memoryTokens / Math.max(1, memorising.prompts),
    groups: groups.length,
    rollouts,
    memorising,
    answering,
  };
}

function addUses(uses: readonly PrefixCacheUse[]): PrefixCacheUse {
  const total = (pick: (use: PrefixCacheUse) => number): number =>
    uses.reduce((sum, use) => sum + pick(use), 0);
  const promptTokens = total((use) => use.promptTokens);
  const cachedTokens = total((use) => use.cachedTokens);
  const share = promptTokens === 0 ? 0 : cachedTokens / promptTokens;
  return { prompts: total((use) => use.prompts), promptTokens, cachedTokens, share };
}

/** All prompts of a group, in the order in which its rollouts are sampled together. */
async function renderGroup(
  stream: DocumentStream,
  memory: MemorySize,
  options: PrefixCacheReportOptions,
): Promise<readonly RenderedStep[]> {
  const task = documentTask(stream, options);
  const steps: RenderedStep[] = [];
  for (let rollout = 0; rollout < (options.rollouts ?? ROLLOUTS); rollout++) {
    const random = createRandom(`${options.seed}/${stream.id}/${rollout}`);
    await runRollout(task, renderingPolicy(random, memory, options, steps), options);
  }
  return steps.sort((one, other) => one.step - other.step);
}

async function runRollout(
  task: Task,
  policy: Policy,
  { retriever, memory }: PrefixCacheReportOptions,
): Promise<void> {
  await runEpisode({
    task,
    policy,
    memory: {
      duplicates: 'refuse',
      ...memory,
      store: inMemoryStore(),
      namespace: 'rollout',
      retriever,
    },
    clock: createCountingClock(),
    timer: () => 0,
  });
}

/** The rules policy with random omissions. Records the prompts for a model. */
function renderingPolicy(
  random: Random,
  memory: MemorySize,
  { tokenizer }: PrefixCacheReportOptions,
  steps: RenderedStep[],
): Policy {
  const inner = rulesPolicy(memory === 'terse' ? { scratchpadCharacters: TERSE_SCRATCHPAD } : {});
  const truncate = createTruncate(tokenizer);
  const layouts = {
    'shared-prefix': resolveFormat('tags').prompts,
    released: released({ truncate }).prompts,
  };
  return {
    name: 'varied-extractive',
    async act(observation, context) {
      const encodePrompts = (prompts: PromptSet): readonly number[] =>
        tokenizer.encode(
          prompts
            .render(observation, context)
            .map(({ role, content }) => `${role}\n${content}\n`)
            .join(''),
        );
      steps.push({
        stage: observation.stage,
        step: context.step,
        memoryTokens: tokenizer.count(
          [context.view.scratchpad, ...context.view.entries.map(({ text }) => text)].join('\n'),
        ),
        tokens: {
          'shared-prefix': encodePrompts(layouts['shared-prefix']),
          released: encodePrompts(layouts.released),
        },
      });
      const reply = await inner.act(observation, context);
      const longest = memory === 'terse' ? TERSE_ENTRY : Number.POSITIVE_INFINITY;
      return { ...reply, operations: vary(reply.operations, longest, random) };
    },
  };
}

/** Characters. */
const TERSE_SCRATCHPAD = 1200;
const TERSE_ENTRY = 160;

/** Fraction of operations, and of words in a text, that a rollout omits. */
const LEFT_OUT = 0.1;

function vary(operations: readonly Operation[], longest: number, random: Random): readonly Operation[] {
  const keep = (): boolean => random.next() >= LEFT_OUT;
  const shorten = (text: string): string => text.split(' ').filter(keep).join(' ') || text;
  return operations.filter(keep).map((operation): Operation => {
    if (operation.op === 'read') return { ...operation, query: shorten(operation.query) };
    if (operation.op === 'delete') return operation;
    const text = shorten(operation.text);
    const isScratchpad = operation.op === 'update' && operation.target === 'scratchpad';
    return { ...operation, text: isScratchpad ? text : text.slice(0, longest) };
  });
}
