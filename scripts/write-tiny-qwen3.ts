/**
 * Writes a model folder with a Qwen3 of a few thousand random weights from a seed. A training server can start with it
 * if no real model is at hand.
 *
 *     node scripts/write-tiny-qwen3.ts runs/tiny-qwen3 7          # and, if wanted, a context: 16384
 *
 * @module
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors, type Tensor } from '../src/engine/local/safetensors.ts';
import { createRandom, type Random } from '../src/shared/random.ts';
import { byteTokenizer, END } from '../test/model-folder/byte-tokenizer.ts';

/** Shape of the model. Token ids are bytes, plus four added tokens. */
export const TINY_QWEN3 = {
  vocabularySize: 264,
  width: 32,
  innerWidth: 64,
  layers: 2,
  heads: 2,
  keyHeads: 1,
  headWidth: 16,
  context: 2048,
} as const;

/** ChatML as Qwen3 writes it. With thinking off, the reply starts after an empty thought. */
const CHAT_TEMPLATE = `{%- for message in messages -%}
{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '<|im_start|>assistant\\n' -}}
{%- if enable_thinking is defined and enable_thinking is false -%}{{- '<think>\\n\\n</think>\\n\\n' -}}{%- endif -%}
{%- endif -%}`;

/**
 * Standard deviation of the embeddings. It is large enough that some tokens are more likely than others, as
 * in a trained model.
 */
const EMBEDDING_DEVIATION = 0.15;

/**
 * Writes the model folder. Equal seeds write equal bytes. `context` is the maximum sequence length and does
 * not affect the weights.
 */
export async function writeTinyQwen3(
  folder: string,
  seed: number,
  context: number = TINY_QWEN3.context,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const write = (name: string, content: object): Promise<void> =>
    writeFile(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
  await write('config.json', configuration(context));
  await write('generation_config.json', { eos_token_id: END });
  await write('tokenizer.json', byteTokenizer());
  await write('tokenizer_config.json', {
    tokenizer_class: 'PreTrainedTokenizerFast',
    eos_token: '<|im_end|>',
    pad_token: '<|im_end|>',
    chat_template: CHAT_TEMPLATE,
  });
  const file = { tensors: randomTensors(createRandom(`tiny-qwen3/${seed}`)), metadata: { format: 'pt' } };
  await writeFile(join(folder, 'model.safetensors'), encodeSafetensors(file));
}

function configuration(context: number): object {
  const { vocabularySize, width, innerWidth, layers, heads, keyHeads, headWidth } = TINY_QWEN3;
  return {
    architectures: ['Qwen3ForCausalLM'],
    model_type: 'qwen3',
    dtype: 'float32',
    vocab_size: vocabularySize,
    hidden_size: width,
    intermediate_size: innerWidth,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    num_key_value_heads: keyHeads,
    head_dim: headWidth,
    hidden_act: 'silu',
    max_position_embeddings: context,
    rms_norm_eps: 1e-6,
    rope_theta: 10_000,
    attention_bias: false,
    tie_word_embeddings: true,
    bos_token_id: END,
    eos_token_id: END,
    pad_token_id: END,
  };
}

/** Returns every tensor under its Qwen3 name. Matrices have one row per output and one column per input. */
function randomTensors(random: Random): ReadonlyMap<string, Tensor> {
  const { vocabularySize, width, innerWidth, layers, heads, keyHeads, headWidth } = TINY_QWEN3;
  const matrix = (outputs: number, inputs: number, deviation = inputs ** -0.5): Tensor => ({
    shape: [outputs, inputs],
    values: Float32Array.from({ length: outputs * inputs }, () => deviation * normal(random)),
  });
  const ones = (size: number): Tensor => ({ shape: [size], values: new Float32Array(size).fill(1) });
  const layer = (place: number): [string, Tensor][] => {
    const parts: [string, Tensor][] = [
      ['self_attn.q_proj', matrix(heads * headWidth, width)],
      ['self_attn.k_proj', matrix(keyHeads * headWidth, width)],
      ['self_attn.v_proj', matrix(keyHeads * headWidth, width)],
      ['self_attn.o_proj', matrix(width, heads * headWidth)],
      ['self_attn.q_norm', ones(headWidth)],
      ['self_attn.k_norm', ones(headWidth)],
      ['mlp.gate_proj', matrix(innerWidth, width)],
      ['mlp.up_proj', matrix(innerWidth, width)],
      ['mlp.down_proj', matrix(width, innerWidth)],
      ['input_layernorm', ones(width)],
      ['post_attention_layernorm', ones(width)],
    ];
    return parts.map(([name, tensor]) => [`model.layers.${place}.${name}.weight`, tensor]);
  };
  return new Map([
    ['model.embed_tokens.weight', matrix(vocabularySize, width, EMBEDDING_DEVIATION)],
    ...Array.from({ length: layers }, (_, place) => layer(place)).flat(),
    ['model.norm.weight', ones(width)],
  ]);
}

/** Draws from a normal distribution by the Box-Muller transform. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

if (import.meta.main) {
  const [folder, seed = '0', context] = process.argv.slice(2);
  if (folder === undefined)
    throw new Error('give a folder: node scripts/write-tiny-qwen3.ts runs/tiny-qwen3');
  await writeTinyQwen3(folder, Number(seed), context === undefined ? undefined : Number(context));
  console.log(`${folder}: a Qwen3 of random weights, seed ${seed}`);
}
