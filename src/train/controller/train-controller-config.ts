/**
 * Configuration of `atommem train controller`.
 *
 * @module
 */
import { z } from 'zod';
import { type ConfigSchema, field } from '../../shared/config.ts';
import { jsonField } from '../../shared/json-field.ts';
import { createBudgetField, createOutField, createSeedsField } from './training-fields.ts';

/** Options of `atommem train controller`. */
export interface TrainControllerConfig {
  readonly data: readonly string[];
  readonly budget: string;
  readonly out: string;
  readonly teacher: 'privileged' | 'rules' | 'none';
  readonly seeds: readonly number[];
  readonly docs: number;
  readonly questions: number;
  readonly limit?: number;
  readonly heldOut: number;
  readonly imitation: number;
  readonly reinforcement: number;
  readonly rulePenalty: number;
  readonly embedder?: string;
  readonly queryPrefix?: string;
  readonly resume: boolean;
  readonly json: boolean;
}

/** Schema of `TrainControllerConfig`. */
export const TRAIN_CONTROLLER_CONFIG: ConfigSchema<TrainControllerConfig> = z.strictObject({
  data: field(z.array(z.string()).min(1), {
    help: 'question files to train on',
    value: 'files',
    accepts: 'at least one file',
    words: true,
  }),
  budget: createBudgetField('6,10,20,2000ch,4000ch'),
  out: createOutField('folder for weights.json, logs, curves and checkpoints'),
  teacher: field(z.enum(['privileged', 'rules', 'none']).default('privileged'), {
    help: 'teacher to imitate first, where privileged knows the evidence of training questions',
    value: 'name',
  }),
  seeds: createSeedsField('seeds, one network each; weights.json averages their outputs'),
  docs: field(z.int().min(1).default(200), { help: 'documents per stream' }),
  questions: field(z.int().min(1).max(20).default(1), { help: 'questions per stream' }),
  limit: field(z.int().min(2).optional(), { help: 'streams per file (default: all)' }),
  heldOut: field(z.number().min(0.01).max(0.9).default(0.15), {
    help: 'share of each file that is held out',
    value: 'share',
  }),
  imitation: field(z.int().min(0).default(200), { help: 'updates of imitation' }),
  reinforcement: field(z.int().min(0).default(20), { help: 'updates of reinforcement, 64 rollouts each' }),
  rulePenalty: field(z.number().min(0).default(0), {
    help: 'weight of staying close to the evict rule, for data sets unlike those of --data',
    value: 'weight',
  }),
  embedder: field(z.string().optional(), {
    help: 'let the network read similarities: onnx:FOLDER, static:FOLDER or gguf:FILE',
    value: 'place',
  }),
  queryPrefix: field(z.string().optional(), {
    help: 'text before every question that is embedded',
    value: 'text',
  }),
  resume: field(z.boolean().default(false), { help: 'continue the run in --out', transient: true }),
  json: jsonField,
});
