/**
 * Facts about things that the speaker names: "my wifi password is …", "the launch moved to Friday".
 *
 * @module
 */
import type { Clause } from './clauses.ts';
import type { Fact } from './fact.ts';
import { isKin, splitKinName } from './kinship.ts';
import { orderWords } from './relation-readers.ts';
import { readTimedValue, readValue } from './value.ts';
import { contentWords } from './words.ts';

interface Naming {
  readonly speaker: string;
  readonly label: string;
}

/** Nouns that map to a built-in family. */
const FAMILIES: ReadonlyMap<string, { readonly attribute: string; readonly predicate: string }> = new Map(
  (
    [
      ['name first-name full-name', 'name', 'is called'],
      [
        'home hometown home-town home-city city address home-address postal-address place-of-residence',
        'home',
        'lives in',
      ],
      ['job role title job-title position profession occupation', 'job', 'works as:'],
      ['employer company workplace firm', 'employer', 'works at'],
      ['age', 'age', 'is aged'],
      ['diet', 'diet', 'eats'],
      ['weight', 'weight', 'weighs'],
      ['height', 'height', 'is tall:'],
    ] as const
  ).flatMap(([nouns, attribute, predicate]) =>
    nouns
      .split(' ')
      .map((noun) => [contentWords(noun.replaceAll('-', ' ')).join(' '), { attribute, predicate }] as const),
  ),
);

const NOUNS =
  "((?:[\\p{L}\\p{N}'&/-]+\\s+){0,5}?[\\p{L}\\p{N}'&/-]+(?:\\s+(?:with|for|of|at|in|to)\\s+(?:(?:the|my|our|a|an)\\s+)?[\\p{L}\\p{N}'&/-]+)?)";
const OWNER = '(my|our|the|his|her|their)';
const LINK =
  '(?:is now|are now|is currently|is actually|is still|is going to be|will now be|will be|is|are|was actually)';
const SHIFT =
  '(?:changed|moved|switched|rescheduled|postponed|pushed(?: back| out)?|shifted|raised|lowered|increased|reduced|delayed|renamed|updated|set|brought forward|bumped(?: up)?|cut|went up|went down|dropped|rose|put back|put off|extended|reset|relocated|swapped)';

const SHIFT_ANY = `(?:${SHIFT}|change|move|switch|reschedule|postpone|push(?: back)?|shift|raise|lower|increase|reduce|delay|rename|update|extend)`;

/** "my X is V". */
const IS = new RegExp(`^${OWNER}\\s+${NOUNS}\\s+${LINK}\\s+(?!not\\b|no longer\\b|being\\b)(.+)$`, 'iu');
/** "I moved my X (from A) to V", "the dentist pushed our X to V". */
const CHANGED_BY = new RegExp(
  `^(?:I|we|he|she|they|it|${OWNER.replace('(', '(?:')}\\s+[\\p{L}' -]{2,30}?|\\p{Lu}[\\p{L}'-]+)\\s+(?:have\\s+|has\\s+|had to\\s+|just\\s+|finally\\s+)*${SHIFT_ANY}\\s+${OWNER}\\s+${NOUNS}\\s+(?:from\\s+(.+?)\\s+)?(?:to|until|till|into|for|as)\\s+(.+)$`,
  'iu',
);
/** "my X moved (from A) to V", "the X got pushed to V". */
const CHANGED_ITSELF = new RegExp(
  `^${OWNER}\\s+${NOUNS}\\s+(?:(?:has|have|had|was|were|is|got|gets|been|being|just|now)\\s+)*${SHIFT}\\s+(?:from\\s+(.+?)\\s+)?(?:to|until|till|for|at|by)\\s+(.+)$`,
  'iu',
);
/** "my X is cancelled", "I cancelled my X". */
const CANCELLED = new RegExp(
  `^${OWNER}\\s+${NOUNS}\\s+(?:(?:has|have|was|were|is|are|got|been|just|now)\\s+)+(?:cancell?ed|called off|off|scrapped|not happening|over)$`,
  'iu',
);
const CANCELLED_BY = new RegExp(
  `^(?:I|we|they|he|she)\\s+(?:have\\s+|had to\\s+|just\\s+)*(?:cancell?ed|called off|scrapped|dropped)\\s+${OWNER}\\s+(.+)$`,
  'iu',
);
/** "car's service is booked for Tuesday 8am". */
const BOOKED = new RegExp(
  `^(?:(?:my|our|the)\\s+)?${NOUNS}\\s+(?:is|are)\\s+(?:now\\s+)?((?:booked|scheduled|set|due|planned|confirmed|on|at)\\b.*(?:\\d|day\\b|noon|midnight).*)$`,
  'iu',
);
const NOT = new RegExp(`^${OWNER}\\s+${NOUNS}\\s+(?:is|are)\\s+(?:not|no longer)\\s+(.+)$`, 'iu');

