/**
 * Reads the conversations of a file, record by record.
 *
 * @module
 */
import { readTextBytes } from '../documents/read-bytes.ts';
import { AtomMemError } from '../shared/error.ts';
import type { Conversation } from '../task/dialogue/conversation.ts';
import type { ConversationFormat } from './conversation-format.ts';
import { createDatasetError } from './dataset-file-error.ts';
import { readJsonItems } from './json-items.ts';

export interface LoadConversationsOptions {
  /** Ids of questions to leave out, such as audited questions with a wrong gold answer. Default: none. */
  readonly exclude?: readonly string[];
}

/**
 * Reads a file of one conversation a line, or an array of them, in one of the given formats.
 *
 * @param others further layouts that the caller reads, for the error about an unknown one
 * @throws AtomMemError `unknown-format` naming the formats, `bad-option` if `exclude` names no question, and file
 * errors with `details.path` and `details.line`.
 */
export async function readConversations(
  path: string,
  formats: readonly ConversationFormat[],
  options: LoadConversationsOptions = {},
  others: readonly string[] = [],
): Promise<readonly Conversation[]> {
  const conversations: Conversation[] = [];
  for (const item of readJsonItems(await readTextBytes(path))) {
    const at = { path, place: item.place, line: item.line };
    if ('fault' in item) {
      throw createDatasetError('malformed-json', { ...at, remedy: REMEDY, problem: item.fault });
    }
    conversations.push(readConversation(item.value, formats, at, others));
  }
  if (conversations.length === 0) throw createEmptyError(path);
  return excludeQuestions(conversations, options);
}

const REMEDY = 'Correct or remove it';

/** The error for a file without records. */
export function createEmptyError(path: string): AtomMemError {
  const remedy = 'Give a file with one conversation a line, or an array of them';
  return createDatasetError('empty-file', { path, problem: 'no records in the file', remedy });
}

/**
 * Reads one record in the format that it matches.
 *
 * @throws AtomMemError `unknown-format`, `malformed-record`
 */
export function readConversation(
  value: unknown,
  formats: readonly ConversationFormat[],
  at: { readonly path: string; readonly place: string; readonly line: number },
  others: readonly string[] = [],
): Conversation {
  const record: object = Object(value);
  // With one format, its own checks name the faulty field.
  const format =
    formats.find((each) => each.matches(record)) ?? (formats.length === 1 ? formats[0] : undefined);
  if (format === undefined) {
    const known = [...formats.map(({ name }) => name), ...others].join('; ');
    const problem = 'has an unknown layout';
    throw createDatasetError('unknown-format', { ...at, problem, remedy: `Known layouts: ${known}` });
  }
  const read = format.read(value);
  if (!('fault' in read)) return read;
  throw createDatasetError('malformed-record', { ...at, remedy: REMEDY, problem: read.fault });
}

/** Leaves out questions by id. An id that no question has is an error: it is almost always a typo. */
export function excludeQuestions<Item extends Pick<Conversation, 'questions'>>(
  conversations: readonly Item[],
  { exclude = [] }: LoadConversationsOptions,
): readonly Item[] {
  const ids = new Set(exclude);
  if (ids.size === 0) return conversations;
  const known = new Set(conversations.flatMap(({ questions }) => questions.map(({ id }) => id)));
  const unknown = exclude.find((id) => !known.has(id));
  if (unknown !== undefined) {
    throw new AtomMemError('bad-option', {
      problem: `"exclude" names "${unknown}", and no question has this id`,
      remedy: 'Give ids of questions of the file',
      details: { option: 'exclude', value: unknown },
    });
  }
  return conversations.map((conversation) => ({
    ...conversation,
    questions: conversation.questions.filter(({ id }) => !ids.has(id)),
  }));
}
