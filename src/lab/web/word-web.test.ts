/** Tests of word webs: the notes they need, and that a small vocabulary suffices to play them. @module */
import { describe, expect, it } from 'vitest';
import { createTokenTeacher } from '../../policy/token-teacher.ts';
import { wordCodec } from '../../train/words/word-codec.ts';
import { scorePolicy } from './train-word-web.ts';
import { createWordWeb, createWordWebVocabulary } from './word-web.ts';
import { createWordWebExpert } from './word-web-expert.ts';

describe('word webs', () => {
  it('can be answered in six calls, but not without notes', async () => {
    expect(await scorePolicy((seed) => createWordWebExpert(seed), 12)).toMatchObject({
      exact: 1,
      creates: 2,
      calls: 6,
    });
    const forgetful = await scorePolicy((seed) => createWordWebExpert(seed, false), 12);
    expect(forgetful.exact).toBeLessThan(0.5);
  });

  it('depend on the seed only', () => {
    expect(createWordWeb(5)).toEqual(createWordWeb(5));
    expect(createWordWeb(5).answer).not.toBe(createWordWeb(6).answer);
  });

  it('can be played with a closed vocabulary, including calls and answers', async () => {
    const codec = wordCodec({ vocabulary: await createWordWebVocabulary(), context: 128 });
    const written = (seed: number) => createTokenTeacher(createWordWebExpert(seed), codec);
    expect(await scorePolicy(written, 12)).toMatchObject({ exact: 1, creates: 2, calls: 6 });
  });
});
