/**
 * Adds other forms of a message's words, so that a search by whole words finds "lives" for "live".
 *
 * @module
 */
import { contentWords, SPELLING, stemWord } from './words.ts';

/** Words for things that people ask about by another word than they told. */
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

/** Words of a query that are searched with their other forms. */
const MOST_WORDS = 40;

/** Returns the query followed by other forms of its content words. */
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
