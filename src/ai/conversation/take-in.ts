/**
 * Applies one statement to the draft of its speaker.
 *
 * @module
 */
import type { EntryId } from '../../memory/entry.ts';
import { writeDigests } from './digest.ts';
import type { Draft } from './draft.ts';
import { type Fact, NOTE, type Speaker } from './fact.ts';
import { readClauses } from './find-facts.ts';
import type { ForgetRequest } from './forget-request.ts';
import { matchForgotten, matchTopic } from './match-topic.ts';
import { readCorrection, readRetraction } from './requests.ts';
import { resolveDates } from './resolve-dates.ts';
import type { Statement } from './statements.ts';
import { contentWords } from './words.ts';

export function applyStatement(draft: Draft, statement: Statement, near: ReadonlySet<EntryId>): void {
  const { speaker, label, said, source, request } = statement;
  const who: Speaker = { speaker, label, people: draft.people(), recent: draft.recentPeople() };
  if (request !== undefined) {
    forget(draft, request, who);
    return;
  }
  const origin = { said, sources: [source], near };
  const spoken = speaker !== 'user';
  /** What no fact took, by sentence. A sentence without any fact stays whole. */
  const left = new Map<string, { taken: boolean; readonly clauses: string[] }>();
  for (const { clause, facts } of readClauses(statement.clauses, who)) {
    const sentence = left.get(clause.sentence) ?? { taken: false, clauses: [] };
    left.set(clause.sentence, sentence);
    const topic = readRetraction(clause.sentence);
    if (topic !== undefined) {
      sentence.taken = true;
      if (draft.retract(matchTopic(topic, who), origin)) continue;
    }
    // If a removal matches no fact, it may match a note. Past homes and jobs are not stored.
    const taken = (isShort(clause.sentence, speaker) ? facts : []).filter(
      (fact) => draft.state(dateFact(fact, said), origin) || PAST.has(fact.attribute),
    );
    const correction =
      taken.length > 0 || clause.question || !isShort(clause.sentence, speaker)
        ? undefined
        : readCorrection(clause.text, clause.changed);
    if (
      taken.length > 0 ||
      (correction && draft.correct(resolveDates(correction.value, said), correction.old, origin))
    ) {
      sentence.taken = true;
      const added = taken.filter(({ mode }) => mode !== 'remove');
      if (!spoken && added.length > 0 && leavesMuch(clause.text, added)) sentence.clauses.push(clause.text);
      continue;
    }
    if (clause.asked) {
      draft.note(toNote(clause.text, who, said), origin);
      sentence.taken = true;
    } else sentence.clauses.push(clause.text);
  }
  const pieces = [...left].flatMap(([sentence, { taken, clauses }]) =>
    taken
      ? clauses.filter((clause) => isWorthNoting(clause, speaker))
      : isWorthKeeping(sentence, speaker)
        ? [sentence]
        : [],
  );
  for (const digest of writeDigests(pieces, spoken)) draft.note(toNote(digest, who, said), origin);
}

const PAST: ReadonlySet<string> = new Set(['home', 'employer', 'job', '']);

function dateFact(fact: Fact, said: string | undefined): Fact {
  if (!fact.attribute.startsWith('is ')) return fact;
  const value = resolveDates(fact.value, said);
  return value === fact.value ? fact : { ...fact, value, text: fact.text.replace(fact.value, () => value) };
}

/** Long sentences describe a situation. The rules would read a part of it as a fact. */
const LONGEST_FACT = 18;

/** In a dialogue between people most statements are in passing. Only plain ones become facts. */
const LONGEST_SPOKEN_FACT = 7;

function isShort(sentence: string, speaker: string): boolean {
  return sentence.split(/\s+/).length <= (speaker === 'user' ? LONGEST_FACT : LONGEST_SPOKEN_FACT);
}

/** Keeps the rest of a sentence that held a fact, if it is a personal statement. */
function isWorthNoting(text: string, speaker: string): boolean {
  const words = text.split(/\s+/);
  if (words.length > MOST_WORDS || contentWords(text).length < 2) return false;
  if (words.length < 4 && !/\d/.test(text)) return false;
  if (/\bchanged my mind\b/i.test(text)) return false;
  if (speaker !== 'user') return true;
  if (/\byou(?:r|rs|rself)?\b/i.test(text) || REQUEST.test(text) || INTENTION.test(text)) return false;
  return (
    /^(?:I|we|my|our)\b|\b(?:my|our)\s+\p{L}+|^(?:they|he|she|\p{Lu}\p{L}+)\s.*\bme\b/iu.test(text) ||
    /\d|(?<=\S )\p{Lu}\p{Ll}/u.test(text)
  );
}

