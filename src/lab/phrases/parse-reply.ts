/**
 * Parses replies of the phrase codec.
 *
 * @module
 */
import type { Issue, ParsedReply } from '../../codec/codec.ts';
import type { Operation } from '../../memory/operation.ts';
import { countPlaces, SECTIONS, type Section, type TokenLayout } from './layout.ts';
import { END, listVerbs, quoteWord, type Verb, type WordVocabulary } from './phrase-vocabulary.ts';
import type { Places } from './places.ts';

/** The meaning of a token in a reply. */
type Meaning =
  | { readonly kind: 'end' }
  | { readonly kind: 'verb'; readonly verb: Verb }
  | { readonly kind: 'quote'; readonly section: Section; readonly place: number }
  | { readonly kind: 'words'; readonly words: readonly string[] };

/** A verb of a reply with the phrases that follow it. */
interface Said {
  readonly verb: Verb;
  readonly phrases: Phrase[];
}

interface Phrase {
  readonly words: string[];
  readonly quoted: boolean;
}

/** Creates a parser for replies of one layout. `words` are those of the world, including compounds. */
export function createReplyParser(
  layout: TokenLayout,
  vocabulary: WordVocabulary,
  words: readonly string[],
): (reply: readonly number[], places: Places) => ParsedReply {
  const meanings = listMeanings(layout, vocabulary, words);
  return (reply, places) => {
    const said: Said[] = [];
    const issues: Issue[] = [];
    let offset = 0;
    for (const token of reply) {
      const word = vocabulary.tokens[token] ?? `<${token}>`;
      const meaning = meanings.get(token);
      if (meaning?.kind === 'end') break;
      if (meaning?.kind === 'verb') said.push({ verb: meaning.verb, phrases: [] });
      else if (meaning === undefined || said.length === 0) issues.push(malformed(word, offset));
      else addPhrase(said.at(-1)!.phrases, meaning, places, layout);
      offset += word.length + 1;
    }
    return { ...toActions(said, layout), issues };
  };
}

function listMeanings(
  layout: TokenLayout,
  vocabulary: WordVocabulary,
  words: readonly string[],
): ReadonlyMap<number, Meaning> {
  const meanings = new Map<number, Meaning>();
  const set = (word: string, meaning: Meaning): unknown => meanings.set(vocabulary.id(word)!, meaning);
  set(END, { kind: 'end' });
  for (const [word, verb] of listVerbs(layout)) set(word, { kind: 'verb', verb });
  for (const section of SECTIONS) {
    for (let place = 0; place < countPlaces(layout, section); place++) {
      set(quoteWord(section, place), { kind: 'quote', section, place });
    }
  }
  for (const word of words) set(word, { kind: 'words', words: word.split(' ') });
  return meanings;
}

/**
 * Adds words to the phrases of a verb. A quote is a complete phrase. Consecutive words form a phrase up to
 * its maximum length.
 */
function addPhrase(
  phrases: Phrase[],
  meaning: Extract<Meaning, { kind: 'quote' | 'words' }>,
  places: Places,
  { phraseWords }: TokenLayout,
): void {
  const last = phrases.at(-1);
  if (meaning.kind === 'quote') {
    phrases.push({ words: [...(places[meaning.section][meaning.place] ?? [])], quoted: true });
  } else if (last && !last.quoted && last.words.length + meaning.words.length <= phraseWords) {
    last.words.push(...meaning.words);
  } else {
    phrases.push({ words: [...meaning.words], quoted: false });
  }
}

function toActions(said: readonly Said[], layout: TokenLayout): Pick<ParsedReply, 'operations' | 'answers'> {
  const operations: Operation[] = [];
  const answers: string[] = [];
  for (const { verb, phrases } of said) {
    const words = phrases.flatMap((phrase) => phrase.words);
    if (verb.name === 'answer') answers.push(...words.slice(-1));
    else operations.push(toOperation(verb, phrases, words, layout));
  }
  return { operations, answers };
}

/** Builds the operation of a verb. Texts are truncated to the length that a prompt can show. */
function toOperation(
  { name, slot }: Verb,
  phrases: readonly Phrase[],
  words: readonly string[],
  layout: TokenLayout,
): Operation {
  const text = words.slice(0, layout.phraseWords).join(' ');
  switch (name) {
    case 'update':
      return { op: 'update', target: { slot: slot! }, text };
    case 'delete':
      return { op: 'delete', target: { slot: slot! } };
    case 'read':
      return { op: 'read', query: [...new Set(words)].slice(0, layout.queryWords).join(' ') };
    case 'note': {
      const lines = phrases.map((phrase) => phrase.words.slice(0, layout.phraseWords).join(' '));
      const kept = lines.filter((line) => line !== '').slice(0, layout.scratchpadPhrases);
      return { op: 'update', target: 'scratchpad', text: kept.join('\n') };
    }
    default:
      return { op: 'create', text };
  }
}

function malformed(word: string, start: number): Issue {
  const message = `"${word}" neither starts an operation nor belongs to one`;
  return { kind: 'malformed-call', message, span: { start, end: start + word.length } };
}
