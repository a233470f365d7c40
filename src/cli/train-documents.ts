import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../engine/engine-error.ts';
import { findWeights } from '../lab/find-weights.ts';
import { type ChatTokenizer, loadChatTokenizer } from '../policy/chat-tokenizer.ts';
import type { Compatibility } from '../released/compatibility.ts';
import { resolveRules } from '../released/resolve-rules.ts';
import { selectFormat } from '../released/select-format.ts';
import type { JsonObject } from '../shared/json.ts';
import { createTruncate, loadHuggingFaceTokenizer } from '../task/tokenizer.ts';
import { DOCUMENT_PRESETS, type DocumentPreset, type DocumentPresetName } from '../train/document-presets.ts';
import type { DocumentReading, StreamSplit } from '../train/document-tasks.ts';
import { imitationExamples } from '../train/imitation-examples.ts';
import { withRecovery } from '../train/recover.ts';
import type { ModelSpeech } from '../train/sampled-policy.ts';
import {
  type DocumentTrainingOptions,
  trainDocumentsGrpo,
  trainDocumentsSft,
} from '../train/train-documents.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import { commandLine } from './command-line.ts';
import {
  type DocumentFlags,
  type ImitationFlags,
  loadStreamSplit,
  questionIds,
  type RolloutFlags,
} from './document-options.ts';
import { grpoSettings, sftSettings } from './document-settings.ts';
import { createRetriever, loadTokenizer, type MemoryFlags } from './memory-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { oneOf } from './parse-number.ts';
import { readModelFolder } from './read-model-folder.ts';
import { type ServerAccess, serverAccess, type TinkerFlags, withRemedy } from './tinker-options.ts';
import {
  createTrainingDisplay,
  type TrainingDisplay,
  type TrainingProgress,
  type TrainingStage,
} from './training-display.ts';
import { listTrajectoryFiles } from './trajectory-files.ts';
import { usageError } from './usage-error.ts';

/** What training on document streams takes of the options of `atommem train`. */
export interface DocumentTrainFlags
  extends TinkerFlags,
    DocumentFlags,
    ImitationFlags,
    RolloutFlags,
    Omit<MemoryFlags, 'tokenizer'> {
  readonly task: string;
  readonly tokenizer?: string;
  readonly preset?: string;
  readonly out: string;
  readonly init?: string;
  readonly resume?: boolean;
  readonly steps?: number;
  readonly updates?: number;
  readonly rolloutsEvery?: number;
  readonly tasks?: number;
  readonly json?: boolean;
}

export const DOCUMENT_PRESET_NAMES = Object.keys(DOCUMENT_PRESETS) as DocumentPresetName[];

/** A training run as the options say it, with nothing begun yet. */
interface Plan {
  readonly flags: DocumentTrainFlags;
  readonly preset: DocumentPreset;
  readonly server: ServerAccess;
  readonly speech: ModelSpeech;
  readonly reading: DocumentReading;
  readonly rules: Compatibility;
  readonly split: StreamSplit;
  readonly init: string | undefined;
}

/** Trains a language model behind a server of the Tinker protocol. */
export async function trainDocuments(
  stage: TrainingStage,
  flags: DocumentTrainFlags,
  command: Command,
  terminal: Terminal,
): Promise<void> {
  const name = oneOf('--preset', DOCUMENT_PRESET_NAMES)(flags.preset ?? 'paper');
  const plan = await planOf(flags, DOCUMENT_PRESETS[name], command, terminal);
  const display = createTrainingDisplay(terminal);
  const train = stage === 'sft' ? await imitation(plan, display) : reinforcement(plan, display);
  const pause = 1000 * flags.recoverPause;
  const weights = await withRecovery(
    (again) => train({ ...optionsOf(plan, display, terminal), resume: again || flags.resume === true }),
    {
      times: flags.recover,
      wait: () => sleep(pause, undefined, { signal: terminal.signal }).catch(() => undefined),
      onRecovery: ({ message }) => display.say(`${message}\ngoing on from the last checkpoint`),
      signal: terminal.signal,
    },
  )
    .catch((cause: unknown) => {
      const closed = cause instanceof EngineError && cause.code === 'closed';
      throw closed && terminal.signal.aborted ? new Error(display.interrupted(flags.out)) : withRemedy(cause);
    })
    .finally(() => display.end());
  if (terminal.signal.aborted) throw new Error(display.interrupted(flags.out));
  const { seed, json } = flags;
  if (json) {
    const ran = { command: commandLine(terminal.commandLine), stage, preset: name, seed, weights };
    printJson(terminal, { schema: 'atommem.train/1', ...ran, evaluation: display.evaluation() });
  } else print(terminal, [`weights: ${weights}`, terminal.style.dim(`log and curves: ${flags.out}`)]);
}

