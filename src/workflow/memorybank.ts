/**
 * MemoryBank: daily summaries and a forgetting curve.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { memorybankDay } from '../prompt/memorybank-day.ts';
import { memorybankOverall } from '../prompt/memorybank-overall.ts';
import { memorybankPortrait } from '../prompt/memorybank-portrait.ts';
import { memorybankPortraitDay } from '../prompt/memorybank-portrait-day.ts';
import { numberedLines } from '../prompt/workflow-prompt.ts';
import { between, exactly } from './call-range.ts';
import { coin } from './coin.ts';
import { defineWorkflow } from './define-workflow.ts';
import { documentText, storeDocument } from './document-text.ts';
import { markEntry } from './mark-entry.ts';
import { numberIn } from './read-meta.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const RELEASED = 'MemoryBank, released code';

const PARAMETERS = {
  k: { value: 6, source: RELEASED },
  timescale: { value: 5, source: `${RELEASED}: days` },
  day: { value: 'one chunk', source: 'ours: a stream has no calendar' },
} as const;

export const MEMORYBANK: WorkflowDeclaration = {
  name: 'memorybank',
  title: 'MemoryBank, forgetting by a curve',
  goodAt: 'Forgetting on a schedule. It loses early details that are asked for at the end.',
  operations: ['create', 'read', 'update', 'delete', 'scratchpad'],
  unit: 'chunk',
  calls: {
    perUnit: between(2, 4),
    perQuestion: exactly(0),
    formula: '4 per chunk (a day): its summary, its portrait and both overall (2 without portraits)',
  },
  prompts: [memorybankDay, memorybankOverall, memorybankPortraitDay, memorybankPortrait],
  parameters: PARAMETERS,
  defects: {
    curve: {
      value: 'paper',
      faithful: 'released',
      what: 'The released code multiplies instead of dividing, so frequently recalled entries are forgotten sooner.',
    },
  },
  references: [
    'MemoryBank (arXiv 2305.10250), sections on storage, retrieval and updating.',
    'Its released code.',
  ],
  omits: ['Random choices for summaries. A summary is deleted when its day has no turns left.'],
};

export interface MemoryBankOptions extends WorkflowOptions {
  readonly curve?: 'paper' | 'released';
  /** Number of days after which a memory that was never recalled is kept with probability 1/e. */
  readonly timescale?: number;
  /** Whether to describe the speakers as well, as published. Default true. */
  readonly portraits?: boolean;
  /** Seed of the choice what to forget. Default 42. */
  readonly seed?: number;
  readonly k?: number;
}

/** Stores turns and daily summaries, and forgets memories that are not recalled. */
export function createMemoryBank(options: MemoryBankOptions): Workflow {
  const { curve = 'paper', timescale = PARAMETERS.timescale.value, portraits = true, seed = 42 } = options;
  const { k = PARAMETERS.k.value } = options;

  function isForgotten({ id, meta }: Entry, today: number): boolean {
    const days = today - numberIn(meta, 'lastRecall', today);
    const strength = numberIn(meta, 'strength', 1);
    const fading = curve === 'paper' ? days / (timescale * strength) : (days / timescale) * strength;
    return coin(seed, id, today) >= Math.exp(-fading);
  }

  return defineWorkflow(MEMORYBANK, options, {
    async memorise({ chunk }, step) {
      const day = chunk.index;
      const before = await step.readAll();
      const kept = selectKept(before, (entry) => !isForgotten(entry, day));
      const turns = numberedLines(chunk.documents.map(documentText));
      const summary = await step.ask(memorybankDay, { turns });
      const days = [...readTexts(kept, 'summary'), summary];
      const overall = await step.ask(memorybankOverall, { days: numberedLines(days) });
      const sketch = portraits ? await step.ask(memorybankPortraitDay, { turns }) : '';
      const sketches = [...readTexts(kept, 'portrait'), sketch];
      const portrait = portraits
        ? await step.ask(memorybankPortrait, { sketches: numberedLines(sketches) })
        : '';
      const fresh = { day, strength: 1, lastRecall: day };
      const said = (text: string, kind: string, recall: boolean): readonly Operation[] =>
        text === '' ? [] : [{ op: 'create', text, meta: { ...fresh, kind, recall } }];
      return [
        ...before
          .filter((entry) => !kept.includes(entry))
          .map(({ id }): Operation => ({ op: 'delete', target: { id } })),
        ...chunk.documents.map((document) =>
          storeDocument(document, { ...fresh, kind: 'turn', recall: true }),
        ),
        ...said(summary, 'summary', true),
        ...said(sketch, 'portrait', false),
        {
          op: 'update',
          target: 'scratchpad',
          text: [overall, portrait].filter(Boolean).join('\n\n'),
          meta: { day },
        },
      ];
    },
    async recall({ question }, step) {
      const today = numberIn(step.view.scratchpadMeta, 'day', 0);
      const found = await step.read(question.text, { limit: k, filter: { recall: true } });
      const operations = found.map((entry) =>
        markEntry(entry, { strength: numberIn(entry.meta, 'strength', 1) + 1, lastRecall: today }),
      );
      const pinned = step.view.scratchpad === '' ? [] : [step.view.scratchpad];
      return { texts: [...found.map(({ text }) => text), ...pinned], operations };
    },
  });
}

/** Returns the turns that stay, and the summaries of days that still have turns. */
function selectKept(entries: readonly Entry[], stays: (entry: Entry) => boolean): readonly Entry[] {
  const turns = entries.filter((entry) => entry.meta.kind === 'turn' && stays(entry));
  const days = new Set(turns.map(({ meta }) => meta.day));
  return entries.filter((entry) =>
    entry.meta.kind === 'turn' ? turns.includes(entry) : days.has(entry.meta.day),
  );
}

function readTexts(entries: readonly Entry[], kind: string): readonly string[] {
  return entries.filter(({ meta }) => meta.kind === kind).map(({ text }) => text);
}
