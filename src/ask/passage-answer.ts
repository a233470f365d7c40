/**
 * Answers questions that no single sentence answers: comparisons, and facts over stated relations, in short titled
 * passages such as encyclopaedia articles.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import { type Profile, profileQuestion, profileText } from '../rules/profile.ts';
import { rank } from '../rules/relevance.ts';
import { answerSpan, ruleAnswer } from '../rules/span.ts';
import type { AskedQuestion } from './question.ts';
import type { RankedUnit } from './rank.ts';

/** The rules' answer from the best passages. */
export interface PassageAnswer {
  readonly text: string;
  /** Whether a comparison or a stated relation gave it, instead of word weights. */
  readonly byRule: boolean;
  /** Share of such answers that are right on training questions. */
  readonly share: number;
}

const PASSAGES = 14;
const LOOKED = 80;
const LONGEST = 4000;
const LONGEST_TITLE = 100;

/** Extracts an answer from the documents of the best sentences. Returns `undefined` for other kinds of files. */
export function answerFromPassages(
  question: AskedQuestion,
  ranked: readonly RankedUnit[],
  besides: readonly FileDocument[] = [],
): PassageAnswer | undefined {
  if (question.language !== 'en') return undefined;
  const documents = [...new Set([...besides, ...ranked.slice(0, LOOKED).map(({ unit }) => unit.document)])]
    .filter(isPassage)
    .slice(0, PASSAGES);
  if (documents.length < 2) return undefined;
  const profiles = documents.map(getProfile);
  const asked = profileQuestion(question.text, profiles);
  const ranking = rank(asked, profiles);
  const ruled = ruleAnswer(asked, ranking);
  const text = ruled ?? answerSpan(asked, ranking);
  return text === '' ? undefined : { text, byRule: ruled !== undefined, share: readShare(question, text) };
}

/** Facts that passages state in a regular form. */
const MEASURED = /\b(?:born|birth|died?|death|older|younger|released|earlier|later|country|nationality)\b/i;

/** Measured by `scripts/fit-ask.ts`: yes or no, a choice of two, a date over a relation, anything else. */
function readShare({ kind, text }: AskedQuestion, answer: string): number {
  const measured = MEASURED.test(text);
  if (/^(?:yes|no)$/.test(answer)) return measured ? 0.93 : 0.54;
  if (/\bor\b/.test(text)) return measured ? 0.8 : 0.72;
  if (kind === 'date') return 0.94;
  return kind === 'thing' && measured ? 0.86 : 0.55;
}

/** Returns whether a document is a titled paragraph of running text. A file name is not a title. */
function isPassage({ format, text, title, path }: FileDocument): boolean {
  const named =
    title.length > 0 &&
    title.length <= LONGEST_TITLE &&
    !path.endsWith(`/${title}`) &&
    !/\.\w{1,5}$/.test(title);
  return format === 'text' && named && text.length <= LONGEST;
}

const profiles = new WeakMap<FileDocument, Profile>();

function getProfile(document: FileDocument): Profile {
  const known = profiles.get(document);
  if (known !== undefined) return known;
  const made = profileText(document.title, document.text, [document.id], 'document');
  profiles.set(document, made);
  return made;
}
