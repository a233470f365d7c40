/**
 * Configuration of `atommem train conversation`.
 *
 * @module
 */
import { z } from 'zod';
import { type ConfigSchema, field } from '../../shared/config.ts';
import { jsonField } from '../../shared/json-field.ts';
import { createOutField, createSeedsField } from './training-fields.ts';

/** Options of `atommem train conversation`. */
export interface TrainConversationConfig {
  readonly data: readonly string[];
  readonly share: number;
  readonly change: number;
  readonly stored: readonly number[];
  readonly budget: number;
  readonly seeds: readonly number[];
  readonly updates: number;
  readonly out: string;
  readonly json: boolean;
}

/** Schema of `TrainConversationConfig`. */
export const TRAIN_CONVERSATION_CONFIG: ConfigSchema<TrainConversationConfig> = z.strictObject({
  data: field(z.array(z.string()).default([]), {
    help: 'files of conversations with questions, as for bench --suite beam',
    value: 'files',
    accepts: 'at least one file',
    words: true,
  }),
  share: field(z.number().gt(0).max(1).default(1), {
    help: 'share of each file to train on, from its beginning',
    value: 'share',
  }),
  change: field(z.int().min(0).max(1000).default(9), {
    help: 'number of generated conversations with facts that change (templates of the split train)',
  }),
  stored: field(z.array(z.number().gt(0).max(1)).min(1).default([0.02, 0.04, 0.1]), {
    help: 'limits of memory to train under, as shares of the characters read',
    value: 'list',
    accepts: 'numbers above 0 and up to 1, separated by commas',
  }),
  budget: field(z.int().min(1).default(1200), {
    help: 'tokens shown for a question, four characters each',
  }),
  seeds: createSeedsField('seeds of the networks; weights.json averages their outputs'),
  updates: field(z.int().min(1).default(600), { help: 'updates of each network' }),
  out: createOutField('folder for weights.json and summary.json'),
  json: jsonField,
});
