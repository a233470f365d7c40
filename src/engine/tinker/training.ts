/**
 * Training and scoring on a server.
 *
 * @module
 */

import type { AtomMemError } from '../../shared/error.ts';
import { checkAdamParams, checkDatum, checkLoss, checkText } from '../check-input.ts';
import type {
  AdamParams,
  Datum,
  ForwardBackwardResult,
  Loss,
  LossName,
  LossOutput,
  OptimStepResult,
  ScoredText,
} from '../engine.ts';
import { engineError } from '../engine-error.ts';
import { computeLoss } from '../loss/sequence-loss.ts';
import type { Sequence } from '../sequence.ts';
import { PASS, STEPPED, type StepDone } from './answers.ts';
import type { Submitted } from './futures.ts';
import { passRequest } from './pass-request.ts';
import type { RemoteModel } from './remote-model.ts';
import type { Server } from './server.ts';
import type { ServerProfile } from './server-profile.ts';
import { stepBody } from './step-body.ts';
import type { TinkerState } from './tinker-state.ts';
import {
  customPass,
  gradientPass,
  scoringPass,
  splitRequests,
  type WirePass,
  weightedPass,
} from './wire-datum.ts';

/** Adds the gradient of a loss to the gradient on the server. */
export async function forwardBackward(
  state: TinkerState,
  data: readonly Datum[],
  loss: Loss,
): Promise<ForwardBackwardResult> {
  const { server } = state;
  checkLoss(loss);
  requireLoss(loss, server);
  const sequences = data.map((datum, index) => checkDatum(datum, loss, server.bounds, index));
  const sent = sequences.filter(({ tokens }) => tokens.length > 0);
  if (sent.length > 0) requireOnePass(state);
  const pass = sent.length === 0 ? Promise.resolve([]) : passWithGradient(state, sent, loss);
  if (sent.length > 0) state.held = [...state.held, pass];
  const logprobs = (await pass).values();
  const outputs = sequences.map((sequence) =>
    lossOutput(sequence, loss, sequence.tokens.length === 0 ? [] : (logprobs.next().value ?? [])),
  );
  return { lossSum: outputs.reduce((sum, { lossSum }) => sum + lossSum, 0), outputs };
}

/** Takes one step after the server has finished all earlier passes. */
export async function optimStep(state: TinkerState, params: AdamParams): Promise<OptimStepResult> {
  const checked = checkAdamParams(params);
  const { server, held: passes } = state;
  state.held = [];
  const { model, submitted } = await state.inTurn(async () => {
    const { model } = state;
    model.requireWhole();
    state.sampler = undefined;
    const submitted = await model.change(() =>
      model.submit((seq_id) => ({
        path: '/optim_step',
        body: stepBody(model.id, seq_id, checked),
        ...onceOnly(server),
      })),
    );
    return { model, submitted };
  });
  const stepped = model.change(async () => readGradientNorm(await submitted.result(STEPPED)));
  const [step, ...earlier] = await Promise.allSettled([stepped, ...passes]);
  // A step on an incomplete gradient is an error.
  if (earlier.some(({ status }) => status === 'rejected')) model.requireWhole();
  if (step.status === 'rejected') throw step.reason;
  return { gradientNorm: step.value };
}

/**
 * Reads the gradient norm, NaN if the server does not report one. If the reported norm is not finite, the
 * server skipped the step or corrupted the weights.
 */
function readGradientNorm({ metrics }: StepDone): number {
  const norm = Object.entries(metrics ?? {}).find(([name]) => /grad(ient)?_norm/.test(name));
  if (norm === undefined) return Number.NaN;
  if (Number.isFinite(norm[1] ?? Number.NaN)) return Number(norm[1]);
  const remedy = 'load the last checkpoint and lower the learning rate or clip the gradient';
  throw engineError(
    'not-finite',
    `The gradient norm is not a finite number, so the step was skipped or corrupted the weights`,
    remedy,
  );
}

/** Returns the log-probabilities of the replies. */
export async function score(
  state: TinkerState,
  texts: readonly ScoredText[],
): Promise<readonly (readonly number[])[]> {
  const sequences = texts.map((text, index) => checkText(text, state.server.bounds, index));
  const sent = sequences.filter((_, index) => texts[index]!.reply.length > 0);
  if (sent.length === 0) return texts.map(() => []);
  const submitted = await state.inTurn(async () => {
    state.model.requireWhole();
    return submitPass(state, state.model, scoringPass(sent), true);
  });
  const scored = (await readResults(submitted, sent)).values();
  const lists = sequences.map(({ first }, index) =>
    texts[index]!.reply.length === 0 ? [] : (scored.next().value ?? []).slice(first),
  );
  const bad = lists.findIndex((list) => !list.every(Number.isFinite));
  if (bad >= 0)
    throw engineError(
      'not-finite',
      `A log-probability of text ${bad} is not a finite number`,
      `load an earlier checkpoint`,
      { datum: bad },
    );
  return lists;
}

/** Runs a pass that adds a gradient, and returns the log-probabilities of all targets. */
async function passWithGradient(
  state: TinkerState,
  sequences: readonly Sequence[],
  loss: Loss,
): Promise<readonly (readonly number[])[]> {
  const { model, submitted } = await state.inTurn(async () => {
    const { model } = state;
    model.requireWhole();
    const pass = await preparePass(state, model, sequences, loss);
    return { model, submitted: await model.change(() => submitPass(state, model, pass, false)) };
  });
  return model.change(async () => {
    const logprobs = await readResults(submitted, sequences);
    const bad = logprobs.findIndex(
      (list, index) => !Number.isFinite(lossOutput(sequences[index]!, loss, list).lossSum),
    );
    if (bad < 0) return logprobs;
    throw notFinite(bad, 'and the server has added its gradient');
  });
}

