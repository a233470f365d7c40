/**
 * The terms of a question with their variants and weights.
 *
 * @module
 */

import { foldAccents } from '../shared/fold-accents.ts';
import { listDates, listMonths, toAskedTerm } from './date-terms.ts';
import type { EvidenceIndex } from './evidence-index.ts';
import type { Language } from './language.ts';
import type { EngineParts } from './parts.ts';
import type { AnswerKind, AskedQuestion } from './question.ts';
import type { Stemming } from './stemming.ts';
import { getThesaurus } from './synonyms.ts';
import { findTerms, listCodes } from './terms.ts';

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
  /** Whether it says what is asked or counted. */
  readonly asked: boolean;
  /** Whether no unit contains the word or a variant of it. */
  readonly missing: boolean;
}

/** Words that describe the kind of answer. Evidence need not repeat them. */
const GENERIC = new Set(
  `date time day name number amount price cost person place year kind type sort exact total long much many big large
  called named new mean happen happened use used want wanted go going say thing
  longest shortest highest lowest largest smallest most least cheapest expensive oldest newest biggest greatest
  heaviest lightest tallest youngest fastest slowest fewest earliest man woman guy lady gentleman
  datum tag name hoch nombre date fecha dia nom prix coute`
    .trim()
    .split(/\s+/),
);

/** Verbs and pronouns that say little. Evidence often uses others. */
const LIGHT = new Set(
  `give gave given make made take took taken put have need needed want become became becomes let try something someone
  anything anyone thing things people whether already yet just please exactly actually really only ever one two
  finally eventually initially usually normally apparently ago end both around roughly about before after between during since until while because lot bit way
  machen macht gemacht geben gibt brauchen braucht wollen will steht bekommt bekommen etwas jemand schon noch genau
  gerade eigentlich vorher nachher
  faire fait mettre vouloir falloir faut chose encore deja quelque
  hacer hace tener tiene poner pone querer quiere falta cosa algo alguien todavia ya`
    .trim()
    .split(/\s+/),
);

/** Verbs that the kind of question already says: "Where is the ladder kept?" Evidence often leaves them out. */
const IMPLIED: Partial<Record<AnswerKind, ReadonlySet<string>>> = {
  place: new Set('keep kept store stored locate located lie stand stay held hold found'.split(' ')),
  duration: new Set('last lasted lasts stay take takes took'.split(' ')),
  money: new Set('cost costs pay paid charge charged'.split(' ')),
  date: new Set('happen happened take place planned scheduled'.split(' ')),
  time: new Set('start starts begin begins'.split(' ')),
  method: new Set('do make'.split(' ')),
};

/** Shares of synonyms, of similar spellings, and of parts of a compound. */
const SYNONYM = 0.7;
const SIMILAR = 0.6;
const HALF = 0.3;

/** Factors of a term's weight by its role. */
const ROLE_WEIGHT = { generic: 0.35, light: 0.5, named: 1.25 };

/** Question words and polite endings in scripts without spaces. They separate content words. */
const UNSPACED_WORDS =
  /什么时候|为什么|什么|多少钱|多少|怎么|如何|哪里|哪儿|哪天|哪个|哪些|几号|几点|几[本个只张台次人位天条件]?|谁|吗|呢|是|的|在|了|可以|最多|请问|誰|何時|何日|何人|何|どこ|いつ|いくら|なぜ|ですか|ますか|でしょうか|누구입니까|누구|무엇|언제|어디|얼마|입니까|합니까|인가요|나요/g;

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
  const words = new Map<string, Word>();
  let first = true;
  for (const [word] of text.matchAll(WORD)) {
    const named =
      /\p{N}/u.test(word) ||
      (!first && /^\p{Lu}/u.test(word) && (question.language !== 'de' || /\p{Lu}.*\p{Lu}/u.test(word)));
    first = false;
    const [code] = listCodes(word);
    if (code !== undefined && code.length > 2) {
      words.set(code, {
        word,
        stems: new Set([code]),
        halves: new Set(findTerms(word, 'en', stemming)),
        named,
      });
      continue;
    }
    // Parts of "gpu-02" also count separately.
    for (const stem of findTerms(word, question.language, stemming)) {
      const known = words.get(stem) ?? { word, stems: new Set([stem]), halves: new Set<string>(), named };
      words.set(stem, known);
    }
    const own = findTerms(word, question.language, stemming);
    if (own.length !== 1) continue;
    for (const language of languages)
      for (const stem of findTerms(word, language, stemming)) words.get(own[0]!)?.stems.add(stem);
  }
  if (parts.dates) expandDates(text, words);
  expandCompounds(text, words, question, index, stemming);
  return [...expandQuarters(question.text, words).values()].map((one) =>
    weighTerm(one, question, index, stemming, parts),
  );
}

