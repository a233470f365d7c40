/**
 * LongMemEval: one question and its chat history a record.
 *
 * @module
 */
import { z } from 'zod';
import { type Expectation, turnDocumentId } from '../task/dialogue/conversation.ts';
import { type ConversationFormat, describeIssue, uniteTurnIds } from './conversation-format.ts';

const SHAPE = z.object({
  question_id: z.string().min(1),
  question_type: z.string(),
  question: z.string().trim().min(1),
  answer: z.union([z.string(), z.number()]).transform(String),
  question_date: z.string().optional(),
  haystack_session_ids: z.array(z.string()),
  haystack_dates: z.array(z.string()).default([]),
  haystack_sessions: z.array(
    z.array(z.object({ role: z.string(), content: z.string(), has_answer: z.boolean().optional() })),
  ),
  answer_session_ids: z.array(z.string()).default([]),
});

type LongMemEvalRecord = z.output<typeof SHAPE>;

/** LongMemEval-S and -M as their authors distribute them. */
export const longMemEvalFormat: ConversationFormat = {
  name: 'LongMemEval ({"question_id", "haystack_sessions"})',
  matches: (value) => 'haystack_sessions' in value,
  read(value) {
    const record = SHAPE.safeParse(value);
    return record.success ? toConversation(record.data) : describeIssue(record.error);
  },
};

function toConversation(record: LongMemEvalRecord): ReturnType<ConversationFormat['read']> {
  const { question_id: id, haystack_sessions, haystack_session_ids: ids, haystack_dates } = record;
  if (ids.length !== haystack_sessions.length) {
    return { fault: `has ${haystack_sessions.length} sessions and ${ids.length} session ids` };
  }
  const sessions = haystack_sessions.map((turns, place) => ({
    id: ids[place]!,
    dateTime: haystack_dates[place] ?? '',
    turns: turns.map(({ role, content, has_answer }, turn) => ({
      turn: { id: `${ids[place]}:${turn + 1}`, speaker: role, text: content },
      gold: has_answer === true,
    })),
  }));
  const golden = new Set(record.answer_session_ids);
  // Turns are marked in newer files only. Without marks, the user's turns of the gold sessions are the evidence.
  const marked = sessions.flatMap(({ turns }) => turns.filter(({ gold }) => gold));
  const inSessions = sessions
    .filter((session) => golden.has(session.id))
    .flatMap(({ turns }) => turns.filter(({ turn }) => turn.speaker === 'user'));
  const evidence = (marked.length > 0 ? marked : inSessions).map(({ turn }) => turnDocumentId(id, turn.id));
  const abstains = id.endsWith('_abs');
  return {
    id,
    dataset: 'longmemeval',
    speakers: ['user', 'assistant'],
    sessions: uniteTurnIds(
      sessions.map((session) => ({ ...session, turns: session.turns.map(({ turn }) => turn) })),
    ),
    questions: [
      {
        id,
        text: record.question,
        answers: abstains ? [] : [record.answer],
        support: abstains ? [] : evidence,
        type: abstains ? 'abstention' : record.question_type,
        answerable: !abstains,
        ...(record.question_type === 'knowledge-update' && !abstains && splitUpdate(evidence)),
      },
    ],
  };
}

/** The last evidence turn of an update holds the current value, and the others hold earlier ones. */
function splitUpdate(evidence: readonly string[]): {
  readonly current?: Expectation;
  readonly superseded?: Expectation;
} {
  if (evidence.length < 2) return {};
  return { current: { turns: evidence.slice(-1) }, superseded: { turns: evidence.slice(0, -1) } };
}
