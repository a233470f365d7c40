/**
 * A model played by rules: it knows a prompt by its instructions, and answers from its sections as a
 * sensible model would. What it says is a function of the messages, so any order of calls is fine.
 *
 * @module
 */

import type { PromptMessage } from '../../src/policy/policy.ts';
import { workflowAnswer } from '../../src/prompt/workflow-answer.ts';
import { workflowSelect } from '../../src/prompt/workflow-select.ts';
import type { Ask, AskResult } from '../../src/workflow/ask.ts';
import { workflowDeclarations } from '../../src/workflow/workflows.ts';

type Sections = Readonly<Record<string, string>>;

const NAMES: ReadonlyMap<string, string> = new Map(
  [workflowAnswer, workflowSelect, ...workflowDeclarations.flatMap(({ prompts }) => prompts)].map(
    ({ instructions, name }) => [instructions, name],
  ),
);

const REPLIES: Readonly<Record<string, (sections: Sections) => string | object>> = {
  'workflow-answer': ({ question, notes }) =>
    `It is \\boxed{${likest(question!, readLines(notes!)) ?? 'unknown'}}`,
  'workflow-select': ({ question, notes }) => {
    const texts = numbered(notes!);
    return { useful: [texts.indexOf(likest(question!, texts) ?? '') + 1] };
  },
  'naive-rag-rewrite': ({ question }) => ({ queries: [question, 'Analytical Engine designed'] }),
  'react-thought': ({ observation }) => `This says: ${readLines(observation!).at(-1)}`,
  'memagent-update': ({ memory, chunk }) =>
    joined([...readLines(memory!).filter((line) => line !== 'No previous memory'), ...readLines(chunk!)]),
  'mem1-state': ({ state, information }) => joined([...readLines(state!), ...readLines(information!)]),
  'mem0-extract': ({ text }) => ({ facts: readLines(text!) }),
  'mem0-decide': ({ memory, facts }) => ({
    memory: numbered(facts!).map((fact, index) => decide(fact, index + 1, numbered(memory!), 0)),
  }),
  'mem0-2026-extract': ({ known, text }) => ({
    facts: readLines(text!).map((fact) => ({
      text: fact,
      related: numbered(known!).flatMap((other, index) => (sharesStart(fact, other) ? [index + 1] : [])),
    })),
  }),
  'generative-agents-rate': ({ memory }) => ({ importance: memory!.includes('Ada') ? 8 : 3 }),
  'generative-agents-focus': () => ({
    questions: ['What of Ada?', 'What of the Mill Café?', 'What of engines?', 'One too many?'],
  }),
  'generative-agents-reflect': ({ question, memories }) => ({
    insights: [
      { text: `On "${question}": ${numbered(memories!).length} memories bear on it.`, evidence: [1] },
    ],
  }),
  'a-mem-analyse': ({ content }) => ({
    keywords: content!.split(' ').slice(0, 3),
    context: `Says that ${content}`,
    tags: ['people', 'places', 'dates'],
  }),
  'a-mem-link': ({ note, neighbours }) => {
    const same = numbered(neighbours!).flatMap((text, index) =>
      sharesStart(note!, text) ? [index + 1] : [],
    );
    return {
      should_evolve: same.length > 0,
      actions: ['strengthen', 'update_neighbor'],
      connections: same,
      tags: ['linked'],
      neighbours: numbered(neighbours!).map((_, index) =>
        same.includes(index + 1) ? { context: 'Has a newer neighbour.', tags: ['older'] } : {},
      ),
    };
  },
  'a-mem-keywords': ({ question }) => ({ keywords: question!.split(' ').slice(-3) }),
  'memorybank-day': ({ turns }) => `Day: ${numbered(turns!).join(' ')}`,
  'memorybank-overall': ({ days }) => `${numbered(days!).length} days.`,
  'memorybank-portrait-day': () => 'They like engines.',
  'memorybank-portrait': ({ sketches }) => `${numbered(sketches!).length} sketches: engines.`,
  'lightmem-extract': ({ messages }) => ({
    facts: numbered(messages!).map((text, index) => ({ message: index + 1, text })),
  }),
  'lightmem-decide': ({ target, later }) => {
    const latest = numbered(later!).at(-1)!;
    return latest.includes('no longer')
      ? { action: 'delete' }
      : latest === target
        ? { action: 'ignore' }
        : { action: 'update', text: latest };
  },
  'actmem-extract': ({ text }) => ({ facts: readLines(text!) }),
  'actmem-link': ({ facts }) => ({
    edges:
      numbered(facts!).length < 2
        ? []
        : [
            { from: 1, to: 2, kind: 'cause', together: 0.9, apart: 0.3 },
            { from: 2, to: 1, kind: 'cause', together: 0.2, apart: 0.3 },
          ],
  }),
  'actmem-counterfactual': () => ({ statements: ['The Mill Café is closed today.'] }),
  'focus-turn': ({ log, observation }) => {
    if (log === '') return { thought: 'First look.', start_focus: 'what comes next' };
    if (!log!.includes('Second look.')) return { thought: 'Second look.' };
    const seen = readLines(`${log}\n${observation}`).filter((line) => !line.startsWith('Thought'));
    return {
      thought: 'Enough.',
      complete_focus: { tried: 'reading', learned: seen.slice(2).join(' '), outcome: 'open' },
    };
  },
  'langmem-search': ({ text }) => ({ queries: readLines(text!) }),
  'langmem-decide': ({ memories, text }) => {
    const decided = readLines(text!).map((fact) => decide(fact, 0, numbered(memories!), 1));
    return {
      insert: decided
        .filter(({ event }) => event === 'ADD')
        .map((item) => ({ kind: 'fact', text: item.text })),
      update: decided
        .filter(({ event }) => event === 'UPDATE')
        .map(({ id, text: next }) => ({ memory: id, text: next })),
      delete: decided.filter(({ event }) => event === 'DELETE').map(({ id }) => id),
    };
  },
  'working-memory-update': ({ block, message }) => joined([...readLines(block!), message!]),
  'observer-observe': ({ messages }) => joined(readLines(messages!).map((line) => `- ${line}`)),
  'observer-reflect': ({ notes }) => `Condensed: ${readLines(notes!).length} lines.`,
  'memgpt-turn': ({ message }) => ({
    calls: [
      { tool: 'append', block: 'task', text: `seen ${readLines(message!).length}` },
      ...readLines(message!).map((text) => ({ tool: 'archive', text })),
      { tool: 'replace', block: 'people', old: 'nobody', text: 'Ada' },
    ],
  }),
  'memgpt-search': ({ question }) => ({ queries: [question] }),
  'temporal-extract': ({ text }) => ({
    facts: readLines(text!).map((fact) => ({
      subject: fact.split(' ')[0],
      relation: 'is',
      object: 'said',
      text: fact,
      ...(fact.includes('1815') && { valid_at: '1815' }),
    })),
  }),
  'temporal-resolve': ({ known, facts }) => ({
    resolutions: numbered(facts!).flatMap((fact, index): object[] => {
      const decision = decide(fact, index + 1, numbered(known!), 1);
      if (decision.event === 'NONE') return [{ fact: index + 1, duplicate_of: decision.id }];
      return decision.event === 'ADD' ? [] : [{ fact: index + 1, contradicts: [decision.id] }];
    }),
  }),
  'knowledge-graph-edit': ({ text }) => ({
    entities: readLines(text!).map((fact) => ({
      name: fact.split(' ').slice(0, 2).join(' '),
      type: 'thing',
      observations: [fact],
    })),
    relations: text!.includes('designed')
      ? [{ from: 'Charles Babbage', relation: 'designed', to: 'Analytical Engine' }]
      : [],
    remove: text!.includes('no longer')
      ? [{ name: 'The Mill', observation: 'The Mill Café opens at nine.' }]
      : [],
  }),
  'knowledge-graph-search': ({ question }) => ({
    queries: question!.includes('Mill') ? ['mill'] : ['engine'],
  }),
};

