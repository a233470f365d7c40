/**
 * Collects stretches of text of the asked kind and chooses the one with the largest weighted sum of features.
 *
 * @module
 */
import { candidateWeights } from './candidate-weights.ts';
import { countryMentions } from './countries.ts';
import { amounts, dates, life } from './facts.ts';
import { coreTitle, nameSpans } from './names.ts';
import { type Profile, type QuestionProfile, readSentences, type SentenceProfile } from './profile.ts';
import { headNoun, type Kind, questionKind } from './question-kind.ts';
import { coverage, type Ranked } from './relevance.ts';
import type { RuledAnswer } from './ruled-answer.ts';
import { contentStems, flatten, fold, stem, tokens } from './terms.ts';

interface Span {
  readonly text: string;
  readonly index: number;
}

export type Features = { [name: string]: number };

export interface Candidate {
  readonly text: string;
  readonly features: Features;
}

const looked = 8;

/** Returns the candidate with the largest weighted sum of features. */
export function bestCandidate(
  question: QuestionProfile,
  ranking: readonly Ranked[],
): RuledAnswer | undefined {
  const weighed = candidates(question, ranking)
    .map(({ text, features }) => {
      let value = 0;
      for (const name in features) value += (candidateWeights[name] ?? 0) * features[name]!;
      return { text, value };
    })
    .sort((left, right) => right.value - left.value);
  const [best, second] = weighed;
  if (best === undefined) return undefined;
  const total = weighed.reduce((sum, { value }) => sum + Math.exp(value - best.value), 0);
  const lead = second === undefined ? 3 : best.value - second.value;
  return { text: best.text, rule: 'candidate', share: 1 / total, lead };
}

/** Collects all candidates. If one occurs several times, each feature keeps its largest value. */
export function candidates(question: QuestionProfile, ranking: readonly Ranked[]): Candidate[] {
  const kind = questionKind(question.text);
  const head = headNoun(question.text);
  const merged = new Map<string, Candidate>();
  const texts = ranking.slice(0, looked).map((one) => one.profile);
  const lenses: Lenses = { rare: rareWords(question, texts), asked: askedWords(question) };
  ranking.slice(0, looked).forEach((ranked, place) => {
    for (const found of fromText(kind, question, ranked, place, head, ranking[0]!.score, lenses)) {
      const key = flatten(found.text);
      if (key.trim() === '' || question.flat.includes(key)) continue;
      const before = merged.get(key);
      if (!before) {
        found.features.texts =
          Math.min(3, texts.slice(0, 4).filter((profile) => profile.flat.includes(key)).length) / 3;
        found.features.isTitle = texts.slice(0, 4).some((profile) => profile.forms.includes(key)) ? 1 : 0;
        found.features[`isTitle:${kind}`] = found.features.isTitle;
        merged.set(key, found);
      } else
        for (const name in found.features)
          before.features[name] = Math.max(
            before.features[name] ?? Number.NEGATIVE_INFINITY,
            found.features[name]!,
          );
    }
  });
  return [...merged.values()];
}

/** Collects the candidates of one text: spans of the kind in its sentences and, for things, its title. */
function fromText(
  kind: Kind,
  question: QuestionProfile,
  { profile, score, direct }: Ranked,
  place: number,
  head: string | undefined,
  top: number,
  lenses: Lenses,
): Candidate[] {
  const found: Candidate[] = [];
  const named = profile.forms.some((form) => question.flat.includes(form)) ? 1 : 0;
  const shared: Features = {
    score: score / top,
    place: place / looked,
    first: place === 0 ? 1 : 0,
    second: place === 1 ? 1 : 0,
    named,
    lifted: direct < score * 0.7 ? 1 : 0,
    text: coverage(question, profile.stems),
  };
  const parts = readSentences(profile);
  parts.forEach((sentence, index) => {
    const base = {
      ...shared,
      coverage: coverage(question, sentence.stems),
      opening: index === 0 ? 1 : 0,
      rare: coverage(lenses.rare, sentence.stems),
      asked: coverage(lenses.asked, sentence.stems),
    };
    for (const span of findSpans(kind, sentence.text))
      found.push({
        text: span.text,
        features: { ...base, ...spanFeatures(kind, question, sentence, span, head, lenses) },
      });
  });
  if (kind === 'thing' || kind === 'person' || kind === 'place') {
    const typed = head !== undefined && parts[0]?.stems.has(head) === true ? 1 : 0;
    const person = isPerson(profile) ? 1 : 0;
    found.push({
      text: coreTitle(profile.title),
      features: {
        ...shared,
        title: 1,
        [`title:${kind}`]: 1,
        typed,
        person: kind === 'person' ? person : -person,
        titleCoverage: coverage(question, profile.stems),
      },
    });
  }
  return found;
}

