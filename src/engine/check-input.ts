/**
 * Checks every argument of an engine call before it reaches WebAssembly memory or a server.
 *
 * @module
 */

import type { AtomMemError } from '../shared/error.ts';
import type {
  AdamParams,
  Datum,
  Loss,
  LossInputs,
  LossName,
  SampleRequest,
  ScoredText,
  TokenIds,
} from './engine.ts';
import { engineErrorFrom } from './engine-error.ts';
import { type ClipRange, carriesWeight, findClip, isClipped, readsWholeSequence } from './loss/token-loss.ts';
import type { Continuation, Sequence } from './sequence.ts';

/** The limits of a model that the checks use. */
export interface ModelLimits {
  readonly vocabularySize: number;
  /** Maximum number of tokens of a model input. */
  readonly context: number;
}

/**
 * Checks that every token id is in the vocabulary and returns the ids as integers. `what` starts the error
 * message.
 */
export function checkTokens(tokens: TokenIds, model: ModelLimits, what: string, datum?: number): Int32Array {
  const blame = datum === undefined ? {} : { datum };
  for (const [index, token] of tokens.entries()) {
    if (!Number.isInteger(token) || token < 0 || token >= model.vocabularySize) {
      const limit = `the vocabulary has ids 0 to ${model.vocabularySize - 1}`;
      const problem = `token ${token} at position ${index}, but ${limit}; check the tokenizer`;
      throw engineErrorFrom('token-out-of-range', `${what}: ${problem}`, blame);
    }
  }
  return Int32Array.from(tokens);
}

/** Checks a datum and returns it as a sequence: defaults filled in, first row with a loss found. */
export function checkDatum(datum: Datum, loss: Loss, model: ModelLimits, index: number): Sequence {
  const what = `Datum ${index}`;
  const { lossInputs } = datum;
  const tokens = checkTokens(datum.modelInput, model, `${what}, modelInput`, index);
  checkLength(tokens.length, model, what, index);
  const targets = checkTokens(lossInputs.targetTokens, model, `${what}, targetTokens`, index);
  if (targets.length !== tokens.length)
    throw unequal(what, 'targetTokens', targets.length, tokens.length, index);
  const list = (name: 'weights' | 'logprobs' | 'advantages', missing: number): Float32Array =>
    checkNumbers(lossInputs, name, missing, tokens.length, index);
  const incomplete = lossInputs.logprobs === undefined || lossInputs.advantages === undefined;
  if (loss.name !== 'cross_entropy' && incomplete) {
    throw badInput(`${what}: ${loss.name} needs logprobs and advantages; give both as lists`, index);
  }
  if (readsWholeSequence(loss) && lossInputs.weights === undefined)
    throw badInput(
      `${what}: ${loss.name} needs weights; give 1 for reply tokens and 0 for prompt tokens`,
      index,
    );
  const terms = {
    weights: list('weights', 1),
    logprobs: list('logprobs', 0),
    advantages: list('advantages', 0),
    ...readClip(lossInputs, loss, what, index),
  };
  let first = 0;
  while (first < tokens.length && !carriesWeight(loss, terms, first)) first++;
  return { tokens, targets, ...terms, first };
}

/**
 * Checks a text to score and joins prompt and reply into one sequence. Only the reply's tokens are scored.
 */
export function checkText(text: ScoredText, model: ModelLimits, index: number): Sequence {
  const what = `Text ${index}`;
  const prompt = checkTokens(text.prompt, model, `${what}, prompt`);
  const reply = checkTokens(text.reply, model, `${what}, reply`);
  if (prompt.length === 0)
    throw badInput(`${what}: the prompt is empty; start with a token such as a start token`);
  const whole = Int32Array.of(...prompt, ...reply);
  const tokens = whole.subarray(0, -1);
  checkLength(tokens.length, model, what);
  const none = new Float32Array(tokens.length);
  const terms = { weights: none, logprobs: none, advantages: none };
  return { tokens, targets: whole.subarray(1), ...terms, first: prompt.length - 1 };
}

const LOSS_NAMES: readonly LossName[] = [
  'cross_entropy',
  'importance_sampling',
  'ppo',
  'cispo',
  'gspo',
  'custom',
];

/**
 * Checks a loss.
 *
 * @throws AtomMemError `bad-input` if the loss is unknown, or its clip range is empty or not finite
 */
export function checkLoss(loss: Loss): void {
  if (!LOSS_NAMES.includes(loss.name))
    throw badInput(`Loss "${loss.name}" is unknown; use one of ${LOSS_NAMES.join(', ')}`);
  if (isClipped(loss)) checkClip(findClip(loss, {}), loss.name);
}