async function planOf(
  flags: DocumentTrainFlags,
  preset: DocumentPreset,
  command: Command,
  terminal: Terminal,
): Promise<Plan> {
  const server = serverAccess(flags, terminal);
  const init = flags.init === undefined ? undefined : await findWeights(flags.init);
  const files = await readModelFolder(server.modelFiles).catch((cause: Error) => {
    throw usageError(cause.message, 'Pass the folder as --model-files');
  });
  const tokenizer =
    flags.tokenizer === undefined
      ? await loadHuggingFaceTokenizer(files.tokenizer, files.tokenizerConfig, files.name)
      : await loadTokenizer(flags.tokenizer);
  const rules = command.getOptionValueSource('rules') === 'default' ? preset.rules : flags.rules;
  if (rules.store === 'official') {
    throw usageError('rollouts of one task would share a memory', 'Pass --rules official,store=better');
  }
  const resolved = resolveRules(rules);
  const { k, capacity, overCapacity, readTiming, chunkSize, chunkOverlap } = flags;
  const retriever = await createRetriever(flags, terminal.environment, flags.seed);
  return {
    ...{ flags, preset, server, init, rules },
    speech: speechOf(flags, preset, await loadChatTokenizer(files), { rules, tokenizer }),
    reading: {
      ...{ tokenizer, chunkSize, ...resolved.reading },
      ...(chunkOverlap !== undefined && { chunkOverlap }),
      memory: {
        ...resolved.memory,
        retriever,
        k,
        overCapacity,
        readTiming,
        ...(capacity !== undefined && { capacity }),
      },
    },
    split: await loadStreamSplit(flags, flags.tasks ?? preset.evaluation.streams),
  };
}

function speechOf(
  { codec: name, thinking, maxPromptTokens, maxOutputTokens }: DocumentTrainFlags,
  preset: DocumentPreset,
  chat: ChatTokenizer,
  { rules, tokenizer }: { readonly rules: Compatibility; readonly tokenizer: DocumentReading['tokenizer'] },
): ModelSpeech {
  const truncate = createTruncate(tokenizer);
  return {
    ...{ chat, format: selectFormat(name ?? preset.codec, { truncate, ...resolveRules(rules).codec }) },
    maxPromptTokens: maxPromptTokens ?? preset.maxPromptTokens,
    maxReplyTokens: maxOutputTokens ?? preset.maxReplyTokens,
    ...(thinking !== undefined && { thinking: thinking === 'on' }),
  };
}

/** What both stages are given, on every try. */
function optionsOf(
  { flags, preset, server, speech, reading, rules, split, init }: Plan,
  display: TrainingDisplay,
  terminal: Terminal,
): DocumentTrainingOptions<TrainingProgress> {
  const { every, temperature } = preset.evaluation;
  const { heldOut } = split;
  return {
    createEngine: () => server.connect(speech.chat),
    speech,
    ...(heldOut.length > 0 && {
      evaluation: { heldOut, reading, every: flags.evalEvery ?? every, temperature },
    }),
    directory: flags.out,
    resume: flags.resume === true,
    checkpointEvery: flags.checkpointEvery ?? preset.checkpointEvery,
    ...(init !== undefined && { init }),
    seed: flags.seed,
    identity: identityOf({ flags, server, speech, reading, rules }),
    timer: terminal.timer,
    onProgress: display.onProgress,
    signal: terminal.signal,
  };
}

type Train = (options: DocumentTrainingOptions<TrainingProgress>) => Promise<string>;