/** Returns the scripted model's reply to these messages. */
export function scriptedReply(messages: readonly PromptMessage[]): string {
  const name = findPromptName(messages);
  const reply = REPLIES[name]!(readSections(messages.at(-1)!.content));
  return typeof reply === 'string' ? reply : JSON.stringify(reply);
}

/** Finds the name of the prompt that these messages came from. */
export function findPromptName(messages: readonly PromptMessage[]): string {
  const name = NAMES.get(messages[0]!.content);
  if (name === undefined) throw new Error(`no prompt begins so: ${messages[0]!.content.slice(0, 80)}`);
  return name;
}

/** The scripted model as an `Ask`. Every call uses 100 input and 10 output tokens. */
export const scriptedAsk: Ask = async (_role, messages) => said(scriptedReply(messages));

export function said(text: string): AskResult {
  return { text, usage: { modelCalls: 1, promptTokens: 100, cachedTokens: 0, completionTokens: 10 } };
}

function readSections(content: string): Sections {
  return Object.fromEntries(
    [...content.matchAll(/<(\w+)>\n([\s\S]*?)\n<\/\1>/g)].map(([, name, text]) => [
      name,
      text === '(none)' ? '' : text,
    ]),
  );
}

function readLines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(?:Document|Observation) \d+:/.test(line));
}

function numbered(text: string): readonly string[] {
  return readLines(text).map((line) => line.replace(/^\[\d+\] /, ''));
}

function joined(lines: readonly string[]): string {
  return [...new Set(lines)].join('\n');
}

/** Decides by words alone whether a fact repeats, contradicts, extends or is unrelated to a known one. */
function decide(
  fact: string,
  number: number,
  known: readonly string[],
  first: number,
): { event: string; fact: number; id?: number; text?: string } {
  const at = (index: number): { fact: number; id: number } => ({ fact: number, id: index + first });
  const same = known.indexOf(fact);
  if (same >= 0) return { event: 'NONE', ...at(same) };
  const start = known.findIndex((text) => sharesStart(fact, text));
  if (start < 0) return { event: 'ADD', fact: number, text: fact };
  return fact.includes('no longer')
    ? { event: 'DELETE', ...at(start) }
    : { event: 'UPDATE', ...at(start), text: fact };
}

function sharesStart(left: string, right: string): boolean {
  const start = (text: string): string => text.split(' ').slice(0, 3).join(' ');
  return start(left) === start(right);
}

function likest(question: string, texts: readonly string[]): string | undefined {
  const words = new Set(question.toLowerCase().match(/\w{3,}/g));
  const shared = (text: string): number =>
    (text.toLowerCase().match(/\w{3,}/g) ?? []).filter((word) => words.has(word)).length;
  return texts.toSorted((left, right) => shared(right) - shared(left))[0];
}
