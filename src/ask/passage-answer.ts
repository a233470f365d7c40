/**
 * Answers questions that no single sentence answers: comparisons, and facts over stated relations, in short titled
 * passages such as encyclopaedia articles.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import type { QuestionProfile } from '../rules/profile.ts';
import { type Profile, profileQuestion, profileText, readNames } from '../rules/profile.ts';
import { type Ranked, rank } from '../rules/relevance.ts';
import type { AnswerRule } from '../rules/ruled-answer.ts';
import { findAnswer } from '../rules/span.ts';
import { namedSubjects } from '../rules/subjects.ts';
import { contentStems, flatten } from '../rules/terms.ts';
import { isPassage, type PassageTitles } from './passage-titles.ts';
import type { AskedQuestion } from './question.ts';
import type { RankedUnit } from './rank.ts';

const PASSAGES = 14;
const LOOKED = 80;

/** Passages whose names are followed, and the limit with the passages that they lead to. */
const HEADS = 6;
const MOST = 28;

/** What is known about an answer from passages. Numbers are 0 to 1 unless noted. */
export interface PassageEvidence {
  readonly rule: AnswerRule;
  /** 1 if the question asks for the fact that the rule reads, without a clause about something else. */
  readonly direct: number;
  /** Number of roles followed, of at most three. */
  readonly walked: number;
  /** 1 for the answer "yes", which needs a match. "No" also results from missing facts. */
  readonly yes: number;
  /** Share of the chosen candidate among all candidates. 1 for a rule. */
  readonly share: number;
  /** Lead over the second candidate, 0 for none, 1 for a clear one. */
  readonly lead: number;
  /** Share of the question that is neither the title of a passage nor a word of a rule. */
  readonly unread: number;
  /** Share of the question that the two best passages lack. */
  readonly unsaid: number;
  /** Share of the compared facts that a text states plainly. 1 for other rules. */
  readonly stated: number;
  /** 1 if the passage about the answer opens with another form of its name. */
  readonly renamed: number;
  /** Number of best passages with the answer, of at most three. */
  readonly repeated: number;
  /** Number of clauses of the question beyond the first, of at most three. */
  readonly clauses: number;
  /** Number of words of the question, of at most thirty. */
  readonly words: number;
}

export interface PassageAnswer {
  readonly text: string;
  readonly evidence: PassageEvidence;
}

/** Extracts an answer from the documents of the best sentences. Returns `undefined` for other kinds of files. */
export function answerFromPassages(
  question: AskedQuestion,
  ranked: readonly RankedUnit[],
  titles: PassageTitles,
  besides: readonly FileDocument[] = [],
): PassageAnswer | undefined {
  if (question.language !== 'en') return undefined;
  const near = [...besides, ...ranked.slice(0, LOOKED).map(({ unit }) => unit.document)].filter(isPassage);
  const documents = [...new Set(near)].slice(0, PASSAGES);
  // Texts without titles of their own, such as piped ones, share one.
  if (new Set(documents.map(({ title }) => title)).size < 2) return undefined;
  return answerFromProfiles(question.text, gatherPassages(question.text, documents, titles).map(getProfile));
}

function answerFromProfiles(question: string, profiles: readonly Profile[]): PassageAnswer | undefined {
  const asked = profileQuestion(question, profiles);
  const ranking = rank(asked, profiles);
  const found = findAnswer(asked, ranking);
  if (found === undefined || found.text === '') return undefined;
  const { text, rule, direct = false, walked = 0, share = 1, lead = 2, stated = 1 } = found;
  const measured = readQuestionFeatures(asked, ranking);
  const repeated = ranking.slice(0, 3).filter(({ profile }) => profile.flat.includes(flatten(text))).length;
  const evidence = {
    rule,
    direct: direct ? 1 : 0,
    walked: Math.min(3, walked) / 3,
    yes: text === 'yes' ? 1 : 0,
    share,
    lead: Math.min(1, lead / 2),
    repeated: repeated / 3,
    stated,
    renamed: isRenamed(text, ranking) ? 1 : 0,
    ...measured,
  };
  return { text, evidence };
}

/** Returns whether the text about the answer opens with another form of its name, such as "Béla Viktor János Bartók". */
function isRenamed(answer: string, ranking: readonly Ranked[]): boolean {
  const plain = (name: string): string => flatten(name).replace(/^ the /, ' ');
  const form = plain(answer);
  const about = ranking.find(({ profile }) => profile.forms.some((one) => plain(one) === form))?.profile;
  const [opening] = about === undefined ? [] : readNames(about);
  if (opening === undefined || !plain(about!.text).startsWith(plain(opening))) return false;
  return plain(opening) !== form;
}

/** Words that the rules read: roles, facts, comparisons, and kinds of works. */
const RULE_WORDS =
  contentStems(`director directed composer composed performer performed singer sang producer produced
  author wrote written founder founded editor husband wife spouse married father mother child son daughter brother sister
  sibling paternal maternal grandfather grandmother in-law uncle aunt stepmother stepfather born die died date death birth
  birthday place birthplace buried burial cause nationality country nation award received study studied graduate educated
  older younger oldest youngest first earlier later last released established formed came longer lived more recently
  film movie song album band person name city`);

function readQuestionFeatures(
  asked: QuestionProfile,
  ranking: readonly Ranked[],
): Pick<PassageEvidence, 'unread' | 'unsaid' | 'clauses' | 'words'> {
  const titled = new Set(namedSubjects(asked, ranking).flatMap(({ profile }) => [...profile.titleStems]));
  const best = ranking.slice(0, 2).map(({ profile }) => profile.stems);
  let [unread, unsaid] = [0, 0];
  for (const [stem, weight] of asked.weights) {
    if (!titled.has(stem) && !RULE_WORDS.has(stem)) unread += weight;
    if (!best.some((stems) => stems.has(stem))) unsaid += weight;
  }
  const clauses = asked.text.match(/\b(?:that|which|who|whom|whose|where|when|what|how)\b/gi)?.length ?? 0;
  return {
    unread: unread / asked.total,
    unsaid: unsaid / asked.total,
    clauses: Math.min(3, Math.max(0, clauses - 1)) / 3,
    words: Math.min(30, asked.text.split(/\s+/).length) / 30,
  };
}

/** Adds the passages that the question names, and those that the best passages name, over two steps. */
function gatherPassages(
  question: string,
  best: readonly FileDocument[],
  titles: PassageTitles,
): readonly FileDocument[] {
  const named = titles.inText(question);
  const found = new Set([...named, ...best]);
  let heads = [...new Set([...named, ...best.slice(0, HEADS)])];
  for (let step = 0; step < 2 && heads.length > 0; step++) {
    const next = heads
      .flatMap((document) => readNames(getProfile(document)))
      .flatMap((name) => titles.byName(name))
      .filter((document) => !found.has(document));
    heads = [...new Set(next)].slice(0, MOST - found.size);
    for (const document of heads) found.add(document);
  }
  return [...found];
}

const profiles = new WeakMap<FileDocument, Profile>();

function getProfile(document: FileDocument): Profile {
  const known = profiles.get(document);
  if (known !== undefined) return known;
  const made = profileText(document.title, document.text, [document.id], 'document');
  profiles.set(document, made);
  return made;
}
