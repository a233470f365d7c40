/**
 * Mem0 of 2026: only adds facts.
 *
 * @module
 */
import { mem02026Extract } from '../prompt/mem0-2026-extract.ts';
import { numberedLines } from '../prompt/workflow-prompt.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { findNames, rankBySignals } from './multi-signal-rank.ts';
import { textsIn } from './read-meta.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const RELEASED = 'Mem0, code of 2026';

const PARAMETERS = {
  neighbours: { value: 10, source: RELEASED },
  k: { value: 20, source: RELEASED },
  pool: { value: 60, source: `${RELEASED}: this many candidates, or 4 k if that is more` },
  threshold: { value: 0.1, source: `${RELEASED}: smallest similarity before signals are combined` },
} as const;

export const MEM0_2026: WorkflowDeclaration = {
  name: 'mem0-2026',
  title: 'Mem0 of 2026, add-only',
  goodAt: 'Shows the value of update and delete: it has neither and relies on its search.',
  operations: ['create', 'read'],
  unit: 'chunk',
  calls: { perUnit: exactly(1), perQuestion: exactly(0), formula: '1 per chunk' },
  prompts: [mem02026Extract],
  parameters: PARAMETERS,
  defects: {},
  references: ['Mem0, released code of 2026: add-only extraction, multi-signal retrieval.'],
  omits: [
    'The last 10 messages of the session as context. A chunk has its own context.',
    'Entities as entries, merged at cosine 0.95. Names are metadata of facts, merged if equal.',
    'Lemmas. Words are compared in lower case.',
  ],
};

export interface Mem02026Options extends WorkflowOptions {
  readonly neighbours?: number;
  readonly k?: number;
}

/** Only adds facts, and searches by similarity, words and names together. */
export function createMem02026(options: Mem02026Options): Workflow {
  const { neighbours = PARAMETERS.neighbours.value, k = PARAMETERS.k.value } = options;
  return defineWorkflow(MEM0_2026, options, {
    async memorise({ chunk }, step) {
      const known = await step.read(chunk.text, { limit: neighbours });
      const reply = await step.askJson(mem02026Extract, {
        known: numberedLines(known.map(({ text }) => text)),
        text: chunk.text,
      });
      const seen = new Set(known.map(({ text }) => plain(text)));
      return reply.objects('facts').flatMap((fact) => {
        const text = fact.text('text');
        if (text === '' || seen.has(plain(text))) return [];
        seen.add(plain(text));
        const related = fact.has('related') ? fact.numbers('related', 1, known.length) : [];
        const links = related.map((number) => known[number - 1]!.id);
        return [{ op: 'create', text, meta: { links, names: findNames(text) } }];
      });
    },
    async recall({ question }, step) {
      const limit = Math.max(PARAMETERS.pool.value, 4 * k);
      const pool = await step.read(question.text, { limit });
      const all = await step.readAll();
      const likeness = await step.similar(
        question.text,
        pool.map(({ text }) => text),
      );
      const candidates = pool
        .map((entry, index) => ({ id: entry.id, text: entry.text, likeness: likeness[index]! }))
        .filter((candidate) => candidate.likeness >= PARAMETERS.threshold.value);
      const factsByName = new Map<string, readonly string[]>();
      for (const { id, meta } of all)
        for (const name of textsIn(meta, 'names'))
          factsByName.set(name, [...(factsByName.get(name) ?? []), id]);
      const ranked = await rankBySignals(question.text, candidates, {
        texts: all.map(({ text }) => text),
        factsByName,
        similar: step.similar,
      });
      return { texts: ranked.slice(0, k).map(({ text }) => text) };
    },
  });
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
