/**
 * Facts with dates, after Zep.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { temporalExtract } from '../prompt/temporal-extract.ts';
import { temporalResolve } from '../prompt/temporal-resolve.ts';
import { numberedLines } from '../prompt/workflow-prompt.ts';
import { between, exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { markEntry } from './mark-entry.ts';
import { textIn } from './read-meta.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const PARAMETERS = {
  neighbours: { value: 10, source: 'ours: the description gives no value' },
  k: { value: 6, source: 'ours: the same for all workflows' },
} as const;

export const TEMPORAL_FACTS: WorkflowDeclaration = {
  name: 'temporal-facts',
  title: 'Temporal facts, after Zep',
  goodAt: 'Facts that change. The old fact stays, marked as past, and can still be found.',
  operations: ['create', 'read', 'update'],
  unit: 'chunk',
  calls: {
    perUnit: between(1, 2),
    perQuestion: exactly(0),
    formula: '2 per chunk (1 if no known fact is similar)',
  },
  prompts: [temporalExtract, temporalResolve],
  parameters: PARAMETERS,
  defects: {},
  references: ['Zep (arXiv 2501.13956) and Graphiti, released code: the write path.'],
  omits: [
    'The graph of entities and their resolution. Only facts are stored.',
    'Fusion of similarity, words and graph distance. The retriever of the run ranks.',
    'Separate calls for dates, duplicates and contradictions. One call resolves all facts of a chunk.',
  ],
};

/** A fact before it is stored. */
interface Fact {
  readonly text: string;
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly validAt: string;
}

export interface TemporalFactsOptions extends WorkflowOptions {
  readonly neighbours?: number;
  readonly k?: number;
  /** Reads the facts that were true on this date (`YYYY-MM-DD`). Default: the facts that are true now. */
  readonly asOf?: string;
}

/** Stores dated facts. Contradicted facts are marked as past instead of deleted. */
export function createTemporalFacts(options: TemporalFactsOptions): Workflow {
  const { neighbours = PARAMETERS.neighbours.value, k = PARAMETERS.k.value, asOf } = options;
  return defineWorkflow(TEMPORAL_FACTS, options, {
    async memorise({ chunk }, step) {
      const extracted = await step.askJson(temporalExtract, { text: chunk.text });
      const facts = extracted.objects('facts').flatMap((fact): readonly Fact[] => {
        const part = (key: string): string => fact.optionalText(key) ?? '';
        const text = fact.text('text');
        const parts = { subject: part('subject'), relation: part('relation'), object: part('object') };
        return text === '' ? [] : [{ text, ...parts, validAt: part('valid_at') }];
      });
      const known = new Map<string, Entry>();
      for (const { text } of facts)
        for (const entry of await step.read(text, { limit: neighbours, filter: { invalidAt: '' } }))
          known.set(entry.id, entry);
      const list = [...known.values()];
      const repeated = new Set<number>();
      const ended = new Map<Entry, string>();
      if (list.length > 0) {
        const reply = await step.askJson(temporalResolve, {
          known: numberedLines(list.map(({ text }) => text)),
          facts: numberedLines(facts.map(({ text }) => text)),
        });
        for (const item of reply.objects('resolutions')) {
          const number = item.number('fact', 1, facts.length);
          if (number === undefined) continue;
          if (item.has('duplicate_of') && item.number('duplicate_of', 1, list.length)) repeated.add(number);
          const contradicted = item.has('contradicts') ? item.numbers('contradicts', 1, list.length) : [];
          const { validAt } = facts[number - 1]!;
          for (const place of contradicted)
            if (!beginsAfter(list[place - 1]!, validAt))
              ended.set(list[place - 1]!, validAt || `chunk ${chunk.index}`);
        }
      }
      const past = [...ended].map(([entry, invalidAt]) => markEntry(entry, { invalidAt }));
      const fresh = facts.filter((_, index) => !repeated.has(index + 1));
      return [
        ...past,
        ...fresh.map(({ text, ...rest }): Operation => {
          return { op: 'create', text, meta: { ...rest, invalidAt: '' } };
        }),
      ];
    },
    async recall({ question }, step) {
      if (asOf === undefined) {
        const found = await step.read(question.text, { limit: k, filter: { invalidAt: '' } });
        return { texts: found.map(dated) };
      }
      const found = await step.read(question.text, { limit: 4 * k, filter: { validAt: { to: asOf } } });
      const held = found.filter(({ meta }) => meta.invalidAt === '' || textIn(meta, 'invalidAt') > asOf);
      return { texts: held.slice(0, k).map(dated) };
    },
  });
}

/** Tells whether a fact begins after a date. Such a fact does not overlap and is not ended. */
function beginsAfter({ meta }: Entry, validAt: string): boolean {
  return validAt !== '' && textIn(meta, 'validAt') > validAt;
}

function dated({ text, meta }: Entry): string {
  const since = textIn(meta, 'validAt');
  return since === '' ? text : `${text} (since ${since})`;
}
