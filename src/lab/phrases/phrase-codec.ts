/**
 * A token codec of short phrases at fixed places.
 *
 * @module
 */
import type { TokenCodec } from '../../codec/token-codec.ts';
import { countPromptTokens, type Section, type TokenLayout } from './layout.ts';
import { createReplyParser } from './parse-reply.ts';
import { createVocabulary, END, MARKS, quoteWord, type WordVocabulary } from './phrase-vocabulary.ts';
import { fillPlaces, type Places } from './places.ts';
import { type PromptPlace, promptPlaces } from './prompt-places.ts';
import { renderReply } from './render-reply.ts';

export interface PhraseCodecOptions {
  readonly layout: TokenLayout;
  /** All words that can occur in a phrase. */
  readonly words: readonly string[];
  /** Word pairs written as one token at the start of a phrase. Default: none. */
  readonly compounds?: readonly string[];
}

/** A token codec over a closed vocabulary, with the vocabulary that its model needs. */
export interface PhraseCodec extends TokenCodec {
  readonly vocabulary: WordVocabulary;
  readonly layout: TokenLayout;
  /** Number of tokens per phrase without its quotes. */
  readonly phraseTokens: number;
  /** The role of every position of the memorising prompt. */
  readonly places: readonly PromptPlace[];
}

/**
 * Creates a codec that writes prompts as short phrases at fixed places, each with a quote token. Replies
 * refer to phrases by quotes instead of copying their words:
 *
 *     note n1 c3 · create c2 · read q1 n1 · update1 c4 · delete2 · answer Kestrel · end
 *
 * A quote means the words of its phrase, or its last word in an answer. Replies may also contain plain
 * words. Every scratchpad line, entry and chunk line is a phrase.
 */
export function createPhraseCodec({ layout, words, compounds = [] }: PhraseCodecOptions): PhraseCodec {
  const vocabulary = createVocabulary(layout, words, compounds);
  const id = (word: string): number => vocabulary.id(word)!;
  const parse = createReplyParser(layout, vocabulary, [...words, ...compounds]);
  const nothing = id(MARKS.nothing);

  const saved = compounds.length > 0 ? 1 : 0;

  /** Writes words to `width` tokens. Unknown words and empty places become the `nothing` token. */
  function write(prompt: number[], words: readonly string[], width: number): void {
    for (let place = 0; place < width; place++) prompt.push(vocabulary.id(words[place] ?? '') ?? nothing);
  }

  /**
   * Returns the tokens of a phrase in the layout's order. If its first two words form a compound, they
   * become one token.
   */
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
