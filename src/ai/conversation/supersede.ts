/**
 * Decides whether a later note replaces the value of an earlier one.
 *
 * @module
 */
import { escapePattern } from '../../shared/escape-pattern.ts';
import { listConcepts } from './concepts.ts';
import { listMarkedAsOld, markAsOld } from './old-value-mark.ts';
import { rememberResults } from './remember-results.ts';
import { findValues, type ValueMention } from './value-mentions.ts';

/** A note as the rules compare it. */
export interface NoteFrame {
  readonly text: string;
  readonly concepts: ReadonlySet<string>;
  readonly values: readonly ValueMention[];
  /** Whether the statement marks a change. Default: whether the words around a value do. */
  readonly changed?: boolean;
}

/** Words that mark a change or a correction. */
export const CHANGE: RegExp =
  /\b(?:now|new|no longer|any ?more|instead|changed?|moved|switched|rescheduled|postponed|pushed|extended|brought forward|updated?|adjust(?:ed)?|increased?|decreased?|improved|reduced|raised|lowered|cut|grew|grown|shrank|dropped|reached|renamed|replaced|took over|became|promoted|correction|actually|misspoke|mistake|wrong|oops|recently|so far|total of|up to|down to|latest|from .{1,40} to)\b/i;

/** Marks of a statement that the speaker doubts. */
export const DOUBT: RegExp =
  /\b(?:claim(?:s|ed)?|rumou?rs?|allegedly|supposedly|guess(?:es|ed)?|do not believe|don't believe|out of date|often wrong|makes? things up|would not trust|wouldn't trust|not sure whether|if I (?:had|were)|what if|suppose|example)\b/i;

export function readFrame(text: string, changed?: boolean): NoteFrame {
  return { text, concepts: new Set(listConcepts(text)), values: findValues(text), changed };
}

/** How much a concept says: the rarer in memory, the more. */
export type Weigh = (concept: string) => number;

/** Weighs concepts by rarity. A concept of one note in `count` weighs about `log(count)`. */
export function createWeigh(holders: ReadonlyMap<string, number>, count: number): Weigh {
  return (concept) => Math.log(1 + (count + 2) / ((holders.get(concept) ?? 0) + 1));
}

/**
 * Returns how `next` replaces `before`, or `undefined` if it does not: it names the old value as past, or it gives another value of the same type
 * and the words around both values are mostly the same. Statements that the speaker doubts replace nothing.
 *
 * @param sameOwner whether both are about the speaker.
 */
export function findReplaced(
  next: NoteFrame,
  before: NoteFrame,
  sameOwner: boolean,
  weigh: Weigh,
): Replaced | undefined {
  if (DOUBT.test(next.text) || DOUBT.test(before.text)) return undefined;
  const pair = { next, before, sameOwner, weigh };
  const named = findNamedOld(pair);
  if (named !== undefined) return { named };
  const replaced = next.values.some((value) => {
    // A value that both notes name did not change.
    const isKept = before.values.some((old) => old.type === value.type && old.value === value.value);
    return !isKept && before.values.some((old) => isReplacement(value, old, pair));
  });
  return replaced ? {} : undefined;
}