/**
 * Builds a pass with the gradient of a loss. If the server does not compute the loss, reads the model's
 * log-probabilities and weights the tokens with the slopes of the loss, which has the same gradient.
 */
async function preparePass(
  state: TinkerState,
  model: RemoteModel,
  sequences: readonly Sequence[],
  loss: Loss,
): Promise<WirePass> {
  const { profile } = state.server;
  const direct = gradientPass(sequences, loss, profile);
  if (direct !== undefined) return direct;
  if (loss.name === 'custom' && profile.reduction === 'sum') {
    const lossId = await state.session.customLosses(loss);
    if (lossId !== undefined) return customPass(sequences, lossId);
  }
  const scored = await submitPass(state, model, scoringPass(sequences), true);
  const logprobs = await readResults(scored, sequences);
  const losses = sequences.map((sequence, place) => computeLoss(loss, sequence, logprobs[place]!));
  const bad = losses.findIndex(({ lossSum }) => !Number.isFinite(lossSum));
  if (bad >= 0) throw notFinite(bad, 'and no gradient was added');
  return weightedPass(
    sequences,
    logprobs,
    losses.map(({ slopes }) => slopes),
    profile,
  );
}

function notFinite(datum: number, state: string): AtomMemError {
  const problem = `The loss of datum ${datum} is not a finite number, ${state}`;
  const remedy = 'load the last checkpoint and lower the learning rate or clip the gradient';
  return engineError('not-finite', problem, remedy, { datum });
}

/** Submits all chunks of a pass in order. */
async function submitPass(
  { server }: Pick<TinkerState, 'server'>,
  model: RemoteModel,
  pass: WirePass,
  forwardOnly: boolean,
): Promise<readonly Submitted[]> {
  const { profile, limits } = server;
  const submitted: Submitted[] = [];
  for (const data of splitRequests(pass.data, profile.encoding, limits)) {
    const chunk = { ...pass, data, modelId: model.id, forwardOnly };
    submitted.push(
      await model.submit(async (seqId) => {
        const request = await passRequest({ ...chunk, seqId }, profile);
        return forwardOnly ? request : { ...request, ...onceOnly(server) };
      }),
    );
  }
  return submitted;
}

/** Reads the log-probabilities of all targets, in the order of the sequences. */
async function readResults(
  submitted: readonly Submitted[],
  sequences: readonly Sequence[],
): Promise<readonly (readonly number[])[]> {
  const results = await Promise.all(submitted.map((each) => each.result(PASS)));
  const lists = results.flatMap(({ loss_fn_outputs }) =>
    loss_fn_outputs.map(({ logprobs }) => logprobs.data),
  );
  const wrong = sequences.findIndex(({ tokens }, index) => lists[index]?.length !== tokens.length);
  if (wrong < 0 && lists.length === sequences.length) return lists;
  const place = wrong < 0 ? sequences.length : wrong;
  const [found, due] = [lists[place]?.length ?? 0, sequences[place]?.tokens.length ?? 0];
  const problem = `The server returned ${found} log-probabilities for sequence ${place} instead of ${due}`;
  throw engineError('wrong-server', `${problem}`, `check that it speaks the Tinker protocol`);
}

/** Computes the loss before scaling, as the caller defined it. */
function lossOutput(sequence: Sequence, loss: Loss, logprobs: readonly number[]): LossOutput {
  if (logprobs.length === 0) return { lossSum: 0, logprobs };
  return { lossSum: computeLoss(loss, sequence, logprobs).lossSum, logprobs };
}

/** Disables retries if the server would execute a repeated request again. */
function onceOnly({ profile }: Server): { readonly attempts?: number } {
  return profile.repeated === 'done-again' ? { attempts: 1 } : {};
}

/** The losses that the engine can compute itself. */
const OWN_LOSSES: readonly LossName[] = [
  'cross_entropy',
  'importance_sampling',
  'ppo',
  'cispo',
  'gspo',
  'custom',
];

/** Lists the losses of the engine: those of the server and, if it can weight tokens, all others. */
export function listLosses({ losses, reduction }: ServerProfile): readonly LossName[] {
  const weighting: LossName = reduction === 'sum' ? 'cross_entropy' : 'importance_sampling';
  return losses.includes(weighting) ? OWN_LOSSES : losses;
}

function requireLoss(loss: Loss, { profile }: Server): void {
  const known = listLosses(profile);
  if (known.includes(loss.name)) return;
  throw engineError(
    'unsupported',
    `Server profile ${profile.name} does not support the loss ${loss.name}`,
    `use one of ${known.join(', ')}`,
  );
}

/**
 * Refuses a second pass in one step if the server averages, because it must know the number of data at the
 * first.
 */
function requireOnePass({ server, held }: TinkerState): void {
  if (server.profile.reduction === 'sum' || held.length === 0) return;
  const remedy = 'pass them all in one forwardBackward call';
  throw engineError(
    'unsupported',
    `Server profile ${server.profile.name} averages over the data of a step`,
    remedy,
  );
}
