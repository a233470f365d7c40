/**
 * Reads facts that encyclopaedias state in a regular form: dates, places, years, amounts, countries.
 *
 * @module
 */
import { type CountryMention, countryMentions } from './countries.ts';
import { sentences } from './names.ts';
import type { Profile } from './profile.ts';

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const month = '(January|February|March|April|May|June|July|August|September|October|November|December)';
const dateForms = [
  String.raw`(\d{1,2})\s+${month},?\s+(\d{3,4})`,
  String.raw`${month}\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{3,4})`,
  String.raw`${month}\s+(\d{4})`,
  String.raw`\b(1\d{3}|20\d{2})\b`,
];
const datePattern = new RegExp(dateForms.join('|'), 'gi');
const decadePattern = new RegExp(
  [...dateForms.slice(0, -1), String.raw`\b(1\d{3}|20\d{2})s?\b`].join('|'),
  'gi',
);

export interface DateFact {
  readonly text: string;
  /** Sort key: year, then month, then day. */
  readonly value: number;
  readonly year: number;
  readonly index: number;
}

/** Returns all dates of a text, in order. Years without a month count, and decades ("the 1950s") if asked for. */
export function dates(text: string, decades = false): DateFact[] {
  return [...text.matchAll(decades ? decadePattern : datePattern)].map((match) => {
    const [year, name, day] = match[3]
      ? [match[3], match[2], match[1]]
      : match[6]
        ? [match[6], match[4], match[5]]
        : match[8]
          ? [match[8], match[7], '0']
          : [match[9]!, '', '0'];
    const value =
      Number(year) * 10_000 + (name ? months.indexOf(name.toLowerCase()) + 1 : 0) * 100 + Number(day);
    return { text: match[0].replace(/\s+/g, ' '), value, year: Number(year), index: match.index };
  });
}

export interface Life {
  readonly birth?: DateFact;
  readonly death?: DateFact;
}

/** Returns a date of birth or death: from the brackets after a name, or else beside "born" or "died". */
export function life(profile: Profile): Life {
  const opening = /\(([^()]*(?:\([^()]*\)[^()]*)*)\)/.exec(profile.text.slice(0, 500))?.[1] ?? '';
  const found: { birth?: DateFact; death?: DateFact } = {};
  const span = /\s[–—-]\s?|–|—|\bdied\b/.exec(opening);
  if (dates(opening).length > 0) {
    const [before, after] = span
      ? [opening.slice(0, span.index), opening.slice(span.index)]
      : /\bdied\b|^\s*d\./.test(opening)
        ? ['', opening]
        : [opening, ''];
    const [birth, death] = [dates(before)[0], dates(after)[0]];
    if (birth) found.birth = birth;
    if (death) found.death = death;
  }
  const birth = found.birth ?? dateAfter(profile.text, /\bborn\b/i);
  const death =
    found.death ?? dateAfter(profile.text, /\b(?:died|death|dies|killed|executed|assassinated)\b/i);
  return { ...(birth ? { birth } : {}), ...(death ? { death } : {}) };
}

/** Returns the first date shortly after a cue, or else the last one before it in the sentence. */
export function dateAfter(text: string, cue: RegExp, decades = false): DateFact | undefined {
  for (const sentence of sentences(text)) {
    const at = cue.exec(sentence);
    if (!at) continue;
    const all = dates(sentence, decades);
    const found =
      all.find((date) => date.index > at.index && date.index - at.index < 90) ??
      all.filter((date) => date.index < at.index).at(-1);
    if (found) return found;
  }
  return undefined;
}

/** Verbs that state a start, in groups of the same meaning. */
const STARTS = [
  'released|published|issued|premiered|aired|came out',
  'founded|established|formed|created|started|launched|introduced|incorporated|began|first appeared',
  'opened|built|completed|constructed',
  'born',
] as const;
const anyStart = new RegExp(String.raw`\b(?:${STARTS.slice(0, 3).join('|')}|is an?|was an?)\b`, 'i');
const startCues = STARTS.map((verbs) => new RegExp(String.raw`\b(?:${verbs})\b`, 'i'));

/** A date, and whether a verb beside it says what happened then. */
export interface StartFact extends DateFact {
  readonly stated: boolean;
}

/**
 * Returns the start of a work, a group or a place: beside a verb of the question or one that means the same, else
 * beside another verb, else the first date of the text.
 */
export function startDate(profile: Profile, question = ''): StartFact | undefined {
  const opening = firstSentences(profile, 3);
  const asked = startCues.filter((cue) => cue.test(question));
  const found =
    asked.map((cue) => dateAfter(opening, cue, true)).find((date) => date !== undefined) ??
    dateAfter(firstSentences(profile, 2), anyStart, true);
  if (found !== undefined) return { ...found, stated: true };
  const [first] = dates(profile.text, true);
  return first && { ...first, stated: false };
}

