/**
 * Answers questions that compare two things: which of them, or yes or no.
 *
 * @module
 */
import { answerYesNo } from './answer-yes-no.ts';
import { amounts, country, life, startDate } from './facts.ts';
import { findSides, type Side } from './find-sides.ts';
import type { Profile, QuestionProfile } from './profile.ts';
import type { Ranked } from './relevance.ts';
import type { AnswerRule, RuledAnswer } from './ruled-answer.ts';
import { contentStems, fold, stem } from './terms.ts';

const yesNoStart = /^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b/i;

/** Returns whether a question asks for yes or no instead of one of two things. */
export const isYesNo = (question: string): boolean =>
  yesNoStart.test(question.trim()) &&
  !/\b(?:wh(?:at|ich|en|ere|om?)|how many)\b/i.test(question) &&
  !(/\bor\b/i.test(question) && !/\b(?:both|same|either)\b/i.test(question));

/** Answers a comparison. Returns `undefined` for other questions. */
export function compare(question: QuestionProfile, ranking: readonly Ranked[]): RuledAnswer | undefined {
  if (isYesNo(question.text)) return answerYesNo(question, findSides(question, ranking, true));
  if (!/\bor\b|\bout of\b|\bbetween\b|\bboth\b|\bcommon\b|,\s*[^,]+\s+and\s+/i.test(question.text))
    return undefined;
  const two = findSides(question, ranking, false);
  if (
    /\bor\b/i.test(question.text) ||
    /\b(?:older|younger|first|earlier|later|more|larger|longer)\b/i.test(question.text)
  )
    return two.length === 2 && two.every(isNamed) ? choose(question, two as [Side, Side]) : undefined;
  if (two.length === 2 && /\b(?:common|both|share)\b/i.test(question.text))
    return inCommon(question, two as [Side, Side]);
  return undefined;
}

/** If an option is longer, the question is not a comparison. */
const LONGEST_OPTION = 12;

const isNamed = ({ words, subject }: Side): boolean =>
  words.split(' ').length <= LONGEST_OPTION && (subject !== undefined || /\p{Lu}/u.test(words));

/** The deciding fact of one side, and whether the text states it plainly. */
interface Measured {
  readonly value: number;
  readonly stated: boolean;
}

type Measure = (side: Side) => Measured | undefined;

interface Criterion {
  readonly rule: AnswerRule;
  readonly measure: Measure;
  /** 1 if the smaller value wins, -1 if the larger one does. */
  readonly sign: 1 | -1;
}

/** Finds the deciding fact, and whether the smaller or the larger value wins. */
function findCriterion(text: string): Criterion | undefined {
  const lower = fold(text);
  const late =
    /\b(?:later|last|younger|youngest|newer|newest|more recent(?:ly)?|most recent(?:ly)?|latest|second)\b/.test(
      lower,
    );
  if (/\b(?:lived longer|longer life|longest life)\b/.test(lower))
    return { rule: 'lived', sign: -1, measure: ({ holder }) => toMeasured(lifetime(holder)) };
  // A text rarely says how long something lasted.
  if (/\b(?:last(?:ed)?|ran?|running) (?:for )?(?:a )?(?:longer|longest)\b|\blonger running\b/.test(lower))
    return undefined;
  if (/\b(?:died?|death|dead)\b/.test(lower))
    return {
      rule: 'died',
      sign: late ? -1 : 1,
      measure: ({ holder }) => toMeasured(holder && life(holder).death?.value),
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
      measure: ({ holder }) =>
        toMeasured(holder && life(holder).birth?.value) ?? (holder && startDate(holder)),
    };
  if (/\b(?:first|earlier|earliest|older|oldest|before|longer)\b/.test(lower) || late)
    return {
      rule: 'started',
      sign: late ? -1 : 1,
      measure: ({ subject }) => subject && startDate(subject, text),
    };
  if (
    /\b(?:more|most|larger|largest|bigger|higher|highest|taller|greater|longer|longest|fewer|less|smaller|lower)\b/.test(
      lower,
    )
  )
    return {
      rule: 'amount',
      sign: /\b(?:fewer|less|smaller|lower)\b/.test(lower) ? 1 : -1,
      measure: ({ subject }) => toMeasured(subject && largestAmount(subject, text)),
    };
  return undefined;
}

function toMeasured(value: number | undefined): Measured | undefined {
  return value === undefined ? undefined : { value, stated: true };
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
  const found = findCriterion(question.text);
  const [first, second] = [found?.measure(left), found?.measure(right)];
  if (found && first !== undefined && second !== undefined && first.value !== second.value) {
    const chosen = first.value * found.sign < second.value * found.sign ? left : right;
    return {
      text: chosen.words,
      rule: found.rule,
      stated: (Number(first.stated) + Number(second.stated)) / 2,
    };
  }
  const asked = new Set(question.weights.keys());
  for (const { subject } of [left, right]) for (const key of subject?.titleStems ?? []) asked.delete(key);
  const matched = ({ holder, subject }: Side): number =>
    [...asked].filter((key) => (holder ?? subject)?.stems.has(key)).length;
  const [ours, theirs] = [matched(left), matched(right)];
  const guessed = found !== undefined || ours === theirs || !left.subject || !right.subject;
  return { text: theirs > ours ? right.words : left.words, rule: guessed ? 'guess' : 'words' };
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
