/**
 * Finds the two things that a question compares: their words in the question and the texts about them.
 *
 * @module
 */
import { coreTitle } from './names.ts';
import type { Profile, QuestionProfile } from './profile.ts';
import type { Ranked } from './relevance.ts';
import { namedSubjects, type Subject, subjectByName, walkRoles } from './subjects.ts';
import { flatten, fold } from './terms.ts';

/** One side of a comparison: its words in the question and the text about it. */
export interface Side {
  readonly words: string;
  readonly subject?: Profile;
  /** The text with the fact: the subject's, its director's, and so on. */
  readonly holder?: Profile;
}

/** Returns the two sides, or fewer if the question names fewer. `withAnd`: whether "and" may join them. */
export function findSides(question: QuestionProfile, ranking: readonly Ranked[], withAnd: boolean): Side[] {
  const role = /\bdirectors?\b/i.test(question.text)
    ? 'director'
    : /\bcomposers?\b/i.test(question.text)
      ? 'composer'
      : /\bperformers?\b/i.test(question.text)
        ? 'performer'
        : undefined;
  const words = splitOptions(question.text, withAnd);
  const subjects = namedSubjects(question, ranking);
  const made = words.map((one): Side => {
    const subject =
      subjects.find((other) => flatten(one).includes(flatten(coreTitle(other.profile.title)))) ??
      subjects.find((other) => flatten(coreTitle(other.profile.title)).includes(flatten(one))) ??
      findSubject(one, ranking);
    return side(extendToTitle(question.text, one, subject), subject, role, ranking);
  });
  if (made.filter((one) => one.subject).length === 2) return made;
  const pair = findPair(question, subjects);
  if (pair === undefined) return made;
  return pair.map(({ profile }) =>
    side(surfaceIn(question.text, coreTitle(profile.title)), profile, role, ranking),
  );
}

/** Returns the title as the question words it if it contains the option: "Bull Run" → "Second Battle of Bull Run". */
function extendToTitle(question: string, words: string, subject: Profile | Subject | undefined): string {
  if (subject === undefined) return words;
  const { title } = 'profile' in subject ? subject.profile : subject;
  const surface = surfaceIn(question, coreTitle(title));
  return flatten(surface).includes(flatten(words)) && flatten(question).includes(flatten(surface))
    ? surface
    : words;
}

function side(
  words: string,
  subject: Profile | Subject | undefined,
  role: string | undefined,
  ranking: readonly Ranked[],
): Side {
  const profile = subject && 'profile' in subject ? subject.profile : subject;
  if (!profile) return { words };
  const reached = role ? walkRoles(profile, [role], ranking)?.profile : undefined;
  const work = role !== undefined && !/\(\s*(?:born|b\.|[^()]*\d{4}\s*[–-])/.test(profile.text.slice(0, 200));
  const holder = work ? reached : profile;
  return { words, subject: profile, ...(holder ? { holder } : {}) };
}

function findSubject(words: string, ranking: readonly Ranked[]): Profile | undefined {
  const flat = flatten(words);
  return (
    ranking.find(({ profile }) => profile.forms.includes(flat))?.profile ?? subjectByName(words, ranking)
  );
}

const joined = /^ (?:[^ ]+ ){0,3}(?:or|and) (?:[^ ]+ ){0,6}$/;

/** Returns the last two subjects that only a conjunction and a few words separate. */
function findPair(
  { flat }: QuestionProfile,
  subjects: readonly Subject[],
): readonly [Subject, Subject] | undefined {
  for (let place = subjects.length - 1; place > 0; place--) {
    const [left, right] = [subjects[place - 1]!, subjects[place]!];
    if (joined.test(flat.slice(left.index + left.length - 1, right.index + 1))) return [left, right];
  }
  return undefined;
}

const surfaceIn = (text: string, title: string): string => {
  const at = fold(text).indexOf(fold(title));
  return at < 0 ? title : text.slice(at, at + title.length);
};

const leading =
  'is|are|was|were|between|both|do|does|did|have|has|first|earlier|later|older|younger|films?|directors? of|from|of';
const beforeOption = new RegExp(
  String.raw`^.*(?:,|\?|first:|\bout of|\b(?:${leading}))\s+(?=["'“]?[\p{Lu}\p{N}])`,
  'u',
);
const inName = String.raw`(?:(?:of|the|de|la|and|in|a|on|to|&)\s+){0,2}`;
const lastName = new RegExp(
  String.raw`(?:[Tt]he\s+)?["'“]?\p{Lu}[^\s]*(?:\s+${inName}["'“(]?[\p{Lu}\p{N}][^\s]*)*$`,
  'u',
);
const trailing =
  'born|both|founded|formed|released|published|have|has|had|share|are|is|was|were|the same|from|located' +
  '|considered|established|die|died|come|came|first|earlier|later|of the same|based|who|that|which' +
  '|in the same|originally|types?|members?|happen(?:ed)?|occur(?:red)?|made|created|built|opened|start(?:ed)?';
const afterOption = new RegExp(String.raw`\s*,?\s+(?:${trailing})\b.*$`, 'u');

/** Returns the two options in the question's words: around the last "or" (or "and"). */
function splitOptions(question: string, withAnd: boolean): string[] {
  const clean = question.trim().replace(/[?\s]+$/, '');
  const splits = [...clean.matchAll(withAnd ? /\s+(?:and|or)\s+/gi : /\s+or\s+/gi)];
  const match = splits.at(-1) ?? (withAnd ? undefined : [...clean.matchAll(/\s+and\s+/gi)].at(-1));
  if (!match) return [];
  let left = clean.slice(0, match.index);
  let right = clean.slice(match.index + match[0].length);
  const cut = beforeOption.exec(left.replace(/,\s*$/, ''));
  if (cut) left = left.slice(cut[0].length);
  if (left.split(/\s+/).length > 7) left = lastName.exec(left)?.[0] ?? left;
  right = right
    .replace(afterOption, '')
    .replace(/^(?:director|performer|composer) of (?:the )?(?:film|song|movie)\s+/i, '');
  return [left, right].map((one) => trimOption(one));
}

const trimOption = (words: string): string =>
  words
    .replace(/^(?:both|the films?|films?|film|either)\s+/i, '')
    .replace(
      /^(?:(?:Is|Are|Was|Were|Did|Does|Do|Has|Have)|(?:Which|What)(?:\s+\p{Ll}+){0,2})\s+(?=["'“]?\p{Lu})/u,
      '',
    )
    .replace(/^["'“,]+|["'”,]+$/g, '')
    .trim();
