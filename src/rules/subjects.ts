/**
 * Finds the texts about the subjects of a question, and follows roles from one to the next.
 *
 * @module
 */
import { coreTitle } from './names.ts';
import type { Profile, QuestionProfile } from './profile.ts';
import type { Ranked } from './relevance.ts';
import { roleHolder } from './roles.ts';
import { flatten, isCommonWord, tokens } from './terms.ts';

export interface Subject {
  readonly profile: Profile;
  /** Offset of its name in the flattened question. */
  readonly index: number;
  readonly length: number;
}

/** Returns texts whose title occurs in the question, by position. If titles overlap, the longest wins. */
export function namedSubjects(question: QuestionProfile, ranking: readonly Ranked[]): Subject[] {
  const found: Subject[] = [];
  for (const { profile } of ranking) {
    const full = flatten(profile.title);
    for (const form of new Set([full, ...profile.forms])) {
      const index = question.flat.indexOf(form);
      if (
        index < 0 ||
        (!form.trim().includes(' ') && (isCommonWord(form.trim()) || !startsUpper(question, form)))
      )
        continue;
      found.push({ profile, index, length: form.length });
      break;
    }
  }
  found.sort((left, right) => right.length - left.length);
  const kept: Subject[] = [];
  for (const one of found)
    if (
      !kept.some(
        (other) => one.index < other.index + other.length - 1 && other.index < one.index + one.length - 1,
      )
    )
      kept.push(one);
  return kept.sort((left, right) => left.index - right.index);
}

const startsUpper = (question: QuestionProfile, form: string): boolean =>
  question.names.some((name) => flatten(name).includes(form));

/** Returns the text about a person or thing of this name. Matches the title, or all words of the shorter name. */
export function subjectByName(
  name: string,
  ranking: readonly Ranked[],
  besides?: Profile,
): Profile | undefined {
  const flat = flatten(name);
  const others = ranking.map((one) => one.profile).filter((profile) => profile !== besides);
  const exact = others.find((profile) => profile.forms.includes(flat));
  if (exact) return exact;
  const words = tokens(name);
  if (words.length < 2) return undefined;
  return others.find((profile) => {
    const title = tokens(coreTitle(profile.title));
    if (title.length < 2) return false;
    const [short, long] = title.length < words.length ? [title, words] : [words, title];
    return (
      short.every((word) => long.includes(word)) ||
      (profile.flat.slice(0, 250).includes(flat) && title.at(-1) === words.at(-1))
    );
  });
}

export interface Walked {
  readonly name: string;
  readonly profile?: Profile;
}

/** Follows roles from a text. If a name has no text, the walk ends with the name alone. */
export function walkRoles(
  from: Profile,
  roles: readonly string[],
  ranking: readonly Ranked[],
): Walked | undefined {
  let current: Walked = { name: coreTitle(from.title), profile: from };
  for (const role of roles) {
    if (!current.profile) return undefined;
    const name = roleHolder(current.profile, role);
    if (!name) return undefined;
    const profile = subjectByName(name, ranking, current.profile);
    current = profile ? { name, profile } : { name };
  }
  return current;
}
