/**
 * `atommem train`: the two stages of training, on this machine or on a server.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { type ConfigSchema, overlayConfig, readIdentity } from '../shared/config.ts';
import { AtomMemError } from '../shared/error.ts';
import { createCredit } from '../train/create-credit.ts';
import { withRecovery } from '../train/recover.ts';
import {
  ENGINE_HEADINGS,
  type StageCall,
  TRAIN_GRPO_CONFIG,
  TRAIN_SFT_CONFIG,
  type TrainGrpoConfig,
  type TrainSftConfig,
} from '../train/train-command-config.ts';
import { GRPO_CONFIG, SFT_CONFIG } from '../train/train-config.ts';
import { type StageOptions, trainStage } from '../train/train-stage.ts';
import type { TrainingPlan } from '../train/training-plan.ts';
import { commandLine } from './command-line.ts';
import { addConfigFlags, readConfig } from './config-flags.ts';
import { print, printJson, type Terminal } from './output.ts';
import type { PlannedRun } from './planned-run.ts';
import { withRemedy } from './tinker-options.ts';
import { trainControllerCommand } from './train-controller.ts';
import { trainConversationCommand } from './train-conversation.ts';
import { planDocuments } from './train-documents.ts';
import { planLabRun } from './train-lab.ts';
import { isTaskFile, readTrainPreset } from './train-preset.ts';
import { planTasks } from './train-tasks.ts';
import { createTrainingDisplay, type TrainingDisplay } from './training-display.ts';
import { usageError } from './usage-error.ts';

export function trainCommand(terminal: Terminal): Command {
  const sft = stageCommand(
    'sft',
    'train by imitation of a script, a policy or recorded episodes',
    TRAIN_SFT_CONFIG,
  );
  const grpo = stageCommand('grpo', 'train by reinforcement learning from rewards', TRAIN_GRPO_CONFIG);
  sft.action(async () => {
    await train({ stage: 'sft', config: await readStage(sft, 'sft', TRAIN_SFT_CONFIG) }, terminal);
  });
  grpo.action(async () => {
    await train({ stage: 'grpo', config: await readStage(grpo, 'grpo', TRAIN_GRPO_CONFIG) }, terminal);
  });
  return new Command('train')
    .description('train a policy: first sft, then grpo; or the controller of --policy learned')
    .addCommand(sft)
    .addCommand(grpo)
    .addCommand(trainControllerCommand(terminal))
    .addCommand(trainConversationCommand(terminal));
}

function stageCommand<Config>(name: string, description: string, schema: ConfigSchema<Config>): Command {
  return addConfigFlags(new Command(name).description(description), schema);
}

async function readStage<Config extends TrainSftConfig | TrainGrpoConfig>(
  command: Command,
  stage: StageCall['stage'],
  schema: ConfigSchema<Config>,
): Promise<Config> {
  const config = await readConfig(command, schema, { defaults: (given) => readTrainPreset(stage, given) });
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

async function train(call: StageCall, terminal: Terminal): Promise<void> {
  const { config } = call;
  const display = createTrainingDisplay(terminal);
  const planned = await planRun(call, terminal, display);
  const plan = applyOptions(planned.plan, config);
  requireReference(plan, planned);
  announce(plan, config, planned.data, display);
  const options = createStageOptions(call, terminal, display);
  const weights = await withRecovery(
    (again) => trainStage(plan, { ...options, run: { ...options.run, resume: again || config.resume } }),
    {
      times: config.recover,
      wait: () => sleep(1000 * config.recoverPause, undefined, { signal: terminal.signal }).catch(() => {}),
      onRecovery: ({ message }) => display.say(`${message}\ncontinuing from the last checkpoint`),
      signal: terminal.signal,
    },
  )
    .catch((cause: unknown) => {
      const closed = AtomMemError.isInstance(cause, 'closed');
      throw closed && terminal.signal.aborted
        ? new Error(display.interrupted(config.out))
        : withRemedy(cause);
    })
    .finally(() => display.end());
  if (terminal.signal.aborted) throw new Error(display.interrupted(config.out));
  report(call, weights, planned.next, { terminal, display });
}

function planRun(call: StageCall, terminal: Terminal, display: TrainingDisplay): Promise<PlannedRun> {
  const { engine, task, data } = call.config;
  if (engine === 'tinker') {
    if (task !== 'lab') return planDocuments(call, terminal, display);
    throw usageError(
      '--engine tinker cannot train on the lab',
      'Pass question files as --data, or train on this machine with --engine local',
    );
  }
  if (isTaskFile(task) || data !== undefined) return planTasks(call, terminal, display);
  if (task === 'lab') return planLabRun(call);
  throw usageError(
    `--task ${task} is not accepted without question files`,
    `Pass --data FILES with questions of ${task}, --task lab, or --task FILE.ts with a task of your own`,
  );
}

/** Returns the plan with the settings that the options change. */
function applyOptions(plan: TrainingPlan, config: TrainSftConfig | TrainGrpoConfig): TrainingPlan {
  return plan.stage === 'sft'
    ? { ...plan, settings: overlayConfig(SFT_CONFIG, plan.settings, config) }
    : { ...plan, settings: overlayConfig(GRPO_CONFIG, plan.settings, config as TrainGrpoConfig) };
}

