/**
 * Plans `atommem train --engine tinker`: a language model on document streams or on the user's own tasks.
 *
 * @module
 */
import type { Engine } from '../engine/engine.ts';
import { findWeights } from '../lab/find-weights.ts';
import { type ChatTokenizer, loadChatTokenizer } from '../policy/chat-tokenizer.ts';
import { resolveRules } from '../released/resolve-rules.ts';
import { selectFormat } from '../released/select-format.ts';
import { AtomMemError } from '../shared/error.ts';
import { createTruncate, loadHuggingFaceTokenizer, type Tokenizer } from '../task/tokenizer.ts';
import { digestData } from '../train/digest-data.ts';
import { DOCUMENT_PRESETS, type DocumentPreset, type DocumentPresetName } from '../train/document-presets.ts';
import type { DocumentReading } from '../train/document-tasks.ts';
import { imitationExamples } from '../train/imitation-examples.ts';
import { type ModelSpeech, sampledLanguageModel } from '../train/sampled-policy.ts';
import { createEpochSource, type SupervisedExample } from '../train/supervised-source.ts';
import type { StageCall, TrainGrpoConfig, TrainSftConfig } from '../train/train-command-config.ts';
import type { GrpoPlan, SftPlan } from '../train/training-plan.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import { createRetriever, loadTokenizer } from './memory-options.ts';
import type { Terminal } from './output.ts';
import type { PlannedRun } from './planned-run.ts';
import { readModelFolder } from './read-model-folder.ts';
import { loadServerData, type ServerData } from './server-data.ts';
import { type ServerAccess, serverAccess } from './tinker-options.ts';
import type { TrainingDisplay } from './training-display.ts';
import { listTrajectoryFiles } from './trajectory-files.ts';
import { usageError } from './usage-error.ts';

/** A model on a server, and its training data. */
interface Place {
  readonly server: ServerAccess;
  readonly speech: ModelSpeech;
  readonly preset: DocumentPreset;
  readonly data: ServerData;
  readonly init: string | undefined;
}

/** Plans the training of a language model behind a server of the Tinker protocol. */
export async function planDocuments(
  call: StageCall,
  terminal: Terminal,
  { say }: Pick<TrainingDisplay, 'say'>,
): Promise<PlannedRun> {
  const { config } = call;
  const preset = DOCUMENT_PRESETS[config.preset as DocumentPresetName];
  const server = serverAccess(config, terminal);
  const init = config.init === undefined ? undefined : await findWeights(config.init);
  const { chat, tokenizer } = await loadTokenizers(config, server);
  const { rules } = config;
  if (rules.store === 'official') {
    throw usageError('rollouts of one task would share a memory', 'Pass --rules official,store=better');
  }
  const speech = createSpeech(config, chat, tokenizer);
  const reading = await createReading(config, tokenizer, terminal.environment);
  const data = await loadServerData(config, reading, preset.evaluation.temperature);
  const place = { server, speech, preset, data, init };
  if (call.stage === 'grpo') return planReinforcement(call.config, place);
  return { plan: await planImitation(call.config, place, say), next: listNext(config) };
}

async function loadTokenizers(
  config: TrainSftConfig | TrainGrpoConfig,
  server: ServerAccess,
): Promise<{ readonly chat: ChatTokenizer; readonly tokenizer: Tokenizer }> {
  const files = await readModelFolder(server.modelFiles).catch((cause: Error) => {
    throw usageError(cause.message, 'Pass the folder as --model-files');
  });
  const tokenizer =
    config.tokenizer === undefined
      ? await loadHuggingFaceTokenizer(files.tokenizer, files.tokenizerConfig, files.name)
      : await loadTokenizer(config.tokenizer);
  return { chat: await loadChatTokenizer(files), tokenizer };
}

function createSpeech(
  { codec, thinking, maxPromptTokens, maxOutputTokens, rules }: TrainSftConfig | TrainGrpoConfig,
  chat: ChatTokenizer,
  tokenizer: Tokenizer,
): ModelSpeech {
  const truncate = createTruncate(tokenizer);
  return {
    chat,
    format: selectFormat(codec!, { truncate, ...resolveRules(rules).codec }),
    maxPromptTokens: maxPromptTokens!,
    maxReplyTokens: maxOutputTokens!,
    thinking: thinking === undefined ? undefined : thinking === 'on',
  };
}

async function createReading(
  config: TrainSftConfig | TrainGrpoConfig,
  tokenizer: Tokenizer,
  environment: NodeJS.ProcessEnv,
): Promise<DocumentReading> {
  const { k, capacity, overCapacity, readTiming, chunkSize, chunkOverlap, seed, rules } = config;
  const resolved = resolveRules(rules);
  const retriever = await createRetriever(config, environment, seed);
  return {
    tokenizer,
    chunkSize,
    ...resolved.reading,
    ...(chunkOverlap !== undefined && { chunkOverlap }),
    memory: { ...resolved.memory, retriever, k, overCapacity, readTiming, capacity },
  };
}

