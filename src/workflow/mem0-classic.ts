/**
 * Mem0: extracts facts, then decides what they change.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { mem0Decide } from '../prompt/mem0-decide.ts';
import { mem0Extract } from '../prompt/mem0-extract.ts';
import { numberedLines } from '../prompt/workflow-prompt.ts';
import { workflowQuestions } from '../prompt/workflow-questions.ts';
import { between, exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import type { JsonReader } from './read-json.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions, WorkflowStep } from './workflow.ts';

const RELEASED = 'Mem0, code before its 2026 rewrite';

const PARAMETERS = {
  neighbours: { value: 5, source: `${RELEASED}, for each fact` },
  k: { value: 6, source: 'ours: the same for all workflows' },
} as const;

export const MEM0_CLASSIC: WorkflowDeclaration = {
  name: 'mem0-classic',
  title: 'Mem0, extract then decide',
  goodAt: 'Conflicts: every new fact is compared with memory and replaces what it contradicts.',
  operations: ['create', 'read', 'update', 'delete'],
  unit: 'chunk',
  calls: {
    perUnit: between(1, 2),
    perQuestion: exactly(0),
    formula: '2 per chunk (1 if no fact is found)',
  },
  prompts: [mem0Extract, mem0Decide],
  parameters: PARAMETERS,
  defects: {
    contradiction: {
      value: 'replace',
      faithful: 'delete',
      what: 'A contradicted memory is deleted and the new fact is not added, so both are lost.',
    },
  },
  references: [
    'Mem0 (arXiv 2504.19413), section on extraction and update.',
    'Its released prompts and code.',
  ],
  omits: [
    'Facts "about the user" if questions are known. Then it extracts facts that help to answer them.',
    'The history table. The log of memory replaces it.',
  ],
};

export interface Mem0ClassicOptions extends WorkflowOptions {
  /** Number of remembered items to look up for each fact. */
  readonly neighbours?: number;
  readonly k?: number;
  /** Whether a fact replaces the item it contradicts, or is lost with it. */
  readonly contradiction?: 'replace' | 'delete';
}

/** Extracts facts from each chunk, looks up similar items, and lets a model decide what changes. */
export function createMem0Classic(options: Mem0ClassicOptions): Workflow {
  const { neighbours = PARAMETERS.neighbours.value, k = PARAMETERS.k.value } = options;
  const { contradiction = 'replace' } = options;
  return defineWorkflow(MEM0_CLASSIC, options, {
    async memorise({ questions, chunk }, step) {
      const extracted = await step.askJson(mem0Extract, {
        questions: workflowQuestions(questions),
        text: chunk.text,
      });
      const facts = extracted.texts('facts');
      if (facts.length === 0) return [];
      const known = await findNeighbours(facts, neighbours, step);
      const decided = await step.askJson(mem0Decide, {
        memory: numberedLines(
          known.map(({ text }) => text),
          0,
        ),
        facts: numberedLines(facts),
      });
      const items = decided.objects('memory');
      const operations = items.flatMap((item) => toOperations(item, facts, known, step));
      return contradiction === 'delete' ? operations : [...operations, ...replacements(items, facts)];
    },
    async recall({ question }, step) {
      const found = await step.read(question.text, { limit: k });
      return { texts: found.map(({ text }) => text) };
    },
  });
}

async function findNeighbours(
  facts: readonly string[],
  limit: number,
  step: WorkflowStep,
): Promise<readonly Entry[]> {
  const found = new Map<string, Entry>();
  for (const fact of facts) for (const entry of await step.read(fact, { limit })) found.set(entry.id, entry);
  return [...found.values()];
}

/** Turns an event into operations. The model sees numbers only. A number that refers to nothing is reported. */
function toOperations(
  item: JsonReader,
  facts: readonly string[],
  known: readonly Entry[],
  step: WorkflowStep,
): readonly Operation[] {
  const event = item.text('event').toUpperCase();
  if (event === 'NONE') return [];
  if (event === 'ADD') {
    const text = item.optionalText('text') ?? facts[(item.number('fact', 1, facts.length) ?? 0) - 1];
    return text === undefined ? [] : [{ op: 'create', text }];
  }
  if (event !== 'UPDATE' && event !== 'DELETE') {
    step.report(
      'malformed-json',
      `mem0-decide: event "${event}" is unknown: use ADD, UPDATE, DELETE or NONE`,
    );
    return [];
  }
  const entry = known[item.number('id', 0, known.length - 1) ?? -1];
  if (entry === undefined) return [];
  if (event === 'DELETE') return [{ op: 'delete', target: { id: entry.id } }];
  const text = item.text('text');
  return text === '' ? [] : [{ op: 'update', target: { id: entry.id }, text }];
}

/** Creates the facts that only deleted something and would otherwise be lost. */
function replacements(items: readonly JsonReader[], facts: readonly string[]): readonly Operation[] {
  const events = items.map((item) => ({
    deletes: item.optionalText('event')?.toUpperCase() === 'DELETE',
    fact: item.optionalNumber('fact'),
  }));
  const kept = new Set(events.filter(({ deletes }) => !deletes).map(({ fact }) => fact));
  return facts.flatMap((text, index) => {
    const deletes = events.some((event) => event.deletes && event.fact === index + 1);
    return deletes && !kept.has(index + 1) ? [{ op: 'create', text }] : [];
  });
}
