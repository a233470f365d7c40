/** Tests of the lab teacher. @module */
import { describe, expect, it } from 'vitest';
import type { View } from '../../memory/view.ts';
import type { Observation } from '../../task/observation.ts';
import { createEpochSource } from '../../train/supervised-source.ts';
import { evaluateLab } from '../evaluate.ts';
import { LAB_PRESETS } from '../options.ts';
import { createLabCodec, PLAIN_TOKENS } from '../phrases/lab-codec.ts';
import { labHints } from './hints.ts';
import { EXPERT_HABITS } from './scripted.ts';
import { createLabTeacher, PLAIN_TEACHING } from './teacher.ts';

const options = LAB_PRESETS.small;

describe('the lab teacher', () => {
  it('gives the same examples for the same step, and others for other steps', async () => {
    const teacher = createLabTeacher({
      options,
      codec: createLabCodec(options),
      teaching: PLAIN_TEACHING,
      seed: 1,
    });
    const first = await teacher.examplesFor(0, 100);
    expect(await teacher.examplesFor(0, 100)).toEqual(first);
    expect(await teacher.examplesFor(16, 100)).not.toEqual(first);
    expect(first).toHaveLength(100);
  });

  it('loses nothing in tokens: replies of the expert parse to its operations', async () => {
    for (const preset of ['small', 'narrow', 'paper-shape'] as const) {
      const lab = LAB_PRESETS[preset];
      const codec = createLabCodec(lab);
      const examplesAbove = (threshold: number, places: 'first' | 'any') => {
        const dense = { ...PLAIN_TEACHING.dense, steps: 0 };
        const teaching = { ...PLAIN_TEACHING, places, habits: EXPERT_HABITS, threshold, dense };
        return createLabTeacher({ options: lab, codec, teaching, seed: 1 }).examplesFor(0, 200);
      };
      for (const places of ['first', 'any'] as const) {
        expect(await examplesAbove(1, places)).toEqual(await examplesAbove(0, places));
      }
    }
  });

  it('writes fewer relevant facts than the expert, whose matches are all right', async () => {
    const expert = await evaluateLab({ kind: 'rule', name: 'expert' }, { options, tasks: 100 });
    const teacher = await evaluateLab({ kind: 'rule', name: 'teacher' }, { options, tasks: 100 });
    expect(expert.exactMatch).toBeGreaterThanOrEqual(98);
    const { doubled, ...matched } = expert.matching;
    expect(doubled.right).toBe(0);
    for (const { right, all } of Object.values(matched)) {
      expect(all).toBeGreaterThan(0);
      expect(right).toBe(all);
    }
    expect(teacher.matching.corrected.right).toBeLessThan(teacher.matching.corrected.all);
    expect(teacher.matching.opened.right).toBeLessThan(teacher.matching.opened.all);
  });

  it('hints at the related phrase of every phrase', () => {
    const codec = createLabCodec(options);
    const entry = { meta: {}, version: 1, createdAt: 0, updatedAt: 0 };
    const observation: Observation = {
      stage: 'memorise',
      questions: [
        { id: 'a', text: 'Ada works-for based-in' },
        { id: 'b', text: 'harp made-by' },
      ],
      chunk: {
        index: 0,
        count: 1,
        text: 'Orbit based-in Kelso\nharp made-by Quarry\nVertex based-in Varna\nBoris met Clara',
        documents: [],
      },
      turn: 0,
      readsLeft: 1,
      readsUsed: 0,
    };
    const view: View = {
      scratchpad: 'Ada works-for Orbit',
      scratchpadMeta: {},
      query: null,
      entries: [{ id: 'm1', text: 'harp made-by Umbra', ...entry }],
    };
    for (const quotes of ['after', 'before', 'both'] as const) {
      const own = createLabCodec(options, { ...PLAIN_TOKENS, quotes });
      const prompt = own.encode(observation, view);
      const said = labHints(own, prompt, observation, view).map(({ position, token }) => {
        expect(position).toBeGreaterThan(0);
        return `${own.text([prompt[position]!])} → ${own.text([token])}`;
      });
      const ends =
        quotes === 'before'
          ? ['Orbit', 'Umbra', 'Kelso', 'Quarry', 'Varna', 'Clara']
          : ['n1', 'v1', 'c1', 'c2', 'c3', 'c4'];
      const belongs = ['q1', 'q2', 'n1', 'v1', '<query>', '_'];
      expect(said).toEqual(ends.map((end, place) => `${end} → ${belongs[place]}`));
    }
    expect(codec.maxPromptTokens).toBe(67);
  });
});

describe('a fixed set of examples', () => {
  it('is shuffled differently in each pass, from any step on', async () => {
    const examples = Array.from({ length: 10 }, (_, place) => ({ prompt: [place], reply: [0] }));
    const source = createEpochSource(examples, { seed: 3, batch: 5 });
    const epochs = await source.examplesFor(0, 30);
    const inEpoch = (epoch: number): number[] =>
      epochs.slice(10 * epoch, 10 * epoch + 10).map(({ prompt }) => prompt[0]!);
    for (const epoch of [0, 1, 2]) expect([...inEpoch(epoch)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(inEpoch(0)).not.toEqual(inEpoch(1));
    expect(await source.examplesFor(2, 10)).toEqual(epochs.slice(10, 20));
  });
});
