/**
 * Answers yes-or-no questions about two things.
 *
 * @module
 */
import { countryMentions } from './countries.ts';
import { country } from './facts.ts';
import type { Side } from './find-sides.ts';
import { coreTitle } from './names.ts';
import type { QuestionProfile } from './profile.ts';
import type { AnswerRule, RuledAnswer } from './ruled-answer.ts';
import { contentStems, fold, singularStems, stem, tokens } from './terms.ts';

/** Answers yes or no: the same country, occupation or place, or a description that fits both. */
export function answerYesNo(question: QuestionProfile, two: readonly Side[]): RuledAnswer {
  const [left, right] = two;
  const text = fold(question.text);
  const known = [left, right].every((one) => (one?.holder ?? one?.subject) !== undefined);
  const say = (yes: boolean, rule: AnswerRule): RuledAnswer => ({
    text: yes ? 'yes' : 'no',
    rule: known ? rule : 'guess',
  });
  if (/\bsame\b|\bshare\b/.test(text)) {
    if (/\b(?:nationality|country|nation)\b/.test(text)) {
      const [ours, theirs] = [left, right].map((one) => one?.holder && country(one.holder)?.country);
      return say(ours !== undefined && ours === theirs, ours && theirs ? 'nationality' : 'guess');
    }
    if (/\b(?:profession|occupation|job|career)\b/.test(text))
      return say(sameOpening(left, right), 'occupation');
    const region = /\bsame (?:\w+ ){0,2}?(province|county|district|region|prefecture|borough)\b/.exec(
      text,
    )?.[1];
    if (region !== undefined) return say(shareRegion(region, left, right), 'shared-place');
    if (/\b(?:city|state|place|town|year|continent)\b/.test(text))
      return say(sharedPlace(left, right), 'shared-place');
  }
  const described = describe(question, two);
  const fits = [left, right].map((one) => measureFit(described, one));
  const yes = fits.every((fit) => fit > LEAST_FIT);
  const compared = /\b(?:before|after|than|first|same)\b/.test(text);
  return {
    ...say(yes, compared ? 'guess' : 'description'),
    stated: yes ? Math.min(...fits) : 1 - Math.min(...fits),
  };
}

/** Share of the description from which a text fits. */
const LEAST_FIT = 0.5;

/** What a question says of both sides. */
interface Description {
  /** Stems of each word. One of them must occur. */
  readonly words: readonly (readonly string[])[];
  readonly country?: string;
}

function describe(question: QuestionProfile, two: readonly Side[]): Description {
  const titles = two.map(({ subject }) => subject && coreTitle(subject.title));
  const rest = titles.reduce<string>((text, title) => cutOut(text, title), question.text);
  const used = new Set(
    two.flatMap(({ words }, place) =>
      cutOut(question.text, titles[place]) === question.text ? [...contentStems(words)] : [],
    ),
  );
  const [nation] = countryMentions(rest).filter(({ surface }) => !used.has(stem(fold(surface))));
  const named = new Set(nation === undefined ? [] : tokens(nation.surface).map(stem));
  const words = [...new Set(tokens(rest))]
    .filter((word) => question.weights.has(stem(word)))
    .map(singularStems)
    .filter((keys) => !keys.some((key) => used.has(key) || neutral.has(key) || named.has(key)))
    .filter((keys) => nation === undefined || !keys.some((key) => placing.has(key)));
  return { words, country: nation?.country };
}

function cutOut(text: string, title: string | undefined): string {
  const at = title === undefined ? -1 : text.toLowerCase().indexOf(title.toLowerCase());
  return at === -1 ? text : `${text.slice(0, at)} ${text.slice(at + title!.length)}`;
}

/** Returns the share of the description that the text of a side contains. Without the country, it is 0. */
function measureFit({ words, country: asked }: Description, one: Side | undefined): number {
  const profile = one?.holder ?? one?.subject;
  if (profile === undefined) return 0;
  if (asked !== undefined && !countryMentions(profile.text).some((mention) => mention.country === asked))
    return 0;
  if (words.length === 0) return 1;
  return words.filter((keys) => keys.some((key) => profile.stems.has(key))).length / words.length;
}

/** Words of yes-or-no questions that describe neither side. */
const neutral = new Set(
  ['both', 'same', 'type', 'kind', 'consider', 'people', 'person', 'share', 'be'].map(stem),
);

/** Words that say that something is in a country. An opening such as "a city in Japan" lacks them. */
const placing = new Set(['located', 'situated', 'based', 'found', 'native'].map(stem));

const opening = (one: Side | undefined): Set<string> =>
  contentStems(one?.subject?.text.split(/(?<=[a-z]{3,})\.\s/)[0] ?? '');

function sameOpening(left: Side | undefined, right: Side | undefined): boolean {
  const [first, second] = [opening(left), opening(right)];
  return [...first].some((key) => second.has(key) && !left?.subject?.titleStems.has(key));
}

function sharedPlace(left: Side | undefined, right: Side | undefined): boolean {
  const [first, second] = [left?.subject, right?.subject];
  if (!first || !second) return false;
  const names = new Set((first.text.match(/\p{Lu}[\p{L}]{3,}/gu) ?? []).map(fold));
  return (second.text.match(/\b(?:in|near|of|,)\s+\p{Lu}\p{L}{3,}/gu) ?? []).some((found) =>
    names.has(fold(found.replace(/^.*\s/, ''))),
  );
}

/** Returns whether two texts name the same region of a kind: "Jiangsu province". */
function shareRegion(kind: string, left: Side | undefined, right: Side | undefined): boolean {
  const noun = `(?:${kind}|${kind[0]!.toUpperCase()}${kind.slice(1)})`;
  const named = new RegExp(String.raw`(\p{Lu}[\p{L}-]+) ${noun}\b`, 'gu');
  const [first, second] = [left, right].map(
    (one) => new Set([...(one?.subject?.text ?? '').matchAll(named)].map((match) => fold(match[1]!))),
  );
  return [...first!].some((name) => second!.has(name));
}
