import type { NoiseOptions } from '../../dataset/noise.ts';
import type { Ablation } from '../../memory/ablate.ts';
import type { OverCapacity } from '../../memory/memory.ts';

/** What one variant of a suite sets; what is left out is as the run was called. */
export interface VariantSettings {
  readonly ablations?: readonly Ablation[];
  /** Tokens. */
  readonly chunkSize?: number;
  readonly k?: number;
  /** By name, as `BenchParts.retriever` knows it. */
  readonly retriever?: string;
  readonly capacity?: number;
  readonly overCapacity?: OverCapacity;
  readonly noise?: Pick<NoiseOptions, 'duplicates' | 'contradictions' | 'superseded'>;
}

export interface Variant {
  readonly name: string;
  readonly settings: VariantSettings;
}

/** A matrix of runs as data. Every policy runs in every variant, on the same streams. */
export interface Suite {
  readonly name: string;
  /** The question that it answers. */
  readonly asks: string;
  readonly datasets: readonly string[];
  /** Lengths of the streams; empty for conversations, which are as long as they are. */
  readonly documents: readonly number[];
  /** The first is the one that the others are compared with. */
  readonly variants: readonly Variant[];
  readonly source: string;
}

/** The paper's data sets, by the names that their files carry. */
export const PAPER_DATASETS: readonly string[] = ['hotpotqa', '2wikimultihopqa', 'musique'];

const asCalled: Variant = { name: 'as called', settings: {} };

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

export type SuiteName = 'paper' | 'ablation' | 'sensitivity' | 'capacity' | 'noisy' | 'dialogue';

/** The matrices of the paper, and two that it lacks. */
export const SUITES: Readonly<Record<SuiteName, Suite>> = {
  paper: {
    name: 'paper',
    asks: 'How do policies and workflows compare as streams grow?',
    datasets: PAPER_DATASETS,
    documents: [200, 400, 800],
    variants: [asCalled],
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
    source: 'paper, ablations at 200 documents; the memory enforces them',
  },
  sensitivity: {
    name: 'sensitivity',
    asks: 'How much hangs on the size of chunks, on K and on the retriever?',
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
    source: 'paper, chunk size by K and embedding models; random choice of entries is its control',
  },
  capacity: {
    name: 'capacity',
    asks: 'What remains where memory holds 20 entries?',
    datasets: PAPER_DATASETS,
    documents: [200],
    variants: [
      { name: 'no limit', settings: {} },
      { name: 'cap 20, discard newest', settings: { capacity: 20, overCapacity: 'discard-newest' } },
      { name: 'cap 20, refuse', settings: { capacity: 20, overCapacity: 'refuse' } },
    ],
    source: 'paper, capped runs: what exceeds 20 entries is discarded; refusing is our rule',
  },
  noisy: {
    name: 'noisy',
    asks: 'What do repeats, false claims and outdated versions do to memory?',
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
    source: 'ours: shares of the stream that are inserted beside it (see addNoise)',
  },
  dialogue: {
    name: 'dialogue',
    asks: 'What is remembered of long conversations, and is refused what they do not hold?',
    datasets: ['locomo'],
    documents: [],
    variants: [asCalled],
    source: 'LoCoMo (ACL 2024), by category',
  },
};
