/** Tests of lab tasks, their memory and scripted policies. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runEpisode } from '../agent/run-episode.ts';
import { openMemory } from '../memory/open-memory.ts';
import { createRandom } from '../shared/random.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { generateStory, type LabFact } from './generate.ts';
import { labMemory } from './memory.ts';
import { chunkCount, LAB_LENGTHS, LAB_PRESETS, type LabOptions, withLength } from './options.ts';
import { LAB_SEEDS, labSeed } from './seeds.ts';
import { createLabTask } from './task.ts';
import { createControlRule } from './teaching/controls.ts';
import { createScriptedRule, EXPERT_HABITS, TEACHER_HABITS } from './teaching/scripted.ts';
import { followPath, type LabRule } from './teaching/situation.ts';
import { LAB_WORDS } from './world.ts';

const PRESETS = ['small', 'narrow', 'paper-shape'] as const;
const SHAPES = PRESETS.flatMap((preset) =>
  LAB_LENGTHS.map((length) => ({ preset, length, options: withLength(LAB_PRESETS[preset], length) })),
);

async function play(seed: number, options: LabOptions, rule: LabRule): Promise<Trajectory> {
  const policy = {
    name: 'rule',
    async act(observation, { view }) {
      const { operations, answers } = rule(observation, view);
      return {
        operations,
        action: answers.length > 0 ? { kind: 'answer', answers } : { kind: 'none' },
        issues: [],
        usage: { modelCalls: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0 },
      };
    },
  } satisfies Parameters<typeof runEpisode>[0]['policy'];
  const memory = { ...labMemory(options), store: inMemoryStore(), namespace: 'episode' };
  const task = createLabTask(labSeed('development', seed), options);
  return runEpisode({ task, policy, memory, clock: () => 0, timer: () => 0 });
}

async function accuracy(
  tasks: number,
  options: LabOptions,
  ruleFor: (seed: number) => LabRule,
): Promise<number> {
  let sum = 0;
  for (let seed = 0; seed < tasks; seed++) {
    const { header, end } = await play(seed, options, ruleFor(seed));
    const { questions } = header.task;
    sum +=
      questions.filter(({ answers }, place) => end.answers[place] === answers[0]).length / questions.length;
  }
  return sum / tasks;
}

const scripted = (habits: typeof EXPERT_HABITS, options: LabOptions) => (seed: number) =>
  createScriptedRule(habits, options, createRandom(seed));

describe('a lab story', () => {
  const shape = fc.constantFrom(...SHAPES);
  const seed = fc.integer({ min: 0, max: LAB_SEEDS.training.to });

  it('is the same for equal seeds and differs for others', () => {
    const { options } = SHAPES[0]!;
    expect(generateStory(7, options)).toEqual(generateStory(7, options));
    const told = Array.from({ length: 50 }, (_, each) => JSON.stringify(generateStory(each, options)));
    expect(new Set(told).size).toBe(50);
  });

  it('contains the facts of every chain, with a step for the Read of each further hop', () => {
    fc.assert(
      fc.property(shape, seed, ({ options }, each) => {
        const { questions, sentences } = generateStory(each, options);
        expect(sentences).toHaveLength(options.sentences);
        const findChunk = (place: number): number => Math.floor(place / options.chunkSentences);
        for (const { subject, relations, answer, support } of questions) {
          const chain = support.map((place) => sentences[place]!);
          expect(followPath({ text: '', subject, relations }, chain).at(-1)?.object).toBe(answer);
          for (const [hop, place] of support.entries()) {
            const hopsLeft = relations.length - 1 - hop;
            expect(findChunk(place)).toBeLessThanOrEqual(chunkCount(options) - 1 - hopsLeft);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('replaces a fact at least two chunks later, and contains no other contradiction', () => {
    fc.assert(
      fc.property(shape, seed, ({ options }, each) => {
        const { questions, sentences } = generateStory(each, options);
        for (const { support, superseded } of questions) {
          const rivals = support.map((place) => listRivals(sentences, place));
          expect(rivals.flat()).toHaveLength(superseded ? 1 : 0);
          for (const [hop, places] of rivals.entries()) {
            const chunk = Math.floor(support[hop]! / options.chunkSentences);
            for (const place of places) {
              expect(Math.floor(place / options.chunkSentences) + 2).toBeLessThanOrEqual(chunk);
            }
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('tells later hops before earlier ones about half the time', () => {
    const { options } = SHAPES[0]!;
    const pairs = Array.from({ length: 400 }, (_, each) => generateStory(each, options).questions)
      .flat()
      .filter(({ support }) => support.length === 2)
      .map(({ support }) => support[1]! < support[0]!);
    const share = pairs.filter(Boolean).length / pairs.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.7);
  });

  it('names the limit that the options exceed', () => {
    const options: LabOptions = { ...LAB_PRESETS.small, sentences: 1, hops: [0, 1, 0] };
    expect(() => generateStory(1, options)).toThrow(/no lab task of 1 sentences/);
  });

  function listRivals(sentences: readonly LabFact[], place: number): readonly number[] {
    const { subject, relation, object } = sentences[place]!;
    return sentences.flatMap((other, where) =>
      other.subject === subject && other.relation === relation && other.object !== object ? [where] : [],
    );
  }
});

describe('lab words and seeds', () => {
  it('uses every word once', () => expect(new Set(LAB_WORDS).size).toBe(LAB_WORDS.length));

  it('separates development, test and training tasks', () => {
    const ranges = Object.values(LAB_SEEDS).sort((one, other) => one.from - other.from);
    for (const [place, range] of ranges.slice(1).entries()) {
      expect(ranges[place]!.to).toBeLessThanOrEqual(range.from);
    }
    expect(() => labSeed('test', 1_000_000)).toThrow(/not in the test split/);
  });
});

describe('the memory of the lab', () => {
  const open = () =>
    openMemory({
      ...labMemory(LAB_PRESETS.small),
      store: inMemoryStore(),
      namespace: 'm',
      clock: () => 0,
    });

  it('does not show matches of a single word', async () => {
    const memory = open();
    await memory.apply([
      { op: 'create', text: 'Ada owns harp' },
      { op: 'create', text: 'Boris owns lute' },
      { op: 'read', query: 'Ada owns' },
    ]);
    expect((await memory.observe()).entries.map(({ text }) => text)).toEqual(['Ada owns harp']);
  });

  it('refuses a sentence that is already stored', async () => {
    const create = { op: 'create', text: 'Ada owns harp' } as const;
    const effects = await open().apply([create, create]);
    expect(effects.map(({ applied }) => applied)).toEqual([true, false]);
  });

  it('ranks an outdated entry before and after its successor equally often', async () => {
    const objects = ['harp', 'kite', 'loom', 'ring', 'urn', 'icon', 'jug', 'flute'];
    let oldFirst = 0;
    for (const before of objects) {
      for (const after of objects.filter((object) => object !== before)) {
        const memory = open();
        await memory.apply([
          { op: 'create', text: `Ada owns ${before}` },
          { op: 'create', text: `Ada owns ${after}` },
          { op: 'read', query: 'Ada owns' },
        ]);
        if ((await memory.observe()).entries[0]?.text.endsWith(before)) oldFirst += 1;
      }
    }
    // Every pair is tried in both orders, so the expected share is exactly half.
    expect(oldFirst).toBe((objects.length * (objects.length - 1)) / 2);
  });

  it('answers a Read in the next step, and reads the question before the answer', async () => {
    const { steps } = await play(0, LAB_PRESETS.small, (observation) => ({
      operations:
        observation.stage !== 'memorise'
          ? []
          : [{ op: 'read', query: 'Ada owns' }, ...observation.chunk.text.split('\n').map(create)],
      answers: [],
    }));
    expect(steps[0]!.view.query).toBeNull();
    expect(steps[1]!.view.query).toBe('Ada owns');
    expect(steps.at(-1)!.posed).toBe(steps.at(-1)!.view.query);
  });

  it('limits the scratchpad and, if configured, the operations per reply', async () => {
    const options = { ...LAB_PRESETS.small, operationLimit: 2 };
    const long = Array.from({ length: 5 }, () => 'Ada owns harp').join('\n');
    const { steps } = await play(0, options, () => ({
      operations: [
        { op: 'update', target: 'scratchpad', text: long },
        { op: 'update', target: 'scratchpad', text: 'Ada owns harp' },
        { op: 'create', text: 'Ada owns harp' },
        { op: 'create', text: 'Ada owns kite' },
      ],
      answers: [],
    }));
    const reasons = steps[0]!.effects.map((effect) => (effect.applied ? 'applied' : effect.reason));
    expect(reasons).toEqual(['task-rule', 'applied', 'applied', 'task-rule']);
  });

  function create(text: string): { op: 'create'; text: string } {
    return { op: 'create', text };
  }
});

describe('lab policies', () => {
  it.each(SHAPES)('the expert answers 98 % of $preset at $length×', async ({ options }) => {
    expect(await accuracy(300, options, scripted(EXPERT_HABITS, options))).toBeGreaterThanOrEqual(0.98);
  });

  it('the teacher reads often, rarely updates or deletes, and answers half', async () => {
    const { options } = SHAPES[0]!;
    const right = await accuracy(300, options, scripted(TEACHER_HABITS, options));
    expect(right).toBeGreaterThan(0.45);
    expect(right).toBeLessThan(0.68);
    const [teacher, expert] = await Promise.all(
      [TEACHER_HABITS, EXPERT_HABITS].map((habits) =>
        countOperations(200, options, scripted(habits, options)),
      ),
    );
    expect(teacher!.read).toBeGreaterThan(1.5 * expert!.read!);
    expect(teacher!.update).toBeLessThan(0.6 * expert!.update!);
    expect(teacher!.delete).toBeLessThan(0.02);
  });

  it('deleting noted entries loses no answers and keeps fewer entries', async () => {
    const { options } = SHAPES.find(({ preset }) => preset === 'narrow')!;
    const tidy = scripted({ ...EXPERT_HABITS, deleteNoted: 1 }, options);
    expect(await accuracy(300, options, tidy)).toBeGreaterThanOrEqual(0.98);
    const operations = await countOperations(300, options, tidy);
    expect(operations.delete).toBeGreaterThan(0.05);
  });

  it('without memory, policies only guess', async () => {
    const { options } = SHAPES[0]!;
    const guess = await accuracy(300, options, () => createControlRule('no-memory', options));
    expect(guess).toBeLessThan(0.05);
    const crippled = await accuracyWithoutMemory(100, options);
    expect(crippled).toBeLessThan(0.05);
  });

  it.each([
    ['rag', 0.2, 0.45],
    ['overwrite-scratchpad', 0.3, 0.65],
    ['recency', 0.01, 0.2],
  ] as const)('the control %s answers part of the longest streams', async (name, least, most) => {
    const { options } = SHAPES[2]!;
    const right = await accuracy(100, options, () => createControlRule(name, options));
    expect(right).toBeGreaterThan(least);
    expect(right).toBeLessThan(most);
  });

  /** Counts operations per step while memorising, without notes. */
  async function countOperations(
    tasks: number,
    options: LabOptions,
    ruleFor: (seed: number) => LabRule,
  ): Promise<Record<string, number>> {
    const counts: Record<string, number> = { read: 0, update: 0, delete: 0 };
    for (let seed = 0; seed < tasks; seed++) {
      const { steps } = await play(seed, options, ruleFor(seed));
      for (const { operations } of steps) {
        for (const operation of operations) {
          const note = operation.op === 'update' && operation.target === 'scratchpad';
          if (operation.op in counts && !note) counts[operation.op]! += 1 / (tasks * chunkCount(options));
        }
      }
    }
    return counts;
  }

  /** Plays the expert without scratchpad and store. */
  async function accuracyWithoutMemory(tasks: number, options: LabOptions): Promise<number> {
    return accuracy(tasks, options, (seed) => {
      const rule = createScriptedRule(EXPERT_HABITS, options, createRandom(seed));
      return (observation, view) => ({
        operations: [],
        answers: rule(observation, { ...view, scratchpad: '', entries: [] }).answers,
      });
    });
  }
});
