/**
 * All conformance cases for memory layers, of this package or of others.
 *
 * @module
 */
import { check } from './assert.ts';
import {
  countHolding,
  holdsText,
  type MemoryLayer,
  type MemoryLayerCase,
  onLayer,
  overwriteTexts,
} from './memory-layer.ts';

/** Names that a prefix, a pattern of SQL, or a comparison without case would confuse. */
const USERS = ['ada/1', 'ada/10', 'ADA/1', 'ada/_', 'ada/%', 'ada'];

const USER = 'ada/1';

/** Writers at once, and entries of each. */
const WRITERS = 8;
const WRITES = 5;

/** More texts about the old words than a search returns. */
async function fill(layer: MemoryLayer, words: string): Promise<void> {
  for (let number = 0; number < 12; number++) await layer.create(USER, `${words} number ${number} again`);
}

async function write(layer: MemoryLayer, writer: number): Promise<readonly string[]> {
  const texts = Array.from({ length: WRITES }, (_, place) => `parcel w${writer}p${place}x arrived`);
  await Promise.all(texts.map((text) => layer.create(USER, text)));
  return texts;
}

async function checkFound(layer: MemoryLayer, texts: readonly string[]): Promise<void> {
  const found: string[] = [];
  for (const text of texts) {
    // The second word occurs in no other entry.
    if (holdsText(await layer.search(USER, text.split(' ')[1]!), text)) found.push(text);
  }
  check(found.length === texts.length, `kept ${found.length} of ${texts.length} writes`);
}

const isolationCases: readonly MemoryLayerCase[] = [
  onLayer('isolation', 'a search finds no entry of another user', [], async (layer) => {
    for (const [place, user] of USERS.entries()) await layer.create(user, `the secret number is n${place}n`);
    for (const [place, user] of USERS.entries()) {
      const results = await layer.search(user, 'secret number');
      check(holdsText(results, `n${place}n`), `${user} does not find its own entry`);
      const other = USERS.findIndex((_, index) => index !== place && holdsText(results, `n${index}n`));
      check(other < 0, `${user} sees an entry of ${USERS[other]}`);
    }
  }),
  onLayer('isolation', "no user can delete another user's entry", [], async (layer) => {
    const id = await layer.create(USER, 'lighthouse keeper');
    await layer.create('eve', 'orchard gardener');
    await layer.delete('eve', id).catch(() => {});
    check(holdsText(await layer.search(USER, 'lighthouse'), 'keeper'), 'another user deleted the entry');
  }),
  onLayer('isolation', "no user can change another user's entry", ['update'], async (layer) => {
    const id = await layer.create(USER, 'lighthouse keeper');
    await layer.create('eve', 'orchard gardener');
    await layer.update('eve', id, 'lighthouse burglar').catch(() => {});
    const results = await layer.search(USER, 'lighthouse');
    check(holdsText(results, 'keeper'), 'another user replaced the text');
    check(!holdsText(results, 'burglar'), 'another user added a text');
  }),
];

const writerCases: readonly MemoryLayerCase[] = [
  onLayer('writers', `${WRITERS * WRITES} creates at once are all kept`, [], async (layer) => {
    const texts = await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(layer, writer)));
    await checkFound(layer, texts.flat());
  }),
  onLayer('writers', 'updates of one entry at once leave one text', ['update'], async (layer) => {
    const id = await layer.create(USER, 'parcel w0 waits');
    const texts = Array.from({ length: WRITERS }, (_, writer) => `parcel w${writer + 1} waits`);
    // A layer may refuse an update that comes too late.
    const done = await Promise.allSettled(texts.map((text) => layer.update(USER, id, text)));
    check(
      done.some(({ status }) => status === 'fulfilled'),
      'every update failed',
    );
    const results = await layer.search(USER, 'parcel waits');
    check(countHolding(results, 'parcel') === 1, `left ${countHolding(results, 'parcel')} entries`);
    check(!holdsText(results, 'parcel w0'), 'the text before the updates is left');
  }),
  {
    topic: 'writers',
    name: 'two handles on the same data keep every write and see it',
    async run(context) {
      if (context.openAgain === undefined) return 'unsupported';
      const first = await context.open();
      const second = await context.openAgain(first);
      try {
        const texts = await Promise.all([write(first, 1), write(second, 2)]);
        await checkFound(first, texts.flat());
        await checkFound(second, texts.flat());
        return 'passed';
      } finally {
        await second.close();
        await first.close();
      }
    },
  },
];

