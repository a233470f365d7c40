/**
 * Schemas of the requests of the Tinker protocol.
 * @module
 */

import { z } from 'zod';

/** Every request of the protocol. Unknown fields are rejected. */
export interface Bodies {
  readonly '/client/config': { readonly sdk_version: string };
  readonly '/create_session': object;
  readonly '/session_heartbeat': { readonly session_id: string };
  readonly '/create_model': {
    readonly session_id: string;
    readonly model_seq_id: number;
    readonly base_model: string;
    readonly lora_config: { readonly rank: number };
  };
  readonly '/unload_model': { readonly model_id: string };
  readonly '/forward_backward': Numbered & { readonly forward_backward_input: PassInput };
  readonly '/forward': Numbered & { readonly forward_input: PassInput };
  readonly '/optim_step': Numbered & { readonly adam_params: AdamInput };
  readonly '/save_weights': Numbered & { readonly path: string };
  readonly '/save_weights_for_sampler': Numbered & { readonly sampling_session_seq_id: number };
  readonly '/load_weights': Numbered & { readonly path: string; readonly optimizer: boolean };
  readonly '/asample': SampleInput;
  readonly '/retrieve_future': { readonly request_id: string };
  readonly '/retrieve_futures': SessionPoll;
  readonly '/cancel_future': { readonly request_id: string };
  readonly '/client/dynamic_config': { readonly sdk_version: string };
  readonly '/create_custom_loss': GraphInput & { readonly session_id: string };
}

export interface SessionPoll {
  readonly target: { readonly sampling_session_id: string };
  readonly prev_cursor: number;
  readonly timeout?: number | undefined;
  readonly retrieved_request_ids: readonly string[];
}

/** A custom loss as its nodes. */
export interface GraphInput {
  readonly inputs: readonly { readonly name: string }[];
  readonly graph: {
    readonly nodes: readonly {
      readonly op: string;
      readonly name: string;
      readonly target: string;
      readonly args: readonly unknown[];
      readonly kwargs: Readonly<Record<string, unknown>>;
    }[];
  };
}

export type Path = keyof Bodies;

export interface Numbered {
  readonly model_id: string;
  readonly seq_id: number;
}

export interface AdamInput {
  readonly learning_rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weight_decay: number;
  readonly grad_clip_norm: number;
}

export interface TensorInput {
  readonly data: readonly number[];
  readonly shape: readonly number[];
}

export interface TokensInput {
  readonly chunks: readonly { readonly tokens: readonly number[] }[];
}

export interface PassInput {
  readonly loss_fn: 'cross_entropy' | 'importance_sampling' | 'ppo' | 'cispo' | 'gspo' | 'custom';
  readonly loss_fn_config?:
    | { readonly clip_low_threshold: number; readonly clip_high_threshold: number }
    | { readonly loss_id: string }
    | undefined;
  readonly data: readonly {
    readonly model_input: TokensInput;
    readonly loss_fn_inputs: {
      readonly target_tokens: TensorInput;
      readonly weights?: TensorInput | undefined;
      readonly logprobs?: TensorInput | undefined;
      readonly advantages?: TensorInput | undefined;
      readonly old_logprobs?: TensorInput | undefined;
      readonly sequence_ratio_mask?: TensorInput | undefined;
      readonly clip_low_threshold?: TensorInput | undefined;
      readonly clip_high_threshold?: TensorInput | undefined;
    };
  }[];
}

export interface SampleInput {
  readonly sampling_session_id: string;
  readonly seq_id: number;
  readonly num_samples: number;
  readonly prompt: TokensInput;
  readonly sampling_params: {
    readonly max_tokens: number;
    readonly temperature: number;
    readonly top_p: number;
    readonly seed: number;
    readonly stop?: readonly number[] | undefined;
  };
}

const tensor = (dtype: 'int64' | 'float32'): z.ZodType<TensorInput> =>
  z.strictObject({
    data: z.array(dtype === 'int64' ? z.number().int() : z.number()),
    dtype: z.literal(dtype),
    shape: z.tuple([z.number()]),
  });
