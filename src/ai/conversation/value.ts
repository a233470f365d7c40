/**
 * Extracts a value from the rest of a clause.
 *
 * @module
 */

/** Patterns that end a value. */
const TAIL =
  /(?:,?\s+(?:and|but|so|because|since|which|who|while|where|though|although|if|unless|until|now|right now|these days|nowadays|at the moment|currently|again|too|as well|also|instead|any ?more|by the way|btw|actually|lol|haha|thanks|please|tbh|already|finally|officially|originally|after all|for (?:years|ages|months|weeks|a while|(?:\d+|two|three|four|five|ten) (?:years|months|weeks))|as of (?:now|today)|from now on|for now|you know|I think|I guess|to be honest|not (?:in|at|for|on|the|a|an)?\s*\p{L}[^,]*)(?=[\s,.!]|$).*|\s*[,(].*)$/iu;

/** A start time, which is not part of a place, a company or a thing. */
const SINCE =
  /\s+(?:since|last|a (?:few )?(?:day|week|month|year)s? ago|(?:\d+|two|three|four|five|six|several|a couple of|a few) (?:days|weeks|months|years) (?:ago|now)|this (?:week|weekend|month|year|morning|spring|summer|autumn|fall|winter)|yesterday|today|in (?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d{4})?|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b.*$/i;

/** Returns the value at the start of a text, without asides and times. */
export function readValue(text: string): string {
  return trimValue(cutTail(text).replace(SINCE, ''));
}

/** Returns the value at the start of a text, time included, for plans with dates. */
export function readTimedValue(text: string): string {
  return trimValue(cutTail(text));
}

/** Returns the value before a preposition that begins a detail: "Porto with my sister" gives "Porto". */
export function readPlace(text: string): string {
  const place = readValue(text).replace(/\s+(?:with|for|near|close to|because of|to be|as)\s.*$/i, '');
  return /^(?:there|here|home|it|this|that)$/i.test(place) ? '' : place;
}

function cutTail(text: string): string {
  let value = text.trim();
  for (let before = ''; before !== value; ) {
    before = value;
    // A number or a place may continue after a comma: "12 Elm Street, Leeds", "1,200 euros".
    value = /^[^,]*\d[^,]*,\s*[\p{Lu}\d]/u.test(value)
      ? value.replace(/\s+(?:but|so|because|since|now|any ?more)\b.*$/i, '')
      : value.replace(TAIL, '');
  }
  return value;
}

function trimValue(value: string): string {
  return value
    .replace(/^["'(\s]+|["')\s,.!:;]+$/g, '')
    .replace(/^(?:now|actually|just|really|still|currently|also)\s+/i, '');
}