const vectorCases: readonly MemoryLayerCase[] = [
  onLayer('vectors', 'an updated entry is found by its new text', ['update'], async (layer) => {
    const id = await layer.create(USER, 'lighthouse keeper');
    await fill(layer, 'cargo ship');
    await layer.update(USER, id, 'orchard gardener');
    const results = await layer.search(USER, 'orchard gardener');
    check(holdsText(results.slice(0, 6), 'orchard gardener'), 'it is not among the best six');
  }),
  onLayer('vectors', 'an updated entry is not found by its old text', ['update'], async (layer) => {
    const id = await layer.create(USER, 'lighthouse keeper');
    await fill(layer, 'lighthouse lamp');
    await layer.update(USER, id, 'orchard gardener');
    const results = await layer.search(USER, 'lighthouse keeper');
    check(!holdsText(results, 'lighthouse keeper'), 'the old text is still found');
    const place = results.slice(0, 6).findIndex((result) => holdsText(result, 'gardener'));
    check(place < 0, `the new text has rank ${place + 1} for the old words`);
  }),
  onLayer('vectors', 'a deleted entry takes no place among the results', [], async (layer) => {
    const ids = [];
    for (let number = 0; number < 6; number++)
      ids.push(await layer.create(USER, `lighthouse keeper k${number}k`));
    await layer.create(USER, 'lighthouse visitor');
    for (const id of ids) await layer.delete(USER, id);
    const results = await layer.search(USER, 'lighthouse keeper');
    check(!holdsText(results, 'keeper'), 'a deleted text is found');
    check(holdsText(results, 'visitor'), 'deleted entries hide one that is left');
  }),
  onLayer('vectors', 'a deleted text can be stored again and is found once', [], async (layer) => {
    await layer.delete(USER, await layer.create(USER, 'lighthouse keeper'));
    await layer.create(USER, 'lighthouse keeper');
    const count = countHolding(await layer.search(USER, 'lighthouse keeper'), 'keeper');
    check(count === 1, `found ${count} times`);
  }),
];

const objectCases: readonly MemoryLayerCase[] = [
  onLayer('objects', 'a caller that changes a result changes no memory', [], async (layer) => {
    await layer.create(USER, 'lighthouse keeper');
    for (const result of await layer.search(USER, 'lighthouse')) overwriteTexts(result);
    check(holdsText(await layer.search(USER, 'lighthouse'), 'keeper'), 'the caller changed the entry');
  }),
  onLayer('objects', 'an update changes no result returned before', ['update'], async (layer) => {
    const id = await layer.create(USER, 'lighthouse keeper');
    const results = await layer.search(USER, 'lighthouse');
    const before = JSON.stringify(results);
    await layer.update(USER, id, 'orchard gardener');
    check(JSON.stringify(results) === before, 'the earlier result changed');
  }),
];

const observationCases: readonly MemoryLayerCase[] = [
  onLayer(
    're-observation',
    'what memory adds to a prompt is not stored again',
    ['converse'],
    async (layer) => {
      await layer.create(USER, 'The spare key hangs behind the lighthouse.');
      for (let turn = 0; turn < 3; turn++) {
        const prompt = await layer.converse(USER, 'Where does the spare key hang?');
        check(holdsText(prompt, 'behind the lighthouse'), 'the prompt does not show the entry');
      }
      const count = countHolding(await layer.search(USER, 'behind the lighthouse'), 'behind the lighthouse');
      check(count === 1, `the entry is stored ${count} times after 3 turns`);
    },
  ),
  onLayer(
    're-observation',
    'a deleted entry does not return by an old prompt',
    ['converse'],
    async (layer) => {
      const id = await layer.create(USER, 'The spare key hangs behind the lighthouse.');
      await layer.converse(USER, 'Where does the spare key hang?');
      await layer.delete(USER, id);
      const prompt = await layer.converse(USER, 'Where does the spare key hang now?');
      check(!holdsText(prompt, 'behind the lighthouse'), 'the prompt still shows it');
      check(
        !holdsText(await layer.search(USER, 'behind the lighthouse'), 'behind the lighthouse'),
        'a search still finds it',
      );
    },
  ),
];

