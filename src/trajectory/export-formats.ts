/**
 * The row formats of trainers.
 *
 * @module
 */
import { actionMask } from '../policy/action-mask.ts';
import type { ReplyTokens } from '../policy/policy.ts';
import type { TrainingExample } from './export-examples.ts';

/** The type of a value in a row. Parquet files declare it in advance. */
export type ColumnType = 'text' | 'integer' | 'number' | ListType | FieldsType;
export interface ListType {
  readonly list: ColumnType;
}
export interface FieldsType {
  readonly fields: { readonly [name: string]: ColumnType };
}

export type ExportRow = { readonly [column: string]: unknown };

/** A file format of a trainer. Each example becomes one row. */
export interface ExportFormat {
  readonly name: ExportFormatName;
  readonly columns: FieldsType['fields'];
  /** The parts that an example needs to become a row. */
  readonly needs: 'prompt and reply' | 'token ids';
  /**
   * Returns the row, or `undefined` if the example lacks what the format needs.
   *
   * @param index 0-based position of the row in the file.
   */
  row(example: TrainingExample, index: number): ExportRow | undefined;
}

export const exportFormatNames = ['trl', 'verl', 'messages', 'tinker'] as const;

export type ExportFormatName = (typeof exportFormatNames)[number];

/**
 * Returns the row format with this name.
 *
 * - `trl`: conversational `prompt` and `completion`, as TRL's trainers read them. The loss is on the
 *   completion.
 * - `verl`: `data_source`, `prompt`, `ability`, `reward_model`, `extra_info`. `ground_truth` holds the
 *   accepted answers of each question that the step is about. `extra_info` holds the recorded reply.
 * - `messages`: the conversation with the reply as its last message, and token ids if there are any.
 * - `tinker`: datums for `cross_entropy`, only of steps with token ids. Position i of the input predicts
 *   `target_tokens[i]`. Prompt positions have weight 0. `logprobs` holds the sampled log-probabilities.
 *
 * Every row has a column `source`: an `ExampleSource` as JSON text.
 */
export function exportFormat(name: ExportFormatName): ExportFormat {
  return FORMATS[name];
}

const MESSAGES: ColumnType = { list: { fields: { role: 'text', content: 'text' } } };
const IDS: ColumnType = { list: 'integer' };
const NUMBERS: ColumnType = { list: 'number' };

const trl: ExportFormat = {
  name: 'trl',
  needs: 'prompt and reply',
  columns: { prompt: MESSAGES, completion: MESSAGES, source: 'text' },
  row({ prompt, reply, source }) {
    if (prompt === undefined || reply === undefined) return undefined;
    return { prompt, completion: [assistant(reply)], source: JSON.stringify(source) };
  },
};

const verl: ExportFormat = {
  name: 'verl',
  needs: 'prompt and reply',
  columns: {
    data_source: 'text',
    prompt: MESSAGES,
    ability: 'text',
    reward_model: { fields: { style: 'text', ground_truth: { list: { list: 'text' } } } },
    extra_info: {
      fields: {
        split: 'text',
        index: 'integer',
        trajectory: 'text',
        step: 'integer',
        stage: 'text',
        reply: 'text',
        reward: 'number',
      },
    },
    source: 'text',
  },
  row({ prompt, reply, source, dataset, accepted }, index) {
    if (prompt === undefined || reply === undefined) return undefined;
    const { trajectory, step, stage, reward } = source;
    return {
      data_source: dataset,
      prompt,
      ability: 'memory',
      reward_model: { style: 'rule', ground_truth: accepted },
      extra_info: { split: 'train', index, trajectory, step, stage, reply, reward },
      source: JSON.stringify(source),
    };
  },
};

const messages: ExportFormat = {
  name: 'messages',
  needs: 'prompt and reply',
  columns: {
    messages: MESSAGES,
    tokens: { fields: { prompt: IDS, reply: IDS, logprobs: NUMBERS, mask: IDS } },
    source: 'text',
  },
  row({ prompt, reply, tokens, source }) {
    if (prompt === undefined || reply === undefined) return undefined;
    return {
      messages: [...prompt, assistant(reply)],
      tokens: tokens === undefined ? null : { ...tokens, mask: actionMask(tokens) },
      source: JSON.stringify(source),
    };
  },
};

const INTEGERS: ColumnType = { fields: { data: IDS, dtype: 'text', shape: IDS } };
const FLOATS: ColumnType = { fields: { data: NUMBERS, dtype: 'text', shape: IDS } };

const tinker: ExportFormat = {
  name: 'tinker',
  needs: 'token ids',
  columns: {
    model_input: { fields: { chunks: { list: { fields: { type: 'text', tokens: IDS } } } } },
    loss_fn_inputs: { fields: { target_tokens: INTEGERS, weights: FLOATS } },
    logprobs: FLOATS,
    source: 'text',
  },
  row({ tokens, source }) {
    if (tokens === undefined || tokens.prompt.length === 0 || tokens.reply.length === 0) return undefined;
    return { ...toDatum(tokens), source: JSON.stringify(source) };
  },
};

const FORMATS: Readonly<Record<ExportFormatName, ExportFormat>> = { trl, verl, messages, tinker };

function assistant(content: string): { readonly role: 'assistant'; readonly content: string } {
  return { role: 'assistant', content };
}

/** The last token of a reply is predicted but never read. The first token of a prompt is never predicted. */
function toDatum(tokens: ReplyTokens): ExportRow {
  const { prompt, reply, logprobs } = tokens;
  const ahead = prompt.slice(1).map(() => 0);
  return {
    model_input: { chunks: [{ type: 'encoded_text', tokens: [...prompt, ...reply.slice(0, -1)] }] },
    loss_fn_inputs: {
      target_tokens: tensor('int64', [...prompt.slice(1), ...reply]),
      weights: tensor('float32', actionMask(tokens).slice(1)),
    },
    logprobs: tensor('float32', [...ahead, ...logprobs]),
  };
}

function tensor(dtype: 'int64' | 'float32', data: readonly number[]): ExportRow {
  return { data, dtype, shape: [data.length] };
}
