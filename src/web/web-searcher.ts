/**
 * `webSearcher`: searches and reads by rules, and leaves memory and answers to any policy for document streams.
 *
 * @module
 */
import { splitPassages } from '../dataset/split-passages.ts';
import type { Operation } from '../memory/operation.ts';
import { NO_USAGE, type Policy, type PolicyContext, type Reply } from '../policy/policy.ts';
import { profileDocument, profileQuestion } from '../rules/profile.ts';
import { rankMemory } from '../rules/recall.ts';
import { rank } from '../rules/relevance.ts';
import { rulesPolicy } from '../rules/rules-policy.ts';
import { readScratchpad } from '../rules/scratchpad.ts';
import { flatten } from '../rules/terms.ts';
import { AtomMemError } from '../shared/error.ts';
import type { Action } from '../task/action.ts';
import type { ActObservation, Question, SourceDocument } from '../task/observation.ts';
import { dropInstructions } from './drop-instructions.ts';
import { addLeads, explore, isOutdated, type NextCall } from './explore.ts';
import { nameLead, readState, type SearchState, storeState } from './search-state.ts';
import { readWebDocuments, type WebDocument } from './web-document.ts';

export interface WebSearcherOptions {
  /**
   * Writes memory from the pages and answers from memory: `rulesPolicy`, `ragPolicy`, or a workflow such as MemAgent.
   * Default: `rulesPolicy()`.
   */
  readonly memory?: Policy;
  /** Maximum calls for a question. Default: 14. */
  readonly calls?: number;
  /** Recorded. Default: `web-` and the name of the memory policy. */
  readonly name?: string;
}

/**
 * Creates a policy for web tasks that needs no model to search. It searches for the question, reads the results and
 * links whose titles fit, then searches for names in the evidence. Every page goes to the memory policy as a chunk,
 * and the question as a question. What it has searched and read is stored with the scratchpad.
 *
 * @example
 * import { ragPolicy } from 'atommem';
 *
 * const policy = webSearcher({ memory: ragPolicy() });
 */
export function webSearcher({ memory = rulesPolicy(), calls = 14, name }: WebSearcherOptions = {}): Policy {
  return {
    name: name ?? `web-${memory.name}`,
    settings: { ...memory.settings, calls },
    async act(observation, context) {
      if (observation.stage !== 'act') return memory.act(observation, context);
      const [question] = observation.questions;
      if (question === undefined) throw noQuestion(memory.name);
      const state = readState(context.view, question.text);
      return state.answering > 0 || observation.situation.tools.length === 0
        ? answer(memory, observation, question, state, context)
        : step(memory, observation, question, { state, calls }, context);
    },
  };
}

/** Stores what is shown, then searches, reads or begins to answer. */
async function step(
  memory: Policy,
  observation: ActObservation,
  question: Question,
  { state, calls }: { readonly state: SearchState; readonly calls: number },
  context: PolicyContext,
): Promise<Reply> {
  const documents = readWebDocuments(observation);
  const shown = chooseDocuments(documents, observation);
  const reply = await memorise(memory, observation, shown, context);
  const { call, next } = chooseCall(observation, question, { documents, shown }, { state, calls }, context);
  if (call.kind === 'stop') {
    const begun = { ...next, answering: 1 };
    return {
      ...reply,
      operations: storeState(reply.operations, begun, context.view),
      action: { kind: 'none' },
    };
  }
  const operations = storeState(reply.operations, next, context.view);
  return { ...reply, operations, action: toAction(call) };
}

function toAction(call: Exclude<NextCall, { kind: 'stop' }>): Action {
  return call.kind === 'search'
    ? { kind: 'tool', name: 'search', input: { query: call.query } }
    : {
        kind: 'tool',
        name: 'read',
        input: { url: call.url, ...(call.part !== undefined && { part: call.part }) },
      };
}

/** Pages go to memory, but no old versions. Results go there only if pages cannot be read. */
function chooseDocuments(
  documents: readonly WebDocument[],
  { situation }: ActObservation,
): readonly WebDocument[] {
  const canRead = situation.tools.some(({ name }) => name === 'read');
  return documents.filter(({ kind, text }) => (kind === 'page' || !canRead) && !isOutdated(text));
}

