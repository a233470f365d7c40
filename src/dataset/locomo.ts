/**
 * `loadLocomo`: reads files of long conversations.
 *
 * @module
 */
import { z } from 'zod';
import { type Conversation, type DialogueQuestion, turnDocumentId } from '../task/dialogue/conversation.ts';
import { type ConversationFormat, describeIssue, uniteTurnIds } from './conversation-format.ts';
import { convertOfficialLocomo, isOfficialLocomo } from './locomo-official.ts';
import { type LoadConversationsOptions, readConversations } from './read-conversations.ts';

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

/** One conversation a line of `{id, speakers, sessions: [{id, date_time, turns}], questions}`, or LoCoMo's own file. */
export const locomoFormat: ConversationFormat = {
  name: 'LoCoMo (locomo10.json, or {"id", "sessions", "questions"})',
  matches: (value) => 'sessions' in value || isOfficialLocomo(value),
  read(value) {
    const record = SHAPE.safeParse(isOfficialLocomo(value) ? convertOfficialLocomo(value) : value);
    return record.success ? toConversation(record.data) : describeIssue(record.error);
  },
};

/**
 * Reads a file of long conversations, plain or gzip: LoCoMo as its authors distribute it, or one record a
 * line of `{id, speakers, sessions: [{id, date_time, turns}], questions}`. LoCoMo is for non-commercial use
 * only and not part of this package: give the path of your own copy.
 *
 * A question without an answer, or of LoCoMo's category 5, is unanswerable. Evidence that names no turn of
 * its conversation is left out. Two names in one text are read as two.
 *
 * @throws AtomMemError with `details.path` and `details.line`: `missing-file`, `unreadable-file`,
 * `unreadable-encoding`, `empty-file`, `malformed-json`, `malformed-record` or `bad-option`
 *
 * @example const conversations = await loadLocomo('data/locomo10.json');
 */
export function loadLocomo(
  path: string,
  options?: LoadConversationsOptions,
): Promise<readonly Conversation[]> {
  return readConversations(path, [locomoFormat], options);
}

function toConversation(record: LocomoRecord): Conversation {
  const turns = new Set(record.sessions.flatMap((session) => session.turns.map(({ id }) => id)));
  return {
    id: record.id,
    dataset: record.dataset,
    speakers: record.speakers,
    sessions: uniteTurnIds(
      record.sessions.map(({ id, date_time, turns: said }) => ({
        id,
        dateTime: date_time,
        turns: said.map(({ image_caption, ...turn }) => ({ ...turn, imageCaption: image_caption })),
      })),
    ),
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
