/**
 * `conversationPolicy`: remembers facts that people state about themselves in a conversation.
 *
 * @module
 */
import type { Entry, EntryId } from '../../memory/entry.ts';
import { makeRoom } from '../../policy/make-room.ts';
import { NO_USAGE, type Policy, type PolicyContext, type Reply, type Usage } from '../../policy/policy.ts';
import { answerFromTexts } from '../../rules/answer-from-texts.ts';
import { AtomMemError } from '../../shared/error.ts';
import type { AnswerObservation, MemoriseObservation } from '../../task/observation.ts';
import type { LanguageModelObject } from '../defer-model.ts';
import { findAskedAttributes } from './asked-attributes.ts';
import { createDraft } from './draft.ts';
import { expandQuery } from './expand-query.ts';
import { NOTE, readFact } from './fact.ts';
import { askModelForOperations } from './model-operations.ts';
import { readStatements, type Statement } from './statements.ts';
import { applyStatement, hasContent } from './take-in.ts';

export interface ConversationPolicyOptions {
  /**
   * Reads each turn with one structured call. If the call fails, the rules read the turn. Default: no model, only the
   * rules for plain English.
   */
  readonly model?: LanguageModelObject;
  /** Maximum number of entries per speaker. The weakest are deleted beyond it. Default: 1,000. */
  readonly budget?: { readonly entries?: number };
  /** Time limit of a model call, in milliseconds. Default: 30,000. */
  readonly timeout?: number;
}

/**
 * Returns a policy that remembers what people say in a conversation. Plain statements about the speaker become facts, and
 * a later statement updates the fact's entry. What else the user says about their own affairs becomes a note in their
 * words, shortened. A note that a later one replaces is marked as past ("Until 2026-05-03: …"). "Forget that" and "please
 * forget where I live" delete entries. The assistant's messages, code, greetings and short questions are not stored.
 * Repeated statements create one entry.
 *
 * Without a model, rules read plain English: names, homes, jobs, relations, tastes, plans with dates, possessions,
 * health, and anything in the form "my X is Y". They miss implied facts.
 *
 * @throws AtomMemError `bad-option`
 * @example
 * const model = withMemory(openai('gpt-5'), { memory, policy: conversationPolicy() });
 */
export function conversationPolicy(options: ConversationPolicyOptions = {}): Policy {
  const { model, timeout = 30_000 } = options;
  const most = options.budget?.entries ?? 1000;
  if (!(Number.isInteger(most) && most >= 1)) {
    throw new AtomMemError('bad-option', {
      problem: `"budget.entries" is ${most}`,
      remedy: 'Give a whole number from 1',
      details: { option: 'budget.entries', value: most },
    });
  }

  async function memorise(observation: MemoriseObservation, context: PolicyContext): Promise<Reply> {
    const statements = readStatements(observation.chunk.documents);
    if (statements.length === 0) return reply([]);
    if (model === undefined)
      return reply(await keepLimits(await readByRules(statements, context, most), context));
    const asked = await askModelForOperations({ model, timeout, statements, context });
    if ('operations' in asked) return reply(asked.operations, asked.usage);
    return { ...reply(await readByRules(statements, context, most), asked.usage), failure: asked.failure };
  }

  return {
    name: 'conversation',
    settings: { model: model?.modelId ?? null, entries: most },
    unit: 'turn',
    async act(observation, context) {
      if (observation.stage === 'memorise') return memorise(observation, context);
      if (observation.stage === 'answer') return answer(observation, context);
      return reply([]);
    },
  };
}

async function readByRules(
  statements: readonly Statement[],
  context: PolicyContext,
  most: number,
): Promise<Reply['operations']> {
  if (!statements.some(hasContent)) return [];
  const entries = await context.readAll();
  const near = new Set<EntryId>();
  if (entries.length > 0) {
    const said = statements.map(({ text }) => text).join('\n');
    const found = await context.read(expandQuery(said.slice(0, LONGEST_QUERY)), { limit: MOST_NEAR });
    for (const { id } of found) near.add(id);
  }
  const speakers = [...new Set(statements.map(({ speaker }) => speaker))];
  return speakers.flatMap((speaker) => {
    const draft = createDraft(entries, speaker);
    for (const statement of statements)
      if (statement.speaker === speaker) applyStatement(draft, statement, near);
    draft.evict(most);
    return draft.operations();
  });
}

/** If memory is limited, deletes what does not fit: notes before facts, older before newer. */
async function keepLimits(
  operations: Reply['operations'],
  context: PolicyContext,
): Promise<Reply['operations']> {
  if (context.capacity === undefined && context.characterCapacity === undefined) return operations;
  const rate = (entries: readonly Entry[]): readonly number[] => {
    const newest = Math.max(1, ...entries.map(({ updatedAt }) => updatedAt));
    return entries.map((entry) => {
      const attribute = readFact(entry)?.attribute ?? NOTE;
      return entry.updatedAt / newest + (attribute === NOTE ? 0 : 1);
    });
  };
  return makeRoom({ operations, entries: await context.readAll(), context, rate });
}

/** Entries about the same topic that a statement may replace. */
const MOST_NEAR = 24;

const LONGEST_QUERY = 1000;

/** Answers from the facts that the question asks about, or else from the entries in the view. */
function answer({ question }: AnswerObservation, { view }: PolicyContext): Reply {
  const asked = findAskedAttributes(question.text);
  const fact = view.entries
    .map((entry) => readFact(entry))
    .find(
      (found) =>
        found !== undefined && asked[0] === found.attribute && mentions(question.text, found.subject),
    );
  const text =
    fact?.value ??
    answerFromTexts(
      question.text,
      view.entries.map((entry) => entry.text),
    );
  return { ...reply([]), action: { kind: 'answer', answers: [text] } };
}

function mentions(question: string, subject: string): boolean {
  return subject === '' || question.toLowerCase().includes(subject);
}

function reply(operations: Reply['operations'], usage: Usage = NO_USAGE): Reply {
  return { operations, action: { kind: 'read-on' }, issues: [], usage };
}
