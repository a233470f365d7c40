import { z } from 'zod';
import { readTextBytes } from '../documents/read-bytes.ts';
import { type Conversation, type DialogueQuestion, turnDocumentId } from '../task/dialogue/conversation.ts';
import { DatasetError } from './dataset-error.ts';
import { jsonItems } from './json-items.ts';
import { isOfficialLocomo, officialLocomo } from './locomo-official.ts';

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

/** A conversation as a file of this project has it. */
type LocomoRecord = z.output<typeof SHAPE>;

/**
 * Reads a file of long conversations: LoCoMo as its authors give it, or one record a line of
 * `{id, speakers, sessions: [{id, date_time, turns}], questions}`; plain or gzip. The data is for
 * non-commercial use only and no part of this package: give the path of your own copy.
 *
 * Evidence that names no turn of its conversation is left out (some names in the data are malformed; two
 * in one text are read as two).
 *
 * Throws a `DatasetError` that names file and place: no such file, not JSON, a record of another shape.
 *
 * @example const conversations = await loadLocomo('data/locomo10.json');
 */
export async function loadLocomo(path: string): Promise<readonly Conversation[]> {
  const conversations: Conversation[] = [];
  for (const item of jsonItems(await readTextBytes(path))) {
    if ('fault' in item) {
      throw new DatasetError('malformed-json', `${path}, ${item.place}: ${item.fault}`, { line: item.line });
    }
    const record = SHAPE.safeParse(isOfficialLocomo(item.value) ? officialLocomo(item.value) : item.value);
    if (!record.success) {
      const { path: field, message } = record.error.issues[0]!;
      const what = `${path}, ${item.place}: not a conversation (field "${field.join('.')}": ${message})`;
      throw new DatasetError('malformed-record', what, { line: item.line });
    }
    conversations.push(conversationOf(record.data));
  }
  if (conversations.length === 0) throw new DatasetError('empty-file', `${path}: no records in the file`);
  return conversations;
}

function conversationOf(record: LocomoRecord): Conversation {
  const turns = new Set(record.sessions.flatMap((session) => session.turns.map(({ id }) => id)));
  return {
    id: record.id,
    dataset: record.dataset,
    speakers: record.speakers,
    sessions: record.sessions.map(({ id, date_time, turns: said }) => ({
      id,
      dateTime: date_time,
      turns: said.map(({ image_caption, ...turn }) => ({
        ...turn,
        ...(image_caption !== undefined && { imageCaption: image_caption }),
      })),
    })),
    questions: record.questions.map((question) => questionOf(question, record.id, turns)),
  };
}

function questionOf(
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
  const named = new Set(evidence.flatMap(turnsNamed).filter((turn) => turns.has(turn)));
  const accepted = answers.map((answer) => answer.trim()).filter((answer) => answer !== '');
  return {
    id,
    text: question,
    answers: answerable ? accepted : [],
    support: [...named].map((turn) => turnDocumentId(conversation, turn)),
    answerable,
    ...(type !== undefined && { type }),
    ...(adversarial_answer !== undefined && { temptation: adversarial_answer }),
  };
}

/** `D8:6; D9:17` and `D:11:26` stand in the data too. */
function turnsNamed(evidence: string): readonly string[] {
  const named = [...evidence.matchAll(/D:?(\d+):(\d+)/g)];
  return named.length === 0
    ? [evidence]
    : named.map(([, session, turn]) => `D${Number(session)}:${Number(turn)}`);
}