function checkClip({ low, high }: ClipRange, what: string, datum?: number): void {
  if (low >= 0 && low <= high && Number.isFinite(high)) return;
  const problem = `clip range [${low}, ${high}]`;
  throw badInput(`${what}: ${problem}; use 0 <= clipLow <= clipHigh, such as 0.8 and 1.2`, datum);
}

/** Reads the clip range of a datum. Datums without one get no field, which keeps messages to workers small. */
function readClip(
  { clipLow: low, clipHigh: high }: LossInputs,
  loss: Loss,
  what: string,
  datum: number,
): Pick<Sequence, 'clip'> {
  if ((low === undefined && high === undefined) || !isClipped(loss)) return {};
  checkClip(findClip(loss, { clip: { low, high } }), what, datum);
  return { clip: { low, high } };
}

/** Checks a request and expands it into one continuation per sample. They differ only in their seeds. */
export function checkRequest(
  request: SampleRequest,
  model: ModelLimits,
  index: number,
): readonly Continuation[] {
  const what = `Request ${index}`;
  const { numSamples = 1, samplingParams } = request;
  const { maxTokens, seed, temperature = 1, topP = 1, stop = [] } = samplingParams;
  const prompt = checkTokens(request.prompt, model, `${what}, prompt`);
  checkTokens(stop, model, `${what}, stop`);
  const demand = (holds: boolean, name: string, value: number, limit: string): void => {
    if (!holds) throw badInput(`${what}: ${name} is ${value}; use ${limit}`);
  };
  demand(prompt.length > 0, 'the prompt length', 0, 'at least one token, such as a start token');
  demand(Number.isInteger(numSamples) && numSamples >= 1, 'numSamples', numSamples, 'a positive integer');
  demand(Number.isInteger(maxTokens) && maxTokens >= 1, 'maxTokens', maxTokens, 'a positive integer');
  demand(Number.isInteger(seed), 'seed', seed, 'an integer');
  demand(
    Number.isFinite(temperature) && temperature >= 0,
    'temperature',
    temperature,
    'a number of at least 0',
  );
  demand(topP > 0 && topP <= 1, 'topP', topP, 'a number above 0 and at most 1');
  checkLength(prompt.length + maxTokens - 1, model, `${what}, prompt and reply without its last token`);
  const common = { prompt, maxTokens, temperature, topP, stop };
  return Array.from({ length: numSamples }, (_, sample) => ({ ...common, seed: seed + sample }));
}

/** Checks the parameters of an update and fills in the defaults. */
export function checkAdamParams(params: AdamParams): Required<AdamParams> {
  const {
    learningRate,
    beta1 = 0.9,
    beta2 = 0.95,
    epsilon = 1e-8,
    weightDecay = 0,
    gradientClip = 0,
  } = params;
  for (const [name, value] of Object.entries({ learningRate, epsilon, weightDecay, gradientClip })) {
    if (!(Number.isFinite(value) && value >= 0))
      throw badInput(`${name} is ${value}; use a number of at least 0`);
  }
  for (const [name, value] of Object.entries({ beta1, beta2 })) {
    if (!(value >= 0 && value < 1))
      throw badInput(`${name} is ${value}; use a number of at least 0 and below 1`);
  }
  return { learningRate, beta1, beta2, epsilon, weightDecay, gradientClip };
}

/**
 * Checks that a sequence fits the model's context.
 *
 * @throws AtomMemError `context-exceeded`
 */
export function checkLength(length: number, model: ModelLimits, what: string, datum?: number): void {
  if (length <= model.context) return;
  const problem = `${length} tokens exceed the context of ${model.context}; shorten it or configure a longer context`;
  throw engineErrorFrom('context-exceeded', `${what}: ${problem}`, { datum });
}

function checkNumbers(
  inputs: LossInputs,
  name: 'weights' | 'logprobs' | 'advantages',
  missing: number,
  length: number,
  index: number,
): Float32Array {
  const values = inputs[name];
  if (values === undefined) return new Float32Array(length).fill(missing);
  if (values.length !== length) throw unequal(`Datum ${index}`, name, values.length, length, index);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw badInput(`Datum ${index}: ${name}[${bad}] is ${values[bad]}; use finite numbers`, index);
  return Float32Array.from(values);
}

function unequal(what: string, name: string, length: number, wanted: number, datum: number): AtomMemError {
  return badInput(
    `${what}: ${name} has ${length} numbers, but modelInput has ${wanted}; use equal lengths`,
    datum,
  );
}

function badInput(problem: string, datum?: number): AtomMemError {
  return engineErrorFrom('bad-input', problem, { datum });
}