const undoCases: readonly MemoryLayerCase[] = [
  onLayer(
    'undo',
    'undo of an update restores the old text and its vector',
    ['update', 'undo'],
    async (layer) => {
      const id = await layer.create(USER, 'lighthouse keeper');
      await layer.update(USER, id, 'orchard gardener');
      await layer.undo(USER);
      const results = await layer.search(USER, 'lighthouse keeper');
      check(holdsText(results, 'lighthouse keeper'), 'the old text is not found');
      check(!holdsText(await layer.search(USER, 'orchard'), 'gardener'), 'the new text is still found');
    },
  ),
  onLayer('undo', 'undo of a delete restores the entry under its id', ['undo', 'update'], async (layer) => {
    const id = await layer.create(USER, 'lighthouse keeper');
    await layer.delete(USER, id);
    await layer.undo(USER);
    check(holdsText(await layer.search(USER, 'lighthouse'), 'keeper'), 'the entry is not found');
    await layer.update(USER, id, 'orchard gardener');
    check(holdsText(await layer.search(USER, 'orchard'), 'gardener'), 'its id is not valid');
  }),
  onLayer('undo', 'undo of a create removes the entry and no other', ['undo'], async (layer) => {
    await layer.create(USER, 'lighthouse keeper');
    await layer.create(USER, 'orchard gardener');
    await layer.undo(USER);
    check(!holdsText(await layer.search(USER, 'orchard'), 'gardener'), 'the entry is still found');
    check(holdsText(await layer.search(USER, 'lighthouse'), 'keeper'), 'another entry is gone');
  }),
];

function forget(layer: MemoryLayer, id: string): Promise<unknown> {
  return layer.forget === undefined ? layer.delete(USER, id) : layer.forget(USER, id);
}

const forgetCases: readonly MemoryLayerCase[] = [
  onLayer('forget', 'a forgotten text is in no search result', [], async (layer) => {
    const id = await layer.create(USER, 'lighthouse keeper');
    await layer.create(USER, 'lighthouse visitor');
    await forget(layer, id);
    const results = await layer.search(USER, 'lighthouse keeper');
    check(!holdsText(results, 'keeper'), 'it is still found');
    check(holdsText(results, 'visitor'), 'another entry is gone');
  }),
  onLayer('forget', 'a forgotten text is in no history', ['history', 'update'], async (layer) => {
    const id = await layer.create(USER, 'lighthouse keeper');
    await layer.update(USER, id, 'orchard gardener');
    await forget(layer, id);
    const history = await layer.history(USER, id);
    const left = ['lighthouse keeper', 'orchard gardener'].find((text) => holdsText(history, text));
    check(left === undefined, `the history holds "${left}"`);
  }),
  onLayer('forget', 'no file holds a byte of a forgotten text', ['rawBytes'], async (layer) => {
    const text = 'zwxlighthouse keeper';
    const id = await layer.create(USER, text);
    await layer.create(USER, 'orchard gardener');
    await forget(layer, id);
    const bytes = new TextDecoder('latin1').decode(await layer.rawBytes());
    check(bytes.includes('gardener'), 'the bytes do not hold what is kept');
    check(!bytes.includes('zwxlighthouse'), 'a file still holds the text');
  }),
];

/**
 * Conformance cases for memory layers, for any test runner. A layer conforms if no case throws. A case that needs what
 * the layer lacks returns `unsupported`.
 *
 * @example
 * for (const { name, run } of memoryLayerCases) {
 *   test(name, async () => expect(await run({ open: openMyLayer })).toBe('passed'));
 * }
 */
export const memoryLayerCases: readonly MemoryLayerCase[] = [
  ...isolationCases,
  ...writerCases,
  ...vectorCases,
  ...objectCases,
  ...observationCases,
  ...undoCases,
  ...forgetCases,
];