const input = z.strictObject({
  chunks: z.array(z.strictObject({ type: z.literal('encoded_text'), tokens: z.array(z.number().int()) })),
});
const pass = z.strictObject({
  loss_fn: z.enum(['cross_entropy', 'importance_sampling', 'ppo', 'cispo', 'gspo', 'custom']),
  loss_fn_config: z
    .union([
      z.strictObject({ clip_low_threshold: z.number(), clip_high_threshold: z.number() }),
      z.strictObject({ loss_id: z.string() }),
    ])
    .optional(),
  data: z.array(
    z.strictObject({
      model_input: input,
      loss_fn_inputs: z.strictObject({
        target_tokens: tensor('int64'),
        weights: tensor('float32').optional(),
        logprobs: tensor('float32').optional(),
        advantages: tensor('float32').optional(),
        old_logprobs: tensor('float32').optional(),
        sequence_ratio_mask: tensor('float32').optional(),
        clip_low_threshold: tensor('float32').optional(),
        clip_high_threshold: tensor('float32').optional(),
      }),
    }),
  ),
});
const seq_id = z.number().int().min(1);
const model_id = z.string();

export const BODIES: { readonly [P in Path]: z.ZodType<Bodies[P]> } = {
  '/client/config': z.strictObject({ sdk_version: z.string() }),
  '/create_session': z.strictObject({
    tags: z.array(z.string()),
    user_metadata: z.object({}),
    sdk_version: z.string(),
    type: z.literal('create_session'),
  }),
  '/session_heartbeat': z.strictObject({ session_id: z.string(), type: z.literal('session_heartbeat') }),
  '/create_model': z.strictObject({
    session_id: z.string(),
    model_seq_id: z.number().int().min(0),
    base_model: z.string(),
    lora_config: z.strictObject({ rank: z.number().int(), seed: z.number().int() }),
    type: z.literal('create_model'),
  }),
  '/unload_model': z.strictObject({ model_id, type: z.literal('unload_model') }),
  '/forward_backward': z.strictObject({ model_id, seq_id, forward_backward_input: pass }),
  '/forward': z.strictObject({ model_id, seq_id, forward_input: pass }),
  '/optim_step': z.strictObject({
    model_id,
    seq_id,
    adam_params: z.strictObject({
      learning_rate: z.number(),
      beta1: z.number(),
      beta2: z.number(),
      eps: z.number(),
      weight_decay: z.number(),
      grad_clip_norm: z.number(),
    }),
    type: z.literal('optim_step'),
  }),
  '/save_weights': z.strictObject({
    model_id,
    seq_id,
    path: z.string().regex(/^[A-Za-z0-9_-]{1,255}$/),
    type: z.literal('save_weights'),
  }),
  '/save_weights_for_sampler': z.strictObject({
    model_id,
    seq_id,
    sampling_session_seq_id: z.number().int().min(0),
    type: z.literal('save_weights_for_sampler'),
  }),
  '/load_weights': z.strictObject({
    model_id,
    seq_id,
    path: z.string().startsWith('tinker://'),
    optimizer: z.boolean(),
    type: z.literal('load_weights'),
  }),
  '/asample': z.strictObject({
    sampling_session_id: z.string(),
    seq_id: z.number().int().min(0),
    num_samples: z.number().int().min(1),
    prompt: input,
    sampling_params: z.strictObject({
      max_tokens: z.number().int().min(1),
      temperature: z.number(),
      top_p: z.number(),
      top_k: z.literal(-1),
      seed: z.number().int(),
      stop: z.array(z.number().int()).min(1).optional(),
    }),
    prompt_logprobs: z.literal(false),
    topk_prompt_logprobs: z.literal(0),
    type: z.literal('sample'),
  }),
  '/retrieve_future': z.strictObject({ request_id: z.string() }),
  '/retrieve_futures': z.strictObject({
    target: z.strictObject({
      type: z.literal('sampling_session'),
      sampling_session_id: z.string(),
      cloned_sampler_id: z.literal(0),
    }),
    prev_cursor: z.number().int().min(0),
    timeout: z.number().optional(),
    retrieved_request_ids: z.array(z.string()),
  }),
  '/cancel_future': z.strictObject({ request_id: z.string() }),
  '/client/dynamic_config': z.strictObject({ sdk_version: z.string() }),
  '/create_custom_loss': z.strictObject({
    session_id: z.string(),
    custom_loss_seq_id: z.number().int().min(0),
    name: z.string(),
    inputs: z
      .array(
        z.strictObject({ name: z.string().regex(/^[a-z_][a-z0-9_]{0,63}$/), rank: z.literal([0, 1, 2]) }),
      )
      .max(16),
    graph: z.strictObject({
      format: z.literal(1),
      nodes: z.array(
        z.strictObject({
          op: z.enum(['placeholder', 'get_attr', 'call_function', 'call_method', 'call_module', 'output']),
          name: z.string(),
          target: z.string(),
          args: z.array(z.unknown()),
          kwargs: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
    type: z.literal('create_custom_loss'),
  }),
};
