/**
 * Applies one statement to the draft of its speaker.
 *
 * @module
 */
import { findAskedAttributes } from './asked-attributes.ts';
import type { Clause } from './clauses.ts';
import type { Draft } from './draft.ts';
import { type Fact, NOTE, type Speaker, type StoredFact } from './fact.ts';
import { findFacts, readClauses } from './find-facts.ts';
import { findKin } from './kinship.ts';
import { isSameSubject } from './match-facts.ts';
import type { ForgetRequest } from './requests.ts';
import { readCorrection } from './requests.ts';
import { resolveDates } from './resolve-dates.ts';
import type { Statement } from './statements.ts';
import { contentWords, coversWords } from './words.ts';

export function applyStatement(draft: Draft, statement: Statement): void {
  const { speaker, label, said, source, request } = statement;
  const who: Speaker = { speaker, label, people: draft.people(), recent: draft.recentPeople() };
  if (request !== undefined) {
    forget(draft, request, who);
    return;
  }
  const origin = { said, sources: [source] };
  for (const { clause, facts } of readClauses(statement.clauses, who)) {
    // If a removal matches no fact, it may match a note. Past homes and jobs are not stored.
    const taken = facts.filter(
      (fact) => draft.state(dateFact(fact, said), origin) || PAST.has(fact.attribute),
    );
    if (taken.length > 0 || clause.question) continue;
    const correction = readCorrection(clause.text, clause.changed);
    if (correction && draft.correct(resolveDates(correction.value, said), correction.old, origin)) continue;
    if (isWorthNoting(clause, speaker)) draft.note(toNote(clause, who, said), origin);
  }
}

const PAST: ReadonlySet<string> = new Set(['home', 'employer', 'job', '']);

function dateFact(fact: Fact, said: string | undefined): Fact {
  if (!fact.attribute.startsWith('is ')) return fact;
  const value = resolveDates(fact.value, said);
  return value === fact.value ? fact : { ...fact, value, text: fact.text.replace(fact.value, () => value) };
}

/** Keeps personal statements. Drops requests, small talk and sentence fragments. */
function isWorthNoting({ text, asked }: Clause, speaker: string): boolean {
  const words = text.split(/\s+/);
  if (words.length > MOST_WORDS) return false;
  if (asked) return words.length >= 2;
  if (contentWords(text).length < 2 || words.length < 4) return false;
  if (/\bchanged my mind\b/i.test(text)) return false;
  if (speaker !== 'user') return true;
  if (
    /\byou(?:r|rs|rself)?\b/i.test(text) ||
    /^(?:if|let us|please|help|write|make|explain|fix)\b/i.test(text)
  )
    return false;
  if (
    /^(?:I|we)\s+(?:(?:just|also|really|only|still)\s+)*(?:want|need|would like|was wondering|am wondering|wonder|am trying|am looking|think|guess|mean|see|hope|do not know|am not sure|have to|got an? error|get an? error|can not|could|should)\b/i.test(
      text,
    )
  )
    return false;
  return /^(?:I|we|my|our)\b|\b(?:my|our)\s+\p{L}+|^(?:they|he|she|\p{Lu}\p{L}+)\s.*\bme\b/iu.test(text);
}

/** Word limits of a note. */
const MOST_WORDS = 40;

function toNote({ text }: Clause, { speaker, label }: Speaker, said: string | undefined): Fact {
  const value = resolveDates(text, said);
  return { speaker, subject: '', attribute: NOTE, value, text: `${label} said: "${value}"`, mode: 'add' };
}

function forget(draft: Draft, request: ForgetRequest, who: Speaker): void {
  if (request.what === 'last') draft.forgetLast();
  else if (request.what === 'everything') draft.forget(() => true);
  else draft.forget(matchTopic(request.topic, who));
}

/** Finds the facts that "where I live", "my sister's name" or "that I like olives" describe. */
function matchTopic(topic: string, who: Speaker): (fact: StoredFact, text: string) => boolean {
  const stated = findFacts(topic, who).flatMap(({ facts }) => facts);
  const subject =
    findKin(topic) || (who.people.get(/^\p{Lu}\p{L}+/u.exec(topic)?.[0]?.toLowerCase() ?? '') ?? '');
  const attribute = FAMILY.test(topic) ? findAskedAttributes(`what ${topic}`)[0] : undefined;
  const words = contentWords(topic.replace(/^(?:where|what|who|how|when|which)\b/i, ''));
  return (fact, text) => {
    if (stated.length > 0) return stated.some((wanted) => sameFact(wanted, fact));
    if (attribute !== undefined && fact.attribute === attribute) return isSameSubject(fact.subject, subject);
    if (attribute !== undefined && /^(?:where|what|who|how|when)\b/i.test(topic)) return false;
    return coversWords(`${text} ${fact.attribute} ${fact.subject}`, words);
  };
}

/** Topics that name a family: "where I live", "my age", "my sister's job". */
const FAMILY =
  /^(?:where|what|who|how|when)\b|^(?:my|our)\s+(?:[\p{L}-]+'s\s+)?(?:home|job|name|age|address|employer|diet|weight|height|company|role|title|workplace|city|profession)$/iu;

function sameFact(wanted: Fact, fact: StoredFact): boolean {
  if (wanted.subject !== fact.subject) return false;
  if (wanted.attribute !== '' && wanted.attribute !== fact.attribute) return false;
  return coversWords(fact.value, contentWords(wanted.value));
}