async function imitation(plan: Plan, display: TrainingDisplay): Promise<Train> {
  const { flags, preset, speech, split } = plan;
  if (flags.trajectories === undefined) {
    throw usageError(
      'train sft needs --trajectories',
      'Record episodes of a stronger model with "atommem trajectories collect"',
    );
  }
  const files = await listTrajectoryFiles(flags.trajectories);
  const recorded = await Promise.all(files.map(({ path }) => readTrajectory(path)));
  const heldOut = questionIds(split.heldOut);
  const usable = recorded.filter(({ header }) => !header.task.questions.some(({ id }) => heldOut.has(id)));
  const { examples, leftOut } = imitationExamples(usable, { ...speech, atLeast: flags.atLeast });
  const held = recorded.length - usable.length;
  const reasons = Object.entries({
    ...leftOut,
    ...(held > 0 && { 'episodes with held-out questions': held }),
  });
  const left = reasons.map(([reason, count]) => `; left out ${count} (${reason})`).join('');
  display.say(`${examples.length} replies of ${usable.length} episodes to imitate${left}`);
  if (examples.length === 0)
    throw new Error(`no reply to imitate in ${flags.trajectories.join(', ')}${left}`);
  const settings = sftSettings(flags, preset, examples.length);
  return (options) => trainDocumentsSft({ ...options, examples, settings });
}

function reinforcement(plan: Plan, display: TrainingDisplay): Train {
  const { flags, preset, server, reading, split } = plan;
  const { training: streams, heldOut } = split;
  if (streams.length === 0) throw usageError('train grpo needs --data', 'Pass question files of the task');
  const settings = grpoSettings(flags, preset, server.profile, streams.length);
  const { tasks, group, updates, staleness } = settings;
  const age = staleness === 0 ? 'of the present weights' : `at most ${staleness} updates old`;
  display.say(
    `${streams.length} streams to learn from, ${heldOut.length} held out; ${updates} ${updates === 1 ? 'update' : 'updates'} of ${tasks} × ${group} rollouts, ${age}`,
  );
  if (flags.resume && staleness !== 0) {
    display.say('rollouts that were ahead of the checkpoint are drawn again, from its weights');
  }
  const needed = settings.klWeight > 0;
  const { referenceUrl } = flags;
  if (needed && referenceUrl === undefined && server.profile.reference === 'second-server') {
    throw usageError(
      `a ${server.profile.name} server holds one model, and the KL penalty needs a reference policy`,
      'Pass --reference-url URL, or turn the penalty off with --kl 0',
    );
  }
  return (options) =>
    trainDocumentsGrpo({
      ...options,
      ...{ streams, reading, settings },
      ...(needed && { createReference: () => openReference(plan) }),
      ...(flags.rolloutsEvery !== undefined && { rolloutsEvery: flags.rolloutsEvery }),
    });
}

/** The policy to stay near, with the weights that the run starts from. */
async function openReference({ flags, server, speech, init }: Plan): Promise<Engine> {
  const { referenceUrl: url, referenceModel: model } = flags;
  const place = { ...(url !== undefined && { url }), ...(model !== undefined && { model }) };
  const reference = await server.connect(speech.chat, place);
  if (init === undefined || model !== undefined) return reference;
  return reference.load(init, { optimizer: false }).then(
    () => reference,
    async (cause: unknown) => {
      await reference.close();
      const absent = cause instanceof EngineError && cause.code === 'bad-checkpoint';
      if (url === undefined || !absent) throw cause;
      const remedy = 'serve them there as a base model, and name it in --reference-model';
      throw new Error(`the policy to stay near has not the first weights: ${cause.message} ${remedy}`);
    },
  );
}

/** What a resumed run must agree on, beside the settings; the address of the server may change. */
function identityOf({
  flags,
  server,
  speech,
  reading,
  rules,
}: Pick<Plan, 'flags' | 'server' | 'speech' | 'reading' | 'rules'>): JsonObject {
  const { task, docs, questions, embeddingModel, queryPrefix, rank } = flags;
  const { retriever, ...memory } = reading.memory;
  return {
    ...{ task, docs, questions: JSON.stringify(questions), retriever: retriever.name },
    ...{ embeddingModel: embeddingModel ?? null, queryPrefix: queryPrefix ?? null, rank: rank ?? null },
    ...{ profile: server.profile.name, model: server.model, tokenizer: speech.chat.name },
    ...{
      codec: speech.format.codec.name,
      prompts: speech.format.prompts.version,
      thinking: speech.thinking ?? null,
    },
    ...{ maxPromptTokens: speech.maxPromptTokens, maxReplyTokens: speech.maxReplyTokens },
    ...{ rules: JSON.stringify(rules), memory: JSON.stringify(memory) },
    ...{ chunkSize: reading.chunkSize ?? null, chunkOverlap: reading.chunkOverlap ?? null },
  };
}
