/**
 * The terms of a question with their variants and weights.
 *
 * @module
 */

import { foldAccents } from '../shared/fold-accents.ts';
import type { EvidenceIndex } from './evidence-index.ts';
import type { Language } from './language.ts';
import type { EngineParts } from './parts.ts';
import type { AskedQuestion } from './question.ts';
import type { Stemming } from './stemming.ts';
import { findSynonyms } from './synonyms.ts';
import { findTerms } from './terms.ts';

/** One word of the question. */
export interface QuestionTerm {
  readonly word: string;
  /** Terms that count as a match, each with its share. */
  readonly variants: ReadonlyMap<string, number>;
  /** Weight by rarity and by the role of the word. */
  readonly weight: number;
  /** Whether it is a name or a number. */
  readonly named: boolean;
  /** Whether it describes the kind of answer. */
  readonly generic: boolean;
  /** Whether no unit contains the word or a variant of it. */
  readonly missing: boolean;
}

/** Words that describe the kind of answer. Evidence need not repeat them. */
const GENERIC = new Set(
  `date time day name number amount price cost person place year kind type sort exact total long much many big large
  called named currently current now latest today new mean happen happened use used want wanted go going say thing
  longest shortest highest lowest largest smallest most least cheapest expensive oldest newest biggest greatest
  heaviest lightest tallest youngest fastest slowest fewest earliest
  datum tag name hoch nombre date fecha dia nom prix coute`
    .trim()
    .split(/\s+/),
);

const SYNONYM = 0.7;
const SIMILAR = 0.6;

/** Question words and polite endings in scripts without spaces. They separate content words. */
const UNSPACED_WORDS =
  /什么时候|为什么|什么|多少钱|多少|怎么|如何|哪里|哪儿|哪天|哪个|哪些|几号|几点|几|谁|吗|呢|是|的|在|了|可以|最多|请问|誰|何時|何日|何人|何|どこ|いつ|いくら|なぜ|ですか|ますか|でしょうか|누구입니까|누구|무엇|언제|어디|얼마|입니까|합니까|인가요|나요/g;

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’.,:-][\p{L}\p{N}]+)*/gu;

export function readTerms(
  question: AskedQuestion,
  index: EvidenceIndex,
  stemming: Stemming,
  parts: EngineParts,
): readonly QuestionTerm[] {
  const text = question.text
    .normalize('NFKC')
    .replace(UNSPACED_WORDS, ' ')
    .replace(/['’]s\b/g, '');
  const languages = new Set<Language>([question.language, ...index.languages]);
  const words = new Map<string, { word: string; stems: Set<string>; named: boolean }>();
  let first = true;
  for (const [word] of text.matchAll(WORD)) {
    const named =
      /\p{N}/u.test(word) ||
      (!first && /^\p{Lu}/u.test(word) && (question.language !== 'de' || /\p{Lu}.*\p{Lu}/u.test(word)));
    first = false;
    // Parts of "gpu-02" also count separately.
    for (const stem of findTerms(word, question.language, stemming)) {
      const known = words.get(stem) ?? { word, stems: new Set<string>([stem]), named };
      words.set(stem, known);
    }
    const own = findTerms(word, question.language, stemming);
    if (own.length !== 1) continue;
    for (const language of languages)
      for (const stem of findTerms(word, language, stemming)) words.get(own[0]!)?.stems.add(stem);
  }
  return [...expandQuarters(question.text, words).values()].map((one) =>
    weighTerm(one, question, index, stemming, parts),
  );
}

type Word = { readonly word: string; readonly stems: Set<string>; readonly named: boolean };

/** "second quarter" is also written "q2". */
function expandQuarters(text: string, words: Map<string, Word>): Map<string, Word> {
  const match = /\b(first|second|third|fourth|1st|2nd|3rd|4th) quarter\b/i.exec(text);
  if (match === null) return words;
  const place = { first: 1, second: 2, third: 3, fourth: 4, '1st': 1, '2nd': 2, '3rd': 3, '4th': 4 }[
    match[1]!.toLowerCase()
  ];
  words.get('quarter')?.stems.add('q');
  words.get(match[1]!.toLowerCase())?.stems.add(String(place));
  return words;
}

function weighTerm(
  { word, stems, named }: Word,
  question: AskedQuestion,
  index: EvidenceIndex,
  stemming: Stemming,
  parts: EngineParts,
): QuestionTerm {
  const variants = new Map<string, number>();
  for (const stem of stems) variants.set(stem, 1);
  if (parts.expansion && !named) {
    for (const other of findSynonyms(foldAccents(word)))
      for (const stem of findTerms(other, 'en', stemming))
        if (!variants.has(stem)) variants.set(stem, SYNONYM);
  }
  const held = [...stems].some((stem) => index.find(stem).length > 0);
  if (parts.expansion && (!held || question.language === 'de'))
    for (const stem of stems)
      for (const other of index.findSimilar(stem)) if (!variants.has(other)) variants.set(other, SIMILAR);
  const found = [...variants].filter(([term]) => index.find(term).length > 0);
  const rarity = held
    ? Math.min(...[...stems].filter((stem) => index.find(stem).length > 0).map((stem) => index.weigh(stem)))
    : Math.max(...[...stems].map((stem) => index.weigh(stem)));
  const generic = GENERIC.has(foldAccents(word.toLowerCase()));
  return {
    word,
    variants,
    named,
    generic,
    weight: rarity * (generic ? 0.35 : named ? 1.25 : 1),
    missing: found.length === 0,
  };
}
