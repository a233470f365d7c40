/**
 * The controller's decisions on one chunk: create, join, evict, condense. The policy and its training share them.
 *
 * @module
 */
import { limitEntry } from '../rules/keep-best.ts';
import { type Profile, profileText, readNames } from '../rules/profile.ts';
import { computeFeatures } from './features.ts';
import { HEAD, type Head, type Network, type Pass, runNetwork } from './network.ts';
import type { PreparedQuestion } from './question.ts';
import { createScene, type Held, NOTHING, type Sight } from './scene.ts';
import { shortenText } from './shorten-text.ts';

/** The network and the questions that it reads with. */
export interface Mind {
  readonly network: Network;
  readonly questions: readonly PreparedQuestion[];
}

/** What an option does. `skip` and `refuse` leave a document out, or a Read. */
export type Deed = 'create' | 'skip' | 'join' | 'delete' | 'refuse' | 'condense' | 'show' | 'read';

/** One option of a choice. Its logit is an output of a pass, times a sign. */
export interface Option {
  readonly deed: Deed;
  readonly text: Held;
  /** Absent: the logit is 0. */
  readonly pass?: Pass;
  readonly head: Head;
  readonly sign: 1 | -1;
}

/** A choice among options. */
export interface Choice {
  readonly kind: 'create' | 'evict' | 'condense' | 'show' | 'read';
  readonly options: readonly Option[];
}

/** Chooses an option: the likeliest one in use, a drawn one in training. */
export type Choose = (choice: Choice) => number;

/** Returns the logit of an option. */
export function readLogit({ pass, head, sign }: Option): number {
  return pass === undefined ? 0 : sign * pass.logits[HEAD[head]]!;
}

/** Chooses the likeliest option. The first wins ties. */
export const chooseLikeliest: Choose = ({ options }) => {
  let best = 0;
  for (let place = 1; place < options.length; place += 1)
    if (readLogit(options[place]!) > readLogit(options[best]!)) best = place;
  return best;
};

/** A text that memory holds after a chunk. */
export interface Kept {
  readonly text: Held;
  /** Place among the entries in sight. Absent for a new entry. */
  readonly entry?: number;
  /** Whether the text of an entry changed. */
  readonly changed: boolean;
}

/** Characters of a condensed text. */
const CONDENSED = 220;

/** Largest number of characters of a joined text. */
const JOINED = 1400;

/** A text during the decisions on a chunk. */
interface Working {
  text: Held;
  readonly passes: readonly Pass[];
  readonly entry?: number;
  changed: boolean;
}

/** Decides on one chunk. Returns what memory holds afterwards: kept entries in order, then new ones. */
export function decideChunk(mind: Mind, sight: Sight, choose: Choose): readonly Kept[] {
  const passes = look(mind, sight);
  const held: Working[] = sight.entries.map((text, entry) => ({
    text,
    passes: passes.map((rows) => rows[entry]!),
    entry,
    changed: false,
  }));
  sight.documents.forEach((text, index) => {
    const own = passes.map((rows) => rows[sight.entries.length + index]!);
    place({ text, passes: own, changed: false }, held, { sight, mind, choose });
  });
  return held.map((one) => ({
    ...{ text: { ...one.text, worth: Math.round(100 * readBest(one, 'keep')) / 100 } },
    ...{ entry: one.entry, changed: one.changed },
  }));
}

