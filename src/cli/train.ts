/**
 * `atommem train`: the two stages of training, on this machine or on a server.
 *
 * @module
 */
import { Command } from 'commander';
import { TRAINING_PRESETS } from '../lab/presets.ts';
import type { ConfigSchema } from '../shared/config.ts';
import { DOCUMENT_PRESETS } from '../train/document-presets.ts';
import {
  ENGINE_HEADINGS,
  type StageCall,
  TRAIN_GRPO_CONFIG,
  TRAIN_SFT_CONFIG,
  type TrainGrpoConfig,
  type TrainSftConfig,
} from '../train/train-command-config.ts';
import { addConfigFlags, type ConfigValues, readConfig } from './config-flags.ts';
import type { Terminal } from './output.ts';
import { trainDocuments } from './train-documents.ts';
import { trainLab } from './train-lab.ts';
import { trainTasks } from './train-tasks.ts';
import { usageError } from './usage-error.ts';

/** The lab's presets set no options: they choose a task. */
const PRESETS: ReadonlyMap<string, ConfigValues<TrainSftConfig & TrainGrpoConfig>> = new Map([
  ...Object.keys(TRAINING_PRESETS).map((name) => [name, {}] as const),
  ...Object.entries(DOCUMENT_PRESETS).map(([name, { rules }]) => [name, { rules: { ...rules } }] as const),
]);

export function trainCommand(terminal: Terminal): Command {
  const sft = stageCommand(
    'sft',
    'train by imitation of a script, a policy or recorded episodes',
    TRAIN_SFT_CONFIG,
  );
  const grpo = stageCommand('grpo', 'train by reinforcement learning from rewards', TRAIN_GRPO_CONFIG);
  sft.action(async () => {
    await train({ stage: 'sft', config: await readStage(sft, TRAIN_SFT_CONFIG) }, terminal);
  });
  grpo.action(async () => {
    await train({ stage: 'grpo', config: await readStage(grpo, TRAIN_GRPO_CONFIG) }, terminal);
  });
  return new Command('train')
    .description('train a policy: first sft, then grpo')
    .addCommand(sft)
    .addCommand(grpo);
}

function stageCommand<Config>(name: string, description: string, schema: ConfigSchema<Config>): Command {
  return addConfigFlags(new Command(name).description(description), schema);
}

async function readStage<Config extends TrainSftConfig | TrainGrpoConfig>(
  command: Command,
  schema: ConfigSchema<Config>,
): Promise<Config> {
  const config = await readConfig(command, schema, {
    presets: PRESETS as ReadonlyMap<string, ConfigValues<Config>>,
  });
  requireEngineOptions(command, config.engine);
  return config;
}

/** Refuses an option that would have no effect. */
function requireEngineOptions(command: Command, engine: keyof typeof ENGINE_HEADINGS): void {
  const other = engine === 'local' ? 'tinker' : 'local';
  const idle = command.options.find(
    (option) =>
      option.helpGroupHeading === ENGINE_HEADINGS[other] &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (idle === undefined) return;
  throw usageError(`${idle.long} applies to --engine ${other} only`, `Remove it, or pass --engine ${other}`);
}

function train(call: StageCall, terminal: Terminal): Promise<void> {
  const { engine, task, data } = call.config;
  if (engine === 'tinker') {
    if (task === 'lab' || isTaskFile(task)) {
      throw usageError(
        `--engine tinker cannot train on ${task}`,
        'Pass question files as --data, or train on this machine with --engine local',
      );
    }
    return trainDocuments(call, terminal);
  }
  if (isTaskFile(task) || data !== undefined) return trainTasks(call, terminal);
  if (task === undefined || task === 'lab') return trainLab(call, terminal);
  throw usageError(
    `--task ${task} is not accepted without question files`,
    `Pass --data FILES with questions of ${task}, --task lab, or --task FILE.ts with a task of your own`,
  );
}

function isTaskFile(task: string | undefined): boolean {
  return task !== undefined && /\.[cm]?[jt]s$/.test(task);
}
