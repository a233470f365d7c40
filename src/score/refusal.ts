/** Ways of saying that the question cannot be answered; tested against the whole answer in small letters. */
const REFUSALS: readonly RegExp[] = [
  /\b(?:no|not enough|insufficient) (?:information|evidence|answer|mention|memory|memories|record|data)\b/,
  /\bno ?answer\b/,
  /\b(?:is|are|was|were|isn't|aren't|wasn't|weren't)? ?(?:not|never|n't) (?:\w+ )?(?:mentioned|stated|specified|discussed|known|provided|given|available|answerable)\b/,
  /\b(?:do not|don't|does not|doesn't|did not|didn't) (?:\w+ )?(?:know|mention|say|state|specify|contain|remember)\b/,
  /\b(?:cannot|can't|can not|could not|couldn't|unable to) (?:be )?(?:\w+ )?(?:answer|answered|determine|determined|tell|say|know|known|find|found)\b/,
  /^(?:unknown|unanswerable|none|n\/a|undefined)\W*$/,
];

/**
 * Whether an answer says in words that there is none ("not mentioned", "no information available",
 * "unknown"). An empty answer and none at all say nothing.
 *
 * A rule, not a reader: it knows English phrases. Where answers are long, a judge is the better measure.
 *
 * @example isRefusal('It is not mentioned in the conversation.') // true
 */
export function isRefusal(answer: string | null): boolean {
  const plain = (answer ?? '').toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();
  return REFUSALS.some((refusal) => refusal.test(plain));
}
