/**
 * `findFacts`: finds the facts in one person's text.
 *
 * @module
 */
import { type Clause, splitClauses } from './clauses.ts';
import type { Fact, Speaker } from './fact.ts';
import { canMean, isKin, splitKinName } from './kinship.ts';
import { findNamedFact } from './named-facts.ts';
import { readPredicate, toFact, toNameFact } from './read-predicate.ts';
import { readHead } from './relation-readers.ts';
import { readValue } from './value.ts';

/** A clause and its facts. A clause without facts may become a note. */
export interface ReadClause {
  readonly clause: Clause;
  readonly facts: readonly Fact[];
}

/** Finds the facts in every clause of a text. */
export function findFacts(text: string, who: Speaker): readonly ReadClause[] {
  return readClauses(splitClauses(text), who);
}

/** Finds facts in clauses, in order. A pronoun refers to the last person named. */
export function readClauses(clauses: readonly Clause[], who: Speaker): readonly ReadClause[] {
  let person: string | undefined;
  return clauses.map((clause) => {
    if (clause.question) return { clause, facts: [] };
    const found = readClause(clause, who, person);
    person = found.person ?? person;
    return { clause, facts: found.facts };
  });
}

interface Found {
  readonly facts: readonly Fact[];
  readonly person?: string;
}

const NOTHING: Found = { facts: [] };

function readClause(clause: Clause, who: Speaker, person: string | undefined): Found {
  const { text } = clause;
  if (/^(?:if|whether|suppose|imagine|unless|what if|I wish|let us say)\b/i.test(text)) return NOTHING;
  if (OPINION.test(text)) return NOTHING;
  const labelled = /^(?:(?:my|our) )?(?:(?:new|updated|current)\s+)((?:[\p{L}-]+ ?){1,3}):\s*(\S.*)$/iu.exec(
    text,
  );
  if (labelled)
    return readClause({ ...clause, changed: true, text: `my ${labelled[1]} is ${labelled[2]}` }, who, person);
  const named = findNamedFact(clause, who);
  if (named !== undefined) return { facts: [named] };
  const own = /^(?:I|we)\s+(.+)$/iu.exec(text);
  if (own) return { facts: readPredicate(own[1]!, '', clause, who) };
  const called =
    /^(?:call me|you can call me|name is|the name is|people call me|everyone calls me|friends call me)\s+(.+)$/iu.exec(
      text,
    );
  if (called) return { facts: readPredicate(`go by ${called[1]!}`, '', clause, who) };
  const moved =
    /^(?:they|he|she|(?:my|our|the) [\p{L} ]{2,25}?|\p{Lu}\p{L}+)\s+(?:have |has |just )*(?:put|moved|switched|transferred|assigned|shifted|promoted)\s+me\s+(?:on|to|onto|into)\s+(.+)$/iu.exec(
      text,
    );
  if (moved) return { facts: readSwap(readValue(moved[1]!), clause, who) };
  const pronoun = /^(he|she|they)\s+(.+)$/i.exec(text);
  if (pronoun) {
    const people = person === undefined ? who.recent : [person, ...who.recent];
    const meant = people.find((candidate) => canMean(pronoun[1]!, candidate));
    return { facts: meant === undefined ? [] : readPredicate(pronoun[2]!, meant, clause, who) };
  }
  const owned = /^(his|her|their)\s+(.+)$/i.exec(text);
  if (owned) {
    const pronoun = /^his$/i.test(owned[1]!) ? 'he' : /^her$/i.test(owned[1]!) ? 'she' : 'they';
    const people = person === undefined ? who.recent : [person, ...who.recent];
    const meant = people.find((candidate) => canMean(pronoun, candidate));
    const stated =
      meant === undefined ? undefined : findNamedFact({ ...clause, text: `my ${meant}'s ${owned[2]}` }, who);
    return { facts: stated === undefined ? [] : [stated] };
  }
  return readPossessive(clause, who) ?? readNamed(clause, who) ?? NOTHING;
}

/** "My mother says we'll be back together": what others say is not a fact. */
const OPINION =
  /^(?:(?:my|our) )?[\p{L}' -]{2,40}? (?:thinks|reckons|claims|believes|insists|swears|says (?!hi|hello)|keeps (?:saying|telling))\b/iu;

const PREDICATE_START =
  '(?:now|just|also|still|finally|recently|really|actually|currently|already|always|only|no longer|never)\\s+|(?:is|are|was|has|have|had|lives?|works?|moved|got|changed|went|goes|plays?|likes?|loves?|hates?|prefers?|studies|speaks?|drives?|started|joined|left|quit|turned|turns|weighs?|became|married|comes?|bought|adopted|owns?|uses?|wears?|takes?|eats?|drinks?|retired|does|did|can|will|used)\\b';

const POSSESSIVE = new RegExp(
  `^(?:my|our)\\s+((?:[\\p{L}\\p{N}'&-]+,?\\s+){1,5}?)(?=${PREDICATE_START})(.+)$`,
  'iu',
);

/** "They put me on day shifts": replaces the fact with the same noun, or becomes a note. */
function readSwap(value: string, clause: Clause, who: Speaker): readonly Fact[] {
  if (readHead(value) === '') return [];
  const swap = { attribute: 'do work', value, predicate: `works ${value}`, single: false };
  return [{ ...toFact(swap, 'add', '', who), changed: clause.changed || true, swap: true }];
}

/** "my sister Eva lives in Graz": about a person or an animal of the speaker. */
function readPossessive(clause: Clause, who: Speaker): Found | undefined {
  const match = POSSESSIVE.exec(clause.text);
  if (match === null) return undefined;
  const phrase = match[1]!.trim().replace(/,$/, '');
  const kin = splitKinName(phrase);
  const subject = kin?.kin ?? phrase.toLowerCase();
  if (kin === undefined && !isKin(phrase)) return undefined;
  const facts = readPredicate(match[2]!, subject, clause, who);
  return {
    person: subject,
    facts: kin === undefined ? facts : [toNameFact(kin.kin, kin.name, who), ...facts],
  };
}

/** "Eva is my sister", "Eva moved to Graz" after the sister's name is known. */
function readNamed(clause: Clause, who: Speaker): Found | undefined {
  const introduced = /^(\p{Lu}[\p{L}'-]+) is (?:my|our) (.+)$/u.exec(clause.text);
  if (introduced && isKin(readValue(introduced[2]!))) {
    const subject = readValue(introduced[2]!).toLowerCase();
    return { person: subject, facts: [toNameFact(subject, introduced[1]!, who)] };
  }
  const match = /^(\p{Lu}[\p{L}'-]+)\s+(.+)$/u.exec(clause.text);
  const subject = match && who.people.get(match[1]!.toLowerCase());
  if (!match || subject === null || subject === undefined) return undefined;
  return { person: subject, facts: readPredicate(match[2]!, subject, clause, who) };
}
