/**
 * `findEnded`: finds what a later statement ends, drops or exchanges by name: "stopped keto", "not Elvis", "sold the car".
 *
 * @module
 */
import { OLD_VALUE_MARK } from './old-value-mark.ts';
import { rememberResults } from './remember-results.ts';
import { readTime, type Span, type StatedText } from './stated-texts.ts';
import { contentWords, stemWord } from './words.ts';

/** Words of an earlier statement that a later one ends. The later one names them too, so hiding them loses nothing. */
export interface Ended extends Span {
  readonly text: StatedText;
}

const OBJECT =
  "((?:(?:the|my|our|his|her|their|that|a|an|all|any|some) )?[\\p{L}\\p{N}%£$€'&-]+(?: [\\p{L}\\p{N}%'&-]+){0,2})";

const ENDING_VERBS =
  'stopp?(?:ed)?|quit|(?:gave|given|giving) up(?: on)?|gone off|went off|going off|dropp?ed|ditched|cancell?ed|(?:called|calling) off|scrapp?(?:ed)?|sold|(?:got|getting) rid of|traded in|gave away|returned|lost|done with|binned|packed in|jacked in|pulled out of|dropped out of|withdrew from|retired|chucked|swapp?(?:ed|ing)?|trad(?:ed|ing)|exchanged|replac(?:e|ed|ing)|instead of|rather than|no longer(?: \\p{Ll}+ing)?|(?:switched|switch|changed|moved|went)(?: me| us| him| her| them| it)? from|from being';

/** Patterns with the ended thing as the first group. */
const ENDINGS: readonly RegExp[] = [
  new RegExp(`\\b(?:${ENDING_VERBS}) ${OBJECT}`, 'giu'),
  new RegExp(`(?:^|[.!?;,–—-] )(?:and |but |so )?not ${OBJECT}`, 'giu'),
  new RegExp(
    `${OBJECT}(?:'s| is| are| was| were| has been| got) (?:\\p{L}+ )?(?:out|off|over|cancell?ed|gone|scrapped|double[- ]?booked|fully booked|booked out|no more|history|sold|bust|closed|dead|broken)(?=\\s*(?:[,.;!?]|$|so\\b|and\\b|because\\b|for good\\b|now\\b))`,
    'giu',
  ),
  new RegExp(`\\b(?:gave|given|handed|passed|returned) ${OBJECT} (?:to|back|away|over|in)\\b`, 'giu'),
  new RegExp(
    `\\b(?:won't|will not|doesn't|does not|don't|do not|not) (?:be )?(?:want|need|using|wanting|needing) ${OBJECT}`,
    'giu',
  ),
  OLD_VALUE_MARK,
  // "he's 16 not 17"
  /(?<=\d) not (\d+)\b/giu,
  // "I'm not driving any more", "no longer eat meat"
  /\b(?:not|n't|no longer)(?: really| even| be| been)? (\p{Ll}+(?: \p{L}+){0,3}?) (?:any ?more|any longer)\b/giu,
  new RegExp(`${OBJECT} (?:went|goes|is going|has gone) to (?:my|our|his|her|a) \\p{Ll}`, 'giu'),
];

/** Sentences of other languages that end something: their names and long words may name it. */
const ENDING_SENTENCE =
  /[^.!?]*\b(?:nicht mehr|keine?n? [^.!?]*mehr|ne [^.!?]*plus|hingeschmissen|aufgegeben|laisse tomber|arrêté|he dejado|ich [^.!?]*aufgehört)\b[^.!?]*/giu;

/** What follows "ya no" ends. What stands before it is its subject. */
const AFTER_MARKER = /\bya no\b[^.!?,]*/giu;

/** Words that name nothing. */
const NOTHING = new Set(
  contentWords(
    'it that this them him her everything something anything nothing one ones thing things lot whole day days week weeks time sure bad good only just yet much many enough going getting being having doing working want need like love mind idea place way year month people before after someone anyone who which when where there here with without at by than rather for from to into over again soon later other another same',
  ),
);

/** Finds the words of earlier statements that later ones end. */
export function findEnded(texts: readonly StatedText[]): readonly Ended[] {
  return texts.flatMap((later) => {
    const phrases = listEnded(later.text);
    if (phrases.length === 0) return [];
    const before = texts.filter(({ entry }) => readTime(entry) < readTime(later.entry));
    return phrases.flatMap((phrase) => {
      const found = before.map((earlier) => findPhrase(earlier, phrase)).filter(({ length }) => length > 0);
      return found.length <= MOST_STATEMENTS ? found.flat() : [];
    });
  });
}

/** What more statements than this mention is a topic, not one state that can end. */
const MOST_STATEMENTS = 3;

interface Phrase {
  readonly stems: readonly string[];
  /** Whether one common word is enough. A sentence needs two, or one that is a name. */
  readonly isObject: boolean;
}

const listEnded = rememberResults(findPhrases, 4096);

function findPhrases(text: string): readonly Phrase[] {
  const objects = ENDINGS.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, object]) => ({ stems: listStems(object!), isObject: true })),
  );
  const sentences = [...text.matchAll(ENDING_SENTENCE), ...text.matchAll(AFTER_MARKER)].map(([sentence]) => ({
    stems: listStems((sentence.match(SPECIFIC_WORD) ?? []).join(' ')),
    isObject: false,
  }));
  return [...objects, ...sentences].filter(({ stems }) => stems.length > 0);
}

function listStems(text: string): readonly string[] {
  return contentWords(text).filter((stem) => !NOTHING.has(stem) && stem.length > 1);
}

/** Finds the words of a phrase in an earlier statement. An object must be there from its first word on. */
function findPhrase(earlier: StatedText, { stems, isObject }: Phrase): readonly Ended[] {
  const found = [...earlier.text.matchAll(WORD)].filter(([word]) =>
    stems.includes(stemWord(word.toLowerCase().replace(/'s$/, ''))),
  );
  const held = new Set(found.map(([word]) => stemWord(word.toLowerCase().replace(/'s$/, ''))));
  if (isObject ? !held.has(stems[0]!) : held.size < 2) return [];
  return found.map(({ 0: word, index }) => ({ text: earlier, start: index, end: index + word.length }));
}

/** Names inside a sentence and words of five letters or more. */
const SPECIFIC_WORD = /(?<=\S )\p{Lu}\p{L}+|\p{L}{5,}/gu;

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)?%?/gu;