export function firstSentences(profile: Profile, count: number): string {
  return sentences(profile.text).slice(0, count).join(' ');
}

const capitalised = String.raw`\p{Lu}[\p{L}'’.-]*`;
const placeWords = String.raw`${capitalised}(?:\s+(?:(?:of|de|la|upon|on|del|am|da)\s+)*${capitalised})*`;
const wider = String.raw`(?:,\s+${capitalised}(?:\s+${capitalised})*)*`;
const settled = String.raw`(?:the\s+(?:city|town|village)\s+of\s+)?`;
const placePhrase = String.raw`\b(?:in|at|near|from)\s+${settled}(${placeWords}${wider})`;

/** Returns a place after a cue: "born ... in Lanark, Scotland" gives "Lanark". */
export function placeAfter(text: string, cue: RegExp, whole = false): string | undefined {
  const place = new RegExp(placePhrase, 'gu');
  for (const sentence of sentences(text)) {
    const at = cue.exec(sentence);
    if (!at) continue;
    for (const match of sentence.slice(at.index, at.index + 140).matchAll(place)) {
      const found = match[1]!.replace(/[.,]$/, '');
      if (months.includes(found.split(/[ ,]/)[0]!.toLowerCase())) continue;
      return whole ? found : found.split(',')[0]!;
    }
  }
  return undefined;
}

const placeName = new RegExp(String.raw`(?:\b(?:in|at|near)\s+|,\s*|\d{4}\s+)(${placeWords})`, 'gu');

/** Returns the place of birth or death in the brackets after a name: "(born 2 May 1950 in Clitheroe)". */
function bracketPlace(profile: Profile, end: 'birth' | 'death'): string | undefined {
  const opening = /\(([^()]*(?:\([^()]*\)[^()]*)*)\)/.exec(profile.text.slice(0, 500))?.[1] ?? '';
  if (!/\d{4}/.test(opening)) return undefined;
  const span = /\s?[–—]\s?|\s-\s?|-\s|\bdied\b/.exec(opening);
  const part =
    end === 'birth' ? opening.slice(0, span?.index ?? opening.length) : span ? opening.slice(span.index) : '';
  const from = dates(part)[0]?.index ?? -1;
  if (from < 0) return undefined;
  return [...part.slice(from).matchAll(placeName)]
    .map((match) => match[1]!)
    .find((found) => !months.includes(found.toLowerCase()));
}

export function birthPlace(profile: Profile): string | undefined {
  return (
    bracketPlace(profile, 'birth') ??
    placeAfter(profile.text, /\b(?:born|birth)\b/i) ??
    placeAfter(profile.text, /\b(?:native|originat\w+|hails?|raised|grew up)\b/i) ??
    placeAfter(firstSentences(profile, 1), /\bfrom\b/)
  );
}

export function deathPlace(profile: Profile): string | undefined {
  return (
    placeAfter(profile.text, /\b(?:died|death|killed|executed|suicide|assassinated|drowned|murdered)\b/i) ??
    bracketPlace(profile, 'death')
  );
}

/** Guesses a place of death from the last known place. */
export function lastPlace(profile: Profile): string | undefined {
  return (
    placeAfter(profile.text, /\b(?:buried|interred|moved to|lived|settled|later life)\b/i) ??
    birthPlace(profile)
  );
}

/** Returns the country of a text's subject: the first one that its opening mentions. */
export function country(profile: Profile): CountryMention | undefined {
  const opening = firstSentences(profile, 1).replace(/\([^)]*\)/g, (inside) => ' '.repeat(inside.length));
  const named = (text: string): CountryMention | undefined =>
    countryMentions(text).find((mention) => !isRegion(text, mention));
  return named(opening) ?? named(profile.text) ?? countryMentions(profile.title)[0];
}

/** Returns whether a country's name is part of the name of a region, such as "East Azerbaijan Province". */
function isRegion(text: string, { surface, index }: CountryMention): boolean {
  return (
    /\b(?:East|West|North|South|Eastern|Western|Northern|Southern|New|Gulf of|Sea of)\s$/.test(
      text.slice(0, index),
    ) || /^\s(?:Province|County|Region|District|Sea|Ocean|River)\b/.test(text.slice(index + surface.length))
  );
}

/** Returns the plain numbers of a text with their values. */
export function amounts(text: string): { text: string; value: number; index: number }[] {
  return [...text.matchAll(/\b\d{1,3}(?:,\d{3})+(?:\.\d+)?|\b\d+(?:\.\d+)?(?:\s+(?:million|billion))?/g)].map(
    (match) => {
      const scale = match[0].includes('billion') ? 1e9 : match[0].includes('million') ? 1e6 : 1;
      return {
        text: match[0],
        value: Number.parseFloat(match[0].replace(/,/g, '')) * scale,
        index: match.index,
      };
    },
  );
}
