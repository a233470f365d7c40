/**
 * Expands a query with other word forms, so that a whole-word search for "live" finds "lives".
 *
 * @module
 */
import { contentWords, SPELLING, stemWord } from './words.ts';

/** Synonyms: words in questions that differ from the words in statements. */
const RELATED: readonly (readonly string[])[] = [
  ['car', 'drive', 'drives', 'vehicle'],
  ['pet', 'pets', 'dog', 'cat', 'puppy', 'kitten', 'hamster'],
  ['kids', 'children', 'son', 'daughter', 'child', 'kid'],
  ['meeting', 'appointment', 'call'],
  ['trip', 'flight', 'travel', 'holiday', 'vacation', 'fly', 'travelling'],
  ['favourite', 'favorite', 'likes', 'prefers', 'like', 'prefer', 'love'],
  ['hate', 'dislikes', 'dislike', 'avoid'],
  ['birthday', 'born', 'age'],
  ['partner', 'wife', 'husband', 'girlfriend', 'boyfriend', 'married'],
  ['mum', 'mom', 'mother', 'parents'],
  ['dad', 'father', 'parents'],
  ['flat', 'apartment', 'house', 'home'],
  ['salary', 'earn', 'earns', 'pay', 'pays'],
];

const GROUPS = [...RELATED, ...SPELLING].map((words) => ({
  stems: new Set(words.map(stemWord)),
  forms: words.flatMap((word) => [word, word.endsWith('s') ? word.slice(0, -1) : `${word}s`]),
}));

/** Maximum number of query words to expand. */
const MOST_WORDS = 40;

/** Appends other forms of the content words to the query. */
export function expandQuery(query: string): string {
  const forms = new Set<string>();
  for (const stem of contentWords(query).slice(0, MOST_WORDS)) {
    if (/^\p{Script=Latin}{3,}$/u.test(stem)) for (const form of inflect(stem)) forms.add(form);
    for (const group of GROUPS) if (group.stems.has(stem)) for (const form of group.forms) forms.add(form);
  }
  return `${query}\n${[...forms].join(' ')}`;
}

function inflect(stem: string): readonly string[] {
  const endings = ['', 's', 'e', 'es', 'ed', 'ing'].map((ending) => stem + ending);
  const last = stem.at(-1)!;
  if (last === 'y') endings.push(`${stem.slice(0, -1)}ies`);
  if (/[bdgmnprt]$/.test(stem)) endings.push(`${stem}${last}ing`, `${stem}${last}ed`);
  return endings;
}
