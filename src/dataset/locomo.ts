/**
 * `loadLocomo`: reads files of long conversations.
 *
 * @module
 */
import { z } from 'zod';
import { readTextBytes } from '../documents/read-bytes.ts';
import { type Conversation, type DialogueQuestion, turnDocumentId } from '../task/dialogue/conversation.ts';
import { createDatasetError } from './dataset-file-error.ts';
import { readJsonItems } from './json-items.ts';
import { convertOfficialLocomo, isOfficialLocomo } from './locomo-official.ts';

const SHAPE = z.object({
  id: z.string().min(1),
  dataset: z.string().min(1).default('locomo'),
  speakers: z.array(z.string()).default([]),
  sessions: z.array(
    z.object({
      id: z.string(),
      date_time: z.string(),
      turns: z.array(
        z.object({
          id: z.string().min(1),
          speaker: z.string(),
          text: z.string(),
          image_caption: z.string().optional(),
        }),
      ),
    }),
  ),
  questions: z.array(
    z.object({
      id: z.string().min(1),
      question: z.string().trim().min(1),
      answers: z.array(z.string()).default([]),
      type: z.string().optional(),
      evidence: z.array(z.string()).default([]),
      answerable: z.boolean().default(true),
      adversarial_answer: z.string().optional(),
    }),
  ),
});

/** A conversation in this project's own format. */
type LocomoRecord = z.output<typeof SHAPE>;

/**
 * Reads a file of long conversations, plain or gzip: LoCoMo as its authors distribute it, or one record a
 * line of `{id, speakers, sessions: [{id, date_time, turns}], questions}`. LoCoMo is for non-commercial use
 * only and not part of this package: give the path of your own copy.
 *
 * A question without an answer, or of LoCoMo's category 5, is unanswerable. Evidence that names no turn of
 * its conversation is left out. Two names in one text are read as two.
 *
 * @throws AtomMemError with `details.path` and `details.line`: `missing-file`, `unreadable-file`,
 * `unreadable-encoding`, `empty-file`, `malformed-json` or `malformed-record`
 *
 * @example const conversations = await loadLocomo('data/locomo10.json');
 */
export async function loadLocomo(path: string): Promise<readonly Conversation[]> {
  const conversations: Conversation[] = [];
  for (const item of readJsonItems(await readTextBytes(path))) {
    const at = { path, place: item.place, line: item.line, remedy: 'Correct or remove it' };
    if ('fault' in item) throw createDatasetError('malformed-json', { ...at, problem: item.fault });
    const record = SHAPE.safeParse(
      isOfficialLocomo(item.value) ? convertOfficialLocomo(item.value) : item.value,
    );
    if (!record.success) {
      const { path: field, message } = record.error.issues[0]!;
      const problem = `is not a conversation (field "${field.join('.')}": ${message})`;
      throw createDatasetError('malformed-record', { ...at, problem });
    }
    conversations.push(toConversation(record.data));
  }
  if (conversations.length > 0) return conversations;
  const remedy = 'Give a file with one conversation a line, or an array of them';
  throw createDatasetError('empty-file', { path, problem: 'no records in the file', remedy });
}

function toConversation(record: LocomoRecord): Conversation {
  const turns = new Set(record.sessions.flatMap((session) => session.turns.map(({ id }) => id)));
  return {
    id: record.id,
    dataset: record.dataset,
    speakers: record.speakers,
    sessions: record.sessions.map(({ id, date_time, turns: said }) => ({
      id,
      dateTime: date_time,
      turns: said.map(({ image_caption, ...turn }) => ({ ...turn, imageCaption: image_caption })),
    })),
    questions: record.questions.map((question) => toQuestion(question, record.id, turns)),
  };
}

function toQuestion(
  {
    id,
    question,
    answers,
    type,
    evidence,
    answerable,
    adversarial_answer,
  }: LocomoRecord['questions'][number],
  conversation: string,
  turns: ReadonlySet<string>,
): DialogueQuestion {
  const named = new Set(evidence.flatMap(listTurns).filter((turn) => turns.has(turn)));
  const accepted = answerable ? answers.map((answer) => answer.trim()).filter((answer) => answer !== '') : [];
  return {
    id,
    text: question,
    answers: accepted,
    support: [...named].map((turn) => turnDocumentId(conversation, turn)),
    answerable: accepted.length > 0,
    type,
    temptation: adversarial_answer,
  };
}

/** The data also has `D8:6; D9:17` and `D:11:26`. */
function listTurns(evidence: string): readonly string[] {
  const named = [...evidence.matchAll(/D:?(\d+):(\d+)/g)];
  return named.length === 0
    ? [evidence]
    : named.map(([, session, turn]) => `D${Number(session)}:${Number(turn)}`);
}
