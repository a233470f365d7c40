/**
 * Configuration of a language model, shared by every command that can call one.
 *
 * @module
 */
import { z } from 'zod';
import { type ConfigFields, field } from '../shared/config.ts';

export interface ModelConfig {
  readonly model?: string;
  readonly baseUrl?: string;
  readonly adapter?: string;
  readonly context?: number;
  readonly codec: string;
  readonly promptShape: 'native' | 'flattened';
  /** Default: 0.7 for policies, 0 for workflows and answers. */
  readonly temperature?: number;
  readonly topP: number;
  readonly maxOutputTokens: number;
  readonly timeout: number;
  readonly retries: number;
}

export const modelFields: ConfigFields<ModelConfig> = {
  model: field(z.string().optional(), {
    help: 'language model of an OpenAI-compatible server, or gguf:FILE for one in this process; its key is read from ATOMMEM_API_KEY (for api.openai.com: OPENAI_API_KEY)',
    value: 'name',
  }),
  baseUrl: field(z.string().optional(), {
    help: 'URL of the server, such as http://127.0.0.1:8000/v1',
    value: 'url',
    transient: true,
  }),
  adapter: field(z.string().optional(), {
    help: 'LoRA adapter in GGUF format, for --model gguf:FILE',
    value: 'file',
  }),
  context: field(z.int().min(64).optional(), {
    help: "context length of the model (default: the file's or the server's)",
    value: 'tokens',
  }),
  codec: field(z.string().default('tags'), {
    help: 'how a model writes operations: tags, tools, json, compact (for small models), atommem-8b',
    aliases: ['format'],
    value: 'name',
  }),
  promptShape: field(z.enum(['native', 'flattened']).default('native'), {
    help: 'prompts of atommem-8b',
    value: 'shape',
  }),
  temperature: field(z.number().min(0).max(2).optional(), {
    help: 'sampling temperature (default: 0.7 for the policy "model", 0 for workflows)',
  }),
  topP: field(z.number().min(0).max(1).default(1), { help: 'nucleus sampling' }),
  maxOutputTokens: field(z.int().min(1).default(4096), { help: 'most tokens in a reply' }),
  timeout: field(z.number().min(0.01).max(86_400).default(120), {
    help: 'time limit of a model call',
    value: 'seconds',
    transient: true,
  }),
  retries: field(z.int().min(0).max(100).default(4), {
    help: 'retries after 429, 5xx and network errors',
    transient: true,
  }),
};
