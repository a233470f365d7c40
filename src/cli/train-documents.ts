/**
 * `atommem train --engine tinker`: trains a language model on document streams.
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import { findWeights } from '../lab/find-weights.ts';
import { type ChatTokenizer, loadChatTokenizer } from '../policy/chat-tokenizer.ts';
import type { Compatibility } from '../released/compatibility.ts';
import { resolveRules } from '../released/resolve-rules.ts';
import { selectFormat } from '../released/select-format.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import { createTruncate, loadHuggingFaceTokenizer } from '../task/tokenizer.ts';
import { createCredit } from '../train/create-credit.ts';
import { DOCUMENT_PRESETS, type DocumentPreset, type DocumentPresetName } from '../train/document-presets.ts';
import type { DocumentReading, StreamSplit } from '../train/document-tasks.ts';
import { changeGrpoSettings } from '../train/grpo-settings.ts';
import { imitationExamples } from '../train/imitation-examples.ts';
import { withRecovery } from '../train/recover.ts';
import type { ModelSpeech } from '../train/sampled-policy.ts';
import { changeSftSettings } from '../train/sft-settings.ts';
import type {
  QuestionsConfig,
  StageCall,
  TrainGrpoConfig,
  TrainSftConfig,
} from '../train/train-command-config.ts';
import {
  type DocumentTrainingOptions,
  trainDocumentsGrpo,
  trainDocumentsSft,
} from '../train/train-documents.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import { commandLine } from './command-line.ts';
import { listQuestionIds, loadStreamSplit } from './load-stream-split.ts';
import { createRetriever, loadTokenizer } from './memory-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { oneOf } from './parse-number.ts';
import { readModelFolder } from './read-model-folder.ts';
import { type ServerAccess, serverAccess, withRemedy } from './tinker-options.ts';
import { createTrainingDisplay, type TrainingDisplay, type TrainingProgress } from './training-display.ts';
import { listTrajectoryFiles } from './trajectory-files.ts';
import { usageError } from './usage-error.ts';

const PRESET_NAMES = Object.keys(DOCUMENT_PRESETS) as DocumentPresetName[];

/** A training run, planned from its options. */
interface Plan {
  readonly call: StageCall;
  readonly preset: DocumentPreset;
  readonly server: ServerAccess;
  readonly speech: ModelSpeech;
  readonly reading: DocumentReading;
  readonly rules: Compatibility;
  readonly split: StreamSplit;
  readonly init: string | undefined;
}

