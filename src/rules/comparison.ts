/**
 * Answers questions that compare two things: which of them, or yes or no.
 *
 * @module
 */
import { countryMentions } from './countries.ts';
import { amounts, country, life, startDate } from './facts.ts';
import { coreTitle } from './names.ts';
import type { Profile, QuestionProfile } from './profile.ts';
import type { Ranked } from './relevance.ts';
import type { AnswerRule, RuledAnswer } from './ruled-answer.ts';
import { namedSubjects, type Subject, subjectByName, walkRoles } from './subjects.ts';
import { contentStems, flatten, fold, singularStems, stem, tokens } from './terms.ts';

/** One side of a comparison: its words in the question and the text about it. */
export interface Side {
  readonly words: string;
  readonly subject?: Profile;
  /** The text with the fact: the subject's, its director's, and so on. */
  readonly holder?: Profile;
}

const yesNoStart = /^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b/i;

/** Returns whether a question asks for yes or no instead of one of two things. */
export const isYesNo = (question: string): boolean =>
  yesNoStart.test(question.trim()) &&
  !/\b(?:wh(?:at|ich|en|ere|om?)|how many)\b/i.test(question) &&
  !(/\bor\b/i.test(question) && !/\b(?:both|same|either)\b/i.test(question));

/** Answers a comparison. Returns `undefined` for other questions. */
export function compare(question: QuestionProfile, ranking: readonly Ranked[]): RuledAnswer | undefined {
  if (isYesNo(question.text)) return judge(question, sides(question, ranking, true));
  if (!/\bor\b|\bout of\b|\bbetween\b|\bboth\b|\bcommon\b|,\s*[^,]+\s+and\s+/i.test(question.text))
    return undefined;
  const two = sides(question, ranking, false);
  if (
    /\bor\b/i.test(question.text) ||
    /\b(?:older|younger|first|earlier|later|more|larger|longer)\b/i.test(question.text)
  )
    return two.length === 2 ? choose(question, two as [Side, Side]) : undefined;
  if (two.length === 2 && /\b(?:common|both|share)\b/i.test(question.text))
    return inCommon(question, two as [Side, Side]);
  return undefined;
}

function sides(question: QuestionProfile, ranking: readonly Ranked[], withAnd: boolean): Side[] {
  const role = /\bdirectors?\b/i.test(question.text)
    ? 'director'
    : /\bcomposers?\b/i.test(question.text)
      ? 'composer'
      : /\bperformers?\b/i.test(question.text)
        ? 'performer'
        : undefined;
  const words = optionWords(question.text, withAnd);
  const subjects = namedSubjects(question, ranking);
  const made = words.map((one): Side => {
    const subject =
      subjects.find((other) => flatten(one).includes(flatten(coreTitle(other.profile.title)))) ??
      findSubject(one, ranking);
    return side(one, subject, role, ranking);
  });
  if (made.filter((one) => one.subject).length === 2) return made;
  if (subjects.length >= 2)
    return fromSubjects(question, subjects).map((one) => side(one.words, one.subject, role, ranking));
  return made;
}

