/**
 * LangMem: a background manager that edits typed memories.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import { langmemDecide } from '../prompt/langmem-decide.ts';
import { langmemSearch } from '../prompt/langmem-search.ts';
import { numberedLines } from '../prompt/workflow-prompt.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { unionByRank } from './union-by-rank.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const RELEASED = 'LangMem, released code';

const PARAMETERS = {
  kept: { value: 5, source: `${RELEASED}: best of all searches` },
  searches: { value: 3, source: 'ours: the description leaves it to the model' },
  steps: { value: 1, source: `${RELEASED}: max_steps` },
  k: { value: 6, source: 'ours: the same for all workflows' },
} as const;

export const LANGMEM: WorkflowDeclaration = {
  name: 'langmem',
  title: 'LangMem, background manager',
  goodAt: 'Memories of several kinds, updated after each chunk.',
  operations: ['create', 'read', 'update', 'delete'],
  unit: 'chunk',
  calls: { perUnit: exactly(2), perQuestion: exactly(0), formula: '2 per chunk' },
  prompts: [langmemSearch, langmemDecide],
  parameters: PARAMETERS,
  defects: {},
  references: ['LangMem, released code: the background memory manager with a store.'],
  omits: ['Schemas of the caller, further phases, and more than one round of edits.', 'The hot path.'],
};

export interface LangMemOptions extends WorkflowOptions {
  readonly kept?: number;
  /** Whether memories may be deleted. Default true, as with a store. Without one, LangMem's default is false. */
  readonly deletes?: boolean;
  readonly k?: number;
}

/** Searches for the memories that a chunk concerns, and edits them. */
export function createLangMem(options: LangMemOptions): Workflow {
  const { kept = PARAMETERS.kept.value, deletes = true, k = PARAMETERS.k.value } = options;
  return defineWorkflow(LANGMEM, options, {
    async memorise({ chunk }, step) {
      const asked = await step.askJson(langmemSearch, { text: chunk.text });
      const lists = [];
      for (const query of asked.texts('queries').slice(0, PARAMETERS.searches.value))
        lists.push(await step.read(query, { limit: kept }));
      const known = unionByRank(lists, kept);
      const shown = numberedLines(known.map(({ text }) => text));
      const edits = await step.askJson(langmemDecide, { memories: shown, text: chunk.text });
      const operations: Operation[] = [];
      for (const edit of edits.has('insert') ? edits.objects('insert') : []) {
        const text = edit.text('text');
        const kind = edit.optionalText('kind') ?? 'fact';
        if (text !== '') operations.push({ op: 'create', text, meta: { kind } });
      }
      for (const edit of edits.has('update') ? edits.objects('update') : []) {
        const entry = known[(edit.number('memory', 1, known.length) ?? 0) - 1];
        const text = edit.text('text');
        if (entry !== undefined && text !== '' && text !== entry.text)
          operations.push({ op: 'update', target: { id: entry.id }, text });
      }
      const gone = deletes && edits.has('delete') ? edits.numbers('delete', 1, known.length) : [];
      for (const number of gone) operations.push({ op: 'delete', target: { id: known[number - 1]!.id } });
      return operations;
    },
    async recall({ question }, step) {
      const found = await step.read(question.text, { limit: k });
      return { texts: found.map(({ text }) => text) };
    },
  });
}
