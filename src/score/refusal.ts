/**
 * Detects answers that decline to answer.
 *
 * @module
 */
/** Phrases that decline to answer. They are matched against the whole answer in lower case. */
const REFUSALS: readonly RegExp[] = [
  /\b(?:no|not enough|insufficient) (?:information|evidence|answer|mention|memory|memories|record|data)\b/,
  /\bno ?answer\b/,
  /\b(?:is|are|was|were|isn't|aren't|wasn't|weren't)? ?(?:not|never|n't) (?:\w+ )?(?:mentioned|stated|specified|discussed|known|provided|given|available|answerable)\b/,
  /\b(?:do not|don't|does not|doesn't|did not|didn't) (?:\w+ )?(?:know|mention|say|state|specify|contain|remember)\b/,
  /\b(?:cannot|can't|can not|could not|couldn't|unable to) (?:be )?(?:\w+ )?(?:answer|answered|determine|determined|tell|say|know|known|find|found)\b/,
  /^(?:unknown|unanswerable|none|n\/a|undefined)\W*$/,
];

/**
 * Returns whether an answer declines in words ("not mentioned", "no information available", "unknown"). An empty or
 * missing answer does not. It matches English phrases only. For long answers, a judge is more accurate.
 *
 * @example isRefusal('It is not mentioned in the conversation.') // true
 */
export function isRefusal(answer: string | null): boolean {
  const plain = (answer ?? '').toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();
  return REFUSALS.some((refusal) => refusal.test(plain));
}
