/**
 * Presets of training: the values of all options that the user does not give.
 *
 * @module
 */
import { LAB_PRESETS, type LabPresetName } from '../lab/options.ts';
import { TRAINING_PRESETS } from '../lab/presets.ts';
import { LAB_CHECKPOINT_EVERY } from '../lab/training.ts';
import { overlayConfig } from '../shared/config.ts';
import { DOCUMENT_PRESETS, type DocumentPresetName } from '../train/document-presets.ts';
import { SMALL_GRPO } from '../train/grpo-settings.ts';
import { SMALL_SFT } from '../train/sft-settings.ts';
import type { TrainGrpoConfig, TrainSftConfig } from '../train/train-command-config.ts';
import { GRPO_CONFIG, SFT_CONFIG } from '../train/train-config.ts';
import { oneOf } from './parse-number.ts';
import { usageError } from './usage-error.ts';

type Stage = 'sft' | 'grpo';
type Values = Partial<TrainSftConfig & TrainGrpoConfig>;

const LAB_NAMES = Object.keys(LAB_PRESETS) as LabPresetName[];
const DOCUMENT_NAMES = Object.keys(DOCUMENT_PRESETS) as DocumentPresetName[];

/** Returns the values that a stage takes from its preset, given the options of the user. */
export function readTrainPreset(
  stage: Stage,
  { engine, task, data, preset: name }: Readonly<Record<string, unknown>>,
): Values {
  if (engine === 'tinker')
    return readDocumentPreset(stage, oneOf('--preset', DOCUMENT_NAMES)(String(name ?? 'paper')));
  if (data === undefined && !isTaskFile(task)) {
    return readLabPreset(stage, oneOf('--preset', LAB_NAMES)(String(name ?? 'small')));
  }
  if (name !== undefined) {
    throw usageError(`--preset ${name} applies to the lab and to --engine tinker only`, 'Remove it');
  }
  const settings = stage === 'sft' ? SMALL_SFT : SMALL_GRPO;
  return {
    ...pickOptions(stage, settings),
    ...{ heldOut: 64, evalEvery: stage === 'sft' ? 200 : 20, checkpointEvery: stage === 'sft' ? 200 : 10 },
  };
}

/** Tells whether `--task` names a module. */
export function isTaskFile(task: unknown): task is string {
  return typeof task === 'string' && /\.[cm]?[jt]s$/.test(task);
}

function readLabPreset(stage: Stage, name: LabPresetName): Values {
  const preset = TRAINING_PRESETS[name];
  const { tasks, sftEvery, grpoEvery } = preset.evaluation;
  return {
    ...pickOptions(stage, preset[stage]),
    ...{ preset: name, task: 'lab', heldOut: tasks, evalEvery: stage === 'sft' ? sftEvery : grpoEvery },
    checkpointEvery: LAB_CHECKPOINT_EVERY[stage],
  };
}

function readDocumentPreset(stage: Stage, name: DocumentPresetName): Values {
  const preset = DOCUMENT_PRESETS[name];
  const { codec, rules, maxPromptTokens, maxReplyTokens, checkpointEvery, evaluation } = preset;
  return {
    ...pickOptions(stage, preset[stage]),
    ...(stage === 'sft' && { epochs: preset.sft.epochs }),
    ...{ preset: name, codec, rules: { ...rules }, maxPromptTokens, maxOutputTokens: maxReplyTokens },
    ...{ heldOut: evaluation.streams, evalEvery: evaluation.every, checkpointEvery },
  };
}

/** Returns the settings of a preset that are options. */
function pickOptions(stage: Stage, settings: object): Values {
  return stage === 'sft'
    ? overlayConfig(SFT_CONFIG, {}, settings as TrainSftConfig)
    : overlayConfig(GRPO_CONFIG, {}, settings as TrainGrpoConfig);
}
