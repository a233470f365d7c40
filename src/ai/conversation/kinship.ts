/**
 * Nouns for a speaker's people and animals: "my sister", "our dog".
 *
 * @module
 */
const NOUNS =
  'sister|brother|sibling|twin|wife|husband|spouse|partner|girlfriend|boyfriend|fiancée?|ex|mum|mom|mother|dad|father|parents?|' +
  'son|daughter|kid|child|baby|stepson|stepdaughter|cousin|aunt|uncle|niece|nephew|grandma|grandmother|grandpa|grandfather|' +
  'grandson|granddaughter|mother-in-law|father-in-law|sister-in-law|brother-in-law|friend|bestie|roommate|flatmate|housemate|' +
  'neighbou?r|boss|manager|supervisor|colleague|coworker|co-worker|assistant|mentor|teacher|tutor|coach|trainer|doctor|gp|' +
  'dentist|therapist|lawyer|accountant|landlord|landlady|nanny|dog|puppy|cat|kitten|hamster|rabbit|bunny|bird|parrot|horse|' +
  'pony|fish|turtle|tortoise|snake|pet|guinea pig';

const ENDS_WITH_KIN = new RegExp(`(?:^|\\s)(?:${NOUNS})$`, 'i');
const KIN_AND_NAME = new RegExp(`^((?:[\\p{Ll}-]+ ){0,2}?(?:${NOUNS})),? (\\p{Lu}[\\p{L}'-]+)$`, 'u');

/** Returns whether a noun phrase means a person or an animal: "best friend", "older sister". */
export function isKin(phrase: string): boolean {
  return ENDS_WITH_KIN.test(phrase);
}

/** Splits "sister Eva" into the relation and the name. */
export function splitKinName(phrase: string): { readonly kin: string; readonly name: string } | undefined {
  const match = KIN_AND_NAME.exec(phrase);
  return match ? { kin: match[1]!.toLowerCase(), name: match[2]! } : undefined;
}

const FEMALE = /(?:sister|wife|girlfriend|mum|mom|mother|daughter|aunt|niece|grandma|landlady|nanny)\b/i;
const MALE = /(?:brother|husband|boyfriend|dad|father|son|uncle|nephew|grandpa|landlord)\b/i;

/** Returns whether "he", "she" or "they" can refer to the person. */
export function canMean(pronoun: string, kin: string): boolean {
  if (/^he$/i.test(pronoun)) return !FEMALE.test(kin);
  return /^she$/i.test(pronoun) ? !MALE.test(kin) : true;
}

const OWN_KIN = new RegExp(`\\b(?:my|our)\\s+((?:[\\p{Ll}-]+\\s+){0,2}?(?:${NOUNS}))\\b`, 'iu');

/** Returns the person in a phrase such as "my sister". Empty for the speaker. */
export function findKin(phrase: string): string {
  return OWN_KIN.exec(phrase)?.[1]?.toLowerCase() ?? '';
}
