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
    const remedy = 'Correct or remove it';
    if ('fault' in item) throw createDatasetError('malformed-json', { ...at, remedy, problem: item.fault });
    const value: object = Object(item.value);
    // With one format, its own checks name the faulty field.
    const format =
      formats.find((each) => each.matches(value)) ?? (formats.length === 1 ? formats[0] : undefined);
    if (format === undefined) {
      const known = [...formats.map(({ name }) => name), ...others].join('; ');
      const problem = 'is a conversation of no known layout';
      throw createDatasetError('unknown-format', { ...at, problem, remedy: `Known layouts: ${known}` });
    }
    const read = format.read(item.value);
    if ('fault' in read) throw createDatasetError('malformed-record', { ...at, remedy, problem: read.fault });
    conversations.push(read);
  }
  if (conversations.length > 0) return excludeQuestions(conversations, options);
  const remedy = 'Give a file with one conversation a line, or an array of them';
  throw createDatasetError('empty-file', { path, problem: 'no records in the file', remedy });
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
