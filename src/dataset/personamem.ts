/**
 * PersonaMem: multiple-choice questions about a person whose preferences change.
 *
 * @module
 */
import { readTextBytes } from '../documents/read-bytes.ts';
import { parseRows } from '../documents/read-table.ts';
import type { Conversation, DialogueQuestion, Turn } from '../task/dialogue/conversation.ts';
import { createDatasetError } from './dataset-file-error.ts';
import { readJsonItems } from './json-items.ts';

const COLUMNS = [
  'question_id',
  'question_type',
  'user_question_or_message',
  'correct_answer',
  'all_options',
  'shared_context_id',
  'end_index_in_shared_context',
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/**
 * Reads `questions_….csv` and the `shared_contexts_….jsonl` beside it, as the authors of PersonaMem distribute them.
 * A question is asked after the message that its `end_index_in_shared_context` names.
 *
 * @throws AtomMemError `missing-file`, `malformed-record` and other file errors with `details.path`
 */
export async function loadPersonaMem(path: string): Promise<readonly Conversation[]> {
  const rows = readRows((await readTextBytes(path)).toString('utf8'), path);
  const contextPath = path.replace(/questions(?=[^/\\]*$)/, 'shared_contexts').replace(/\.csv$/i, '.jsonl');
  const contexts = readContexts(await readTextBytes(contextPath), contextPath);
  const groups = Map.groupBy(rows, ({ shared_context_id }) => shared_context_id);
  return [...groups].map(([id, questions]) => {
    const turns = contexts.get(id);
    if (turns === undefined) {
      const problem = `has no conversation "${id}", which a question names`;
      throw createDatasetError('malformed-record', {
        path: contextPath,
        problem,
        remedy: 'Use the file of the same size',
      });
    }
    return {
      id,
      dataset: 'personamem',
      speakers: ['user', 'assistant'],
      sessions: [{ id: 'session_1', dateTime: '', turns }],
      questions: questions.map((row) => toQuestion(row, turns)),
    };
  });
}

function readRows(text: string, path: string): readonly Row[] {
  const [head = [], ...lines] = [...parseRows(text.replaceAll('\r\n', '\n'), ',')].map(({ cells }) => cells);
  const places = COLUMNS.map((column) => head.indexOf(column));
  const missing = COLUMNS.filter((_, place) => places[place] === -1);
  if (missing.length > 0) {
    const problem = `has no column ${missing.join(', ')}`;
    const remedy = 'Give questions_32k.csv, questions_128k.csv or questions_1M.csv of PersonaMem';
    throw createDatasetError('unknown-format', { path, problem, remedy });
  }
  return lines
    .filter((line) => line.some((cell) => cell !== ''))
    .map(
      (line) =>
        Object.fromEntries(COLUMNS.map((column, place) => [column, line[places[place]!] ?? ''])) as Row,
    );
}

function readContexts(bytes: Buffer, path: string): ReadonlyMap<string, readonly Turn[]> {
  const contexts = new Map<string, readonly Turn[]>();
  for (const item of readJsonItems(bytes)) {
    if ('fault' in item) {
      const at = { path, place: item.place, line: item.line, remedy: 'Correct or remove it' };
      throw createDatasetError('malformed-json', { ...at, problem: item.fault });
    }
    for (const [id, messages] of Object.entries(Object(item.value) as Record<string, unknown>)) {
      contexts.set(id, Array.isArray(messages) ? messages.flatMap(toTurn) : []);
    }
  }
  return contexts;
}

/** Messages of the role `system` describe the persona, which memory must not be given. */
function toTurn(message: unknown, place: number): readonly Turn[] {
  const { role, content } = Object(message) as { role?: unknown; content?: unknown };
  if (typeof role !== 'string' || typeof content !== 'string' || role === 'system') return [];
  return [{ id: String(place), speaker: role, text: content.replace(/^(?:user|assistant):\s*/i, '') }];
}

function toQuestion(row: Row, turns: readonly Turn[]): DialogueQuestion {
  const options =
    row.all_options.match(/\([a-z]\)[\s\S]*?(?=(?:['"]?,\s*['"]?\([a-z]\))|['"]?\]\s*$|$)/g) ?? [];
  const right = options.find((option) => option.startsWith(row.correct_answer.trim())) ?? row.correct_answer;
  const end = Number(row.end_index_in_shared_context);
  return {
    id: row.question_id,
    text: row.user_question_or_message,
    answers: [right.replace(/^\([a-z]\)\s*/, '').trim()],
    support: [],
    type: row.question_type,
    answerable: true,
    options: options.map((option) => option.replace(/^\([a-z]\)\s*/, '').trim()),
    after: turns.findLast(({ id }) => Number(id) < end)?.id,
  };
}
