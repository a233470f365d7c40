/**
 * Texts as memory would hold them: rendered, shortened, condensed and joined.
 *
 * @module
 */
import { limitEntry, type Room } from '../rules/keep-best.ts';
import { type Profile, profileText } from '../rules/profile.ts';
import type { PreparedQuestion } from './question.ts';
import type { Held } from './scene.ts';
import { shortenText } from './shorten-text.ts';

/** Returns the text of an entry: the title, then the text without empty lines. */
export function renderText({ title, text }: Profile): string {
  return `${title}\n${text.replace(/\n{2,}/g, '\n')}`;
}

/** Returns a text as memory would hold it. */
export function toHeld(profile: Profile, age: number, condensed: boolean): Held {
  return { profile, size: renderText(profile).length, age, condensed };
}

/** Characters that every new entry may have. Few need as many, because sentences that no question needs are left out. */
const SHORT_ENTRY = 500;

/** Returns a document as it would enter memory: if characters are limited, without sentences that no question needs. */
export function enterText(questions: readonly PreparedQuestion[], document: Held, room: Room): Held {
  const { profile, vector } = document;
  if (room.characters === undefined) return document;
  const short = shorten(questions, profile, limitEntry(room, SHORT_ENTRY));
  return short === profile ? document : { ...toHeld(short, 0, false), vector };
}

/** Largest number of characters of a condensed text. */
const CONDENSED = 220;

/** Largest size of a condensed text, as a share of the whole. Otherwise condensing saves too little. */
const LARGEST_SHARE = 0.8;

const condensedTexts = new WeakMap<Held, Held | 'no shorter'>();

/**
 * Returns the text in at most 220 characters, or `undefined` if that would save no more than a fifth. Cached per text,
 * because every document of a chunk asks again.
 */
export function condenseText(questions: readonly PreparedQuestion[], text: Held): Held | undefined {
  let known = condensedTexts.get(text);
  if (known === undefined) {
    const short = shorten(questions, text.profile, CONDENSED);
    const condensed = { ...toHeld(short, text.age, true), vector: text.vector };
    known = condensed.size < LARGEST_SHARE * text.size ? condensed : 'no shorter';
    condensedTexts.set(text, known);
  }
  return known === 'no shorter' ? undefined : known;
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

/** Largest number of characters of a joined text. */
const JOINED = 1400;

/** Tells whether a document says something else about the subject of an entry and both fit into one text. */
export function canJoin({ profile }: Held, { profile: other }: Held): boolean {
  if (profile.title === '' || profile.title !== other.title || profile.text === other.text) return false;
  return profile.title.length + profile.text.length + other.text.length + 2 <= JOINED;
}

/** Returns an entry with the text and sources of a document added. */
export function joinTexts({ profile, age, vector }: Held, { profile: other }: Held): Held {
  const sources = [...new Set([...profile.sources, ...other.sources])];
  const joined = profileText(profile.title, `${profile.text}\n${other.text}`, sources, 'entry');
  return { ...toHeld(joined, age, false), vector };
}
