/**
 * Finds the facts and notes that a request to forget describes.
 *
 * @module
 */
import { findAskedAttributes } from './asked-attributes.ts';
import { listConcepts } from './concepts.ts';
import { type Fact, NOTE, type Speaker, type StoredFact } from './fact.ts';
import { findFacts } from './find-facts.ts';
import { findKin } from './kinship.ts';
import { isSameSubject } from './match-facts.ts';
import { matchPrivateTopic } from './private-topics.ts';
import { contentWords, coversWords } from './words.ts';

/** Returns whether a fact or a note is meant. */
export type TopicMatch = (fact: StoredFact, text: string) => boolean;

/** Finds the facts that "where I live", "my sister's name" or "that I like olives" describe. */
export function matchTopic(topic: string, who: Speaker): TopicMatch {
  const stated = findFacts(topic, who).flatMap(({ facts }) => facts);
  const subject = findSubject(topic, who);
  const attribute = FAMILY.test(topic) ? findAskedAttributes(`what ${topic}`)[0] : undefined;
  const words = contentWords(topic.replace(/^(?:where|what|who|how|when|which)\b/i, ''));
  const concepts = listConcepts(topic);
  return (fact, text) => {
    if (fact.attribute === NOTE) return coversWords(text, words) || coversTopic(text, concepts, topic);
    if (stated.length > 0) return stated.some((wanted) => isSameFact(wanted, fact));
    if (attribute !== undefined && fact.attribute === attribute) return isSameSubject(fact.subject, subject);
    if (attribute !== undefined && /^(?:where|what|who|how|when)\b/i.test(topic)) return false;
    return coversWords(`${text} ${fact.attribute} ${fact.subject}`, words);
  };
}

/**
 * Returns what a request to forget deletes, from the strictest reading to the loosest. The first that matches
 * anything applies: leaving a fact that the user wants gone is worse than deleting another one with it.
 */
export function matchForgotten(request: string, who: Speaker): readonly TopicMatch[] {
  const topics = splitTopics(request);
  const strict = topics.map((topic) => matchTopic(topic, who));
  const kinds = topics.map((topic) => matchKind(topic, who));
  const loose = topics.map((topic) => matchLoosely(topic, who));
  const matchAny =
    (matches: readonly TopicMatch[]): TopicMatch =>
    (fact, text) =>
      matches.some((match) => match(fact, text));
  return [matchAny([...strict, ...kinds]), matchAny(loose)];
}

/** "My address and my phone number" are two topics. */
function splitTopics(request: string): readonly string[] {
  return request
    .split(
      /\s*,?\s+(?:and|or|as well as|plus|und|et|y)\s+(?=(?:about |also )?(?:my|our|the|his|her|their|where|what|that|how|who)\b)/i,
    )
    .map((topic) =>
      topic
        .replace(/^(?:about|also) /i, '')
        .replace(ASIDE, '')
        .trim(),
    )
    .filter((topic) => topic !== '');
}

/** "The number that I gave you earlier". */
const ASIDE =
  /(?:,?\s+(?:that|which))?\s+(?:I|we)(?:'ve| have)? (?:just |already |once )?(?:told|gave|given|mentioned|said|shared|sent|wrote|typed|put)\b.*$|\s+(?:thing|stuff|situation|business|part|details?|info(?:rmation)?)$/i;

function findSubject(topic: string, { people }: Speaker): string {
  return findKin(topic) || (people.get(/^\p{Lu}\p{L}+/u.exec(topic)?.[0]?.toLowerCase() ?? '') ?? '');
}

/** Matches statements of the kind that the topic names, about the same person. */
function matchKind(topic: string, who: Speaker): TopicMatch {
  const isOwned = matchOwner(topic, who);
  const isOnTopic = matchPrivateTopic(topic);
  // A fact such as "The owner is Ann" may have lost the name of its subject.
  const bare = /^\p{Lu}[\p{L}-]+'s (.+)$/u.exec(topic)?.[1]?.toLowerCase();
  return (fact, text) =>
    (isOwned(fact, text) && isOnTopic(fact, text)) ||
    (bare !== undefined && fact.subject === '' && fact.attribute === `is ${bare}`);
}

/** Matches statements about the same person that share half of the topic's words, or their beginnings. */
function matchLoosely(topic: string, who: Speaker): TopicMatch {
  const isOwned = matchOwner(topic, who);
  // "Forget the camp, we're not going" is about a plan, not about memory.
  const words = /^the\b/i.test(topic) ? [] : contentWords(topic).filter((word) => !VAGUE.has(word));
  return (fact, text) => {
    if (words.length === 0 || !isOwned(fact, text)) return false;
    const own = contentWords(`${text} ${fact.attribute}`);
    const held = words.filter((word) => own.some((other) => shareStart(word, other)));
    return held.length * 2 >= words.length;
  };
}

const VAGUE = new Set(
  contentWords(
    "what where who how when that thing tell say mention know dass das ich mein meine habe hat bin der die den que qui je mon ma mes est suis j'ai mi mis yo es soy tengo la el los las le les un une una ein eine",
  ),
);

/** "Allergy" and "allergic" begin alike. */
function shareStart(word: string, other: string): boolean {
  return word === other || (word.length > 4 && other.length > 4 && word.slice(0, 5) === other.slice(0, 5));
}

/** Matches statements about the person whose topic it is: a relation, a name, or else the speaker. */
function matchOwner(topic: string, who: Speaker): TopicMatch {
  const subject = findSubject(topic, who);
  const name = /(?:^|\s)(\p{Lu}[\p{L}-]+)(?:'s|s')(?=\s)/u.exec(topic)?.[1]?.toLowerCase();
  if (subject !== '') {
    const names = [...who.people].filter(([, kin]) => kin === subject).map(([each]) => each);
    return (fact, text) =>
      isSameSubject(fact.subject, subject) ||
      [subject, ...names, ...(name === undefined ? [] : [name])].some((each) =>
        text.toLowerCase().includes(each),
      );
  }
  if (name !== undefined) return (_, text) => text.toLowerCase().includes(name);
  return (fact, text) => fact.subject === '' && (fact.attribute !== NOTE || findKin(text) === '');
}

/** "Gustav's home town" describes "Gustav has been living in Delft". Every name of the topic must occur. */
function coversTopic(text: string, concepts: readonly string[], topic: string): boolean {
  const own = new Set(listConcepts(text));
  const held = concepts.filter((concept) => own.has(concept));
  if (held.length === 0 || held.length < concepts.length / 2) return false;
  if (/^(?:my|our)\b/i.test(topic) && !/\b(?:I|I'm|I've|my|me|we|our)\b/i.test(text)) return false;
  const rare = concepts.filter((concept) => !concept.startsWith('='));
  return rare.every((concept) => own.has(concept));
}

/** Topics that name a family: "where I live", "my age", "my sister's job". */
const FAMILY =
  /^(?:where|what|who|how|when)\b|^(?:my|our)\s+(?:[\p{L}-]+'s\s+)?(?:home(?: ?town)?|job(?: title)?|name|age|address|employer|diet|weight|height|company|role|title|workplace|city|profession)$/iu;

function isSameFact(wanted: Fact, fact: StoredFact): boolean {
  if (wanted.subject !== fact.subject) return false;
  if (wanted.attribute !== '' && wanted.attribute !== fact.attribute) return false;
  return coversWords(fact.value, contentWords(wanted.value));
}
