/** Tests of saving and loading local engines. @module */
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalEngine, type LocalEngine, openLocalEngine } from './create-local-engine.ts';

const MODEL = { layers: 1, width: 16, heads: 2, vocabularySize: 10, context: 16 } as const;
const DATA = [
  { modelInput: [1, 2, 3, 4], lossInputs: { targetTokens: [2, 3, 4, 5] } },
  { modelInput: [9, 8, 7], lossInputs: { targetTokens: [8, 7, 6] } },
];
const VOCABULARY = { size: 10, tokens: [...'abcdefghij'] };

const engine = createLocalEngine({ model: MODEL, seed: 1, workers: 2, vocabulary: VOCABULARY });
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-'));
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

async function update(target = engine): Promise<number> {
  const { lossSum } = await target.forwardBackward(DATA, { name: 'cross_entropy' });
  await target.optimStep({ learningRate: 0.01 });
  return lossSum;
}

describe('checkpoints', () => {
  it('continue to the same bytes, including the optimizer', async () => {
    for (let i = 0; i < 3; i++) await update();
    const path = await engine.save(join(folder, 'three'));
    const losses = [await update(), await update(), await update()];
    const weights = await engine.tensors.weights();
    await engine.load(path);
    expect([await update(), await update(), await update()]).toEqual(losses);
    expect(await engine.tensors.weights()).toEqual(weights);

    const opened = await openLocalEngine(path, { workers: 1 });
    expect(opened.vocabulary).toEqual(VOCABULARY);
    expect([await update(opened), await update(opened), await update(opened)]).toEqual(losses);
    await opened.close();

    await engine.load(path, { optimizer: false });
    expect([await update(), await update(), await update()]).not.toEqual(losses);
  });

  it('are folders of four files and leave nothing else', async () => {
    const home = join(folder, 'home');
    await engine.save(join(home, 'a'));
    await engine.save(join(home, 'b'), { optimizer: false });
    expect(await readdir(home)).toEqual(['a', 'b']);
    expect((await readdir(join(home, 'a'))).sort()).toEqual([
      'config.json',
      'model.safetensors',
      'optimizer.safetensors',
      'tokenizer.json',
    ]);
    expect(await readdir(join(home, 'b'))).not.toContain('optimizer.safetensors');
  });

  it('are not overwritten unless asked', async () => {
    const path = await engine.save(join(folder, 'kept'));
    const bytes = await readFile(join(path, 'model.safetensors'));
    await update();
    await expect(engine.save(path)).rejects.toMatchObject({ code: 'checkpoint-exists' });
    expect(await readFile(join(path, 'model.safetensors'))).toEqual(bytes);
    await engine.save(path, { overwrite: true });
    expect(await readFile(join(path, 'model.safetensors'))).not.toEqual(bytes);
  });

  it('of another shape or with damage change nothing', async () => {
    const damage: Readonly<Record<string, (path: string) => Promise<void>>> = {
      'cut off': (path) => truncate(join(path, 'model.safetensors'), 900),
      'cut off in the header': (path) => truncate(join(path, 'model.safetensors'), 40),
      empty: (path) => truncate(join(path, 'optimizer.safetensors'), 0),
      missing: (path) => rm(join(path, 'model.safetensors')),
      'not JSON': (path) => writeFile(join(path, 'config.json'), '{'),
      'of another format': (path) => writeFile(join(path, 'config.json'), '{"format":"x"}'),
      'without a model': (path) => writeFile(join(path, 'config.json'), '{"format":"atommem-engine/1"}'),
      inconsistent: async (path) => {
        const text = await readFile(join(path, 'config.json'), 'utf8');
        await writeFile(join(path, 'config.json'), text.replace('"width": 16', '"width": 32'));
      },
      'without a vocabulary': (path) => writeFile(join(path, 'tokenizer.json'), 'null'),
      'of another vocabulary': (path) => writeFile(join(path, 'tokenizer.json'), '{"size":9}'),
      'of too few words': (path) => writeFile(join(path, 'tokenizer.json'), '{"size":10,"tokens":["a"]}'),
      'without its optimizer': (path) => rm(join(path, 'optimizer.safetensors')),
      'not a number': async (path) => {
        const file = join(path, 'model.safetensors');
        const bytes = await readFile(file);
        bytes.writeFloatLE(Number.NaN, bytes.length - 4);
        await writeFile(file, bytes);
      },
    };
    const before = await engine.tensors.weights();
    for (const [name, spoil] of Object.entries(damage)) {
      const path = await engine.save(join(folder, `spoilt ${name}`));
      await spoil(path);
      await expect(engine.load(path), name).rejects.toMatchObject({
        code: 'bad-checkpoint',
        message: expect.stringMatching(
          /[.;] take another checkpoint|is this a checkpoint folder|[.;] use a positive/i,
        ),
      });
    }
    const other = createLocalEngine({ model: { ...MODEL, layers: 2 }, seed: 1, workers: 1 });
    const path = await other.save(join(folder, 'deeper'));
    await other.close();
    await expect(engine.load(path)).rejects.toThrow(/holds a model of layers 2.*this engine has layers 1/i);
    expect(await engine.tensors.weights()).toEqual(before);
  });

  it.each([
    ['gone', (file: string) => rm(file), /the optimizer state is missing/],
    ['cut off', (file: string) => truncate(file, 100), /the header ends at byte/],
  ])('whose optimizer is %s can be loaded without it', async (state, harm, problem) => {
    const path = await engine.save(join(folder, `optimizer ${state}`));
    await harm(join(path, 'optimizer.safetensors'));
    await expect(openLocalEngine(path, { workers: 1 })).rejects.toThrow(problem);
    await engine.load(path, { optimizer: false });
  });

  it('with another vocabulary are refused', async () => {
    const speaking = (last: string): LocalEngine => {
      const tokens = Array.from({ length: MODEL.vocabularySize }, (_, id) => `word-${id}`).with(-1, last);
      const vocabulary = { size: tokens.length, tokens };
      return createLocalEngine({ model: MODEL, seed: 1, workers: 1, vocabulary });
    };
    const [one, other] = [speaking('yes'), speaking('no')];
    const path = await one.save(join(folder, 'speaking'));
    await expect(other.load(path)).rejects.toThrow(/is "yes", but this engine has "no"/i);
    await one.load(path);
    await Promise.all([one.close(), other.close()]);
  });
});
