/**
 * Lists the values that a short text states with type and owner, so that values of two texts can be compared.
 *
 * @module
 */
import { listConcepts } from './concepts.ts';
import { OLD_VALUE_MARK } from './old-value-mark.ts';
import { rememberResults } from './remember-results.ts';
import { OPENER } from './supersede.ts';
import { stemWord } from './words.ts';

/** What a value can be about. */
export interface Subjects {
  /** Names in its sentence, in lower case. */
  readonly names: readonly string[];
  /** Whether the sentence begins with a name or is about a person named before. */
  readonly leads: boolean;
  /** Whether the text is about the speaker. */
  readonly speaker: boolean;
}

/** A value in a text. Only values of one type and unit can replace each other. */
export interface StatedValue {
  /** `money`, `percent`, `date`, `time`, `phone`, `address`, `code`, `count`, `place` or `name`. */
  readonly type: string;
  /** The value as written. */
  readonly text: string;
  /** Its offset in the text. */
  readonly at: number;
  /** The value without spelling differences: "ten" and "10" are equal. */
  readonly key: string;
  /** The thing that is counted or numbered, such as `room` or `guest`. Empty if the text does not name it. */
  readonly unit: string;
  /** The words after a count: "11 trestle tables" counts tables, too. */
  readonly counted: readonly string[];
  subjects(): Subjects;
  /** Its part of the sentence. */
  readonly context: string;
  /** Its part between commas. */
  readonly clause: string;
  /** Concepts of the context, without those of the value. */
  concepts(): ReadonlySet<string>;
}

const NUMBERS = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, value) => [word, String(value)] as const),
);

const MONTH =
  '(?:january?|february?|jan|feb|mar(?:ch|s|zo)?|apr(?:il)?|abril|avril|ma[iy]o?|june?|juin|juni|junio|july?|juli|julio|juillet|aug(?:ust)?|agosto|août|sept?(?:ember|embre|iembre)?|oct(?:ober|obre|ubre)?|oktober|nov(?:ember|embre|iembre)?|dec(?:ember)?|dezember|décembre|diciembre|januar|februar|märz|janvier|février|enero|febrero)';
const COUNTED = `\\d[\\d,]*(?:\\.\\d+)?|${[...NUMBERS.keys()].slice(2).join('|')}`;

