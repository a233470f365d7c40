/**
 * Configuration of `atommem web`: flags, defaults, help and JSON files come from this schema.
 *
 * @module
 */
import { z } from 'zod';
import { memoryFields } from '../agent/memory-config.ts';
import { modelFields } from '../ai/model-config.ts';
import { type RunConfig, runFields } from '../eval/eval-config.ts';
import { type ConfigFields, type ConfigSchema, field } from '../shared/config.ts';

/** Options of `atommem web`. */
export interface WebConfig extends Omit<RunConfig, 'questions'> {
  readonly search: string;
  readonly read: 'auto' | 'corpus' | 'web' | 'none';
  readonly webCalls: number;
  readonly searcherCalls: number;
  readonly results: number;
  readonly seeds: readonly number[];
  readonly textOnly: boolean;
  readonly language?: string;
  readonly type?: string;
  readonly serve: boolean;
  readonly recordWeb?: string;
  readonly replayWeb?: string;
  readonly articles: boolean;
  readonly pageCache?: string;
  readonly judgeCache?: string;
}

const { questions: _, data: __, limit: ___, ...shared } = runFields;

const webFields: ConfigFields<Omit<WebConfig, Exclude<keyof RunConfig, 'data' | 'limit'>>> = {
  data: field(z.array(z.string()).min(1).default(['mini:2000']), {
    help: 'mini:PAGES for the mini-web, or files: GAIA, WebWalkerQA, ASearcher, HotpotQA, 2WikiMultiHopQA, MuSiQue, your own questions',
    value: 'sources',
    accepts: 'at least one source',
    words: true,
  }),
  limit: field(z.int().min(1).optional(), {
    help: 'questions per source (default: 200 of the mini-web, else all)',
  }),
  search: field(z.string().default('corpus'), {
    help: 'corpus, searxng=URL, serper, brave, tavily (keys: SERPER_API_KEY …), or retrieve=URL of a Search-R1 server',
    value: 'engine',
  }),
  read: field(z.enum(['auto', 'corpus', 'web', 'none']).default('auto'), {
    help: 'how pages are read; auto: from the corpus, or from the web if a search engine is set',
    value: 'how',
  }),
  webCalls: field(z.int().min(1).default(40), { help: 'tool calls per question', flag: 'calls' }),
  searcherCalls: field(z.int().min(1).default(14), { help: 'tool calls per question of searchers by rules' }),
  results: field(z.int().min(1).max(100).default(10), { help: 'results of a search' }),
  seeds: field(z.array(z.int().min(0)).min(1).default([1]), {
    help: 'one run per seed; a mini-web is built from its seed',
    accepts: 'numbers separated by commas',
  }),
  textOnly: field(z.boolean().default(false), {
    help: 'of GAIA, only the 103 questions without attachments',
  }),
  language: field(z.string().optional(), { help: 'only questions in this language, such as en' }),
  type: field(z.string().optional(), { help: 'only questions of this type, such as "level 1"' }),
  serve: field(z.boolean().default(false), {
    help: 'serve the mini-web on loopback and read it through HTTP',
  }),
  recordWeb: field(z.string().optional(), {
    help: 'record every tool call in this file',
    value: 'file',
    transient: true,
  }),
  replayWeb: field(z.string().optional(), {
    help: 'answer tool calls from this recording only',
    value: 'file',
    transient: true,
  }),
  articles: field(z.boolean().default(false), {
    help: 'reduce web pages to their article (needs @mozilla/readability and linkedom)',
  }),
  pageCache: field(z.string().optional(), {
    help: 'keep pages in this folder',
    value: 'folder',
    transient: true,
  }),
  judgeCache: field(z.string().optional(), {
    help: 'keep verdicts of the judge in this file',
    value: 'file',
    transient: true,
  }),
};

/** Schema of `WebConfig`. */
export const webConfig: ConfigSchema<WebConfig> = z.strictObject({
  ...webFields,
  ...shared,
  ...memoryFields,
  ...modelFields,
});