function side(
  words: string,
  subject: Profile | Subject | undefined,
  role: string | undefined,
  ranking: readonly Ranked[],
): Side {
  const profile = subject && 'profile' in subject ? subject.profile : subject;
  if (!profile) return { words };
  const reached = role ? walkRoles(profile, [role], ranking)?.profile : undefined;
  const work = role !== undefined && !/\(\s*(?:born|b\.|[^()]*\d{4}\s*[–-])/.test(profile.text.slice(0, 200));
  const holder = work ? reached : profile;
  return { words, subject: profile, ...(holder ? { holder } : {}) };
}

function findSubject(words: string, ranking: readonly Ranked[]): Profile | undefined {
  const flat = flatten(words);
  return (
    ranking.find(({ profile }) => profile.forms.includes(flat))?.profile ?? subjectByName(words, ranking)
  );
}

function fromSubjects(
  question: QuestionProfile,
  subjects: readonly Subject[],
): { words: string; subject: Profile }[] {
  const lastTwo = subjects.slice(-2);
  return lastTwo.map(({ profile }) => ({
    words: surfaceIn(question.text, coreTitle(profile.title)),
    subject: profile,
  }));
}

const surfaceIn = (text: string, title: string): string => {
  const at = fold(text).indexOf(fold(title));
  return at < 0 ? title : text.slice(at, at + title.length);
};

const leading =
  'is|are|was|were|between|both|do|does|did|have|has|first|earlier|later|older|younger|films?|directors? of|from|of';
const beforeOption = new RegExp(
  String.raw`^.*(?:,|\?|first:|\bout of|\b(?:${leading}))\s+(?=["'“]?[\p{Lu}\p{N}])`,
  'u',
);
const inName = String.raw`(?:(?:of|the|de|la|and|in|a|on|to|&)\s+){0,2}`;
const lastName = new RegExp(
  String.raw`(?:[Tt]he\s+)?["'“]?\p{Lu}[^\s]*(?:\s+${inName}["'“(]?[\p{Lu}\p{N}][^\s]*)*$`,
  'u',
);
const trailing =
  'born|both|founded|formed|released|published|have|has|had|share|are|is|was|were|the same|from|located' +
  '|considered|established|die|died|come|came|first|earlier|later|of the same|based|who|that|which' +
  '|in the same|originally|types?|members?|happen(?:ed)?|occur(?:red)?|made|created|built|opened|start(?:ed)?';
const afterOption = new RegExp(String.raw`\s*,?\s+(?:${trailing})\b.*$`, 'u');

/** Returns the two options in the question's words: around the last "or" (or "and"). */
export function optionWords(question: string, withAnd: boolean): string[] {
  const clean = question.trim().replace(/[?\s]+$/, '');
  const splits = [...clean.matchAll(withAnd ? /\s+(?:and|or)\s+/gi : /\s+or\s+/gi)];
  const match = splits.at(-1) ?? (withAnd ? undefined : [...clean.matchAll(/\s+and\s+/gi)].at(-1));
  if (!match) return [];
  let left = clean.slice(0, match.index);
  let right = clean.slice(match.index + match[0].length);
  const cut = beforeOption.exec(left.replace(/,\s*$/, ''));
  if (cut) left = left.slice(cut[0].length);
  if (left.split(/\s+/).length > 7) left = lastName.exec(left)?.[0] ?? left;
  right = right
    .replace(afterOption, '')
    .replace(/^(?:director|performer|composer) of (?:the )?(?:film|song|movie)\s+/i, '');
  return [left, right].map((one) => trimOption(one));
}

const trimOption = (words: string): string =>
  words
    .replace(/^(?:both|the films?|films?|film|either)\s+/i, '')
    .replace(
      /^(?:(?:Is|Are|Was|Were|Did|Does|Do|Has|Have)|(?:Which|What)(?:\s+\p{Ll}+){0,2})\s+(?=["'“]?\p{Lu})/u,
      '',
    )
    .replace(/^["'“,]+|["'”,]+$/g, '')
    .trim();

type Measure = (side: Side) => number | undefined;

interface Criterion {
  readonly rule: AnswerRule;
  readonly measure: Measure;
  /** 1 if the smaller value wins, -1 if the larger one does. */
  readonly sign: 1 | -1;
}

/** Finds the deciding fact, and whether the smaller or the larger value wins. */
function criterion(text: string): Criterion | undefined {
  const lower = fold(text);
  const late =
    /\b(?:later|last|younger|youngest|newer|newest|more recent(?:ly)?|most recent(?:ly)?|latest|second)\b/.test(
      lower,
    );
  if (/\b(?:lived longer|longer life|longest life)\b/.test(lower))
    return { rule: 'lived', sign: -1, measure: ({ holder }) => lifetime(holder) };
  if (/\b(?:died?|death|dead)\b/.test(lower))
    return {
      rule: 'died',
      sign: late ? -1 : 1,
      measure: ({ holder }) => holder && life(holder).death?.value,
    };
  if (
    /\b(?:older|oldest|younger|youngest|elder|born)\b/.test(lower) &&
    !/\b(?:older|oldest) (?:film|band|magazine|school|university|college|company|building|newspaper|album|song)/.test(
      lower,
    )
  )
    return {
      rule: 'born',
      sign: late ? -1 : 1,
      measure: ({ holder }) => holder && (life(holder).birth?.value ?? startDate(holder)?.value),
    };
  if (/\b(?:first|earlier|earliest|older|oldest|before|longer)\b/.test(lower) || late)
    return {
      rule: 'started',
      sign: late ? -1 : 1,
      measure: ({ subject }) => subject && startDate(subject)?.value,
    };
  if (
    /\b(?:more|most|larger|largest|bigger|higher|highest|taller|greater|longer|longest|fewer|less|smaller|lower)\b/.test(
      lower,
    )
  )
    return {
      rule: 'amount',
      sign: /\b(?:fewer|less|smaller|lower)\b/.test(lower) ? 1 : -1,
      measure: ({ subject }) => subject && largestAmount(subject, text),
    };
  return undefined;
}

function lifetime(profile: Profile | undefined): number | undefined {
  if (!profile) return undefined;
  const { birth, death } = life(profile);
  return birth && death ? death.value - birth.value : undefined;
}

/** Returns the amount in the sentence that matches the question best. */
function largestAmount(profile: Profile, question: string): number | undefined {
  const asked = contentStems(question);
  const scored = profile.text.split(/(?<=[.;])\s+/).flatMap((sentence) => {
    const stems = contentStems(sentence);
    const shared = [...asked].filter((key) => stems.has(key)).length;
    return amounts(sentence)
      .filter(({ value }) => value < 1000 || value > 2100)
      .map(({ value }) => ({ value, shared }));
  });
  return scored.sort((left, right) => right.shared - left.shared || right.value - left.value)[0]?.value;
}

function choose(question: QuestionProfile, [left, right]: [Side, Side]): RuledAnswer {
  const found = criterion(question.text);
  const [first, second] = [found?.measure(left), found?.measure(right)];
  if (found && first !== undefined && second !== undefined && first !== second)
    return { text: first * found.sign < second * found.sign ? left.words : right.words, rule: found.rule };
  const asked = new Set(question.weights.keys());
  for (const { subject } of [left, right]) for (const key of subject?.titleStems ?? []) asked.delete(key);
  const matched = ({ holder, subject }: Side): number =>
    [...asked].filter((key) => (holder ?? subject)?.stems.has(key)).length;
  const [ours, theirs] = [matched(left), matched(right)];
  const guessed = found !== undefined || ours === theirs || !left.subject || !right.subject;
  return { text: theirs > ours ? right.words : left.words, rule: guessed ? 'guess' : 'words' };
}

/** Answers yes or no: the same country, or a description that fits both. */
function judge(question: QuestionProfile, two: readonly Side[]): RuledAnswer {
  const [left, right] = two;
  const text = fold(question.text);
  const known = [left, right].every((one) => (one?.holder ?? one?.subject) !== undefined);
  const say = (yes: boolean, rule: AnswerRule): RuledAnswer => ({
    text: yes ? 'yes' : 'no',
    rule: known ? rule : 'guess',
  });
  if (/\bsame\b/.test(text) || /\bshare\b/.test(text)) {
    if (/\b(?:nationality|country|nation)\b/.test(text)) {
      const [ours, theirs] = [left, right].map((one) => one?.holder && country(one.holder)?.country);
      return say(ours !== undefined && ours === theirs, ours && theirs ? 'nationality' : 'guess');
    }
    if (/\b(?:profession|occupation|job|career)\b/.test(text))
      return say(sameOpening(left, right), 'occupation');
    if (/\b(?:city|state|county|place|town|year|continent)\b/.test(text))
      return say(sharedPlace(left, right), 'shared-place');
  }
  const used = new Set(
    [left, right].flatMap((one) => [...(one?.subject?.titleStems ?? contentStems(one?.words ?? ''))]),
  );
  const asked = [...new Set(tokens(question.text))]
    .filter((word) => question.weights.has(stem(word)))
    .map(singularStems)
    .filter((keys) => !keys.some((key) => used.has(key) || neutral.has(key)));
  const nations = countryMentions(question.text).filter(({ surface }) => !used.has(stem(fold(surface))));
  const fits = (one: Side | undefined): boolean => {
    const profile = one?.holder ?? one?.subject;
    if (!profile) return false;
    if (
      nations.length > 0 &&
      !countryMentions(profile.text).some(({ country: own }) => own === nations[0]!.country)
    )
      return false;
    const content = asked.filter(
      (keys) => !nations.some(({ surface }) => keys.includes(stem(fold(surface)))),
    );
    const held = content.filter((keys) => keys.some((key) => profile.stems.has(key)));
    return content.length === 0 || held.length / content.length > 0.5;
  };
  return say(
    fits(left) && fits(right),
    /\b(?:before|after|than|first)\b/.test(text) ? 'guess' : 'description',
  );
}

/** Words of yes-or-no questions that describe neither side. */
const neutral = new Set(
  ['both', 'same', 'type', 'kind', 'consider', 'people', 'person', 'share', 'be'].map(stem),
);

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

/** Finds a common description of two things: the last words that both openings share. */
function inCommon(question: QuestionProfile, [left, right]: [Side, Side]): RuledAnswer | undefined {
  const description = (profile: Profile | undefined): string =>
    /\b(?:is|was|are|were)\s+(?:an?|the|one of the)\s+([^.;]+)/.exec(profile?.text ?? '')?.[1] ?? '';
  const [first, second] = [description(left.subject), description(right.subject)];
  if (/\b(?:nationality|country)\b/i.test(question.text))
    return toCommon(left.subject && country(left.subject)?.surface);
  const theirs = contentStems(second);
  const shared = first
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}-]/gu, ''))
    .filter((word) => word && theirs.has(stem(fold(word))) && !question.weights.has(stem(fold(word))));
  const distinct = [...new Set(shared)].filter(
    (word) => !/^(?:genus|family|species|type|kind)$/.test(word) && !/^(?:an?|the|of|in|and)$/.test(word),
  );
  return toCommon(distinct.length > 0 ? distinct.slice(0, 2).join(' ') : undefined);
}

const toCommon = (text: string | undefined): RuledAnswer | undefined =>
  text === undefined ? undefined : { text, rule: 'common' };
