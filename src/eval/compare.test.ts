/** Tests of comparisons. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComparedMetric, type Contender, compareContenders } from './compare.ts';
import type { EpisodeScore } from './episode-score.ts';

/** An episode of one question each that was right or wrong. */
function contender(name: string, right: readonly boolean[], seed = 1): Contender {
  const episodes = right.map((each, place) => ({ seed, score: createScore(`s${place}`, Number(each)) }));
  return { name, episodes };
}

function createScore(stream: string, em: number): EpisodeScore {
  const question = {
    id: `q of ${stream}`,
    answer: 'x',
    answerInMemory: em,
    supportRecall: null,
    supportAll: null,
  };
  return {
    stream,
    questions: [{ ...question, em, f1: em / 2, refused: false }],
    cost: { modelCalls: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0, retrievals: 0, wallMs: 0 },
    operations: { create: 0, read: 0, update: 0, delete: 0, refused: 0 },
    entries: { kept: 0, documentsRead: 0, documents: 0 },
    steps: 1,
    issues: 0,
    failures: 0,
    end: 'done',
  };
}

const rightIn = (count: number, of: number): readonly boolean[] =>
  Array.from({ length: of }, (_, place) => place < count);

describe('compareContenders', () => {
  it('says in words what is real and what is not', () => {
    const strong = contender('extractive', rightIn(60, 200));
    const weak = contender('rag', rightIn(41, 200));
    const { verdict, sentence, mcnemar } = compareContenders(strong, weak)!;
    expect(verdict).toBe('first');
    expect(mcnemar).toMatchObject({ onlyFirst: 19, onlySecond: 0 });
    expect(sentence).toMatch(
      /^On the same 200 questions, extractive is exactly right 9\.5 points more often than rag \(95% interval [456]\.\d to 1[34]\.\d; exact McNemar test, p < 0\.001\)\. The difference is real\.$/,
    );
    expect(compareContenders(weak, strong)).toMatchObject({ verdict: 'second', sentence });
    const close = compareContenders(strong, contender('other', rightIn(58, 200)))!;
    expect(close.verdict).toBe('chance');
    expect(close.sentence).toMatch(/1\.0 points more .* p = 0\.50\)\. The difference could be chance\.$/);
  });

  it('turns round when the two are swapped, repeats itself, and finds nothing between equals', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 30 }),
        (pairs) => {
          const one = contender(
            'one',
            pairs.map(([first]) => first),
          );
          const two = contender(
            'two',
            pairs.map(([, second]) => second),
          );
          const there = compareContenders(one, two)!;
          const back = compareContenders(two, one)!;
          expect(compareContenders(one, two)).toEqual(there);
          expect(back.difference.mean).toBeCloseTo(-there.difference.mean, 12);
          expect(back.mcnemar!.p).toBe(there.mcnemar!.p);
          expect(new Set([there.verdict, back.verdict])).toEqual(
            there.verdict === 'chance' ? new Set(['chance']) : new Set(['first', 'second']),
          );
          expect(compareContenders(one, one)).toMatchObject({
            verdict: 'chance',
            sentence: expect.stringContaining('one and one have equal exact match (95% interval −'),
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('pairs by seed, stream and question, and leaves out what only one was asked', () => {
    const one = contender('one', rightIn(10, 10));
    expect(compareContenders(one, contender('two', rightIn(0, 4)))!.questions).toBe(4);
    expect(compareContenders(one, contender('two', rightIn(0, 10), 2))).toBeNull();
    expect(compareContenders(one, contender('two', rightIn(0, 10)), { metric: 'supportAll' })).toBeNull();
    expect(compareContenders(one, contender('two', rightIn(0, 10)), { metric: 'f1' })).toMatchObject({
      mcnemar: null,
      difference: { mean: 0.5 },
      sentence: expect.stringContaining(
        'one scores 50.0 points more F1 than two (95% interval 23.7 to 76.3; permutation test, p = 0.002). The',
      ),
    });
  });

  it('calls no difference real on fewer than six tasks, for any measure', () => {
    const metrics: readonly ComparedMetric[] = ['em', 'f1', 'reward'];
    const paid = (name: string, count: number, reward: number): Contender => ({
      name,
      episodes: contender(name, rightIn(reward > 0.5 ? count : 0, count)).episodes.map((episode) => ({
        ...episode,
        score: { ...episode.score, reward },
      })),
    });
    for (const metric of metrics)
      for (const count of [1, 2, 5, 6]) {
        const found = compareContenders(paid('one', count, 0.9), paid('two', count, 0.1), { metric })!;
        expect(found.p).toBeCloseTo(2 / 2 ** count, 12);
        expect(found.verdict).toBe(count < 6 ? 'chance' : 'first');
      }
    const { sentence } = compareContenders(paid('one', 1, 0.9), paid('two', 1, 0.9), { metric: 'reward' })!;
    expect(sentence).toBe(
      'On the same task, one and two have equal reward (permutation test, p = 1.00). No difference was found.',
    );
  });

  it('pairs within a length and does not take three lengths for three times the questions', () => {
    const lengths = [200, 400, 800];
    const at = (name: string, right: readonly boolean[]): Contender => ({
      name,
      episodes: lengths.flatMap((documents) =>
        contender(name, right).episodes.map((episode) => ({ ...episode, documents })),
      ),
    });
    const alone = compareContenders(contender('one', rightIn(15, 30)), contender('two', rightIn(10, 30)))!;
    const together = compareContenders(at('one', rightIn(15, 30)), at('two', rightIn(10, 30)))!;
    expect(together).toMatchObject({ questions: 30, pairs: 90, verdict: 'chance' });
    expect(together.mcnemar).toMatchObject({ onlyFirst: 15, decidingGroups: 5, p: alone.mcnemar!.p });
    expect(together.difference.low).toBeCloseTo(alone.difference.low, 12);
    expect(together.sentence).toContain('On the same 30 questions (90 pairs)');
    const other = contender('two', rightIn(0, 30));
    const far = { name: 'far', episodes: other.episodes.map((episode) => ({ ...episode, documents: 999 })) };
    expect(compareContenders(at('one', rightIn(15, 30)), far)).toBeNull();
  });
});
