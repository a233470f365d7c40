/**
 * A token codec for small models, over the words of any task.
 *
 * @module
 */
import type { TokenCodec } from '../../codec/token-codec.ts';
import type { Vocabulary } from '../../engine/engine.ts';
import type { View } from '../../memory/view.ts';
import { AtomMemError } from '../../shared/error.ts';
import type { Observation } from '../../task/observation.ts';
import { splitWords } from './split-words.ts';
import { listReplyWords, parseWordReply } from './word-reply.ts';
import { MARKS, MOST_SLOTS, slotToken } from './word-vocabulary.ts';

export interface WordCodecOptions {
  /** The result of `vocabularyFor`, or the vocabulary of a trained engine. */
  readonly vocabulary: Vocabulary;
  /** Maximum number of tokens of prompt and reply together: the engine's context. */
  readonly context: number;
  /** Maximum number of tokens of a reply. Default: 32. */
  readonly maxReplyTokens?: number;
  /** Maximum number of words shown of each entry and of the scratchpad. Default: 32. */
  readonly shownWords?: number;
  /**
   * Whether prompts of acting steps repeat the task's instructions. They are constant within a task, so a
   * policy for one task does not need them. Default: false.
   */
  readonly instructions?: boolean;
}

/**
 * Creates a codec that writes observations as words of a closed vocabulary and parses replies of such
 * words. Words outside the vocabulary become `<unknown>`. Prompts that are too long lose the end of the
 * chunk or situation.
 *
 * @example
 * const vocabulary = await vocabularyFor([shop]);
 * const codec = wordCodec({ vocabulary, context: 256 });
 *
 * @throws AtomMemError `bad-argument` if the vocabulary is not one of `vocabularyFor`
 */
export function wordCodec(options: WordCodecOptions): TokenCodec {
  const { vocabulary, context, maxReplyTokens = 32, shownWords = 32, instructions = false } = options;
  const tokens = requireMarks(vocabulary);
  const ids = new Map(tokens.map((word, id) => [word, id]));
  const unknown = ids.get(MARKS.unknown)!;
  const toId = (word: string): number => ids.get(word) ?? unknown;
  const toWord = (id: number): string => tokens[id] ?? MARKS.unknown;
  const maxPromptTokens = context - maxReplyTokens;

  return {
    name: 'words',
    stop: [ids.get(MARKS.end)!],
    maxReplyTokens,
    maxPromptTokens,
    text: (reply) => reply.map(toWord).join(' '),
    encode(observation, view) {
      const head = [...listStage(observation, instructions), ...listView(view, shownWords)];
      const room = Math.max(0, maxPromptTokens - 1 - head.length);
      const words = [...head.slice(0, maxPromptTokens - 1), ...listContent(observation).slice(0, room)];
      return [...words, MARKS.reply].map(toId);
    },
    parse: (reply, observation) => parseWordReply(reply.map(toWord), observation),
    render(reply, _observation, view) {
      const written: string[] = [];
      for (const words of listReplyWords(reply, view)) {
        if (written.length + words.length < maxReplyTokens) written.push(...words);
      }
      return [...written, MARKS.end].map(toId);
    },
  };
}

function listStage(observation: Observation, instructions: boolean): readonly string[] {
  const ask = ({ text }: { readonly text: string }): string[] => [MARKS.question, ...splitWords(text)];
  switch (observation.stage) {
    case 'memorise':
      return [MARKS.memorise, ...observation.questions.flatMap(ask)];
    case 'answer':
      return [MARKS.answer, ...ask(observation.question)];
    case 'act': {
      const told = instructions ? [MARKS.instructions, ...splitWords(observation.instructions)] : [];
      return [MARKS.act, ...told, ...observation.questions.flatMap(ask)];
    }
  }
}

function listView({ scratchpad, query, entries }: View, shownWords: number): readonly string[] {
  return [
    MARKS.note,
    ...splitWords(scratchpad).slice(0, shownWords),
    MARKS.query,
    ...splitWords(query ?? '').slice(0, shownWords),
    ...entries
      .slice(0, MOST_SLOTS)
      .flatMap(({ text }, place) => [slotToken(place + 1), ...splitWords(text).slice(0, shownWords)]),
  ];
}

function listContent(observation: Observation): readonly string[] {
  if (observation.stage === 'answer') return [];
  const text = observation.stage === 'act' ? observation.situation.content : observation.chunk.text;
  return [MARKS.content, ...splitWords(text)];
}

function requireMarks({ tokens }: Vocabulary): readonly string[] {
  const marks = Object.values(MARKS);
  if (tokens !== undefined && marks.every((mark, id) => tokens[id] === mark)) return tokens;
  throw new AtomMemError('bad-argument', {
    problem: `The vocabulary does not start with ${marks.slice(0, 3).join(' ')} …, so it is not a word vocabulary`,
    remedy: 'Create it with `vocabularyFor(tasks)`, or pass the codec that the engine was trained with',
    details: { option: 'vocabulary' },
  });
}
