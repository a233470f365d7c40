/**
 * Expands a suite into cells and reports the cells that cannot run.
 *
 * @module
 */
import type { Ablation } from '../memory/ablate.ts';
import type { EvaluatedPolicy, RunParts } from './run-parts.ts';
import type { Suite, Variant } from './suites.ts';

/** One cell of a suite's matrix. */
export interface Cell {
  readonly dataset: string;
  /** Documents per task. `null`: all documents of the task. */
  readonly documents: number | null;
  readonly seed: number;
  readonly variant: Variant;
  readonly policy: string;
}

/** A cell that does not run, with the reason. */
export interface CellNotRun extends Cell {
  readonly reason: string;
}

export interface SuitePlan {
  readonly cells: readonly Cell[];
  readonly notRun: readonly CellNotRun[];
  /** Notes for readers of the table, one sentence each. */
  readonly notes: readonly string[];
}

/** Expands a suite into cells that run with these parts, cells that do not, and notes for the reader. */
export function planSuite(
  suite: Suite,
  parts: RunParts,
  choice: {
    readonly datasets: readonly string[];
    readonly documents?: readonly number[];
    readonly seeds: readonly number[];
  },
): SuitePlan {
  const lengths = suite.documents.length === 0 ? [null] : (choice.documents ?? suite.documents);
  const cells: Cell[] = [];
  const notRun: CellNotRun[] = [];
  for (const seed of choice.seeds) {
    for (const dataset of choice.datasets) {
      for (const documents of lengths) {
        for (const policy of parts.policies) {
          for (const variant of suite.variants) {
            const cell = { dataset, documents, seed, variant, policy: policy.policy.name };
            const reason = findObstacle(policy, variant, suite, parts);
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
    notes: [...listMissingDatasets(suite, choice.datasets), ...noteAblations(suite, parts)],
  };
}

function findObstacle(
  { policy, declaration }: EvaluatedPolicy,
  { name, settings }: Variant,
  suite: Suite,
  parts: RunParts,
): string | undefined {
  if (settings.retriever !== undefined && parts.retriever(settings.retriever, 0) === undefined) {
    return `retriever "${settings.retriever}" needs an embedding model`;
  }
  const { ablations } = settings;
  if (ablations === undefined || declaration === undefined) return undefined;
  if (declaration.operations.some((operation) => isRemoved(operation, ablations))) return undefined;
  return `${policy.name} does not use what "${name}" removes, so it would equal "${suite.variants[0]!.name}"`;
}

function noteAblations(suite: Suite, { policies }: RunParts): readonly string[] {
  return suite.variants.flatMap(({ name, settings: { ablations } }) =>
    ablations === undefined
      ? []
      : policies.flatMap(({ policy, declaration }) => {
          const removed =
            declaration?.operations.filter((operation) => isRemoved(operation, ablations)) ?? [];
          if (removed.length === 0) return [];
          return `${policy.name} relies on ${removed.join(', ')}; in "${name}" memory refuses these operations.`;
        }),
  );
}

function isRemoved(operation: Ablation, ablations: readonly Ablation[]): boolean {
  return ablations.includes(operation) || (operation !== 'scratchpad' && ablations.includes('storage'));
}

function listMissingDatasets(suite: Suite, given: readonly string[]): readonly string[] {
  const missing = suite.datasets.filter(
    (name) => !given.some((each) => each === name || each.startsWith(`${name}-`)),
  );
  return missing.length === 0 ? [] : [`Not in this run: ${missing.join(', ')} (no file given).`];
}

/** Returns the key of a cell in a results folder. The task's id follows it. */
export function createCellKey({ dataset, documents, seed, variant, policy }: Cell): string {
  const length = documents === null ? dataset : `${dataset}-${documents}`;
  return createKey(length, `seed-${seed}`, variant.name, policy);
}

/** Joins parts by slashes. Slashes inside a part are escaped, so that keys are unique. */
export function createKey(...parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F')).join('/');
}
