import type { TokenCodec } from '../../codec/token-codec.ts';
import { countPromptTokens, type Section, type TokenLayout } from './layout.ts';
import { createReplyParser } from './parse-reply.ts';
import { createVocabulary, END, MARKS, quoteWord, type WordVocabulary } from './phrase-vocabulary.ts';
import { fillPlaces, type Places } from './places.ts';
import { type PromptPlace, promptPlaces } from './prompt-places.ts';
import { renderReply } from './render-reply.ts';

export interface PhraseCodecOptions {
  readonly layout: TokenLayout;
  /** Every word that can stand in a phrase. */
  readonly words: readonly string[];
  /** Two words that are written as one token where they open a phrase. Default none. */
  readonly compounds?: readonly string[];
}

/** A token codec over a closed vocabulary, with the vocabulary that a model for it must have. */
export interface PhraseCodec extends TokenCodec {
  readonly vocabulary: WordVocabulary;
  readonly layout: TokenLayout;
  /** Tokens of a phrase, its quotes not counted. */
  readonly phraseTokens: number;
  /** What every position of the prompt while memorising is for. */
  readonly places: readonly PromptPlace[];
}

/**
 * Prompts of short phrases in fixed places, each with a quote token; replies that point at phrases instead
 * of copying their words:
 *
 *     note n1 c3 · create c2 · read q1 n1 · update1 c4 · delete2 · answer Kestrel · end
 *
 * A quote stands for the words of its phrase, in an answer for the last of them; plain words are read too.
 * Every line of the scratchpad, every entry and every line of a chunk is a phrase.
 */
export function createPhraseCodec({ layout, words, compounds = [] }: PhraseCodecOptions): PhraseCodec {
  const vocabulary = createVocabulary(layout, words, compounds);
  const id = (word: string): number => vocabulary.id(word)!;
  const parse = createReplyParser(layout, vocabulary, [...words, ...compounds]);
  const nothing = id(MARKS.nothing);

  const saved = compounds.length > 0 ? 1 : 0;

  /** Words in `width` tokens; unknown words and empty places are written as nothing. */
  function write(prompt: number[], words: readonly string[], width: number): void {
    for (let place = 0; place < width; place++) prompt.push(vocabulary.id(words[place] ?? '') ?? nothing);
  }

  /** The tokens of a phrase: its first two words as one where they make a compound, in the layout's order. */
  function arrange(section: Section, phrase: readonly string[]): readonly string[] {
    const compound = `${phrase[0]} ${phrase[1]}`;
    const joined =
      saved > 0 && vocabulary.id(compound) !== undefined ? [compound, ...phrase.slice(2)] : phrase;
    const objectFirst = layout.order === 'object-first' && section !== 'q' && joined.length > 1;
    return objectFirst ? [joined.at(-1)!, ...joined.slice(0, -1)] : joined;
  }

  function writeSection(prompt: number[], section: Section, places: Places, count: number): void {
    const width = (section === 'q' ? layout.questionWords : layout.phraseWords) - saved;
    for (let place = 0; place < count; place++) {
      const quote = id(quoteWord(section, place));
      if (layout.quotes !== 'after') prompt.push(quote);
      write(prompt, arrange(section, places[section][place] ?? []), width);
      if (layout.quotes !== 'before') prompt.push(quote);
    }
  }

  return {
    name: 'phrases',
    vocabulary,
    layout,
    phraseTokens: layout.phraseWords - saved,
    stop: [id(END)],
    maxReplyTokens: layout.replyTokens,
    maxPromptTokens: countPromptTokens(layout, saved),
    places: promptPlaces(layout, saved),
    text: (ids) => ids.map((each) => vocabulary.tokens[each] ?? `<${each}>`).join(' '),

    encode(observation, view) {
      const places = fillPlaces(observation, view, layout);
      const answering = observation.stage === 'answer';
      const short = answering && layout.asking === 'short';
      const prompt = [id(answering ? MARKS.ask : MARKS.task)];
      writeSection(prompt, 'q', places, short ? 1 : layout.questions);
      prompt.push(id(MARKS.note));
      writeSection(prompt, 'n', places, layout.scratchpadPhrases);
      if (!short) {
        prompt.push(id(MARKS.query));
        write(prompt, answering ? [] : places.query, layout.queryWords);
      }
      prompt.push(id(MARKS.view));
      writeSection(prompt, 'v', places, layout.viewPhrases);
      if (!short) {
        prompt.push(id(MARKS.chunk));
        writeSection(prompt, 'c', places, layout.chunkPhrases);
      }
      prompt.push(id(answering ? MARKS.answer : MARKS.act));
      return prompt;
    },
    parse: (reply, observation, view) => parse(reply, fillPlaces(observation, view, layout)),
    render(reply, observation, view) {
      return renderReply(reply, fillPlaces(observation, view, layout), view, layout, vocabulary);
    },
  };
}
