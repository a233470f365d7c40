/**
 * BEAM: long chats whose facts change, with questions of ten abilities.
 *
 * @module
 */
import { z } from 'zod';
import {
  type Conversation,
  type DialogueQuestion,
  type Expectation,
  type Session,
  turnDocumentId,
} from '../task/dialogue/conversation.ts';
import { type ConversationFormat, describeIssue, uniteTurnIds } from './conversation-format.ts';

const ID = z.union([z.string(), z.number()]).transform(String);
const IDS = z.array(ID).optional();

const SHAPE = z.object({
  id: ID,
  scale: z.string().optional(),
  turns: z.array(
    z.object({
      id: ID,
      role: z.string(),
      session: z.union([z.string(), z.number()]).optional(),
      date: z.string().nullish(),
      text: z.string(),
    }),
  ),
  questions: z
    .array(
      z.object({
        id: ID,
        ability: z.string(),
        question: z.string().trim().min(1),
        answer: z.string().default(''),
        evidence: IDS,
        superseded: IDS,
        current: IDS,
        first: IDS,
        second: IDS,
      }),
    )
    .default([]),
});

type BeamRecord = z.output<typeof SHAPE>;

/** One chat a line: `{id, turns: [{id, role, session, date, text}], questions: [{ability, evidence, …}]}`. */
export const beamFormat: ConversationFormat = {
  name: 'BEAM ({"id", "turns", "questions"})',
  matches: (value) => 'turns' in value && Array.isArray(value.turns),
  read(value) {
    const record = SHAPE.safeParse(value);
    return record.success ? toConversation(record.data) : describeIssue(record.error);
  },
};

function toConversation({ id, scale, turns, questions }: BeamRecord): Conversation {
  const sessions = uniteTurnIds(groupSessions(turns));
  const known = new Set(turns.map((turn) => turn.id));
  return {
    id,
    dataset: scale === undefined ? 'beam' : `beam-${scale.toLowerCase()}`,
    speakers: [...new Set(turns.map(({ role }) => role))],
    sessions,
    questions: questions.map((question) => toQuestion(question, id, known)),
  };
}

/** Turns of one session and one day. BEAM names a day where it changes, and it lasts until the next. */
function groupSessions(turns: BeamRecord['turns']): readonly Session[] {
  const sessions: { id: string; dateTime: string; turns: { id: string; speaker: string; text: string }[] }[] =
    [];
  let last: string | undefined;
  let date = '';
  for (const turn of turns) {
    date = turn.date ?? date;
    const key = `${turn.session ?? ''}/${date}`;
    if (key !== last) {
      sessions.push({ id: `${turn.session ?? sessions.length + 1}`, dateTime: date, turns: [] });
    }
    last = key;
    sessions.at(-1)!.turns.push({ id: turn.id, speaker: turn.role, text: turn.text });
  }
  return sessions;
}

function toQuestion(
  {
    id,
    ability,
    question,
    answer,
    evidence,
    superseded,
    current,
    first,
    second,
  }: BeamRecord['questions'][number],
  conversation: string,
  known: ReadonlySet<string>,
): DialogueQuestion {
  const list = (turns: readonly string[] | undefined): readonly string[] =>
    [...new Set(turns)].filter((turn) => known.has(turn)).map((turn) => turnDocumentId(conversation, turn));
  const expect = (turns: readonly string[] | undefined): Expectation | undefined => {
    const listed = list(turns);
    return listed.length === 0 ? undefined : { turns: listed };
  };
  const [one, other] = [expect(first), expect(second)];
  const answerable = ability !== 'abstention';
  return {
    id,
    text: question,
    answers: answerable && answer.trim() !== '' ? [answer.trim()] : [],
    support: list(evidence),
    type: ability,
    answerable,
    current: expect(current),
    superseded: expect(superseded),
    sides: one && other && [one, other],
  };
}

interface OriginalTurn {
  readonly id?: unknown;
  readonly role?: unknown;
  readonly content?: unknown;
  readonly time_anchor?: unknown;
}

/** Converts `chat.json` and `probing_questions.json` of BEAM's repository into the layout above, unchecked. */
export function convertOriginalBeam(id: string, scale: string, chat: unknown, questions: unknown): object {
  return {
    id,
    scale,
    turns: toList(chat).flatMap((batch, session) =>
      listTurns(batch).map(({ id: turn, role, content, time_anchor }) => ({
        id: turn,
        role,
        session: session + 1,
        date: time_anchor,
        // The generator of the data left its place in the plan at the end of a message.
        text: typeof content === 'string' ? content.replace(/\s*->->\s*[\d,\s]*$/, '') : content,
      })),
    ),
    questions: Object.entries(Object(questions) as Record<string, unknown>).flatMap(([ability, list]) =>
      toList(list).map((question, place) =>
        convertQuestion(`${id}-${ability}-${place + 1}`, ability, question),
      ),
    ),
  };
}

/** Chats of 10 million tokens are lists of plans, each with its own batches. */
function listTurns(batch: Readonly<Record<string, unknown>>): readonly OriginalTurn[] {
  if (Array.isArray(batch.turns)) return batch.turns.flat() as OriginalTurn[];
  return Object.values(batch).flatMap((plan) => toList(plan).flatMap(listTurns));
}

function convertQuestion(id: string, ability: string, question: Readonly<Record<string, unknown>>): object {
  const { source_chat_ids: sources } = question;
  const parts = Object(sources) as Record<string, unknown>;
  const answer =
    question.answer ??
    question.ideal_answer ??
    question.ideal_response ??
    question.ideal_summary ??
    question.expected_compliance;
  return {
    id,
    ability,
    question: question.question,
    answer: typeof answer === 'string' ? answer : undefined,
    evidence: listIds(sources),
    superseded: listIds(parts.original_info),
    current: listIds(parts.updated_info),
    first: listIds(parts.first_statement),
    second: listIds(parts.second_statement),
  };
}

/** All ids in nested lists and objects. */
function listIds(value: unknown): (string | number)[] {
  if (typeof value === 'number' || typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listIds) : [];
}

function toList(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}