const PATTERNS: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['skip', OLD_VALUE_MARK],
  ['skip', /https?:\/\/\S+|\bv?\d+(?:\.\d+){2,}\b|\((?:the week )?(?:before |after )?[^()]*\d{4}\)/gi],
  [
    'money',
    /[$€£]\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:k|m|million|thousand)\b)?|\b\d[\d,]*(?:\.\d+)?\s?(?:dollars|euros|pounds|usd|eur|quid)\b/gi,
  ],
  ['percent', /\b\d+(?:\.\d+)?\s?(?:%|per ?cent)/gi],
  ['phone', /(?<![\w.])\+?\d[\d()]*(?:[\s-]\d{2,}){1,4}(?![\w%])|\b0\d{8,}\b/g],
  [
    'date',
    new RegExp(
      `\\b${MONTH}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s+\\d{4})?\\b|\\b(?:the )?\\d{1,2}(?:st|nd|rd|th|\\.)?\\s+(?:of\\s+)?${MONTH}(?:,?\\s+\\d{4})?\\b|\\b\\d{4}-\\d{2}-\\d{2}\\b|(?<!day )\\bthe \\d{1,2}(?:st|nd|rd|th)\\b|\\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\\b(?: the \\d{1,2}(?:st|nd|rd|th))?|(?<=\\b(?:in|until|till|til|by|early|late|mid|of|around|for|since)[ -])${MONTH}\\b(?! \\d)|\\b(?:(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|lunes|martes|miércoles|jueves|viernes|sábados?|domingos?)\\b|\\b(?:halloween|christmas(?: eve| day)?|easter|new year's(?: eve| day)?|thanksgiving)\\b`,
      'gi',
    ),
  ],
  [
    'time',
    /\b\d{1,2}:\d{2}(?:\s?[ap]\.?m\b)?|\b\d{1,2}\s?[ap]\.?m\b|\b(?:half|quarter) (?:past |to )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|(?<=\bat )(?:[1-9]|1[0-2]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?! \p{L})/giu,
  ],
  [
    'address',
    /(?<![\d.,:])\b\d{1,4}[a-z]? (?:\p{Lu}[\p{L}'-]+ ){1,3}?(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Row|Drive|Court|Way|Place|Square|Terrace|Crescent|Gardens|Grove|Hill|Park|Mews|Walk|Quay|Boulevard|Blvd)\b\.?(?:(?:, | in )\p{Lu}[\p{L}-]+)*/gu,
  ],
  [
    'code',
    /#[\w-]+|\b(?:room|section|plot|year|grade|gate|seat|unit|flat|floor|ext(?:ension)?|platform|class|level|locker|desk|bus|table|locker|pitch|berth|track|lane|bay|stand|version) [A-Za-z]?\d+[A-Za-z]?\b/gi,
  ],
  [
    'code',
    /(?<=\bI'm (?:now )?)\d+[a-z]\b|\b\d{1,3}[A-Z]\b|(?<![\d.,:/-])(?!(?:19|20)\d\d\b)\d{4,6}\b(?![.,:/-]?\d)(?!\s+\p{L})/gu,
  ],
];

const COUNT = new RegExp(
  `(?<![\\w.:/-])(${COUNTED})(?:\\s?-?([a-z]{1,4})\\b)?((?:[\\s/-]+[\\p{L}]+){0,3})`,
  'giu',
);

/** A number at the end of a clause: "so it is fourteen now", "has reached 165". */
const BARE = new RegExp(
  `(?<=\\b(?:is|it's|are|was|now|reached|to|hit|at|'s)\\s+(?:now\\s+|up to\\s+)?)(${COUNTED})(?=\\s*(?:[.,;!?]|now\\b|$))`,
  'giu',
);

const PLACE =
  /\b(?:in|at|to|near|outside|booked|visiting|for|so)\s+(?:the\s+|an?\s+|our\s+)?(\p{Lu}[\p{L}'&-]+(?:\s+(?:&\s+)?\p{Lu}[\p{L}'&-]+)*)/gu;

const NO_PLACE =
  /^(?:I|I'm|I've|The|An?|We|My|Our|God|Python|January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b/;

/** Returns the values in a text. */
export const listStatedValues: (text: string) => readonly StatedValue[] = rememberResults(
  findStatedValues,
  2048,
);

function findStatedValues(text: string): readonly StatedValue[] {
  const found: StatedValue[] = [];
  let rest = text;
  for (const [type, pattern] of PATTERNS) {
    rest = rest.replace(pattern, (value: string, ...more: unknown[]) => {
      const at = more.find((each) => typeof each === 'number') ?? 0;
      if (type !== 'skip') found.push(toValue(type, value, at, text));
      // Keeps the length, so that offsets stay valid.
      return ';'.repeat(value.length);
    });
  }
  for (const match of rest.matchAll(BARE))
    found.push(toValue('count', match[1]!, match.index, text, findCounted(text, match.index)));
  for (const match of rest.matchAll(COUNT)) {
    const [, figure, unit = '', after = ''] = match;
    const units = [unit, ...after.split(/[\s/-]+/)].filter((word) => word !== '' && !EMPTY_UNIT.test(word));
    if (units.length > 0) {
      const [noun] = listConcepts(units.at(0)!);
      const counted = units.flatMap((word) => listConcepts(word).map(nameUnit));
      found.push(
        toValue('count', figure!, match.index, text, nameUnit(noun ?? stemWord(units[0]!)), counted),
      );
    }
  }
  for (const match of rest.matchAll(PLACE))
    if (!NO_PLACE.test(match[1]!))
      found.push(toValue('place', match[1]!, match.index + match[0].length - match[1]!.length, text));
  for (const match of text.matchAll(NAME))
    if (!/'s$|^\d/.test(match[0]) && !NO_PLACE.test(match[0]) && !NO_SUBJECT.test(match[0]))
      found.push(toValue('name', match[0], match.index, text));
  return found;
}

/** "The number of guests … has grown to 40": what a bare number counts, or `''`. */
function findCounted(text: string, at: number): string {
  const counted = /^.*\bnumber of (\p{Ll}+)/isu.exec(text.slice(0, at))?.[1];
  return counted === undefined ? '' : (listConcepts(counted)[0] ?? '');
}

const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    kilo: 'kg',
    kilogram: 'kg',
    kgs: 'kg',
    pound: 'lb',
    lbs: 'lb',
    gram: 'g',
    hr: 'hour',
    hrs: 'hour',
  })
    .concat(Object.entries({ min: 'minute', mins: 'minute', sec: 'second', secs: 'second', milligram: 'mg' }))
    .concat(
      Object.entries({
        kilometre: 'km',
        kilometer: 'km',
        kms: 'km',
        mile: 'mi',
        miles: 'mi',
        yr: 'year',
        wk: 'week',
      }),
    ),
);

function nameUnit(unit: string): string {
  return UNITS.get(unit) ?? unit;
}

