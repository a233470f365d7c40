import type { Ablation } from '../../memory/ablate.ts';
import type { BenchParts, BenchPolicy } from './bench-parts.ts';
import type { Suite, Variant } from './suites.ts';

/** One place of a suite's matrix. */
export interface Cell {
  readonly dataset: string;
  /** Documents in each stream; `null` for conversations. */
  readonly documents: number | null;
  readonly seed: number;
  readonly variant: Variant;
  readonly policy: string;
}

/** A cell that is not run, and why in plain words. */
export interface CellNotRun extends Cell {
  readonly reason: string;
}

export interface BenchPlan {
  readonly cells: readonly Cell[];
  readonly notRun: readonly CellNotRun[];
  /** What a reader of the table should know, one sentence each. */
  readonly notes: readonly string[];
}

/** Expands a suite: which cells can be run with these parts, and what is to be said about the others. */
export function planBench(
  suite: Suite,
  parts: BenchParts,
  choice: {
    readonly datasets: readonly string[];
    readonly documents?: readonly number[];
    readonly seeds: readonly number[];
  },
): BenchPlan {
  const lengths = suite.documents.length === 0 ? [null] : (choice.documents ?? suite.documents);
  const cells: Cell[] = [];
  const notRun: CellNotRun[] = [];
  for (const seed of choice.seeds) {
    for (const dataset of choice.datasets) {
      for (const documents of lengths) {
        for (const policy of parts.policies) {
          for (const variant of suite.variants) {
            const cell = { dataset, documents, seed, variant, policy: policy.policy.name };
            const reason = whyNot(policy, variant, suite, parts);
            if (reason === undefined) cells.push(cell);
            else notRun.push({ ...cell, reason });
          }
        }
      }
    }
  }
  return {
    cells,
    notRun,
    notes: [...missingDatasets(suite, choice.datasets), ...ablationNotes(suite, parts)],
  };
}

function whyNot(
  { policy, declaration }: BenchPolicy,
  { name, settings }: Variant,
  suite: Suite,
  parts: BenchParts,
): string | undefined {
  if (settings.retriever !== undefined && parts.retriever(settings.retriever, 0) === undefined) {
    return `this run has no retriever "${settings.retriever}": give its embedding model`;
  }
  const { ablations } = settings;
  if (ablations === undefined || declaration === undefined) return undefined;
  if (declaration.operations.some((operation) => isRemoved(operation, ablations))) return undefined;
  return `${policy.name} never uses what "${name}" takes away: it is the same as "${suite.variants[0]!.name}"`;
}

function ablationNotes(suite: Suite, { policies }: BenchParts): readonly string[] {
  return suite.variants.flatMap(({ name, settings: { ablations } }) =>
    ablations === undefined
      ? []
      : policies.flatMap(({ policy, declaration }) => {
          const removed =
            declaration?.operations.filter((operation) => isRemoved(operation, ablations)) ?? [];
          if (removed.length === 0) return [];
          return `${policy.name} is built on ${removed.join(', ')}: "${name}" refuses these, and it runs without them.`;
        }),
  );
}

function isRemoved(operation: Ablation, ablations: readonly Ablation[]): boolean {
  return ablations.includes(operation) || (operation !== 'scratchpad' && ablations.includes('storage'));
}

function missingDatasets(suite: Suite, given: readonly string[]): readonly string[] {
  const missing = suite.datasets.filter(
    (name) => !given.some((each) => each === name || each.startsWith(`${name}-`)),
  );
  return missing.length === 0 ? [] : [`Not in this run: ${missing.join(', ')} (no file of it was given).`];
}

/** Where a cell's episodes stand in a folder; the stream's id follows. */
export function cellKey({ dataset, documents, seed, variant, policy }: Cell): string {
  const length = documents === null ? dataset : `${dataset}-${documents}`;
  return `${length}/seed-${seed}/${variant.name.replace(/[^\w]+/g, '-')}/${policy}`;
}