/** Returns the parts of a plan that both stages share. */
function planModel({ server, speech, data, init }: Place): Omit<GrpoPlan, 'stage' | 'settings' | 'tasks'> {
  const { maxPromptTokens, maxReplyTokens, chat, format } = speech;
  return {
    open: async () => ({ engine: await server.connect(chat), codec: sampledLanguageModel(speech) }),
    init,
    evaluation: data.evaluation,
    context: maxPromptTokens + maxReplyTokens,
    identity: {
      ...data.identity,
      codec: format.codec.name,
      prompts: format.prompts.version,
      modelTokenizer: chat.name,
    },
  };
}

async function planImitation(
  config: TrainSftConfig,
  place: Place,
  say: TrainingDisplay['say'],
): Promise<SftPlan> {
  const examples = await loadExamples(config, place, say);
  const { epochs, ...sft } = place.preset.sft;
  const passes = config.epochs ?? epochs;
  const model = planModel(place);
  return {
    stage: 'sft',
    ...model,
    settings: {
      ...sft,
      steps: Math.ceil((passes * examples.length) / (config.batchSize ?? sft.batchSize)),
    },
    createSource: (_, { batchSize }) => createEpochSource(examples, { seed: config.seed, batch: batchSize }),
    identity: { ...model.identity, examples: digestData(examples) },
  };
}

/** Reads the recorded episodes and turns them into examples. Episodes with held-out questions are left out. */
async function loadExamples(
  { trajectories, atLeast }: TrainSftConfig,
  { speech, data }: Place,
  say: TrainingDisplay['say'],
): Promise<readonly SupervisedExample[]> {
  if (trajectories === undefined) {
    throw usageError(
      'train sft needs --trajectories',
      'Record episodes of a stronger model with "atommem trajectories collect"',
    );
  }
  const files = await listTrajectoryFiles(trajectories);
  const recorded = await Promise.all(files.map(({ path }) => readTrajectory(path)));
  const usable = recorded.filter(
    ({ header }) => !header.task.questions.some(({ id }) => data.heldOutQuestions.has(id)),
  );
  const { examples, leftOut } = imitationExamples(usable, { ...speech, atLeast });
  const held = recorded.length - usable.length;
  const reasons = Object.entries({
    ...leftOut,
    ...(held > 0 && { 'episodes with held-out questions': held }),
  });
  const left = reasons.map(([reason, count]) => `; left out ${count} (${reason})`).join('');
  say(`${examples.length} replies of ${usable.length} episodes to imitate${left}`);
  if (examples.length > 0) return examples;
  throw new AtomMemError('usage', {
    problem: `no reply to imitate in ${trajectories.join(', ')}${left}`,
    remedy: 'Pass other episodes, a lower --at-least or a larger --max-output-tokens',
    details: { option: 'trajectories', value: trajectories },
  });
}

function planReinforcement(config: TrainGrpoConfig, place: Place): PlannedRun {
  const { preset, server, data } = place;
  const { tasks, count } = data;
  if (tasks === undefined) throw usageError('train grpo needs --data', 'Pass question files of the task');
  const { epochs, ...grpo } = preset.grpo;
  const batch = config.tasksPerUpdate ?? grpo.tasksPerUpdate;
  const updates = count === undefined ? 100 : Math.max(1, Math.floor((epochs * count) / batch));
  const holdsOne = server.profile.reference === 'second-server' && config.referenceUrl === undefined;
  const plan: GrpoPlan = {
    stage: 'grpo',
    ...planModel(place),
    settings: {
      ...grpo,
      ...{ epochs: 1, updates, seed: config.seed, topP: grpo.topP ?? 1 },
      staleness: server.profile.synchronous ? 0 : 1,
    },
    tasks,
    openReference: holdsOne ? undefined : () => openReference(place, config),
  };
  return {
    plan,
    data: data.description,
    referenceRemedy: 'Pass --reference-url URL',
    next: listNext(config),
  };
}

function listNext({ out }: TrainSftConfig | TrainGrpoConfig): readonly string[] {
  return [`log and curves: ${out}`];
}

/** Opens the reference policy, with the weights the run starts from. */
async function openReference(
  { server, speech, init }: Place,
  { referenceUrl: url, referenceModel: model }: TrainGrpoConfig,
): Promise<Engine> {
  const other = { ...(url !== undefined && { url }), ...(model !== undefined && { model }) };
  const reference = await server.connect(speech.chat, other);
  if (init === undefined || model !== undefined) return reference;
  return reference.load(init, { optimizer: false }).then(
    () => reference,
    async (cause: unknown) => {
      await reference.close();
      const absent = AtomMemError.isInstance(cause, 'bad-checkpoint');
      if (url === undefined || !absent) throw cause;
      throw new AtomMemError('bad-checkpoint', {
        problem: `the reference policy does not have the initial weights: ${cause.message}`,
        remedy: 'Serve them there as a base model, and pass its name as --reference-model',
        cause,
      });
    },
  );
}
