/**
 * Builds relations from the parts of a verb phrase.
 *
 * @module
 */
import { readTimedValue, readValue } from './value.ts';
import { contentWords } from './words.ts';

/** A relation found in a verb phrase. */
export interface Relation {
  readonly attribute: string;
  readonly value: string;
  /** The sentence after the subject: "lives in Porto". */
  readonly predicate: string;
  /** Whether only one value holds at a time. */
  readonly single: boolean;
}

export function single(attribute: string, value: string, predicate: string): Relation | undefined {
  return value === ''
    ? undefined
    : { attribute, value, predicate: `${predicate} ${value}`.trim(), single: true };
}

export function multiple(attribute: string, value: string, predicate: string): Relation | undefined {
  return value === ''
    ? undefined
    : { attribute, value, predicate: `${predicate} ${value}`.trim(), single: false };
}

/** "have a red bike" is about a bike: another bike replaces it, but a car does not. */
export function possession(value: string, verb = 'has'): Relation | undefined {
  const named = /^(.*?),?\s+(?:called|named)\s+(.+)$/i.exec(value);
  const object = named ? named[1]! : value;
  const head = readHead(object);
  if (head === '' || TRANSIENT.has(head)) return undefined;
  return multiple(`have ${head}`, value, verb);
}

/** Returns the noun that a phrase is about: the last word before "of", "with" or "from". */
export function readHead(phrase: string): string {
  return (
    contentWords(phrase.split(/\s+(?:of|with|from|for|in|on|at|to|that|called|named|by)\s/i)[0]!).at(-1) ?? ''
  );
}

/** Puts the noun last: "flight to Oslo" becomes "oslo flight", and "car service" stays. */
export function orderWords(topic: string): string {
  const head = readHead(topic);
  return [...contentWords(topic).filter((word) => word !== head), head].join(' ').trim();
}

const TRANSIENT: ReadonlySet<string> = new Set(
  contentWords(
    'question idea problem doubt headache feeling thought point issue request favour time look moment chance plan bug error task need trouble fun lot bit',
  ),
);

/** Words that follow "a" but are not jobs. */
export const NO_ROLE: RegExp =
  /\b(?:bit|lot|little|fan|mess|while|few|kind|sort|type|big|huge|member|person|man|woman|guy|girl|boy|part|beginner|morning|night|vegetarian|vegan|pescatarian|smoker|parent|mother|father|mum|mom|dad|twin|native|citizen|resident|member|believer)\b/i;

const DIETS =
  'vegetarian|vegan|pescatarian|flexitarian|omnivore|keto|halal|kosher|gluten[- ]free|dairy[- ]free|paleo|plant[- ]based';
export const DIET: RegExp = new RegExp(
  `^(?:an? |on an? |eating |mostly |strictly |fully )*(${DIETS})(?: diet)?\\b`,
  'i',
);

export function readWedding(when: string): Relation | undefined {
  const value = readTimedValue(when);
  const attribute = `is ${contentWords('wedding').join(' ')}`;
  return value === ''
    ? undefined
    : { attribute, value, predicate: `is getting married: wedding ${value}`, single: true };
}

export function readWay(verb: string, how: string, where: string): Relation {
  const lemma = verb
    .toLowerCase()
    .replace(/(?:es|s)$/, (ending) => (/^(?:goes)$/i.test(verb) ? '' : ending === 'es' ? 'e' : ''));
  const value = `${lemma} ${how}`.trim();
  const third = lemma === 'go' ? 'goes' : `${lemma}s`;
  const place = where.toLowerCase();
  return {
    attribute: `way ${place}`,
    value,
    predicate: `${third} ${how} to ${place}`.replace(/\s+/g, ' '),
    single: true,
  };
}

export function readDiet(rest: string): Relation | undefined {
  const diet = DIET.exec(rest)?.[1];
  if (diet !== undefined) return single('diet', diet.toLowerCase(), /an$/i.test(diet) ? 'is' : 'eats');
  const meat = /^(?:eating )?(meat|fish|dairy|everything)(?: again| now)?\b/i.exec(rest)?.[1];
  return meat === undefined || !/\b(?:again|now|everything)\b/i.test(rest)
    ? undefined
    : single('diet', meat.toLowerCase(), 'eats');
}

/** Nationalities, as in "I am German" and "I am Nigerian". */
export function isPeople(word: string): boolean {
  return /(?:ish|ese|ian|ean|can|man|ench|utch|reek|zech|wiss|hai|raqi|aeli|akistani|engali|uslim|ewish|hristian|uddhist|indu)$/.test(
    word,
  );
}

