/**
 * Updates and deletes shown entries: merges entries about one subject and drops those no question needs.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import { type Profile, type QuestionProfile, sectionsToEntry } from './profile.ts';
import { directScore, type Ranked } from './relevance.ts';
import type { Settings } from './types.ts';

/** A shown entry with its sections and their best scores. */
export interface Shown {
  readonly slot: number;
  readonly sections: readonly Profile[];
  /** One for each question. */
  readonly scores: readonly number[];
  /** Its best rank for any question. */
  readonly place: number;
}

export interface Consolidation {
  readonly operations: readonly Operation[];
  /** Documents that were merged into an entry and need no separate entry. */
  readonly absorbed: ReadonlySet<Profile>;
}

const strongPlaces = 8;

export function shownEntries(
  entries: readonly (readonly Profile[])[],
  rankings: readonly (readonly Ranked[])[],
  questions: readonly QuestionProfile[],
): Shown[] {
  return entries.map((sections, index) => {
    let place = Number.POSITIVE_INFINITY;
    const scores = rankings.map((ranking) => {
      let score = 0;
      ranking.forEach((ranked, at) => {
        if (!sections.some((section) => sameText(section, ranked.profile))) return;
        score = Math.max(score, ranked.score);
        place = Math.min(place, at);
      });
      return score;
    });
    // A line of the scratchpad may stand for the entry in the rankings and leave out what a question needs.
    const isHidden = scores.every((score) => score === 0);
    return {
      slot: index + 1,
      sections,
      scores: isHidden ? rateDirectly(sections, questions) : scores,
      place,
    };
  });
}

function rateDirectly(
  sections: readonly Profile[],
  questions: readonly QuestionProfile[],
): readonly number[] {
  return questions.map((question) => Math.max(0, ...sections.map((one) => directScore(question, one))));
}

const sameText = (left: Profile, right: Profile): boolean =>
  left === right || (left.title === right.title && left.sources.some((id) => right.sources.includes(id)));

/**
 * Merges, then drops. Each slot changes at most once.
 *
 * @param floors one for each question: an entry that is below all of them is dropped
 */
export function consolidate(
  shown: readonly Shown[],
  kept: readonly Profile[],
  floors: readonly number[],
  settings: Settings,
): Consolidation {
  const operations: Operation[] = [];
  const absorbed = new Set<Profile>();
  const touched = new Set<number>();
  for (const entry of shown) {
    if (touched.has(entry.slot)) continue;
    const twins = kept.filter((profile) => !absorbed.has(profile) && sameSubject(entry.sections, profile));
    const partner = shown.find(
      (other) => other.slot > entry.slot && !touched.has(other.slot) && belongTogether(entry, other),
    );
    const sections = [...entry.sections];
    const fits = (more: readonly Profile[]): boolean =>
      [...sections, ...more].reduce((sum, one) => sum + one.title.length + one.text.length + 3, 0) <=
      settings.mergedCharacters;
    for (const twin of twins) {
      if (!fits([twin])) continue;
      sections.push(twin);
      absorbed.add(twin);
    }
    if (partner && fits(partner.sections)) {
      sections.push(...partner.sections);
      touched.add(partner.slot);
      operations.push({ op: 'delete', target: { slot: partner.slot } });
    }
    if (sections.length === entry.sections.length) continue;
    touched.add(entry.slot);
    operations.push({ op: 'update', target: { slot: entry.slot }, ...sectionsToEntry(sections) });
  }
  for (const entry of shown)
    if (!touched.has(entry.slot) && isBelow(entry, floors))
      operations.push({ op: 'delete', target: { slot: entry.slot } });
  return { operations, absorbed };
}

const isBelow = ({ scores }: Shown, floors: readonly number[]): boolean =>
  scores.length > 0 && scores.every((score, place) => score < floors[place]!);

const sameSubject = (sections: readonly Profile[], profile: Profile): boolean =>
  sections.every((section) => section.title === profile.title && section.text !== profile.text);

/** Returns whether both are strong for a question and related: one names the other, or they share a subject. */
function belongTogether(left: Shown, right: Shown): boolean {
  if (left.place >= strongPlaces || right.place >= strongPlaces) return false;
  return left.sections.some((one) =>
    right.sections.some((other) => one.title === other.title || names(one, other) || names(other, one)),
  );
}

const names = (from: Profile, to: Profile): boolean =>
  to.forms.some((form) => form.trim().includes(' ') && from.flat.includes(form));
