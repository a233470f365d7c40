/**
 * Decides whether a later note replaces the value of an earlier one.
 *
 * @module
 */
import { listConcepts } from './concepts.ts';
import { findValues, type ValueMention } from './value-mentions.ts';

/** A note as the rules compare it. */
export interface NoteFrame {
  readonly text: string;
  readonly concepts: ReadonlySet<string>;
  readonly values: readonly ValueMention[];
}

/** Words that mark a change or a correction. */
const CHANGE =
  /\b(?:now|new|no longer|any ?more|instead|changed?|moved|switched|rescheduled|postponed|pushed|extended|brought forward|updated?|adjust(?:ed)?|increased?|decreased?|improved|reduced|raised|lowered|cut|grew|grown|shrank|dropped|reached|renamed|replaced|took over|became|promoted|correction|actually|misspoke|mistake|wrong|oops|recently|so far|total of|up to|down to|latest|from .{1,40} to)\b/i;

/** The speaker does not vouch for it. */
const DOUBT =
  /\b(?:claim(?:s|ed)?|rumou?rs?|allegedly|supposedly|guess(?:es|ed)?|do not believe|don't believe|out of date|often wrong|makes? things up|would not trust|wouldn't trust|not sure whether|if I (?:had|were)|what if|suppose|example)\b/i;

export function readFrame(text: string): NoteFrame {
  return { text, concepts: new Set(listConcepts(text)), values: findValues(text) };
}

/** How much a concept says: the rarer in memory, the more. */
export type Weigh = (concept: string) => number;

/** Counts concepts in notes. A concept of one note in `count` weighs about `log(count)`. */
export function createWeigh(frames: readonly NoteFrame[]): Weigh {
  const counts = new Map<string, number>();
  for (const { concepts } of frames)
    for (const each of concepts) counts.set(each, (counts.get(each) ?? 0) + 1);
  return (concept) => Math.log(1 + (frames.length + 2) / ((counts.get(concept) ?? 0) + 1));
}

/**
 * Returns whether `next` replaces `before`: it names the old value as past, or it gives another value of the same type
 * and the words around both values are mostly the same. Statements that the speaker doubts replace nothing.
 *
 * @param sameOwner whether both are about the speaker.
 */
export function replaces(next: NoteFrame, before: NoteFrame, sameOwner: boolean, weigh: Weigh): boolean {
  if (DOUBT.test(next.text) || DOUBT.test(before.text)) return false;
  const pair = { next, before, sameOwner, weigh };
  if (namesOld(pair)) return true;
  return next.values.some((value) => {
    // A value that both notes name did not change.
    const isKept = before.values.some((old) => old.type === value.type && old.value === value.value);
    return !isKept && before.values.some((old) => isReplacement(value, old, pair));
  });
}

interface NotePair {
  readonly next: NoteFrame;
  readonly before: NoteFrame;
  readonly sameOwner: boolean;
  readonly weigh: Weigh;
}

/** "moved from Leeds to York", "no longer Ann but Bea", "not 3 May". */
const OLD_VALUE =
  /\b(from|no longer(?: \w+){0,3}?|(?:and |but )?not|instead of|rather than|left|replaced|dropped|quit)\s+(?=[\p{L}\p{N}#€$£])/giu;

/** Shares of the words around a value that must agree: if the old value is named, beside words of change, and else. */
const OVERLAP = { named: 0.34, changed: 0.45, plain: 0.65, name: 0.55, plainName: 0.75 };

/** Weight of the speaker as a common subject. */
const OWNER_WEIGHT = 1.5;

/** Least weight of what both notes share, about two words of medium frequency. */
const LEAST_SHARED = 3;

function namesOld(pair: NotePair): boolean {
  const { next, before } = pair;
  for (const { 0: words, 1: marker, index } of next.text.matchAll(OLD_VALUE)) {
    const phrase = next.text.slice(index + words.length, index + words.length + 60).toLowerCase();
    const old = before.values.find(({ value, type }) => startsWithValue(phrase, value, type === 'count'));
    if (old === undefined || (/^from$/i.test(marker!) && !/\b(?:to|into)\b/.test(phrase))) continue;
    if (measureOverlap(next.text, old.context, [old.value], pair).share >= OVERLAP.named) return true;
  }
  return false;
}

function startsWithValue(phrase: string, value: string, isCount: boolean): boolean {
  const start = phrase
    .replace(/^(?:the|an?|my|our|in|at|on|by) /, '')
    .replace(/,/g, ' ')
    .replace(/\s+/g, ' ');
  return (
    start.startsWith(value) &&
    !/[\p{L}\p{N}]/u.test(start[value.length] ?? ' ') &&
    !(isCount && value.length < 2)
  );
}

function isReplacement(value: ValueMention, old: ValueMention, pair: NotePair): boolean {
  if (value.type !== old.type || value.value === old.value) return false;
  if (value.type === 'count' && !hasSameUnit(value, old)) return false;
  const isName = value.type === 'name';
  // In a long sentence a name can be anything. Different names beside the values are different subjects.
  if (isName && (isLong(pair.next) || isLong(pair.before) || hasOtherSubject(pair, value, old))) return false;
  const { share, weight } = measureOverlap(value.context, old.context, [value.value, old.value], pair);
  if (weight < LEAST_SHARED) return false;
  const changed = CHANGE.test(value.context);
  if (isName) return share >= (changed ? OVERLAP.name : OVERLAP.plainName);
  return share >= (changed ? OVERLAP.changed : OVERLAP.plain);
}

/** Lengths without a unit of their own, which come in lists. */
const MEASURES = new Set(['cm', 'mm', 'm', 'km', 'inch']);

function hasSameUnit(value: ValueMention, old: ValueMention): boolean {
  const [unit] = value.units;
  return unit !== undefined && !MEASURES.has(unit) && value.units.some((each) => old.units.includes(each));
}

const LONGEST_NAMING = 90;

function isLong({ text }: NoteFrame): boolean {
  return text.length > LONGEST_NAMING;
}

/** Returns what two contexts share, as a share of the smaller one and as a weight. */
function measureOverlap(
  context: string,
  other: string,
  values: readonly string[],
  { sameOwner, weigh }: NotePair,
): { readonly share: number; readonly weight: number } {
  const named = new Set(values.flatMap(listConcepts));
  const list = (text: string): readonly string[] =>
    listConcepts(text).filter((concept) => !named.has(concept) && !/^\d/.test(concept));
  const sum = (concepts: readonly string[]): number =>
    concepts.reduce((total, concept) => total + weigh(concept), sameOwner ? OWNER_WEIGHT : 0);
  const [own, theirs] = [list(context), list(other)];
  const common = own.filter((concept) => theirs.includes(concept));
  if (common.length === 0 && !sameOwner) return { share: 0, weight: 0 };
  const weight = sum(common);
  return { share: weight / Math.max(0.1, Math.min(sum(own), sum(theirs))), weight };
}

function hasOtherSubject({ next, before }: NotePair, value: ValueMention, old: ValueMention): boolean {
  const subjects = (frame: NoteFrame, except: ValueMention): readonly string[] =>
    frame.values.filter((each) => each.type === 'name' && each !== except).map((each) => each.value);
  const [own, theirs] = [subjects(next, value), subjects(before, old)];
  return own.length > 0 && theirs.length > 0 && !own.some((name) => theirs.includes(name));
}