/** Trains a language model behind a server of the Tinker protocol. */
export async function trainDocuments(call: StageCall, terminal: Terminal): Promise<void> {
  const { stage, config } = call;
  const name = oneOf('--preset', PRESET_NAMES)(config.preset ?? 'paper');
  const plan = await createPlan(call, DOCUMENT_PRESETS[name], terminal);
  const display = createTrainingDisplay(terminal);
  const train =
    call.stage === 'sft'
      ? await createImitation(plan, call.config, display)
      : createReinforcement(plan, call.config, display);
  const pause = 1000 * config.recoverPause;
  const weights = await withRecovery(
    (again) => train({ ...createOptions(plan, display, terminal), resume: again || config.resume }),
    {
      times: config.recover,
      wait: () => sleep(pause, undefined, { signal: terminal.signal }).catch(() => undefined),
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
  const { seed, json } = config;
  if (json) {
    const ran = { command: commandLine(terminal.commandLine), stage, preset: name, seed, weights };
    printJson(terminal, { schema: 'atommem.train/1', ...ran, ...display.evaluations() });
  } else print(terminal, [`weights: ${weights}`, terminal.style.dim(`log and curves: ${config.out}`)]);
}

async function createPlan(call: StageCall, preset: DocumentPreset, terminal: Terminal): Promise<Plan> {
  const { config: flags } = call;
  const server = serverAccess(flags, terminal);
  const init = flags.init === undefined ? undefined : await findWeights(flags.init);
  const files = await readModelFolder(server.modelFiles).catch((cause: Error) => {
    throw usageError(cause.message, 'Pass the folder as --model-files');
  });
  const tokenizer =
    flags.tokenizer === undefined
      ? await loadHuggingFaceTokenizer(files.tokenizer, files.tokenizerConfig, files.name)
      : await loadTokenizer(flags.tokenizer);
  const { rules } = flags;
  if (rules.store === 'official') {
    throw usageError('rollouts of one task would share a memory', 'Pass --rules official,store=better');
  }
  const resolved = resolveRules(rules);
  const { k, capacity, overCapacity, readTiming, chunkSize, chunkOverlap } = flags;
  const retriever = await createRetriever(flags, terminal.environment, flags.seed);
  return {
    ...{ call, preset, server, init, rules },
    speech: createSpeech(flags, preset, await loadChatTokenizer(files), { rules, tokenizer }),
    reading: {
      ...{ tokenizer, chunkSize, ...resolved.reading },
      ...(chunkOverlap !== undefined && { chunkOverlap }),
      memory: { ...resolved.memory, retriever, k, overCapacity, readTiming, capacity },
    },
    split: await loadStreamSplit(flags, flags.heldOut ?? preset.evaluation.streams),
  };
}

function createSpeech(
  { codec: name, thinking, maxPromptTokens, maxOutputTokens }: QuestionsConfig,
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

/** Returns the options that both stages use on every attempt. */
function createOptions(
  { call: { config: flags }, preset, server, speech, reading, rules, split, init }: Plan,
  display: TrainingDisplay,
  terminal: Terminal,
): DocumentTrainingOptions<TrainingProgress> {
  const { every, temperature } = preset.evaluation;
  const { heldOut } = split;
  return {
    createEngine: () => server.connect(speech.chat),
    speech,
    evaluation:
      heldOut.length === 0 ? undefined : { heldOut, reading, every: flags.evalEvery ?? every, temperature },
    directory: flags.out,
    resume: flags.resume,
    checkpointEvery: flags.checkpointEvery ?? preset.checkpointEvery,
    init,
    seed: flags.seed,
    identity: createIdentity({ call: { config: flags } as StageCall, server, speech, reading, rules }),
    timer: terminal.timer,
    onProgress: display.onProgress,
    signal: terminal.signal,
  };
}

type Train = (options: DocumentTrainingOptions<TrainingProgress>) => Promise<string>;

async function createImitation(plan: Plan, flags: TrainSftConfig, display: TrainingDisplay): Promise<Train> {
  const { preset, speech, split } = plan;
  if (flags.trajectories === undefined) {
    throw usageError(
      'train sft needs --trajectories',
      'Record episodes of a stronger model with "atommem trajectories collect"',
    );
  }
  const files = await listTrajectoryFiles(flags.trajectories);
  const recorded = await Promise.all(files.map(({ path }) => readTrajectory(path)));
  const heldOut = listQuestionIds(split.heldOut);
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
  const { epochs, ...sft } = preset.sft;
  const passes = flags.epochs ?? epochs;
  const steps = Math.ceil((passes * examples.length) / (flags.batchSize ?? sft.batch));
  const settings = changeSftSettings({ ...sft, steps }, flags);
  return (options) => trainDocumentsSft({ ...options, examples, settings });
}

function createReinforcement(plan: Plan, flags: TrainGrpoConfig, display: TrainingDisplay): Train {
  const { preset, server, reading, split } = plan;
  const { training: streams, heldOut } = split;
  if (streams.length === 0) throw usageError('train grpo needs --data', 'Pass question files of the task');
  const { epochs, ...grpo } = preset.grpo;
  const batch = flags.tasksPerUpdate ?? grpo.tasks;
  const settings = changeGrpoSettings(
    {
      ...grpo,
      epochs: 1,
      updates: Math.max(1, Math.floor((epochs * streams.length) / batch)),
      topP: grpo.topP ?? 1,
      staleness: server.profile.synchronous ? 0 : 1,
    },
    flags,
  );
  const { tasks, group, updates, staleness } = settings;
  const age = staleness === 0 ? 'of the present weights' : `at most ${staleness} updates old`;
  display.say(
    `${streams.length} training streams, ${heldOut.length} held out; ${updates} ${updates === 1 ? 'update' : 'updates'} of ${tasks} × ${group} rollouts, ${age}`,
  );
  if (flags.resume && staleness !== 0) {
    display.say('rollouts newer than the checkpoint are sampled again from its weights');
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
      createReference: needed ? () => openReference(plan, flags) : undefined,
      rolloutsEvery: flags.rolloutsEvery,
      credit: createCredit(flags.credit),
    });
}

/** Opens the reference policy, with the weights the run starts from. */
async function openReference(
  { server, speech, init }: Plan,
  { referenceUrl: url, referenceModel: model }: TrainGrpoConfig,
): Promise<Engine> {
  const place = { ...(url !== undefined && { url }), ...(model !== undefined && { model }) };
  const reference = await server.connect(speech.chat, place);
  if (init === undefined || model !== undefined) return reference;
  return reference.load(init, { optimizer: false }).then(
    () => reference,
    async (cause: unknown) => {
      await reference.close();
      const absent = AtomMemError.isInstance(cause, 'bad-checkpoint');
      if (url === undefined || !absent) throw cause;
      const remedy = 'Serve them there as a base model, and pass its name as --reference-model';
      throw new Error(`the reference policy does not have the initial weights: ${cause.message} ${remedy}`);
    },
  );
}

/**
 * Returns the values that a resumed run must share, besides its settings. The address of the server may
 * change.
 */
function createIdentity({
  call,
  server,
  speech,
  reading,
  rules,
}: Pick<Plan, 'call' | 'server' | 'speech' | 'reading' | 'rules'>): JsonObject {
  const { task, docs, questions, embeddingModel, queryPrefix, rank } = call.config;
  const { retriever, ...memory } = reading.memory;
  return {
    ...{ task: task ?? null, docs, questions: JSON.stringify(questions), retriever: retriever.name },
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
