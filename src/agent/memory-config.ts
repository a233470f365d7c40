/**
 * Configuration of memory and reading, shared by every command that runs episodes.
 *
 * @module
 */
import { z } from 'zod';
import type { OverCapacity, ReadTiming } from '../memory/memory.ts';
import { type Compatibility, parseCompatibility } from '../released/compatibility.ts';
import { type ConfigFields, field } from '../shared/config.ts';

export const RETRIEVERS = ['lexical', 'vector', 'hybrid', 'random'] as const;

export interface MemoryConfig {
  readonly k: number;
  readonly capacity?: number;
  readonly characterCapacity?: number;
  readonly overCapacity: OverCapacity;
  readonly readTiming: ReadTiming;
  readonly retriever: (typeof RETRIEVERS)[number];
  readonly embedder?: string;
  readonly embeddingModel?: string;
  readonly embeddingUrl?: string;
  readonly queryPrefix?: string;
  readonly embeddingCache?: string;
  readonly chunkSize: number;
  readonly chunkOverlap?: number;
  readonly tokenizer?: string;
  readonly rules: Compatibility;
}

/** `better`, `official`, or rows such as `turnCap=official`; in JSON also an object of rows. */
const rules: z.ZodType<Compatibility> = z
  .union([z.string(), z.record(z.string(), z.string())])
  .transform((value, context) => {
    const rows = typeof value === 'string' ? value : Object.entries(value).map((row) => row.join('='));
    try {
      return parseCompatibility(String(rows));
    } catch (cause) {
      context.addIssue({ code: 'custom', message: (cause as Error).message });
      return z.NEVER;
    }
  });

export const memoryFields: ConfigFields<MemoryConfig> = {
  k: field(z.int().min(1).max(100).default(6), { help: 'entries shown for a query' }),
  capacity: field(z.int().min(1).optional(), { help: 'maximum entries in memory (default: no limit)' }),
  characterCapacity: field(z.int().min(1).optional(), {
    help: 'maximum characters in memory, scratchpad included (default: no limit)',
    value: 'n',
  }),
  overCapacity: field(z.enum(['refuse', 'discard-newest']).default('refuse'), {
    help: 'how to handle a create when memory is full',
    value: 'rule',
  }),
  readTiming: field(z.enum(['next-step', 'same-step']).default('next-step'), {
    help: 'when to answer a read',
    value: 'when',
  }),
  retriever: field(z.enum(RETRIEVERS).default('lexical'), { help: 'how entries are found' }),
  embedder: field(z.string().optional(), {
    help: 'embedding model in this process: onnx:FOLDER, onnx:HUB/NAME, static:FOLDER or gguf:FILE; entries are then found by words and meaning (hybrid), unless --retriever says vector',
    value: 'place',
  }),
  embeddingModel: field(z.string().optional(), {
    help: 'embedding model of the server for vector and hybrid; "hashing" works offline',
    value: 'name',
  }),
  embeddingUrl: field(z.string().optional(), {
    help: 'OpenAI-compatible server of the embedding model',
    value: 'url',
    transient: true,
  }),
  queryPrefix: field(z.string().optional(), {
    help: 'text in front of embedded queries; "qwen3" for that of Qwen3-Embedding',
  }),
  embeddingCache: field(z.string().optional(), {
    help: 'SQLite file or postgres:// URL in which to cache vectors, so that each text is embedded once',
    value: 'place',
    transient: true,
  }),
  chunkSize: field(z.int().min(16).default(4000), { help: 'tokens per chunk', value: 'tokens' }),
  chunkOverlap: field(z.int().min(0).max(100_000).optional(), {
    help: 'tokens of the neighbouring chunks shown on either side (default: 0)',
    value: 'tokens',
  }),
  tokenizer: field(z.string().optional(), {
    help: 'Hugging Face tokenizer.json (default: o200k_base)',
    value: 'file',
  }),
  rules: field(rules.default(parseCompatibility('better')), {
    help: 'better, official, or rows such as turnCap=official,store=official',
    value: 'rules',
    shownDefault: 'better',
  }),
};
