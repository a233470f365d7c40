/**
 * The suites of `atommem bench`: matrices of runs as data.
 *
 * @module
 */
import type { NoiseOptions } from '../dataset/noise.ts';
import type { Ablation } from '../memory/ablate.ts';
import type { OverCapacity } from '../memory/memory.ts';

/** Settings of a variant. Unset options keep the run's values. */
export interface VariantSettings {
  readonly ablations?: readonly Ablation[];
  /** Tokens. */
  readonly chunkSize?: number;
  readonly k?: number;
  /** Name for `RunParts.retriever`. */
  readonly retriever?: string;
  readonly capacity?: number;
  readonly overCapacity?: OverCapacity;
  readonly noise?: Pick<NoiseOptions, 'duplicates' | 'contradictions' | 'superseded'>;
}

export interface Variant {
  readonly name: string;
  readonly settings: VariantSettings;
}

/** A matrix of runs. Every policy runs in every variant, on the same tasks. */
export interface Suite {
  readonly name: string;
  /** The question that it answers. */
  readonly asks: string;
  readonly datasets: readonly string[];
  /** Documents per task. Empty: tasks keep their own length (conversations). */
  readonly documents: readonly number[];
  /** The first is the baseline. */
  readonly variants: readonly Variant[];
  readonly source: string;
}

/** The paper's data sets, by file name. */
export const PAPER_DATASETS: readonly string[] = ['hotpotqa', '2wikimultihopqa', 'musique'];

const unchanged: Variant = { name: 'default', settings: {} };

const without = (...ablations: readonly Ablation[]): Variant => ({
  name: `without ${ablations.join(' and ')}`,
  settings: { ablations },
});

const chunkAndK = (chunkSize: number, k: number): Variant => ({
  name: `chunk ${chunkSize}, K ${k}`,
  settings: { chunkSize, k },
});

const retrievedBy = (retriever: string): Variant => ({
  name: `retriever ${retriever}`,
  settings: { chunkSize: 4096, k: 6, retriever },
});

export const SUITE_NAMES = ['paper', 'ablation', 'sensitivity', 'capacity', 'noisy', 'dialogue'] as const;

export type SuiteName = (typeof SUITE_NAMES)[number];

/** The paper's matrices, and two additional ones. */
export const SUITES: Readonly<Record<SuiteName, Suite>> = {
  paper: {
    name: 'paper',
    asks: 'How do policies and workflows compare as streams grow?',
    datasets: PAPER_DATASETS,
    documents: [200, 400, 800],
    variants: [unchanged],
    source: 'paper, table 1: 200, 400 and 800 documents, chunks of 4000 tokens, K = 6',
  },
  ablation: {
    name: 'ablation',
    asks: 'Which parts of memory matter?',
    datasets: PAPER_DATASETS,
    documents: [200],
    variants: [
      { name: 'full', settings: {} },
      without('update'),
      without('delete'),
      without('scratchpad'),
      without('storage'),
      without('scratchpad', 'storage'),
    ],
    source: 'paper, ablations at 200 documents; memory refuses what is ablated',
  },
  sensitivity: {
    name: 'sensitivity',
    asks: 'How much do chunk size, K and the retriever matter?',
    datasets: PAPER_DATASETS,
    documents: [200],
    variants: [
      chunkAndK(4096, 6),
      ...[2048, 4096, 8192].flatMap((size) =>
        [3, 6, 12].filter((k) => size !== 4096 || k !== 6).map((k) => chunkAndK(size, k)),
      ),
      retrievedBy('random'),
      retrievedBy('hashing'),
      retrievedBy('lexical'),
      retrievedBy('vector'),
      retrievedBy('hybrid'),
    ],
    source: 'paper, chunk size by K and embedding models; random entries are the control',
  },
  capacity: {
    name: 'capacity',
    asks: 'How well do policies work with at most 20 entries?',
    datasets: PAPER_DATASETS,
    documents: [200],
    variants: [
      { name: 'no limit', settings: {} },
      { name: 'cap 20, discard newest', settings: { capacity: 20, overCapacity: 'discard-newest' } },
      { name: 'cap 20, refuse', settings: { capacity: 20, overCapacity: 'refuse' } },
    ],
    source: 'paper, runs with at most 20 entries: it discards the newest; refusing is ours',
  },
  noisy: {
    name: 'noisy',
    asks: 'How do duplicates, contradictions and outdated versions affect memory?',
    datasets: PAPER_DATASETS,
    documents: [200],
    variants: [
      { name: 'clean', settings: {} },
      { name: 'duplicates', settings: { noise: { duplicates: 0.2 } } },
      { name: 'contradictions', settings: { noise: { contradictions: 0.1 } } },
      { name: 'superseded', settings: { noise: { superseded: 0.1 } } },
      {
        name: 'all noise',
        settings: { noise: { duplicates: 0.2, contradictions: 0.1, superseded: 0.1 } },
      },
    ],
    source: 'ours: noise as a share of the stream (see addNoise)',
  },
  dialogue: {
    name: 'dialogue',
    asks: 'What do policies remember of long conversations, and do they refuse questions without an answer?',
    datasets: ['locomo'],
    documents: [],
    variants: [unchanged],
    source: 'LoCoMo (ACL 2024), by category',
  },
};