/** Chooses the entries to show for one question, best first. */
export function decideShown(mind: Mind, sight: Sight, count: number, choose: Choose): readonly number[] {
  const [rows] = look(mind, sight);
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

/** Most searches by names in one step. A chain of two names needs two. */
export const MOST_READS = 3;

/**
 * Chooses the text whose names memory is searched for next, among the texts in sight that have names. Returns `undefined` if
 * no search is better.
 *
 * @param read queries of the step so far, which are not repeated
 */
export function decideRead(
  mind: Mind,
  sight: Sight,
  { read, choose }: { readonly read: readonly string[]; readonly choose: Choose },
): Held | undefined {
  const passes = look(mind, sight);
  const texts = [...sight.entries, ...sight.documents];
  const options = texts.flatMap((text, place): Option[] => {
    const own = { text, passes: passes.map((rows) => rows[place]!), changed: false };
    return ['', ...read].includes(writeNameQuery(text.profile)) ? [] : [createOption('read', own, 'read', 1)];
  });
  if (options.length === 0) return undefined;
  const none = { deed: 'skip', text: options[0]!.text, head: 'read', sign: 1 } as const;
  const chosen = choose({ kind: 'read', options: [none, ...options] });
  return chosen === 0 ? undefined : options[chosen - 1]!.text;
}

/** Names of a query. More would find entries that share only a minor one. */
const MOST_NAMES = 6;

/** Returns the query that finds entries about what a text names: its title and the first names in it. */
export function writeNameQuery(profile: Profile): string {
  const names = [profile.title, ...readNames(profile)].filter((name) => name.trim() !== '');
  return [...new Set(names)].slice(0, MOST_NAMES).join(' ');
}

/** Returns how much each document is worth keeping, as the network sees it before the chunk. */
export function rateDocuments(mind: Mind, sight: Sight): readonly number[] {
  const passes = look(mind, sight);
  return sight.documents.map((_, index) =>
    Math.max(...passes.map((rows) => rows[sight.entries.length + index]!.logits[HEAD.keep]!)),
  );
}

interface Look {
  readonly mind: Mind;
  readonly passes: readonly (readonly Pass[])[];
}

/** Several decisions look at the same sight. */
const looks = new WeakMap<Sight, Look>();

/** Runs the network over every text in sight, once per question. Cached for the same mind and sight. */
function look(mind: Mind, sight: Sight): Look['passes'] {
  const known = looks.get(sight);
  if (known?.mind === mind) return known.passes;
  const { network, questions } = mind;
  const passes = questions.map((question) =>
    computeFeatures(createScene(question, sight), network.inputs).map((row) => runNetwork(network, row)),
  );
  looks.set(sight, { mind, passes });
  return passes;
}

interface Placing {
  readonly sight: Sight;
  readonly mind: Mind;
  readonly choose: Choose;
}

/** Decides on one document: leaves it out, joins it with an entry, or makes room and creates an entry. */
function place(document: Working, held: Working[], placing: Placing): void {
  const { choose, sight } = placing;
  const twin = held.find(({ text }) => canJoin(text, document.text));
  const options = [
    createOption('create', document, 'create', 1),
    { deed: 'skip', text: document.text, head: 'create', sign: 1 } as const,
    ...(twin === undefined ? [] : [createOption('join', document, 'merge', 1)]),
  ];
  // Under a limit, a text may enter at no cost: if memory is full, the next choice is what to evict.
  const isFree = twin === undefined && isLimited(sight.room);
  const { deed } = isFree ? options[0]! : options[choose({ kind: 'create', options })]!;
  if (deed === 'skip') return;
  if (deed === 'join' && twin !== undefined) {
    const joined = join(twin.text, document.text);
    const size = measure(held, sight) - twin.text.size + joined.size;
    if (size > (sight.room.characters ?? Number.POSITIVE_INFINITY)) return;
    twin.text = joined;
    twin.changed = true;
    return;
  }
  held.push(document);
  while (held.length > 0 && !fits(held, sight)) makeRoom(held, document, placing);
}

/** Chooses the text to give up. If characters are limited, a long one can be condensed instead. */
function makeRoom(held: Working[], document: Working, { sight, mind, choose }: Placing): void {
  const victims = held.map((of) => createOption(of === document ? 'refuse' : 'delete', of, 'keep', -1));
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
      createOption('condense', { ...victim, text: short }, 'merge', 1),
    ];
    if (choose({ kind: 'condense', options }) === 1) {
      victim.text = short;
      victim.changed = true;
      return;
    }
  }
  held.splice(place, 1);
}

/** Creates an option with the pass of the question that gives it the highest logit. */
function createOption(deed: Deed, { text, passes }: Working, head: Head, sign: 1 | -1): Option {
  let pass = passes[0]!;
  for (const other of passes) if (other.logits[HEAD[head]]! > pass.logits[HEAD[head]]!) pass = other;
  return { deed, text, pass, head, sign };
}

