import { Command, Option } from 'commander';
import {
  addDocumentOptions,
  addImitationOptions,
  addRolloutOptions,
  DOCUMENT_TASKS,
} from './document-options.ts';
import { addEngineOptions } from './engine-options.ts';
import { addMemoryOptions } from './memory-options.ts';
import type { Terminal } from './output.ts';
import { decimal, oneOf, wholeNumber } from './parse-number.ts';
import { addTinkerOptions } from './tinker-options.ts';
import { DOCUMENT_PRESET_NAMES, type DocumentTrainFlags, trainDocuments } from './train-documents.ts';
import { LAB_PRESET_NAMES, type LabTrainFlags, trainLab } from './train-lab.ts';
import type { TrainingStage } from './training-display.ts';
import { usageError } from './usage-error.ts';

type EngineName = 'local' | 'tinker';

type TrainFlags = LabTrainFlags & DocumentTrainFlags & { readonly engine: EngineName };

/** `atommem train`: the two stages of training, on this machine or on a server. */
export function trainCommand(terminal: Terminal): Command {
  const command = new Command('train').description('train a policy: imitation first, then reinforcement');
  return command
    .addCommand(
      stageCommand('sft', 'teach a policy by imitation: of a script, or of recorded episodes', terminal),
    )
    .addCommand(stageCommand('grpo', 'improve a policy by reinforcement of what answered right', terminal));
}

function stageCommand(stage: TrainingStage, description: string, terminal: Terminal): Command {
  const command = new Command(stage)
    .description(description)
    .addOption(
      new Option(
        '--engine <name>',
        'local: small policies, on this machine; tinker: language models, on a server',
      )
        .default('local')
        .argParser(oneOf<EngineName>('--engine', ['local', 'tinker'])),
    )
    .addOption(
      new Option('--task <name>', `what to train on: lab (local); ${DOCUMENT_TASKS.join(', ')} (tinker)`)
        .default('lab')
        .argParser(oneOf('--task', ['lab', ...DOCUMENT_TASKS])),
    )
    .addOption(
      new Option(
        '--preset <name>',
        `task, model and settings: ${LAB_PRESET_NAMES.join(', ')} (local; default: small); ${DOCUMENT_PRESET_NAMES.join(', ')} (tinker; default: paper)`,
      ),
    )
    .requiredOption('--out <folder>', 'log, checkpoints and the best weights go here')
    .option(
      '--init <folder>',
      `weights to start from (default: ${stage === 'grpo' ? 'those of the package, or of the base model' : 'new ones'})`,
    )
    .option('--resume', 'go on from the newest checkpoint in the folder')
    .addOption(
      new Option('--seed <n>', 'of weights, tasks and draws').default(1).argParser(wholeNumber('--seed', 0)),
    )
    .addOption(count('--tasks <n>', "development tasks of an evaluation (default: the preset's)", '--tasks'))
    .addOption(
      new Option('--learning-rate <n>', "its peak (default: the preset's)").argParser(
        decimal('--learning-rate', 0, 1),
      ),
    )
    .option('--json', 'print one JSON document and nothing else');
  if (stage === 'sft')
    command.addOption(count('--steps <n>', "optimizer steps (default: the preset's)", '--steps'));
  else {
    command.addOption(count('--updates <n>', "updates (default: the preset's)", '--updates'));
    command.addOption(
      count(
        '--rollouts-every <n>',
        'keep every rollout of every nth update, a trajectory each (default: their rewards in the log)',
        '--rollouts-every',
      ),
    );
  }
  addEngineOptions(command.optionsGroup(HEADINGS.local));
  addDocumentOptions(addTinkerOptions(command.optionsGroup(HEADINGS.tinker)));
  if (stage === 'sft') addImitationOptions(command);
  else addRolloutOptions(command);
  addMemoryOptions(command);
  return command.action((flags: TrainFlags) => {
    requireOwnOptions(command, flags);
    if (flags.engine === 'local') return trainLab(stage, flags, terminal);
    return trainDocuments(stage, flags, command, terminal);
  });
}

/** Headings of the options that only one engine takes. */
const HEADINGS: Readonly<Record<EngineName, string>> = {
  local: 'On this machine (--engine local):',
  tinker: "Language models (--engine tinker; defaults not told are the preset's):",
};

/** An option that would have no effect is refused. */
function requireOwnOptions(command: Command, { engine, task }: TrainFlags): void {
  if (engine === 'tinker' && task === 'lab') {
    throw usageError(
      '--engine tinker cannot train on the lab, which has a vocabulary of its own',
      `Pass --task ${DOCUMENT_TASKS.join(', ')}`,
    );
  }
  if (engine === 'local' && task !== 'lab') {
    throw usageError(
      `--task ${task} needs a language model, which the local engine cannot train`,
      'Pass --engine tinker --url URL',
    );
  }
  const other = engine === 'local' ? 'tinker' : 'local';
  const strange = command.options.find(
    (option) =>
      option.helpGroupHeading === HEADINGS[other] &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (strange === undefined) return;
  throw usageError(
    `${strange.long} applies to --engine ${other} only`,
    `Remove it, or pass --engine ${other}`,
  );
}

function count(flag: string, text: string, name: string): Option {
  return new Option(flag, text).argParser(wholeNumber(name, 1));
}
