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

/**
 * Returns whether `next` replaces `before`: it names the old value as past, or it gives another value of the same type
 * and the words around both values are mostly the same. Statements that the speaker doubts replace nothing.
 *
 * @param sameOwner whether both are about the speaker.
 */
export function replaces(next: NoteFrame, before: NoteFrame, sameOwner: boolean): boolean {
  if (DOUBT.test(next.text) || DOUBT.test(before.text)) return false;
  const owner = sameOwner ? 1 : 0;
  if (namesOld(next, before, owner)) return true;
  const changed = CHANGE.test(next.text);
  return next.values.some((value) => {
    // A value that both notes name did not change.
    const isKept = before.values.some((old) => old.type === value.type && old.value === value.value);
    return (
      !isKept && before.values.some((old) => isReplacement(value, old, { next, before, owner, changed }))
    );
  });
}

/** "moved from Leeds to York", "no longer Ann but Bea", "not 3 May". */
const OLD_VALUE =
  /\b(?:from|no longer(?: \w+){0,3}?|not|instead of|rather than|left|replaced|dropped|quit|was|and not)\s+(?=[\p{L}\p{N}#€$£])/giu;

function namesOld(next: NoteFrame, before: NoteFrame, owner: number): boolean {
  for (const { 0: words, index } of next.text.matchAll(OLD_VALUE)) {
    const phrase = next.text.slice(index + words.length, index + words.length + 60).toLowerCase();
    const old = before.values.find(({ value, units }) => startsWithValue(phrase, value, units.length > 0));
    if (old === undefined) continue;
    const named = listConcepts(old.value);
    const shared = [...next.concepts].filter(
      (concept) => before.concepts.has(concept) && !named.includes(concept),
    );
    if (shared.length + owner >= 1) return true;
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

interface Comparison {
  readonly next: NoteFrame;
  readonly before: NoteFrame;
  readonly owner: number;
  readonly changed: boolean;
}

function isReplacement(
  value: ValueMention,
  old: ValueMention,
  { next, before, owner, changed }: Comparison,
): boolean {
  if (value.type !== old.type || value.value === old.value) return false;
  if (value.type === 'count' && !value.units.some((unit) => old.units.includes(unit))) return false;
  const named = new Set([...listConcepts(value.value), ...listConcepts(old.value)]);
  const isContext = (concept: string): boolean => !named.has(concept) && !/^\d/.test(concept);
  const around = listConcepts(value.context).filter(isContext);
  const aroundOld = new Set(listConcepts(old.context).filter(isContext));
  const shared = around.filter((concept) => aroundOld.has(concept)).length + owner;
  const smaller = Math.min(around.length, aroundOld.size) + owner;
  if (shared < 2 || smaller === 0) return false;
  // Different names beside the values are different subjects.
  if (value.type === 'name' ? hasOtherSubject(next, before, value, old) : false) return false;
  return shared / smaller >= (value.type === 'name' ? NAME_OVERLAP : VALUE_OVERLAP)[changed ? 0 : 1];
}

/** Shares of the words around a value that must agree: with words of change, and without. */
const VALUE_OVERLAP: readonly [number, number] = [0.4, 0.6];
const NAME_OVERLAP: readonly [number, number] = [0.5, 0.7];

function hasOtherSubject(
  next: NoteFrame,
  before: NoteFrame,
  value: ValueMention,
  old: ValueMention,
): boolean {
  const subjects = (frame: NoteFrame, except: ValueMention): readonly string[] =>
    frame.values.filter((each) => each.type === 'name' && each !== except).map((each) => each.value);
  const [own, theirs] = [subjects(next, value), subjects(before, old)];
  return own.length > 0 && theirs.length > 0 && !own.some((name) => theirs.includes(name));
}
