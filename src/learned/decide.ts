/**
 * The controller's decisions on one chunk and on what to show. The policy and its training share them.
 *
 * @module
 */
import { type Choose, createOption, type Option, type RatedText, readHighest } from './choice.ts';
import { canJoin, condenseText, joinTexts } from './held-text.ts';
import { computePasses, type Mind, readPasses } from './mind.ts';
import { type Held, isLimited, NOTHING, type Sight } from './scene.ts';

/** A text that memory holds after a chunk. */
export interface Kept {
  readonly text: Held;
  /** Place among the entries in sight. Absent for a new entry. */
  readonly entry?: number;
  /** Whether the text of an entry changed. */
  readonly changed: boolean;
}

/** A text while a chunk is decided on: it can be joined or condensed. */
interface Working extends RatedText {
  text: Held;
  readonly entry?: number;
  changed: boolean;
}

/** Decides on one chunk. Returns what memory holds afterwards: kept entries in order, then new ones. */
export function decideChunk(mind: Mind, sight: Sight, choose: Choose): readonly Kept[] {
  const passes = computePasses(mind, sight);
  const held: Working[] = sight.entries.map((text, entry) => ({
    text,
    passes: readPasses(passes, entry),
    entry,
    changed: false,
  }));
  sight.documents.forEach((text, index) => {
    const document = { text, passes: readPasses(passes, sight.entries.length + index), changed: false };
    placeDocument(document, held, { sight, mind, choose });
  });
  return held.map(({ text, passes: own, entry, changed }) => {
    const worth = Math.round(100 * readHighest({ passes: own }, 'keep')) / 100;
    return { text: { ...text, worth }, entry, changed };
  });
}

/** Chooses up to `count` entries to show for one question. Returns their places among the entries in sight, best first. */
export function decideShown(mind: Mind, sight: Sight, count: number, choose: Choose): readonly number[] {
  const [rows] = computePasses(mind, sight);
  const left = sight.entries.map((text, entry) => ({ text, entry }));
  const shown: number[] = [];
  while (left.length > 0 && shown.length < count) {
    const options = left.map(
      ({ text, entry }): Option => ({ deed: 'show', text, pass: rows![entry]!, head: 'show', sign: 1 }),
    );
    const at = left.length === 1 ? 0 : choose({ kind: 'show', options });
    shown.push(left[at]!.entry);
    left.splice(at, 1);
  }
  return shown;
}

/** What a document is placed with. */
interface Placing {
  readonly sight: Sight;
  readonly mind: Mind;
  readonly choose: Choose;
}

/** Decides on one document: leaves it out, joins it with an entry, or makes room and creates an entry. */
function placeDocument(document: Working, held: Working[], placing: Placing): void {
  const { choose, sight } = placing;
  const twin = held.find(({ text }) => canJoin(text, document.text));
  const options = [
    createOption('create', document, { head: 'create' }),
    { deed: 'skip', text: document.text, head: 'create', sign: 1 } as const,
    ...(twin === undefined ? [] : [createOption('join', document, { head: 'merge' })]),
  ];
  // Under a limit, every text enters: if memory is full, the next choice is what to evict.
  const entersAnyway = twin === undefined && isLimited(sight.room);
  const { deed } = entersAnyway ? options[0]! : options[choose({ kind: 'create', options })]!;
  if (deed === 'skip') return;
  if (deed === 'join' && twin !== undefined) {
    const joined = joinTexts(twin.text, document.text);
    const size = countCharacters(held, sight) - twin.text.size + joined.size;
    if (size > (sight.room.characters ?? Number.POSITIVE_INFINITY)) return;
    twin.text = joined;
    twin.changed = true;
    return;
  }
  held.push(document);
  while (held.length > 0 && !fits(held, sight)) makeRoom(held, document, placing);
}

/** Chooses a text to give up. If characters are limited, a long text can be condensed instead. */
function makeRoom(held: Working[], document: Working, { sight, mind, choose }: Placing): void {
  const victims = held.map((text) =>
    createOption(text === document ? 'refuse' : 'delete', text, { head: 'keep', sign: -1 }),
  );
  const place = choose({ kind: 'evict', options: victims });
  const victim = held[place]!;
  const short =
    sight.room.characters === undefined || victim.text.condensed
      ? undefined
      : condenseText(mind.questions, victim.text);
  if (short !== undefined) {
    const { deed, text } = victims[place]!;
    const options = [
      { deed, text, head: 'merge', sign: 1 } as const,
      createOption('condense', { ...victim, text: short }, { head: 'merge' }),
    ];
    if (choose({ kind: 'condense', options }) === 1) {
      victim.text = short;
      victim.changed = true;
      return;
    }
  }
  held.splice(place, 1);
}

/** Counts the characters of memory, including entries out of sight. */
function countCharacters(held: readonly Working[], { unseen = NOTHING }: Sight): number {
  return held.reduce((sum, { text }) => sum + text.size, unseen.characters);
}

function fits(held: readonly Working[], sight: Sight): boolean {
  const { room, unseen = NOTHING } = sight;
  if (held.length + unseen.entries > (room.entries ?? Number.POSITIVE_INFINITY)) return false;
  return room.characters === undefined || countCharacters(held, sight) <= room.characters;
}