interface Word {
  readonly word: string;
  readonly stems: Set<string>;
  /** Parts of a compound, such as "band" and "saw". */
  readonly halves: Set<string>;
  readonly named: boolean;
}

/** "15 June" is also written "2024-06-15". */
function expandDates(text: string, words: Map<string, Word>): void {
  const dates = listDates(text);
  for (const date of dates.length > 0 ? dates : listMonths(text)) {
    const term = toAskedTerm(date);
    for (const [word] of text.slice(date.start, date.end).matchAll(WORD))
      for (const known of words.values()) {
        if (known.word !== word || /^(?:19|20)\d{2}$/.test(word)) continue;
        // A day alone, such as 15, is in many texts.
        if (/^\d/.test(word)) known.stems.clear();
        known.stems.add(term);
      }
  }
}

/** "band saw" is also written "bandsaw", and the other way around. */
function expandCompounds(
  text: string,
  words: Map<string, Word>,
  question: AskedQuestion,
  index: EvidenceIndex,
  stemming: Stemming,
): void {
  const plain = [...text.matchAll(/\p{Script=Latin}+/gu)].map(([word]) => word.toLowerCase());
  for (const [place, word] of plain.entries()) {
    const next = plain[place + 1];
    const joined = next === undefined ? undefined : findTerms(word + next, question.language, stemming)[0];
    if (joined !== undefined && index.find(joined).length > 0)
      for (const part of [word, next!])
        for (const stem of findTerms(part, question.language, stemming)) words.get(stem)?.stems.add(joined);
    const [own] = findTerms(word, question.language, stemming);
    if (own === undefined || word.length < 7 || index.find(own).length > 0) continue;
    for (let at = 3; at <= word.length - 3; at++) {
      const halves = [word.slice(0, at), word.slice(at)].map(
        (half) => findTerms(half, question.language, stemming)[0],
      );
      if (halves.every((half) => half !== undefined && index.find(half).length > 0))
        for (const half of halves) words.get(own)?.halves.add(half!);
    }
  }
}

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
  { word, stems, halves, named }: Word,
  question: AskedQuestion,
  index: EvidenceIndex,
  stemming: Stemming,
  parts: EngineParts,
): QuestionTerm {
  const variants = new Map<string, number>();
  for (const stem of stems) variants.set(stem, 1);
  for (const half of halves) if (!variants.has(half)) variants.set(half, HALF);
  if (parts.expansion && !named) {
    const into = new Set<Language>([question.language, ...index.languages]);
    const thesaurus = getThesaurus(stemming);
    for (const stem of stems)
      for (const other of thesaurus.find(stem, question.language, into))
        if (!variants.has(other)) variants.set(other, SYNONYM);
  }
  const held = [...stems].some((stem) => index.find(stem).length > 0);
  if (parts.expansion && (!held || question.language === 'de'))
    for (const stem of stems)
      for (const other of index.findSimilar(stem)) if (!variants.has(other)) variants.set(other, SIMILAR);
  const found = [...variants].filter(([term]) => index.find(term).length > 0);
  const rarity = held
    ? Math.min(...[...stems].filter((stem) => index.find(stem).length > 0).map((stem) => index.weigh(stem)))
    : Math.max(...[...stems].map((stem) => index.weigh(stem)));
  const plain = foldAccents(word.toLowerCase());
  const forNow = question.currentWords.has(plain);
  const [generic, light] = [
    GENERIC.has(plain) || forNow,
    LIGHT.has(plain) || IMPLIED[question.kind]?.has(plain) === true,
  ];
  const role = generic ? 'generic' : light ? 'light' : named ? 'named' : undefined;
  const factor = role === undefined ? 1 : ROLE_WEIGHT[role];
  return {
    word,
    variants,
    named,
    generic: generic || light,
    asked: question.asked.includes(plain),
    weight: forNow ? 0 : rarity * factor,
    missing: found.length === 0,
  };
}
