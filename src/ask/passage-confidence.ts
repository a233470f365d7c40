/**
 * Confidence of answers from passages: a logistic regression that `scripts/fit-ask.ts` fits on training questions.
 *
 * @module
 */
import type { AnswerRule } from '../rules/ruled-answer.ts';
import { estimateProbability } from './estimate-probability.ts';
import type { PassageEvidence } from './passage-answer.ts';

/** Rules that are calibrated together. */
type RuleGroup =
  | 'compared'
  | 'nationality'
  | 'description'
  | 'words'
  | 'common'
  | 'dated'
  | 'placed'
  | 'country'
  | 'holder'
  | 'stated'
  | 'candidate'
  | 'guess';

const GROUPS: Readonly<Record<AnswerRule, RuleGroup>> = {
  born: 'compared',
  died: 'compared',
  lived: 'compared',
  started: 'compared',
  amount: 'words',
  words: 'words',
  nationality: 'nationality',
  occupation: 'description',
  'shared-place': 'guess',
  description: 'description',
  common: 'common',
  'birth-date': 'dated',
  'death-date': 'dated',
  'birth-place': 'placed',
  'death-place': 'placed',
  'burial-place': 'placed',
  country: 'country',
  cause: 'stated',
  school: 'stated',
  award: 'guess',
  holder: 'holder',
  candidate: 'candidate',
  title: 'guess',
  guess: 'guess',
};

/** Features of the sentence that count for answers from passages too. */
export interface SentenceFeatures {
  readonly said: number;
  readonly names: number;
  readonly certainty: number;
}

/** Returns the inputs of the regression. */
export function readInputs(
  { rule, ...evidence }: PassageEvidence,
  { said, names, certainty }: SentenceFeatures,
): Readonly<Record<string, number>> {
  const { direct, walked, yes, share, lead, unread, unsaid, repeated, clauses, words, stated, renamed } =
    evidence;
  const group = GROUPS[rule];
  const chosen = group === 'candidate' ? 1 : 0;
  const agrees = certainty > 0 ? 1 : 0;
  return {
    [group]: 1,
    agrees,
    clauses,
    words,
    repeated,
    names,
    renamed,
    ...(chosen === 1
      ? {
          share,
          logShare: Math.log(Math.max(0.01, share)),
          lead,
          'candidate:unsaid': unsaid,
          'candidate:said': said,
        }
      : {
          unread,
          'rule:unsaid': unsaid,
          walked,
          yes,
          direct,
          indirect: FACTS.has(group) ? 1 - direct : 0,
          ...(group === 'compared' ? { unclear: 1 - stated } : {}),
          ...(group === 'description' ? { misfit: 1 - stated } : {}),
        }),
  };
}

/** Groups whose answers a sentence states outright or only implies. */
const FACTS: ReadonlySet<RuleGroup> = new Set(['dated', 'placed', 'country', 'holder', 'stated']);

/** Minimum confidence to state an answer from passages. */
export const STATED_FROM_PASSAGES = 0.8;

/** Groups of which fewer than 80 % of the answers at this confidence are right on held-out training questions. */
const UNRELIABLE: ReadonlySet<RuleGroup> = new Set(['country', 'holder']);

/**
 * Returns whether an answer from passages may be stated at all. If the passage about it opens with another form of its
 * name, either form may be the expected one.
 */
export function mayState({ rule, renamed }: PassageEvidence): boolean {
  return renamed === 0 && !UNRELIABLE.has(GROUPS[rule]);
}

/** Weights of the inputs. Written by `scripts/fit-ask.ts`. */
const WEIGHTS: Readonly<Record<string, number>> = {
  agrees: 0.06,
  candidate: -0.47,
  'candidate:said': -0.01,
  'candidate:unsaid': -0.47,
  clauses: -1.22,
  common: -0.36,
  compared: 2.08,
  country: -0.3,
  dated: 1.02,
  description: 0.61,
  direct: 1.07,
  guess: -0.36,
  holder: -0.53,
  indirect: -1.01,
  lead: 0.51,
  logShare: 0.96,
  misfit: -0.37,
  names: 0.51,
  nationality: 2.54,
  placed: 0.0,
  renamed: -0.18,
  repeated: -0.24,
  'rule:unsaid': 0.43,
  share: 0.15,
  stated: 0.54,
  unclear: -0.36,
  unread: -1.14,
  walked: 0.35,
  words: 0.77,
  yes: 0.68,
};

/** Estimates the probability that an answer from passages is right. */
export function estimatePassage(evidence: PassageEvidence, sentence: SentenceFeatures): number {
  return estimateProbability(WEIGHTS, readInputs(evidence, sentence));
}
