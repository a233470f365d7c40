/**
 * Chooses the answer: by a rule if one applies, else the best stretch of evidence of the asked kind.
 *
 * @module
 */
import { bestCandidate } from './candidates.ts';
import { compare } from './comparison.ts';
import { countryAnswer } from './countries.ts';
import { birthPlace, country, deathPlace, lastPlace, life, placeAfter } from './facts.ts';
import { coreTitle } from './names.ts';
import type { Profile, QuestionProfile } from './profile.ts';
import type { Ranked } from './relevance.ts';
import { roleWalk } from './roles.ts';
import type { AnswerRule, RuledAnswer } from './ruled-answer.ts';
import { namedSubjects, type Walked, walkRoles } from './subjects.ts';
import { fold } from './terms.ts';

/** Answers from ranked evidence. Returns an empty string if there is no answer. */
export function answerSpan(question: QuestionProfile, ranking: readonly Ranked[]): string {
  return findAnswer(question, ranking)?.text ?? '';
}

/** Answers from ranked evidence: by a rule if one applies, else with the best candidate, else with the best title. */
export function findAnswer(question: QuestionProfile, ranking: readonly Ranked[]): RuledAnswer | undefined {
  if (ranking.length === 0) return undefined;
  return (
    ruleAnswer(question, ranking) ??
    bestCandidate(question, ranking) ?? { text: coreTitle(ranking[0]!.profile.title), rule: 'title' }
  );
}

/** Answers by comparison, or by stated roles and facts, if the question has that form. */
export function ruleAnswer(question: QuestionProfile, ranking: readonly Ranked[]): RuledAnswer | undefined {
  return compare(question, ranking) ?? walkedAnswer(question, ranking);
}

/** Answers questions about stated roles and regular facts: "When was the director of X born?". */
function walkedAnswer(question: QuestionProfile, ranking: readonly Ranked[]): RuledAnswer | undefined {
  const roles = roleWalk(question.text);
  const walked = roles.length;
  const direct = isDirect(question.text);
  const attribute = attributes.find(([cue]) => cue.test(fold(question.text)));
  for (const { profile } of namedSubjects(question, ranking)) {
    const end = walkRoles(profile, roles, ranking);
    if (!end) continue;
    if (attribute) {
      const [, rule, read, guess] = attribute;
      const text = end.profile && read(end.profile);
      if (text) return { text, rule, walked, direct };
      const guessed = end.profile && guess?.(end.profile);
      if (guessed) return { text: guessed, rule: 'guess', walked, direct };
    } else if (walked > 0 && plainRole.test(fold(question.text)) && end.profile !== profile)
      return { text: titleOrName(end), rule: 'holder', walked, direct };
  }
  return undefined;
}

const asking =
  /^(?:when (?:was|did|is)|where (?:was|did|is)|(?:what|which) (?:is|was) the (?:date|place|cause|country|nationality)|what nationality|which country|why did|who (?:is|was|are))\b/;
const aside =
  /.\b(?:that|which|whose|where|who|whom|when)\b|\bin the (?:city|country|state|county|town|year)\b/;

/** Returns whether a question asks for a fact of a subject, without a clause about something else. */
function isDirect(question: string): boolean {
  const plain = fold(question).trim();
  const start = asking.exec(plain)?.[0];
  return start !== undefined && !aside.test(plain.slice(start.length));
}

const titleOrName = (end: Walked): string => (end.profile ? coreTitle(end.profile.title) : end.name);

/** The question asks only for the role's holder. */
const plainRole = /^who(?:'s| is| was| are)\b(?!.*\b(?:that|which|whose|where)\b)/;

const capitalised = String.raw`\p{Lu}[\p{L}.'’-]*`;
const causeCue =
  'died of|died from|cause of death was|complications (?:of|from)|due to|suffer(?:ed|ing) (?:from )?';
const causePattern = new RegExp(
  String.raw`\b(?:${causeCue})\s+(?:an?\s+)?([a-z][a-z' -]{2,40}?)(?=[,.;]| in | at | on | while | whilst | after | following | contracted | aged |$)`,
);
const school = '(?:University|College|School|Academy|Institute|Conservatory)';
const ofPlace = String.raw`(?:\s+(?:of|for|in)(?:\s+the)?(?:\s+\p{Lu}[\p{L}.]*)+)?`;
const schoolPattern = new RegExp(
  String.raw`\b(?:studied|graduated|educated|attended|degree)\b[^.]*?\b((?:${capitalised}\s+)*${school}${ofPlace})`,
  'u',
);
const prize = '(?:Award|Prize|Medal|Oscar)';
const awardPattern = new RegExp(
  String.raw`\b((?:${capitalised}\s+)+${prize}(?:\s+for(?:\s+(?:${capitalised}|in|of))+)?)`,
  'u',
);

type ReadFact = (profile: Profile) => string | undefined;

/** Finds the fact asked about the last subject of a walk. */
const attributes: readonly (readonly [RegExp, AnswerRule, ReadFact, guess?: ReadFact])[] = [
  [
    /\bwhen\b.*\bborn\b|\bdate of birth\b|\bbirthday\b|\bbirth date\b/,
    'birth-date',
    (profile) => life(profile).birth?.text,
  ],
  [/\bwhen\b.*\bdie[ds]?\b|\bdate of death\b/, 'death-date', (profile) => life(profile).death?.text],
  [/\bwhere\b.*\bborn\b|\bplace of birth\b|\bbirthplace\b/, 'birth-place', birthPlace],
  [/\bwhere\b.*\bdied?\b|\bplace of death\b/, 'death-place', deathPlace, lastPlace],
  [
    /\bwhere\b.*\bburied\b|\bplace of burial\b/,
    'burial-place',
    (profile) => placeAfter(profile.text, /\b(?:buried|interred|burial)\b/, true),
  ],
  [
    /\bwhich country\b|\bwhat country\b|\bnationality\b|\bwhat is the country\b/,
    'country',
    (profile) => {
      const found = country(profile);
      return found && countryAnswer(found);
    },
  ],
  [/\b(?:why did|cause of death)\b/, 'cause', (profile) => causePattern.exec(profile.text)?.[1]],
  [
    /\b(?:study|studied|graduate|graduated|educated)\b/,
    'school',
    (profile) => schoolPattern.exec(profile.text)?.[1],
  ],
  [/\baward\b/, 'award', (profile) => awardPattern.exec(profile.text)?.[1]],
];
