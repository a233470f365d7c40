/** What kind of thing a question asks for, and the noun that it asks about. */
import { fold, isStopWord, stem } from './terms.ts';

export type Kind = 'date' | 'year' | 'place' | 'country' | 'person' | 'number' | 'thing';

/** What kind of thing a question asks for, by its question word and the noun after it. */
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
  if (
    /\bwho(?:m|se)?\b|\b(?:what|which) (?:\w+ ){0,3}(?:actor|actress|singer|author|director|person|man|woman|player|writer|artist|president|musician|composer|politician|king|queen|rapper|producer|lyricist|comedian|footballer)\b/.test(
      lower,
    )
  )
    return 'person';
  if (
    /\bwhere\b|\b(?:what|which) (?:\w+ ){0,2}(?:city|town|state|county|village|place|province|district|region|location|borough|neighborhood|island|river)\b/.test(
      lower,
    )
  )
    return 'place';
  return 'thing';
}

/** The noun that the question word stands before: "what 2016 blockbuster film" gives "film". */
export function headNoun(question: string): string | undefined {
  const match =
    /\b(?:what|which)\s+((?:(?!is\b|was\b|are\b|were\b|did\b|does\b|do\b|has\b|had\b|of\b|in\b|that\b|who\b|by\b|for\b|with\b|from\b)[\w'’-]+\s+){1,5})/i.exec(
      question,
    );
  const noun =
    match?.[1]?.trim().split(/\s+/).at(-1) ??
    /\b(?:what|which) (?:is|was|are|were) the (?:name of the |title of the )?((?:[\w'’-]+\s+){0,2}?[\w'’-]+)(?:\s+(?:of|in|that|who|for|by|where|which|from|with)\b|\?|,)/i
      .exec(question)?.[1]
      ?.split(/\s+/)
      .at(-1);
  return noun && !isStopWord(noun.toLowerCase()) ? stem(fold(noun)) : undefined;
}