/** Reads a name. The capital letter distinguishes "call me Al" from "call me tomorrow". */
export function readName(text: string): Relation | undefined {
  const name = /^["']?(\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*){0,3})/u.exec(text.trim())?.[1];
  return name === undefined ? undefined : single('name', name, 'is called');
}

export function readJob(role: string): Relation | undefined {
  return single('job', role, `works as ${/^[aeiou]/i.test(role) ? 'an' : 'a'}`);
}

export function isRole(value: string): boolean {
  const head = value.split(/\s+(?:of|in|on|with|who|that|specialising)\s/i)[0]!;
  if (head.split(/\s+/).length > 5) return false;
  return /(?:er|or|ist|ian|ant|ent|eer|ee|ive|man|woman|person|nurse|chef|cook|clerk|judge|vet|pilot|dean|coach|medic|monk|priest|guard|scientist|lead|head|cto|ceo|cfo|dba|sre|pm|intern|analyst|host|barista|florist|surgeon|captain|apprentice|physicist|mechanic|architect|electrician|paramedic|freelance)$/i.test(
    head,
  );
}

export function readPreference(what: string, other: string | undefined): Relation | undefined {
  const value = readValue(what);
  const domain = readHead(value);
  const over = other === undefined ? '' : ` to ${readValue(other)}`;
  return value === ''
    ? undefined
    : { attribute: `prefer ${domain}`, value, predicate: `prefers ${value}${over}`, single: true };
}

export function readTaste(what: string, verb: 'likes' | 'dislikes'): Relation | undefined {
  const value = readValue(what);
  if (value === '' || /^(?:it|that|this|them|how|when|to know|your|you|the idea)\b/i.test(value))
    return undefined;
  return {
    attribute: `taste ${contentWords(value).join(' ')}`,
    value,
    predicate: `${verb} ${value}`,
    single: true,
  };
}

export function readCount(what: string): Relation | undefined {
  const value = readValue(what);
  const head = readHead(value);
  return head === '' || TRANSIENT.has(head) ? undefined : single(`have ${head}`, value, 'has');
}

export function readAppointment(what: string, when: string): Relation | undefined {
  const value = readTimedValue(when);
  const topic = orderWords(what);
  return topic === '' || value === ''
    ? undefined
    : { attribute: `is ${topic}`, value, predicate: `has a ${what} ${value}`, single: true };
}

/** Verbs that hold one object at a time. */
const SINGLE_HABITS = /^(?:pay|earn|wake up|get up|sleep|commute|bank with|bank at|manage|lead|wear)$/;

/** "I water Mondays and Thursdays": a time, not a thing. */
const WEEKDAY = /^(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b/i;

/** Irregular pasts, which state an event. */
const PAST_FORM =
  /^(?:shook|drew|flew|threw|knew|wrote|rode|drove|rang|sang|swam|fell|held|stood|struck|stuck|swore|tore|fought|caught|dealt|felt|hid|led|meant|rose|shot|slid|stole|swept|swung|wept|wound|bit|bent|bound|bred|dug|fed|fled|froze|ground|hung|laid|lent|lit)\b/i;

function inflectThird(verb: string): string {
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies`;
  return /(?:ch|sh|o|s|x)$/.test(verb) ? `${verb}es` : `${verb}s`;
}

export function readHabit(verb: string, what: string): Relation | undefined {
  const lemma = verb
    .replace(/^(goes|teaches|coaches)/, (word) => word.slice(0, -2))
    .replace(/^(\w+?[^s])s\b/, '$1');
  const value = readValue(what);
  if (/^(?:there|here|it|that|this|them|so|me|you|us|him|her)\b/i.test(value)) return undefined;
  if (WEEKDAY.test(value) || PAST_FORM.test(lemma)) return undefined;
  const third = lemma.replace(/^\w+/, inflectThird);
  if (SINGLE_HABITS.test(lemma)) return single(`do ${lemma}`, value, third);
  return multiple(`do ${lemma}`, value, third);
}

export function fromGerund(gerund: string): string {
  const stem = gerund.replace(/ing$/, '');
  if (/(nn|mm)$/.test(stem)) return stem.slice(0, -1);
  return /^(?:us|tak|cycl)$/.test(stem) ? `${stem}e` : stem;
}

export function stemActivity(verb: string): string {
  return verb
    .toLowerCase()
    .replace(/^(?:majoring in)$/, 'studying')
    .replace(/ (?:up )?(?:for|on)$/, '');
}
