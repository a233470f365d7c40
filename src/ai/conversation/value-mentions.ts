/**
 * Finds the values that a sentence states: figures with units, dates, times, sums and names.
 *
 * @module
 */
import { rememberResults } from './remember-results.ts';
import { stemWord } from './words.ts';

/** A value in a text. Only values of one type can replace each other. */
export interface ValueMention {
  /** `date`, `time`, `money`, `percent`, `code`, `name`, `subject` (a name that owns a value), or `count`. */
  readonly type: string;
  readonly value: string;
  /** Stems of the words after a count, the unit among them. */
  readonly units: readonly string[];
  /** The words around it, in the same sentence. */
  readonly context: string;
}

const MONTH = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*';

const PATTERNS: readonly (readonly [type: string, pattern: RegExp])[] = [
  [
    'money',
    /(?:[$€£]\s?\d[\d,.]*\d|[$€£]\s?\d)(?:\s?(?:k|m|million|thousand)\b)?|\b\d[\d,.]*\s?(?:dollars|euros|pounds|usd|eur)\b/gi,
  ],
  ['percent', /\b\d+(?:\.\d+)?\s?(?:%|per ?cent)/gi],
  [
    'date',
    new RegExp(
      `\\b${MONTH}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s+\\d{4})?\\b|\\b\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?${MONTH}(?:,?\\s+\\d{4})?\\b|\\b\\d{4}-\\d{2}-\\d{2}\\b|\\b(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: the \\d+\\w*)?\\b`,
      'gi',
    ),
  ],
  ['time', /\b\d{1,2}:\d{2}(?:\s?[ap]\.?m\b)?|\b\d{1,2}\s?[ap]\.?m\b/gi],
];

const WORDS = 'two three four five six seven eight nine ten eleven twelve fifteen twenty thirty'.split(' ');

const COUNT = new RegExp(
  `(?<![\\w.:/-])(\\d[\\d,]*(?:\\.\\d+)?|${WORDS.join('|')})(?:\\s?-?([a-z]{1,3})\\b)?((?:[\\s/-]+[\\p{L}]+){0,3})`,
  'giu',
);

/** Capitalised words inside a sentence, full names at its start, codes and channels. */
const NAME =
  /(?<=[\p{L}\p{N},:;)]\s+)(?:\p{Lu}[\p{L}\p{N}'&.-]*(?:\s+\p{Lu}[\p{L}\p{N}'&-]*)*)|^\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+)+|\b[\p{L}]+-?\d{3,}\b|\b\d{3,}[\s-]\d{3,}\b/gu;

const NO_NAME =
  /^(?:I|I'm|I've|I'd|I'll|The|An?|We|My|Our|In|On|At|For|Can|Could|Please|Why|What|How|Is|Are|Do|It)$/;

const CODE = /#[\w-]+|\broom \p{Lu}\d+\b/giu;

/** Characters of context on each side. */
const REACH = 70;

/** Returns the values in a text, in order of their types. */
export const findValues: (text: string) => readonly ValueMention[] = rememberResults(readValues, 4096);

function readValues(text: string): readonly ValueMention[] {
  let rest = text;
  const found: ValueMention[] = [];
  const add = (type: string, value: string, at: number, units: readonly string[] = []): void => {
    const before = text.slice(Math.max(0, at - REACH), at).replace(/^.*[.!?]\s/s, '');
    const after = text.slice(at + value.length, at + value.length + REACH).replace(/[.!?](?:\s.*)?$/s, '');
    const context = before + text.slice(at, at + value.length) + after;
    found.push({ type, value: normaliseValue(value), units, context });
  };
  for (const [type, pattern] of PATTERNS) {
    rest = rest.replace(pattern, (value, ...more: unknown[]) => {
      add(type, value, more.find((each) => typeof each === 'number') ?? 0);
      // The same length, so that places stay what they are in the text.
      return ';'.repeat(value.length);
    });
  }
  for (const match of rest.matchAll(COUNT)) {
    const [, figure, unit = '', after = ''] = match;
    const units = [unit, ...after.split(/[\s/-]+/)].filter((word) => word !== '');
    if (units.length > 0)
      add(
        'count',
        figure!,
        match.index,
        units.map((word) => stemWord(word.toLowerCase())),
      );
  }
  rest = rest.replace(CODE, (value, at: number) => {
    add('code', value, at);
    return ';'.repeat(value.length);
  });
  for (const match of rest.matchAll(NAME)) {
    if (NO_NAME.test(match[0])) continue;
    // "the owner of Falcon", "Falcon's owner": the name is the subject, not the value.
    const isSubject =
      /'s$/.test(match[0]) || /\b(?:of|(?<!\bwork(?:s|ed|ing)? )for)\s+$/i.test(rest.slice(0, match.index));
    add(isSubject ? 'subject' : 'name', match[0].replace(/'s$/, ''), match.index);
  }
  return found;
}

function normaliseValue(value: string): string {
  return value
    .toLowerCase()
    .replace(/(\d)(?:st|nd|rd|th)\b/g, '$1')
    .replace(/[,\s]+/g, ' ')
    .replace(/\.$/, '')
    .trim();
}