/** Whether a clause contains a figure, a name or several words that its facts leave out. */
function leavesMuch(text: string, facts: readonly Fact[]): boolean {
  const held = new Set(
    contentWords(facts.map((fact) => `${fact.text} ${fact.attribute} ${fact.old ?? ''}`).join(' ')),
  );
  const left = contentWords(text).filter((word) => !held.has(word) && !CHANGE_WORDS.has(word));
  const names = text.match(/\d[\d.,:]*|(?<=\S )\p{Lu}\p{Ll}+/gu) ?? [];
  return (
    left.length >= MUCH ||
    (left.length > 1 && names.some((name) => left.includes(contentWords(name)[0] ?? '')))
  );
}

/** Minimum number of content words in the rest of a clause that make it worth a note. */
const MUCH = 5;

/** Words that only announce a change. */
const CHANGE_WORDS: ReadonlySet<string> = new Set(
  contentWords(
    'moved move joined switched changed started left actually longer anymore sorry meant last month week year today yesterday',
  ),
);

/** Maximum number of words in the rest of a sentence. */
const MOST_WORDS = 40;

const REQUEST =
  /^(?:if|let us|let's|please|help|write|make|explain|fix|give|translate|summari[sz]e|draft|suggest|recommend|convert|list|tell|show|plan|generate|rewrite|shorten|proofread|describe|compare|find|calculate|define)\b/i;

const INTENTION =
  /^(?:I|we)\s+(?:(?:just|also|really|only|still)\s+)*(?:want|need|would like|was wondering|am wondering|wonder|am trying|am looking|think|guess|mean|see|hope|do not know|am not sure|have to|got an? error|get an? error|can not|could|should)\b/i;

/**
 * Keeps sentences to an assistant that say something about the user's own affairs, or state something about a name or
 * a figure. Between people, `writeDigests` decides.
 */
function isWorthKeeping(sentence: string, speaker: string): boolean {
  if (speaker !== 'user') return true;
  const words = sentence.split(/\s+/).length;
  if (!/\p{Script=Latin}{2}/u.test(sentence))
    return !/[?？]\s*$/.test(sentence) && sentence.length >= SHORTEST_OTHER;
  if (/\bchanged my mind\b/i.test(sentence)) return false;
  if (words < 4) return SHORT_STATEMENT.test(sentence) && !SHORT_TALK.test(sentence);
  if (LABELLED.test(sentence) || UPDATE.test(sentence)) return true;
  if (PASTED.test(sentence) || (words < LONGEST_REMARK && REMARK.test(sentence))) return false;
  if (words < LONGEST_HYPOTHESIS && HYPOTHESIS.test(sentence)) return false;
  if (/^(?:always|never|from now on)\b/i.test(sentence)) return true;
  if (words < 14 && TREATMENT.test(sentence)) return true;
  if (words < 12 && /^(?:if|suppose|imagine)\b/i.test(sentence)) return false;
  if (words < LEAST_OWN_REQUEST && !/\d/.test(sentence) && INTENTION.test(sentence)) return false;
  const own =
    /\b(?:my|mine|our|I['’]?ve|I['’]?m|I am|I have|I had|we['’]?re|we['’]?ve|we are|we have)\b|\bI (?:[a-z]+ly )?[a-z]+ed\b/i.test(
      sentence,
    );
  const request = REQUEST.test(sentence) || /\?["')\s]*$/.test(sentence) || QUESTION.test(sentence);
  if (request) return words >= (own ? LEAST_OWN_REQUEST : LEAST_REQUEST);
  return (
    own ||
    (words >= LEAST_STATEMENT && words <= LONGEST_STATEMENT && !IMPERATIVE.test(sentence)) ||
    /^(?:I|we)\b/i.test(sentence) ||
    /\d|(?<=\S\s)\p{Lu}\p{Ll}|^\p{Lu}\p{Ll}+(?:'s)?\s/u.test(sentence)
  );
}

/** Fewest characters of a sentence in another script. The rules for English words do not apply to it. */
const SHORTEST_OTHER = 5;

/** Remarks on the assistant's replies. */
const REMARK =
  /^(?:hmm+|ugh|meh|hah?a|lol|wow|oof|not (?:quite|exactly|really|what)|(?:that|this|it) (?:looks|sounds|seems|works|helped|is|was)|that's|(?:sounds|looks) )\b/i;
const LONGEST_REMARK = 9;

/** A text for the assistant to work on: "summarise this: The council voted …". */
const PASTED =
  /^(?:(?:can|could|would) you |please )*(?:summari[sz]e|translate|proofread|rewrite|rephrase|shorten|correct|improve|edit)\b[^:]{0,40}: /i;

/** Hypothetical statements. Longer sentences usually say more than that. */
const HYPOTHESIS =
  /\b(?:what if (?:I|we)|what would (?:happen|it (?:take|cost)) if|hypothetically|out of curiosity|if (?:someone|one) did|asking for (?:a friend|nosiness)|(?:would|could) (?:I|we) .{0,60}\bif (?:I|we|someone)\b)/i;
const LONGEST_HYPOTHESIS = 30;

/** Two or three words that state something: a figure, a label, "no kids", "tabs, not spaces", "he's gone". */
const SHORT_STATEMENT =
  /\d|^[\p{L} ]{3,20}:\s*\S|^no \p{L}{3,}|, not \S|^(?:he|she|they|it|we|my \p{L}+|\p{Lu}\p{L}+)['’]?(?:s|re| is| are| has| have)\s+\p{L}{3,}|^\p{L}+ (?:household|fan|family|person|here)\b/iu;

/** Two or three words that state nothing worth keeping. */
const SHORT_TALK =
  /^(?:no (?:problem|worries|thanks|thank|idea|way|need|rush|clue|stress)|it['’]?s (?:fine|ok|okay|good|great|nice|late|raining|hot|cold)|we['’]?re (?:good|fine|ok|back)|that|this|(?:good|bad) )|\?/i;

/** "Could you bump the tables up to 14?": a request that changes a plan. */
const UPDATE =
  /\b(?:can|could|would|will) (?:you|we) (?:please |just )?(?:bump|change|make|move|switch|set|update|raise|lower|increase|reduce|cut|push|put|swap|shift|book|bring)\b.*(?:\d|\b(?:to|for|until|till) (?:\p{Lu}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon))/iu;

/** "fave lunch: banh mi", "desk ext 4410": a label with a value. */
const LABELLED =
  /^(?:(?:my|our|new|work|home) )*(?!summari[sz]e|translate|convert|write|explain|note|update|question|how|what|who|when|where|why|is|are|do|can)\p{L}+(?: \p{L}+){0,2}(?:: \S+(?: \S+){0,4}| \+?\d[\d -]*)[.!]?$/iu;

/** Words of a statement that is worth keeping even if it names nothing. */
const LEAST_STATEMENT = 6;
const LONGEST_STATEMENT = 24;

/** Tasks for the assistant that `REQUEST` does not list. */
const IMPERATIVE =
  /^(?:delete|remove|add|create|change|open|close|run|use|sort|check|count|look|think|imagine|replace|update|insert|print|read|try|let|do|be|go|come|take|put|set|turn|say|ask|answer)\b/i;

/** "Please don't be chirpy", "you can be chirpy again": instructions on style. */
const TREATMENT =
  /^(?:please,? )?(?:do not|don't|never|always|stop|avoid|no more|keep it)\b(?! (?:worry|bother|mind|forget|you|we|I)\b)|^you (?:can|may|should|could)\b.*\b(?:again|now|from)\b/i;

/** Least words of a request worth keeping: it tells what the user works on. */
const LEAST_OWN_REQUEST = 9;
const LEAST_REQUEST = 10;

/** Whether a statement holds anything to remember. Saves reading the memory for small talk. */
export function hasContent({ clauses, request, speaker }: Statement): boolean {
  return (
    request !== undefined ||
    clauses.some(({ question, sentence }) => !question || isWorthKeeping(sentence, speaker))
  );
}

const QUESTION = /^(?:who|what|which|when|where|why|how|is|are|do|does|did|can|could|will|would|should)\b/i;

function toNote(text: string, { speaker, label }: Speaker, said: string | undefined): Fact {
  const value = resolveDates(text, said);
  const name = speaker === 'user' ? 'User' : label;
  return { speaker, subject: '', attribute: NOTE, value, text: `${name}: ${value}`, mode: 'add' };
}

function forget(draft: Draft, request: ForgetRequest, who: Speaker): void {
  if (request.what === 'last') draft.forgetLast();
  else if (request.what === 'everything') draft.forget(() => true);
  else for (const matches of matchForgotten(request.topic, who)) if (draft.forget(matches)) return;
}