const isPerson = (profile: Profile): boolean =>
  life(profile).birth !== undefined &&
  /\b(?:born|he|she|his|her)\b|\(\s*[^()]*\d{4}\s*[–-]/i.test(profile.text);

const months = 'January|February|March|April|May|June|July|August|September|October|November|December';
const monthStart = new RegExp(`^(?:${months})`);

function findSpans(kind: Kind, text: string): Span[] {
  if (kind === 'date') return dates(text);
  if (kind === 'year') return dates(text).map(({ year, index }) => ({ text: String(year), index }));
  if (kind === 'number')
    return [
      ...amounts(text).filter(({ value }) => value < 1200 || value > 2030),
      ...[
        ...text.matchAll(
          /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred)\b/gi,
        ),
      ].map((match) => ({ text: match[0], index: match.index })),
    ];
  if (kind === 'country')
    return countryMentions(text).map((mention) => ({ text: mention.surface, index: mention.index }));
  return nameSpans(text)
    .filter((name) => dates(name).length === 0 || !monthStart.test(name))
    .map((name) => ({ text: name, index: text.indexOf(name) }));
}

/** Computes features of a span's form and context. */
function spanFeatures(
  kind: Kind,
  question: QuestionProfile,
  sentence: SentenceProfile,
  span: Span,
  head: string | undefined,
  lenses: Lenses,
): Features {
  const { text } = sentence;
  const own = new Set(tokens(span.text).map(stem));
  const [before, after] = [
    text.slice(Math.max(0, span.index - 45), span.index),
    text.slice(span.index + span.text.length, span.index + span.text.length + 35),
  ];
  const overlap = [...own].filter((key) => question.weights.has(key)).length / Math.max(1, own.size);
  const features: Features = {
    before: coverage(question, contentStems(before)),
    after: coverage(question, contentStems(after)),
    overlap,
    askedNear: coverage(lenses.asked, contentStems(`${before} ${after}`)),
    rareNear: coverage(lenses.rare, contentStems(`${before} ${after}`)),
    words: Math.min(6, own.size) / 6,
    single: own.size === 1 ? 1 : 0,
    start: span.index < 4 ? 1 : 0,
    quoted: /["“]$/.test(before) ? 1 : 0,
    bracketed: /\([^)]*$/.test(before) ? 1 : 0,
    [`in:${kind}`]: /\b(?:in|at|near|from|to)\s+(?:the\s+)?$/.test(before) ? 1 : 0,
    [`by:${kind}`]: /\b(?:by|with|and)\s+(?:the\s+)?$/.test(before) ? 1 : 0,
    [`of:${kind}`]: /\b(?:of|as|the|named|called|is|was)\s+(?:an?\s+|the\s+)?$/.test(before) ? 1 : 0,
    [`form:${kind}`]: looksLike(kind, span.text) ? 1 : 0,
    hasHead: head !== undefined && own.has(head) ? 1 : 0,
    headNear:
      head !== undefined &&
      (contentStems(before.slice(-25)).has(head) || contentStems(after.slice(0, 25)).has(head))
        ? 1
        : 0,
    demonym: kind !== 'country' && countryMentions(span.text)[0]?.surface === span.text ? 1 : 0,
  };
  return features;
}

/** Parts of a question, to measure how much of each a sentence covers. */
interface Lenses {
  /** Distinctive words: at most two of the best texts contain them. */
  readonly rare: QuestionProfile;
  /** Words close to the question word. They describe the answer. */
  readonly asked: QuestionProfile;
}

function only(question: QuestionProfile, keep: (key: string) => boolean): QuestionProfile {
  const weights = new Map([...question.weights].filter(([key]) => keep(key)));
  return { ...question, weights, total: [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1 };
}

const rareWords = (question: QuestionProfile, texts: readonly Profile[]): QuestionProfile =>
  only(question, (key) => texts.filter((profile) => profile.stems.has(key)).length <= 2);

function askedWords(question: QuestionProfile): QuestionProfile {
  const words = tokens(question.text);
  const at = words.findIndex((word) => /^(?:who|whom|whose|what|which|when|where|how|why)$/.test(word));
  const near = new Set(words.slice(Math.max(0, at), Math.max(0, at) + 7).map(stem));
  return only(question, (key) => near.has(key));
}

function looksLike(kind: Kind, span: string): boolean {
  if (kind === 'person')
    return (
      /^(?:\p{Lu}[\p{L}.'’-]+\s+){1,3}\p{Lu}[\p{L}.'’-]+$/u.test(span) && countryMentions(span).length === 0
    );
  if (kind === 'date') return /\d.*\p{L}|\p{L}.*\d/u.test(span);
  return /^\p{Lu}/u.test(fold(span) === span ? '' : span);
}
