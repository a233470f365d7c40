/**
 * Reads what kind of thing a question asks for, and the noun it asks about.
 *
 * @module
 */
import { fold, isStopWord, stem } from './terms.ts';

export type Kind = 'date' | 'year' | 'place' | 'country' | 'person' | 'number' | 'thing';

const roleNouns =
  'actor|actress|singer|author|director|person|man|woman|player|writer|artist|president|musician|composer' +
  '|politician|king|queen|rapper|producer|lyricist|comedian|footballer';
const placeNouns =
  'city|town|state|county|village|place|province|district|region|location|borough|neighborhood|island|river';
const asked = (words: number, nouns: string): string =>
  String.raw`\b(?:what|which) (?:\w+ ){0,${words}}(?:${nouns})\b`;
const personPattern = new RegExp(String.raw`\bwho(?:m|se)?\b|${asked(3, roleNouns)}`);
const placePattern = new RegExp(String.raw`\bwhere\b|${asked(2, placeNouns)}`);

/** Returns the kind of answer, by the question word and the noun after it. */
export function questionKind(question: string): Kind {
  const lower = fold(question);
  if (
    /\b(?:what|which|in what|in which) (?:\w+ )?years?\b|\byear\b.*\?$/.test(lower) &&
    !/\bwho\b/.test(lower)
  )
    return 'year';
  if (
    /\bhow (?:many|much|long|old|far|tall|large|big|high|often)\b|\bpopulation\b|\bwhat number\b/.test(lower)
  )
    return 'number';
  if (/\bwhen\b|\b(?:what|which) (?:date|day|month)\b|\bdate of\b/.test(lower)) return 'date';
  if (/\b(?:what|which) (?:\w+ )?(?:country|nation|nationality)\b|\bnationality\b/.test(lower))
    return 'country';
  if (personPattern.test(lower)) return 'person';
  if (placePattern.test(lower)) return 'place';
  return 'thing';
}

const word = String.raw`[\w'’-]+`;
const notNoun = String.raw`(?:is|was|are|were|did|does|do|has|had|of|in|that|who|by|for|with|from)\b`;
const nounAfterQuestion = new RegExp(String.raw`\b(?:what|which)\s+((?:(?!${notNoun})${word}\s+){1,5})`, 'i');
const nounAfterVerb = new RegExp(
  String.raw`\b(?:what|which) (?:is|was|are|were) the (?:name of the |title of the )?` +
    String.raw`((?:${word}\s+){0,2}?${word})` +
    String.raw`(?:\s+(?:of|in|that|who|for|by|where|which|from|with)\b|\?|,)`,
  'i',
);

/** Returns the noun after the question word: "what 2016 blockbuster film" gives "film". */
export function headNoun(question: string): string | undefined {
  const match = nounAfterQuestion.exec(question);
  const noun = (match?.[1]?.trim() ?? nounAfterVerb.exec(question)?.[1])?.split(/\s+/).at(-1);
  return noun && !isStopWord(noun.toLowerCase()) ? stem(fold(noun)) : undefined;
}
