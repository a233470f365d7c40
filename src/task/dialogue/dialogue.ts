/**
 * The dialogue task: a long conversation, then questions about it.
 *
 * @module
 */
import { AtomMemError } from '../../shared/error.ts';
import { createDocumentStream } from '../document-stream.ts';
import type { Chunk, Observation, SourceDocument } from '../observation.ts';
import type { StreamRules } from '../stream-rules.ts';
import type { Environment, Task } from '../task.ts';
import type { Tokenizer } from '../tokenizer.ts';
import { type Conversation, type Session, type Turn, turnDocumentId } from './conversation.ts';

export interface DialogueOptions {
  readonly conversation: Conversation;
  readonly tokenizer: Tokenizer;
  readonly rules: StreamRules;
  /** Contents of a chunk. Default: `session`. */
  readonly unit?: 'session' | 'turn';
  /** Tokens of a chunk. Longer sessions are cut between turns. Default: 4000. */
  readonly size?: number;
  /**
   * Whether the questions are shown while the dialogue is read, as in the document stream. Default: false,
   * because in a conversation later questions are unknown.
   */
  readonly questionsKnown?: boolean;
}

/**
 * Creates the task of reading a conversation and answering questions about it. Sessions come one by one,
 * each under its date, with turns as documents. Then each question is asked in turn and must be answered
 * from memory alone. If the dialogue does not hold the answer, saying so is correct.
 *
 * @throws AtomMemError `bad-option`
 * @example
 * const task = createDialogue({ conversation, tokenizer, rules: BETTER_STREAM_RULES });
 */
export function createDialogue(options: DialogueOptions): Task {
  const { conversation, rules, questionsKnown = false } = options;
  const chunks = dialogueChunks(options);
  const stream = createDocumentStream({
    id: conversation.id,
    dataset: conversation.dataset,
    questions: conversation.questions,
    chunks,
    documents: chunks.flatMap((chunk) => chunk.documents),
    rules,
  });
  const open = questionsKnown ? stream.open : (): Environment => withoutQuestions(stream.open());
  return { ...stream, kind: 'dialogue', open };
}

function withoutQuestions(environment: Environment): Environment {
  return {
    ...environment,
    observe(): Observation | null {
      const observation = environment.observe();
      return observation?.stage === 'memorise' ? { ...observation, questions: [] } : observation;
    },
  };
}

function dialogueChunks({
  conversation,
  tokenizer,
  unit = 'session',
  size = 4000,
}: DialogueOptions): readonly Chunk[] {
  if (!(size >= 1)) {
    throw new AtomMemError('bad-option', {
      problem: `the chunk size is ${size}`,
      remedy: 'Give a number of tokens from 1 on',
      details: { option: 'size', value: size },
    });
  }
  const windows = conversation.sessions.flatMap((session, place) => {
    const heading = writeHeading(session, place);
    const documents = session.turns.map((turn) => toDocument(conversation, turn, heading));
    const parts =
      unit === 'turn' ? documents.map((document) => [document]) : pack(documents, tokenizer, size);
    return parts.map((part) => ({ heading, documents: part }));
  });
  return windows.map(({ heading, documents }, index) => ({
    index,
    count: windows.length,
    text: [heading, ...documents.map(({ text }) => text)].join('\n'),
    documents,
  }));
}

/** Returns the turns of a conversation as documents, in order. The title holds the session and its date. */
export function listTurnDocuments(conversation: Conversation): readonly SourceDocument[] {
  return conversation.sessions.flatMap((session, place) =>
    session.turns.map((turn) => toDocument(conversation, turn, writeHeading(session, place))),
  );
}

function writeHeading({ dateTime }: Session, place: number): string {
  return dateTime === '' ? `Session ${place + 1}` : `Session ${place + 1}, ${dateTime}`;
}

/** Titles the turn with the date of its session, which "last week" refers to. */
function toDocument(conversation: Conversation, turn: Turn, heading: string): SourceDocument {
  const picture = turn.imageCaption === undefined ? '' : ` [shares a picture: ${turn.imageCaption}]`;
  return {
    id: turnDocumentId(conversation.id, turn.id),
    title: heading,
    text: `${turn.speaker}: ${turn.text}${picture}`,
  };
}

/** Fills chunks with turns. A turn that is longer than a chunk gets a separate chunk. */
function pack(documents: readonly SourceDocument[], tokenizer: Tokenizer, size: number): SourceDocument[][] {
  const parts: SourceDocument[][] = [];
  let tokens = Number.POSITIVE_INFINITY;
  for (const document of documents) {
    const own = tokenizer.count(document.text) + 1; // the line break between turns
    if (tokens + own > size) {
      parts.push([]);
      tokens = tokenizer.count(document.title) + 1;
    }
    parts.at(-1)!.push(document);
    tokens += own;
  }
  return parts;
}