/** How a note replaces another. */
export interface Replaced {
  /** The old value, if the note names it as past. */
  readonly named?: string;
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
const OVERLAP = { named: 0.34, changed: 0.45, plain: 0.65, short: 0.5, plainShort: 0.75 };

/** Weight of the speaker as a common subject. */
const OWNER_WEIGHT = 1.5;

/** Least weight of what both notes share, about two words of medium frequency. */
const LEAST_SHARED = 3;
const LEAST_SHARED_SHORT = 2;

function findNamedOld(pair: NotePair): string | undefined {
  const { next, before } = pair;
  for (const { 0: words, 1: marker, index } of next.text.matchAll(OLD_VALUE)) {
    const phrase = next.text.slice(index + words.length, index + words.length + 60).toLowerCase();
    const old = before.values.find(({ value, type }) => startsWithValue(phrase, value, type === 'count'));
    if (old === undefined || (/^from$/i.test(marker!) && !MOVE.test(phrase) && !TAKEN.test(next.text)))
      continue;
    if (measureOverlap(next.text, old.context, [old.value], pair).share >= OVERLAP.named) return old.value;
  }
  return undefined;
}

/** "from Leeds to York", "took over Falcon from Ann". */
const MOVE = /\b(?:to|into)\b/;
const TAKEN = /\b(?:took|taken|takes) over\b/i;

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
  if (value.type !== old.type || value.value === old.value || value.type === 'subject') return false;
  if (value.type === 'count' && !hasSameUnit(value, old)) return false;
  const isName = value.type === 'name';
  // In a long sentence a name can be anything. Different names beside the values are different subjects.
  const short = isShort(value) && isShort(old);
  if (isName && (!short || hasFigures(pair))) return false;
  if (hasOtherSubject(pair, value, old) || (short && hasOtherModifier(value.context, old.context)))
    return false;
  const { share, weight } = measureOverlap(value.context, old.context, [value.value, old.value], pair);
  if (weight < (short ? LEAST_SHARED_SHORT : LEAST_SHARED)) return false;
  const changed = pair.next.changed ?? CHANGE.test(value.context);
  if (short) return share >= (changed ? OVERLAP.short : OVERLAP.plainShort);
  return share >= (changed ? OVERLAP.changed : OVERLAP.plain);
}

/** Lengths without a unit of their own, which come in lists. */
const MEASURES = new Set(['cm', 'mm', 'm', 'km', 'inch']);

function hasSameUnit(value: ValueMention, old: ValueMention): boolean {
  const [unit] = value.units;
  return unit !== undefined && !MEASURES.has(unit) && value.units.some((each) => old.units.includes(each));
}

const LONGEST_NAMING = 90;