/** Returns the highest logit of a head over the questions. */
function readBest({ passes }: Working, head: Head): number {
  return Math.max(...passes.map(({ logits }) => logits[HEAD[head]]!));
}

/** Returns the characters of memory, with those of entries out of sight. */
function measure(held: readonly Working[], { unseen = NOTHING }: Sight): number {
  return held.reduce((sum, { text }) => sum + text.size, unseen.characters);
}

function fits(held: readonly Working[], sight: Sight): boolean {
  const { room, unseen = NOTHING } = sight;
  if (held.length + unseen.entries > (room.entries ?? Number.POSITIVE_INFINITY)) return false;
  return room.characters === undefined || measure(held, sight) <= room.characters;
}

/** Tells whether memory has a limit. */
export function isLimited({ entries, characters }: Sight['room']): boolean {
  return entries !== undefined || characters !== undefined;
}

/** Tells whether a document says more about the subject of an entry and both fit into one text. */
function canJoin({ profile }: Held, { profile: other }: Held): boolean {
  if (profile.title === '' || profile.title !== other.title || profile.text === other.text) return false;
  return profile.title.length + profile.text.length + other.text.length + 2 <= JOINED;
}

function join({ profile, age, vector }: Held, { profile: other }: Held): Held {
  const sources = [...new Set([...profile.sources, ...other.sources])];
  const joined = profileText(profile.title, `${profile.text}\n${other.text}`, sources, 'entry');
  return { ...toHeld(joined, age, false), vector };
}

const shortTexts = new WeakMap<PreparedQuestion, Map<number, WeakMap<Profile, Profile>>>();

/** Shortens a text to the sentences that the questions need most. Cached by the first question. */
function shorten(questions: readonly PreparedQuestion[], profile: Profile, limit: number): Profile {
  const byLimit = shortTexts.get(questions[0]!) ?? new Map<number, WeakMap<Profile, Profile>>();
  shortTexts.set(questions[0]!, byLimit);
  const known = byLimit.get(limit) ?? new WeakMap<Profile, Profile>();
  byLimit.set(limit, known);
  let short = known.get(profile);
  if (short === undefined) {
    const text = shortenText(questions, profile, limit);
    short = text === profile.text ? profile : profileText(profile.title, text, profile.sources, profile.from);
    known.set(profile, short);
  }
  return short;
}

const condensedTexts = new WeakMap<Held, Held | 'no shorter'>();

/**
 * Returns the text in at most 220 characters, or `undefined` if that would save less than a fifth. Cached, because
 * every document weighs the same texts again.
 */
function condenseText(questions: readonly PreparedQuestion[], text: Held): Held | undefined {
  let known = condensedTexts.get(text);
  if (known === undefined) {
    const short = shorten(questions, text.profile, CONDENSED);
    const condensed = { ...toHeld(short, text.age, true), vector: text.vector };
    known = condensed.size < 0.8 * text.size ? condensed : 'no shorter';
    condensedTexts.set(text, known);
  }
  return known === 'no shorter' ? undefined : known;
}

/** Characters that every entry may have. Most texts lose sentences that no question needs, so few are as long. */
const SHORT_ENTRY = 500;

/** Returns a document as it would enter memory: if characters are limited, without sentences that no question needs. */
export function enterText(questions: readonly PreparedQuestion[], document: Held, room: Sight['room']): Held {
  const { profile, vector } = document;
  if (room.characters === undefined) return document;
  const short = shorten(questions, profile, limitEntry(room, SHORT_ENTRY));
  return short === profile ? document : { ...toHeld(short, 0, false), vector };
}

/** Returns a text as memory would hold it. */
export function toHeld(profile: Profile, age: number, condensed: boolean): Held {
  return { profile, size: renderText(profile).length, age, condensed };
}

/** Returns the text of an entry: the title, then the text without empty lines. */
export function renderText({ title, text }: Profile): string {
  return `${title}\n${text.replace(/\n{2,}/g, '\n')}`;
}