/** Names inside a sentence, or at its start before a verb. */
const NAME =
  /(?<=[\p{L}\p{N},:;)]\s+)\p{Lu}[\p{L}\p{N}'&-]*\p{L}(?:\s+(?:& )?\p{Lu}[\p{L}'&-]*\p{L})*(?!'s)|(?<=^|[.!?] )\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+)*(?= (?:is|was|has|owns?|leads?|runs?|replaced|took|manages|\p{Ll}+s|\p{Ll}+ed) )/gu;

const EMPTY_UNIT = /^(?:of|the|and|or|in|at|on|to|for|now|more|other|new|with|by|is|are|was|so|but|tops)$/i;

/** Characters of context on each side. */
const REACH = 90;

function toValue(
  type: string,
  value: string,
  at: number,
  text: string,
  unit = '',
  counted: readonly string[] = [],
): StatedValue {
  const lower = value.toLowerCase();
  const end = at + value.length;
  const before = text.slice(wholeWords(text, at - REACH, 1), at).replace(/^.*[.!?]\s/s, '');
  const after = text.slice(end, wholeWords(text, end + REACH, -1)).replace(/[.!?]\s.*$/s, '');
  const context = before + value + after;
  let subjects: Subjects | undefined;
  let concepts: ReadonlySet<string> | undefined;
  return {
    type,
    text: value,
    at,
    key: normalise(lower),
    unit: type === 'code' ? (/^[a-z]+(?= )/.exec(lower)?.[0] ?? '') : unit,
    counted,
    context,
    clause: `${/[^,;:.!?]*$/.exec(before)![0]}${value}${/^[^,;:.!?]*/.exec(after)![0]}`,
    subjects() {
      subjects ??= findSubjects(text, at, value);
      return subjects;
    },
    concepts() {
      if (concepts === undefined) {
        const own = new Set(listConcepts(value));
        concepts = new Set(listConcepts(context).filter((concept) => !own.has(concept)));
      }
      return concepts;
    },
  };
}

/** Moves an offset to the next blank, so that no word is cut. */
function wholeWords(text: string, at: number, step: 1 | -1): number {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  let place = at;
  while (place > 0 && place < text.length && text[place] !== ' ') place += step;
  return place;
}

function normalise(value: string): string {
  return value
    .replace(/^the /, '')
    .replace(/(\d)(?:st|nd|rd|th)\b/g, '$1')
    .replace(/[,\s]+/g, ' ')
    .split(' ')
    .map((word) => NUMBERS.get(word) ?? word)
    .join(' ')
    .trim();
}

/** Finds the names in the sentence of a value. A sentence about "she" or "it" is about what was named before. */
function findSubjects(text: string, at: number, value: string): Subjects {
  const before = text.slice(0, at);
  const start = 1 + Math.max(...['.', '!', '?'].map((mark) => before.lastIndexOf(mark)));
  const end = at + value.length + Math.max(0, text.slice(at + value.length).search(/[.!?](?:\s|$)|$/));
  const speaker = /\b(?:my|our|I|me|I'm|I've|the user)\b/i.test(text);
  const own = listNames(text.slice(start, at) + text.slice(at + value.length, end));
  if (own.names.length > 0) return { ...own, speaker };
  if (/^\W*(?:and )?(?:he|she|they|his|her|their|it|that|this)(?:'s)?\b/i.test(text.slice(start))) {
    const { names } = listNames(text.slice(0, start));
    return { names, leads: names.length > 0, speaker };
  }
  return { ...own, speaker };
}

function listNames(sentence: string): Omit<Subjects, 'speaker'> {
  const plain = sentence.trim().replace(/^The user's (?=\p{Lu})/u, '');
  const first = LEADING_NAME.exec(plain)?.[1];
  const leads = first !== undefined && isSubject(first);
  const inside: readonly string[] =
    plain.match(/(?<=[\p{L},;:] )(?<!\b(?:in|at|from|to|near|that|because) )\p{Lu}[\p{L}\p{N}-]+/gu) ?? [];
  const names = [...(leads ? [first] : []), ...inside.filter(isSubject)];
  return { leads, names: names.map((name) => name.replace(/'s$/, '').toLowerCase()) };
}

const LEADING_NAME =
  /^(\p{Lu}[\p{L}\p{N}-]+?)(?:'s (?=\p{L})| (?=(?:is|has|was|had|will|went|took|left|got|gave|\p{Ll}{2,}(?:s|ed))\b)|,? and )/u;

function isSubject(name: string): boolean {
  return !NO_SUBJECT.test(name) && !OPENER.test(name);
}

const NO_SUBJECT: RegExp =
  /^(?:News|User|Forgot|Remember|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Am|Got|Had|Been|Moved|Started|Upgraded|From|Next|Last|Every|Sold|Budget|Dinner|Holiday|Hotel|Cottage|Caterer|[AP]M|Change|Section|Room)$/;