/** Long pages go to memory in passages of this many characters. */
const PASSAGE = 2500;

const NOTHING: Reply = { operations: [], action: { kind: 'none' }, issues: [], usage: NO_USAGE };

async function memorise(
  memory: Policy,
  { questions, readsLeft, readsUsed, turn }: ActObservation,
  documents: readonly WebDocument[],
  context: PolicyContext,
): Promise<Reply> {
  if (documents.length === 0) return NOTHING;
  const plain = splitPassages(documents.map(toPlainDocument), PASSAGE);
  const text = plain.map((each) => `${each.title}\n${each.text}`).join('\n\n');
  const chunk = { index: turn, count: turn + 1, text, documents: plain };
  return memory.act({ stage: 'memorise', questions, chunk, turn: 0, readsLeft, readsUsed }, context);
}

/** Leaves out the menu and instructions to agents, and ends every line like a sentence, so that no name runs over two lines. */
function toPlainDocument({ id, title, text }: WebDocument): SourceDocument {
  const [body = ''] = dropInstructions(text).split('\n\nMenu:\n');
  const lines = body.split('\n').map((line) => line.replace(/^- /, '').trim());
  const ended = lines
    .filter((line) => line !== '')
    .map((line) => (/[.!?:…。！？]$/.test(line) ? line : `${line}.`));
  return { id, title, text: ended.join('\n') };
}

function chooseCall(
  { situation }: ActObservation,
  { text }: Question,
  {
    documents,
    shown,
  }: { readonly documents: readonly WebDocument[]; readonly shown: readonly WebDocument[] },
  { state, calls }: { readonly state: SearchState; readonly calls: number },
  { view }: PolicyContext,
): { readonly call: NextCall; readonly next: SearchState } {
  const question = profileQuestion(text);
  const noted = readScratchpad(view.scratchpad, view.scratchpadMeta);
  const pages = splitPassages(shown.map(toPlainDocument), PASSAGE).map(profileDocument);
  const known = rankMemory(question, noted, view.entries).map(({ profile }) => profile);
  const ranking = rank(question, [...pages, ...known]);
  const read = documents.filter(({ kind }) => kind === 'page').map(nameLead);
  const visited = [...new Set([...state.visited, ...read])];
  const leads = addLeads(state.leads, documents, question, visited);
  const has = (name: string): boolean => situation.tools.some((tool) => tool.name === name);
  const call: NextCall =
    state.calls >= calls
      ? { kind: 'stop' }
      : explore({
          question,
          ranking,
          state: { ...state, visited, leads },
          canSearch: has('search'),
          canRead: has('read'),
        });
  const next = { ...state, visited, leads };
  if (call.kind === 'stop') return { call, next };
  return {
    call,
    next: {
      ...next,
      calls: state.calls + 1,
      queries: call.kind === 'search' ? [...state.queries, flatten(call.query).trim()] : state.queries,
      visited: call.kind === 'read' ? [...visited, nameLead(call)] : visited,
    },
  };
}

/** Passes the question to the memory policy, which may read before it answers. */
async function answer(
  memory: Policy,
  { readsLeft, readsUsed, situation }: ActObservation,
  question: Question,
  state: SearchState,
  context: PolicyContext,
): Promise<Reply> {
  const turn = Math.max(0, state.answering - 1);
  // The last step of an episode must answer.
  const reads = Math.min(readsLeft, situation.turnsLeft - 1);
  const asked = { stage: 'answer', question, index: 0, turn, readsUsed, readsLeft: reads } as const;
  const reply = await memory.act(asked, context);
  if (reply.action.kind === 'answer') return reply;
  const operations: readonly Operation[] = storeState(
    reply.operations,
    { ...state, answering: turn + 2 },
    context.view,
  );
  return { ...reply, operations };
}

function noQuestion(reader: string): AtomMemError<'unsupported-observation'> {
  return new AtomMemError('unsupported-observation', {
    problem: `the web searcher over ${reader} answers questions, but the task has none`,
    remedy: 'Use it for web tasks (`webTask`)',
    details: { stage: 'act', reader },
  });
}