function createStageOptions(
  { stage, config }: StageCall,
  { timer, signal }: Terminal,
  { onStart, onProgress }: TrainingDisplay,
): StageOptions {
  const { out, checkpointEvery, evalEvery } = config;
  const shared = {
    run: { directory: out, checkpointEvery: checkpointEvery! },
    evalEvery: evalEvery!,
    ...{ timer, signal, onStart, onProgress },
  };
  if (stage === 'sft') return { ...shared, identity: readIdentity(TRAIN_SFT_CONFIG, config) };
  const { rolloutsEvery } = config;
  const identity = readIdentity(TRAIN_GRPO_CONFIG, config);
  return { ...shared, identity, rolloutsEvery, credit: createCredit(config.credit) };
}

function requireReference(plan: TrainingPlan, { referenceRemedy }: PlannedRun): void {
  if (plan.stage === 'sft' || plan.settings.klWeight === 0 || plan.openReference !== undefined) return;
  throw usageError(
    'the KL penalty needs a reference policy, and the server holds one model',
    `${referenceRemedy}, or turn the penalty off with --kl 0`,
  );
}

/** Prints the size of a GRPO run. */
function announce(
  plan: TrainingPlan,
  { resume }: TrainSftConfig | TrainGrpoConfig,
  data: string | undefined,
  { say }: Pick<TrainingDisplay, 'say'>,
): void {
  if (plan.stage === 'sft' || data === undefined) return;
  const { updates, tasksPerUpdate, groupSize, staleness = 0 } = plan.settings;
  const age = staleness === 0 ? 'of the present weights' : `at most ${staleness} updates old`;
  say(
    `${data}; ${updates} ${updates === 1 ? 'update' : 'updates'} of ${tasksPerUpdate} × ${groupSize} rollouts, ${age}`,
  );
  if (resume && staleness !== 0) {
    say('rollouts newer than the checkpoint are sampled again from its weights');
  }
}

function report(
  { stage, config }: StageCall,
  weights: string,
  next: readonly string[],
  { terminal, display }: { readonly terminal: Terminal; readonly display: TrainingDisplay },
): void {
  const { preset, seed, json } = config;
  if (json) {
    const ran = { command: commandLine(terminal.commandLine), stage, preset, seed, weights };
    printJson(terminal, { schema: 'atommem.train/1', ...ran, ...display.evaluations() });
    return;
  }
  print(terminal, [...display.summary(), `weights: ${weights}`, ...next.map(terminal.style.dim)]);
}