/** Whether a value is in a short sentence. */
function isShort({ context }: ValueMention): boolean {
  return context.length <= LONGEST_NAMING;
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

/** Capitalised words that begin a sentence without naming anything. */
export const OPENER: RegExp =
  /^(?:The|An?|I|I'm|I've|We|We're|My|Our|It|Its|This|That|There|These|Those|For|In|On|At|As|Once|To|Just|Quick|Update|News|Sorry|Oops|Correction|Remember|Small|By|Before|One|If|When|While|And|But|So|Also|He|She|They|His|Her|Their|What|How|Can|Could|Since|After|User|Heads|Until|Previously)$/;

/** Different names beside the values mean different subjects. */
function hasOtherSubject({ next, before }: NotePair, value: ValueMention, old: ValueMention): boolean {
  const [own, theirs] = [listSubjects(next, value), listSubjects(before, old)];
  return own.length > 0 && theirs.length > 0 && !own.some((name) => theirs.includes(name));
}

function listSubjects(frame: NoteFrame, except: ValueMention): readonly string[] {
  const { context } = except;
  const first = /^(\p{Lu}[\p{L}\p{N}-]*)(?:'s)?\b/u.exec(context.trimStart())?.[1];
  const names = frame.values.filter(
    ({ type, value }) =>
      (type === 'subject' || (type === 'name' && value !== except.value)) &&
      context.toLowerCase().includes(value),
  );
  const found = names.map(({ value }) => value);
  if (first !== undefined && !OPENER.test(first) && !except.value.startsWith(first.toLowerCase())) {
    found.push(first.toLowerCase());
  }
  if (found.length > 0) return found;
  return /\b(?:my|our|me|the user)\b|^(?:I|We)\b/i.test(context) ? ['@speaker'] : [];
}

/** Whether both notes state a figure of one type. Then their names are not what they state. */
function hasFigures({ next, before }: NotePair): boolean {
  const types = new Set(
    next.values.filter(({ type }) => type !== 'name' && type !== 'subject').map(({ type }) => type),
  );
  return before.values.some(({ type }) => types.has(type));
}

/** "the payments team" and "the support team": one noun, with another word before it. */
export function hasOtherModifier(context: string, other: string): boolean {
  const theirs = readModifiers(other);
  const own = readModifiers(context);
  return [...own].some(([noun, modifier]) => {
    const there = theirs.get(noun);
    if (there === undefined || there === modifier) return false;
    // "Umbra's deadline" and "must deliver Umbra" are about the same thing.
    return !listConcepts(other).includes(modifier) && !listConcepts(context).includes(there);
  });
}

/** Nouns with the content word directly before them. */
const readModifiers = rememberResults(findModifiers, 4096);

function findModifiers(context: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let modifier: string | undefined;
  for (const word of context.match(/[\p{L}\p{N}'-]+/gu) ?? []) {
    const [noun] = /\d/.test(word) || isNumberWord(word) ? [] : listConcepts(word);
    if (noun !== undefined && modifier !== undefined && noun !== modifier) found.set(noun, modifier);
    modifier = noun;
  }
  return found;
}

const NUMBER_WORD =
  /^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)(?:teen|ty)|twenty|forty|hundred)$/i;

function isNumberWord(word: string): boolean {
  return NUMBER_WORD.test(word);
}

/** Up to six words of a value. */
const VALUE = "((?:[\\p{L}\\p{N}#€$£%:.,'&/-]+?)(?:\\s+[\\p{L}\\p{N}#€$£%:.,'&/-]+?){0,5}?)";

const NAMED_OLD: readonly NamedOld[] = [
  // "moved from Leeds to York", "grew from 9 people to 12"
  [
    new RegExp(
      `\\b((?:moved?|changed?|switched|went|gone|relocated|postponed|rescheduled|pushed|brought forward|increased?|rose|risen|dropped|fell|fallen|improved?|grew|grown|shrank|raised|lowered|cut|extended|reduced|renamed|transferred|upgraded|down|up)\\b[^.!?]{0,30}?) from ${VALUE} to (?=\\S)`,
      'iu',
    ),
    `$1 ${markAsOld('$2')} to `,
  ],
  // "is no longer owned by Ann but by Bea"
  [
    new RegExp(`\\bno longer ((?:\\w+ )?(?:by |at |in |on |for )?)${VALUE},? but (?=\\S)`, 'iu'),
    `$1${markAsOld('$2')} but `,
  ],
  // "is 4 June now, not 2 June", "I got that wrong: it is X, not Y"
  [
    new RegExp(
      `(?:, (?:and )?| and |(?<=\\d) )not (?:(?:at|in|on|by|for) )?${VALUE}(?=\\s*(?:[.!?]\\s|[.!?]?$|(?:so|because|but)\\b))`,
      'iu',
    ),
    ` ${markAsOld('$1')}`,
  ],
];

const CORRECTS =
  /\b(?:now|turns out|wrong|sorry|oops|mistake|mixed|correction|actually|meant|misspoke|instead)\b/i;

/** Marks the old value that a correction or a change names: "moved from A to B", "is B now, not A". */
export function markNamedOld(text: string): string {
  const [move, negation, contrast] = NAMED_OLD as [NamedOld, NamedOld, NamedOld];
  const marked = text.replace(...move).replace(...negation);
  return CORRECTS.test(marked) ? marked.replace(...contrast) : marked;
}

type NamedOld = readonly [pattern: RegExp, replacement: string];

/**
 * Marks a value that a text names as past: "moved from Leeds to York" gives "moved (before: Leeds) to York".
 */
export function markOldValue(text: string, value: string): string {
  if (listMarkedAsOld(text)[0]?.toLowerCase().includes(value.toLowerCase())) return text;
  const words = value.split(' ').map(escapePattern);
  const old = new RegExp(
    `\\b(?:(?:from|(?:and |but )?not|no longer|instead of|rather than)\\s+)?(?:(?:the|an?|my|our|in|at|on|by)\\s+)?(${words.join('[,\\s]+')})(?![\\p{L}\\p{N}])`,
    'iu',
  );
  return text.replace(old, markAsOld('$1'));
}
