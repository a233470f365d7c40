/**
 * Schemas of server responses. Fields that the engine does not read are ignored.
 *
 * @module
 */

import { z } from 'zod';
import { engineError } from '../engine-error.ts';

export interface Capabilities {
  readonly supported_models: readonly {
    readonly model_name: string;
    readonly max_context_length?: number | null | undefined;
  }[];
  readonly supported_loss_fns?: readonly string[] | null | undefined;
}

export const CAPABILITIES: z.ZodType<Capabilities> = z.object({
  supported_models: z.array(z.object({ model_name: z.string(), max_context_length: z.number().nullish() })),
  supported_loss_fns: z.array(z.string()).nullish(),
});

export interface ClientConfig {
  readonly fwdbwd_max_chunk_len?: number | null;
  readonly fwdbwd_max_chunk_bytes_count?: number | null;
  readonly sample_use_retrieve_futures?: boolean | null;
  readonly custom_loss_server_side?: boolean | null;
}

export const CLIENT_CONFIG: z.ZodType<ClientConfig> = z.object({
  fwdbwd_max_chunk_len: z.number().int().positive().nullish(),
  fwdbwd_max_chunk_bytes_count: z.number().int().positive().nullish(),
  sample_use_retrieve_futures: z.boolean().nullish(),
  custom_loss_server_side: z.boolean().nullish(),
});

export interface DynamicConfig {
  readonly sample_cancel_enabled?: boolean | null;
  readonly sample_cancel_max_batch_size?: number | null;
}

export const DYNAMIC_CONFIG: z.ZodType<DynamicConfig> = z.object({
  sample_cancel_enabled: z.boolean().nullish(),
  sample_cancel_max_batch_size: z.number().int().positive().nullish(),
});

export const LOSS_CREATED: z.ZodType<{ readonly loss_id: string }> = z.object({ loss_id: z.string() });

export interface FinishedRequests {
  readonly completions: readonly { readonly request_id: string }[];
  readonly cursor: number;
}

export const FINISHED: z.ZodType<FinishedRequests> = z.object({
  completions: z.array(z.object({ request_id: z.string() })),
  cursor: z.number().int(),
});

export interface SessionOpened {
  readonly session_id: string;
  readonly error_message?: string | null | undefined;
}

export const SESSION: z.ZodType<SessionOpened> = z.object({
  session_id: z.string(),
  error_message: z.string().nullish(),
});

export interface OperationTaken {
  readonly request_id: string;
  /** Present on SkyRL only. */
  readonly status?: unknown;
}

export const SUBMITTED: z.ZodType<OperationTaken> = z.object({
  request_id: z.union([z.string(), z.number()]).transform(String),
  status: z.unknown().optional(),
});

export const MODEL_CREATED: z.ZodType<{ readonly model_id: string }> = z.object({ model_id: z.string() });

export interface PassDone {
  readonly loss_fn_outputs: readonly { readonly logprobs: { readonly data: readonly number[] } }[];
}

/** JSON has no NaN, so servers write `null`. */
const NUMBER = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

export const PASS: z.ZodType<PassDone> = z.object({
  loss_fn_outputs: z.array(z.object({ logprobs: z.object({ data: z.array(NUMBER) }) })),
});

export interface StepDone {
  readonly metrics?: Readonly<Record<string, number | null>> | null | undefined;
}

export const STEPPED: z.ZodType<StepDone> = z.object({
  metrics: z.record(z.string(), z.number().nullable()).nullish(),
});

export const SAVED: z.ZodType<{ readonly path: string }> = z.object({ path: z.string() });

export const SAMPLER_SAVED: z.ZodType<{ readonly sampling_session_id: string }> = z.object({
  sampling_session_id: z.string(),
});

export interface Checkpoints {
  readonly checkpoints: readonly { readonly tinker_path: string }[];
}

export const CHECKPOINTS: z.ZodType<Checkpoints> = z.object({
  checkpoints: z.array(z.object({ tinker_path: z.string() })),
});

export interface SampleDone {
  readonly sequences: readonly {
    readonly tokens: readonly number[];
    readonly logprobs?: readonly number[] | null | undefined;
    readonly stop_reason: 'stop' | 'length';
  }[];
}

export const SAMPLED: z.ZodType<SampleDone> = z.object({
  sequences: z.array(
    z.object({
      tokens: z.array(z.number().int()),
      logprobs: z.array(z.number()).nullish(),
      stop_reason: z.enum(['stop', 'length']),
    }),
  ),
});

export const ANYTHING: z.ZodType<unknown> = z.unknown();

/**
 * Validates a response against its schema.
 *
 * @throws AtomMemError `wrong-server`
 */
export function read<Value>(schema: z.ZodType<Value>, body: unknown, what: string): Value {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const found = body === undefined ? 'it is not JSON' : `${issue?.message ?? 'another shape'}${where}`;
  const remedy = 'check the url, and that the server speaks the Tinker protocol';
  throw engineError('wrong-server', `The response of ${what} does not follow the protocol: ${found}`, remedy);
}
