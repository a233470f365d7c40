/**
 * Chooses which texts a full memory keeps: the best-ranked ones, without two that say the same.
 *
 * @module
 */
import type { Profile, QuestionProfile } from './profile.ts';
import type { Ranked } from './relevance.ts';

/** Limits of memory. An absent limit is infinite. */
export interface Room {
  readonly entries?: number;
  readonly characters?: number;
}

/** Entries of the usual view, and the characters that an entry needs to be of use. */
const VIEW = 6;
const SHORT_ENTRY = 400;

/**
 * Returns the largest number of characters of a new entry's text. If characters are limited, it is a sixth of the limit,
 * because six entries are shown at once, but at least `least`. Otherwise it is infinite.
 *
 * @param least default: 400
 */
export function limitEntry(
  { characters = Number.POSITIVE_INFINITY }: Room,
  least: number = SHORT_ENTRY,
): number {
  return Math.max(least, Math.floor(characters / VIEW));
}

/** A text that memory could keep: an entry or a document. */
export interface Candidate {
  readonly sections: readonly Profile[];
  /** Characters that it takes in memory. */
  readonly size: number;
}

/** Added for covering all words of the question that no kept text covers. */
const coverageBonus = 0.25;

/** Fraction of the value that a text keeps if a kept text has the same title. */
const twinFactor = 0.6;

/** Characters of a typical document. Longer texts must be worth their length if characters are limited. */
const typicalSize = 500;

/**
 * Returns the candidates to keep. The questions take turns: each takes the text with the highest value that still
 * fits. The value is the rank's score, plus a bonus for words of the question that no kept text covers, less a part
 * for a title that is kept already. A text that is kept already has no value.
 *
 * @param rankings one per question, over the sections of all candidates
 */
export function keepBest<Kept extends Candidate>(
  candidates: readonly Kept[],
  questions: readonly QuestionProfile[],
  rankings: readonly (readonly Ranked[])[],
  room: Room,
): ReadonlySet<Kept> {
  const kept = new Set<Kept>();
  const pools = questions.map((question, place) => createPool(candidates, question, rankings[place]!, room));
  let characters = room.characters ?? Number.POSITIVE_INFINITY;
  const entries = room.entries ?? Number.POSITIVE_INFINITY;
  for (let idle = 0, turn = 0; idle < pools.length && kept.size < entries; turn += 1) {
    const best = pools[turn % pools.length]!.take((one) => !kept.has(one) && one.size <= characters);
    idle = best === undefined ? idle + 1 : 0;
    if (best === undefined) continue;
    kept.add(best);
    characters -= best.size;
    for (const pool of pools) pool.note(best);
  }
  return kept;
}

interface Pool<Kept> {
  /** Returns the most valuable candidate that is allowed, or `undefined` if none has a value. */
  take(allowed: (candidate: Kept) => boolean): Kept | undefined;
  /** Records that a candidate is kept. */
  note(candidate: Kept): void;
}

/** Creates the view of one question on the candidates. */
function createPool<Kept extends Candidate>(
  candidates: readonly Kept[],
  question: QuestionProfile,
  ranking: readonly Ranked[],
  { characters }: Room,
): Pool<Kept> {
  const scores = new Map(ranking.map(({ profile, score }) => [profile, score]));
  const covered = new Set<string>();
  const titles = new Set<string>();
  const texts = new Set<string>();
  const value = (candidate: Kept): number => {
    let score = 0;
    for (const section of candidate.sections) score = Math.max(score, scores.get(section) ?? 0);
    if (score <= 0 || candidate.sections.every(({ flat }) => texts.has(flat))) return 0;
    const fresh = coverageBonus * countUncovered(candidate, question, covered);
    const twin = candidate.sections.every(({ title }) => title !== '' && titles.has(title)) ? twinFactor : 1;
    const length = characters === undefined ? 1 : Math.sqrt(Math.max(candidate.size, 100) / typicalSize);
    return ((score + fresh) * twin) / length;
  };
  return {
    take(allowed) {
      let best: { candidate: Kept; value: number } | undefined;
      for (const candidate of candidates) {
        if (!allowed(candidate)) continue;
        const own = value(candidate);
        if (own > (best?.value ?? 0)) best = { candidate, value: own };
      }
      return best?.candidate;
    },
    note({ sections }) {
      for (const { title, flat, stems } of sections) {
        titles.add(title);
        texts.add(flat);
        for (const key of question.weights.keys()) if (stems.has(key)) covered.add(key);
      }
    },
  };
}

/** Returns the share of the question's weight that a candidate covers and no kept text does. */
function countUncovered(
  { sections }: Candidate,
  question: QuestionProfile,
  covered: ReadonlySet<string>,
): number {
  let sum = 0;
  for (const [key, weight] of question.weights)
    if (!covered.has(key) && sections.some(({ stems }) => stems.has(key))) sum += weight;
  return sum / question.total;
}
