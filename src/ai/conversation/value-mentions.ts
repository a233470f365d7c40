/**
 * Finds the values that a sentence states: figures with units, dates, times, sums and names.
 *
 * @module
 */
import { stemWord } from './words.ts';

/** A value in a text. Only values of one type can replace each other. */
export interface ValueMention {
  /** `date`, `time`, `money`, `percent`, `name`, or `count` with a unit. */
  readonly type: string;
  readonly value: string;
  /** Stems of the words after a count, the unit among them. */
  readonly units: readonly string[];
  /** The words around it. */
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
  `(?<![\\w.:/-])(\\d[\\d,]*(?:\\.\\d+)?|${WORDS.join('|')})\\s?-?([a-z]{1,3}\\b)?((?:[\\s/-]+[\\p{L}]+){0,3})`,
  'giu',
);

/** Capitalised words inside a sentence, codes and channels. */
const NAME =
  /(?<=[\p{L}\p{N},:;)]\s+)(?:\p{Lu}[\p{L}\p{N}'&.-]*(?:\s+\p{Lu}[\p{L}\p{N}'&-]*)*)|#[\w-]+|\b[\p{L}]+-?\d{3,}\b|\b\d{3,}[\s-]\d{3,}\b/gu;

/** Characters of context on each side. */
const REACH = 70;

/** Returns the values in a text, in order of their types. */
export function findValues(text: string): readonly ValueMention[] {
  let rest = text;
  const found: ValueMention[] = [];
  const add = (type: string, value: string, at: number, units: readonly string[] = []): void => {
    const context = text.slice(Math.max(0, at - REACH), at + value.length + REACH);
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
  for (const match of rest.matchAll(NAME)) {
    if (!/^(?:I|I'm|I've|I'd|I'll)\b/.test(match[0])) add('name', match[0], match.index);
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
