/**
 * Ranking by similarity, BM25 and shared names.
 *
 * @module
 */
/** A fact with its similarity to the question. */
export interface Candidate {
  readonly id: string;
  readonly text: string;
  readonly likeness: number;
}

export interface SignalSources {
  /** All texts of memory, for word frequencies. */
  readonly texts: readonly string[];
  /** Ids of the facts in which a name occurs. */
  readonly factsByName: ReadonlyMap<string, readonly string[]>;
  readonly similar: (query: string, texts: readonly string[]) => Promise<readonly number[]>;
}

/** Constants of Mem0's released code of 2026. */
const K1 = 1.5;
const B = 0.75;
const MOST_QUERY_NAMES = 8;
const LEAST_NAME_LIKENESS = 0.5;
const NAME_WEIGHT = 0.5;
const CROWDING = 0.001;

/** Midpoint and steepness of the curve that scales BM25, by the number of terms in the query. */
const CURVES = [
  { most: 3, midpoint: 5, steepness: 0.7 },
  { most: 6, midpoint: 7, steepness: 0.6 },
  { most: 9, midpoint: 9, steepness: 0.5 },
  { most: 15, midpoint: 10, steepness: 0.5 },
  { most: Number.POSITIVE_INFINITY, midpoint: 12, steepness: 0.5 },
] as const;

/** Ranks candidates by the sum of similarity, BM25 and shared names, divided by the largest possible sum. */
export async function rankBySignals(
  question: string,
  candidates: readonly Candidate[],
  sources: SignalSources,
): Promise<readonly Candidate[]> {
  const lexical = scoreBm25(question, candidates, sources.texts);
  const boosts = await boostNames(question, sources);
  const wordsActive = lexical.some((score) => score > 0) ? 1 : 0;
  const namesActive = boosts.size > 0 ? NAME_WEIGHT : 0;
  const scored = candidates.map((candidate, index) => {
    const sum = candidate.likeness + lexical[index]! + (boosts.get(candidate.id) ?? 0);
    return { candidate, score: Math.min(1, sum / (1 + wordsActive + namesActive)) };
  });
  return scored.sort((left, right) => right.score - left.score).map(({ candidate }) => candidate);
}

/** Finds runs of capitalised words and returns each once, in lower case. They serve as names. */
export function findNames(text: string): readonly string[] {
  const runs = text.match(/\p{Lu}[\p{L}\p{N}'’-]+(?:\s+\p{Lu}[\p{L}\p{N}'’-]+)*/gu) ?? [];
  return [...new Set(runs.map((run) => run.toLowerCase().replace(/\s+/g, ' ')))];
}

function scoreBm25(
  question: string,
  candidates: readonly Candidate[],
  texts: readonly string[],
): readonly number[] {
  const terms = [...new Set(splitWords(question))];
  const curve = CURVES.find(({ most }) => terms.length <= most)!;
  const documents = texts.map(splitWords);
  const average = documents.reduce((sum, words) => sum + words.length, 0) / Math.max(1, documents.length);
  const holding = new Map(
    terms.map((term) => [term, documents.filter((words) => words.includes(term)).length] as const),
  );
  return candidates.map(({ text }) => {
    const words = splitWords(text);
    let score = 0;
    for (const term of terms) {
      const count = words.filter((word) => word === term).length;
      const rarity = Math.log(1 + (documents.length - holding.get(term)! + 0.5) / (holding.get(term)! + 0.5));
      score += (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * words.length) / average));
    }
    return score === 0 ? 0 : 1 / (1 + Math.exp(-curve.steepness * (score - curve.midpoint)));
  });
}

/** Computes the boost of each fact from its best name. A name that many facts share counts less. */
async function boostNames(
  question: string,
  { factsByName, similar }: SignalSources,
): Promise<ReadonlyMap<string, number>> {
  const boosts = new Map<string, number>();
  const known = [...factsByName.keys()];
  for (const name of findNames(question).slice(0, MOST_QUERY_NAMES)) {
    for (const [index, likeness] of (await similar(name, known)).entries()) {
      if (likeness < LEAST_NAME_LIKENESS) continue;
      const facts = factsByName.get(known[index]!)!;
      const boost = (likeness * NAME_WEIGHT) / (1 + CROWDING * (facts.length - 1) ** 2);
      for (const id of facts) boosts.set(id, Math.max(boost, boosts.get(id) ?? 0));
    }
  }
  return boosts;
}

function splitWords(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}