/** Reads a statement about a named thing. Returns `undefined` for other clauses. */
export function findNamedFact({ text, changed }: Clause, who: Naming): Fact | undefined {
  const by = CHANGED_BY.exec(text);
  if (by) return about(by[2]!, by[4]!, who, { old: by[3], changed: true, owner: by[1]! });
  const itself = CHANGED_ITSELF.exec(text);
  if (itself) return about(itself[2]!, itself[4]!, who, { old: itself[3], changed: true, owner: itself[1]! });
  const cancelled = CANCELLED.exec(text) ?? CANCELLED_BY.exec(text);
  if (cancelled) return remove(readValue(cancelled[2]!), '', who);
  const not = NOT.exec(text);
  if (not && !isKin(not[2]!)) return remove(not[2]!, readValue(not[3]!.replace(/\s+any ?more$/i, '')), who);
  const is = IS.exec(text);
  const booked = is === null ? BOOKED.exec(text) : null;
  if (booked) return about(booked[1]!, booked[2]!, who, { changed: true, owner: 'my' });
  if (is && /^(?:his|her|their)$/i.test(is[1]!)) return undefined;
  return is ? about(is[2]!, is[3]!, who, { changed, owner: is[1]! }) : undefined;
}

interface Said {
  readonly owner: string;
  readonly changed: boolean;
  readonly old?: string;
}

/** Temporary states: "my head is sore" is not worth storing. */
const PASSING =
  /^(?:(?:so|very|really|too|pretty|a bit|kind of|quite|all|not)\s+)*(?:good|bad|great|fine|ok|okay|nice|awful|terrible|amazing|wrong|right|broken|sore|late|early|ready|done|busy|tired|fun|hard|easy|crazy|weird|cute|funny|boring|killing|driving|making|getting|having|going|acting|being|lost|stuck|slow|to|that|because|why|what|how)\b/i;

function about(phrase: string, rest: string, { speaker, label }: Naming, said: Said): Fact | undefined {
  const topic = trimTopic(phrase);
  if (topic === undefined || PASSING.test(rest)) return undefined;
  const owned = splitOwner(topic);
  if (owned.subject === '' && (isKin(topic) || splitKinName(topic) !== undefined)) return undefined;
  const value = dropContrast(readTimedValue(rest));
  if (value === '' || value.split(/\s+/).length > 14) return undefined;
  if (said.owner.toLowerCase() === 'the' && !said.changed && !/\d|\p{Lu}|day\b/u.test(value))
    return undefined;
  const words = orderWords(owned.topic);
  const family = FAMILIES.get(words);
  const whose = owned.subject === '' ? label : `${label}'s ${owned.subject}`;
  const text = family
    ? `${whose} ${family.predicate} ${dropPlace(value)}.`
    : isOfAnother(said.owner, owned.topic)
      ? `The ${owned.topic} is ${value}.`
      : `${whose}'s ${owned.topic} is ${value}.`;
  return {
    speaker,
    subject: owned.subject,
    attribute: family?.attribute ?? `is ${words}`,
    value: family ? dropPlace(value) : value,
    text,
    mode: 'set',
    changed: said.changed,
    old: said.old && readValue(said.old),
  };
}

/** "the owner of Falcon" does not belong to the speaker. */
function isOfAnother(owner: string, topic: string): boolean {
  return owner.toLowerCase() === 'the' && /\s(?:of|for|at|in|with)\s/i.test(topic);
}

function remove(phrase: string, value: string, { speaker }: Naming): Fact | undefined {
  const topic = trimTopic(phrase);
  if (topic === undefined) return undefined;
  const { subject, topic: rest } = splitOwner(topic);
  const words = orderWords(rest);
  return {
    speaker,
    subject,
    attribute: FAMILIES.get(words)?.attribute ?? `is ${words}`,
    value,
    text: '',
    mode: 'remove',
  };
}

/** Drops "new", "current" and similar words. Old or past things are not current facts. */
function trimTopic(phrase: string): string | undefined {
  if (/^(?:old|previous|former|last|first|ex|past|original)\b/i.test(phrase)) return undefined;
  if (
    /^(?:thing|point|problem|question|idea|plan|only|best|worst|reason|rest|way|fact|truth|issue|one|trouble|guess|apologies|bad)\b/i.test(
      phrase,
    )
  )
    return undefined;
  const topic = phrase.replace(/^(?:(?:new|current|actual|updated|latest|next|upcoming|own|main)\s+)+/i, '');
  return contentWords(topic).length === 0 ? undefined : topic;
}

/** "sister's name" is the name of the sister. */
function splitOwner(topic: string): { readonly subject: string; readonly topic: string } {
  const match = /^(.+?)'s?\s+(.+)$/.exec(topic);
  if (match && isKin(match[1]!)) return { subject: match[1]!.toLowerCase(), topic: match[2]! };
  return { subject: '', topic };
}

function dropContrast(value: string): string {
  return value.replace(/,?\s+(?:not|instead of|rather than|and not)\s+.+$/i, '').trim();
}

function dropPlace(value: string): string {
  return value.replace(/^(?:in|at|an?)\s+/i, '');
}
