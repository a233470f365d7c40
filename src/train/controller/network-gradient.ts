/**
 * Gradients and optimizer of the controller's network.
 *
 * @module
 */
import { HEAD, HEADS, type Head, type Network, type Pass } from '../../learned/network.ts';
import type { MadeChoice } from './play-stream.ts';

/** Collects gradients of logits by pass, then of weights. */
export interface Gradient {
  readonly weights: Float64Array;
  /** Adds the gradient of an objective with respect to the log-odds of the options of a choice. */
  addChoice(choice: MadeChoice, byOption: (option: number) => number): void;
  /** Adds the gradient with respect to one logit. */
  addLogit(pass: Pass, head: Head, value: number): void;
  /** Propagates what was added to the weights. */
  propagate(): void;
}

/** Creates an empty gradient. */
export function createGradient(network: Network): Gradient {
  const weights = new Float64Array(network.weights.length);
  let byPass = new Map<Pass, Float64Array>();
  const addLogit = (pass: Pass, head: Head, value: number): void => {
    if (value === 0) return;
    const logits = byPass.get(pass) ?? new Float64Array(HEADS.length);
    logits[HEAD[head]]! += value;
    byPass.set(pass, logits);
  };
  return {
    weights,
    addLogit,
    addChoice({ options }, byOption) {
      options.forEach(({ pass, head, sign }, option) => {
        if (pass !== undefined) addLogit(pass, head, sign * byOption(option));
      });
    },
    propagate() {
      for (const [pass, logits] of byPass) propagatePass(network, pass, logits, weights);
      byPass = new Map();
    },
  };
}

/**
 * Adds the gradient of `Σ logits[k] · output[k]` with respect to the weights. The output for Reads uses the hidden units but
 * does not shape them: there are many Reads, and keeping matters more.
 */
function propagatePass(
  { inputs, hidden: units, weights }: Network,
  { input, hidden }: Pass,
  logits: Float64Array,
  gradient: Float64Array,
): void {
  const inner = new Float64Array(units);
  let at = units * (inputs + 1);
  logits.forEach((value, head) => {
    if (value !== 0) {
      for (let unit = 0; unit < units; unit += 1) {
        gradient[at + unit]! += value * hidden[unit]!;
        if (head !== HEAD.read) inner[unit]! += value * weights[at + unit]!;
      }
      gradient[at + units]! += value;
      for (let place = 0; place < inputs; place += 1)
        gradient[at + units + 1 + place]! += value * input[place]!;
    }
    at += units + 1 + inputs;
  });
  at = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const value = inner[unit]! * (1 - hidden[unit]! ** 2);
    if (value !== 0) {
      for (let place = 0; place < inputs; place += 1) gradient[at + place]! += value * input[place]!;
      gradient[at + inputs]! += value;
    }
    at += inputs + 1;
  }
}

/** State of Adam: moments and number of steps. */
export interface AdamState {
  readonly first: Float64Array;
  readonly second: Float64Array;
  steps: number;
}

/** Creates the state before the first step. */
export function createAdamState(size: number): AdamState {
  return { first: new Float64Array(size), second: new Float64Array(size), steps: 0 };
}

/** Moves weights up a gradient by one step of Adam (β 0.9 and 0.999). */
export function climb(weights: Float64Array, gradient: Float64Array, state: AdamState, rate: number): void {
  state.steps += 1;
  const scale = (rate * Math.sqrt(1 - 0.999 ** state.steps)) / (1 - 0.9 ** state.steps);
  for (let place = 0; place < weights.length; place += 1) {
    const slope = gradient[place]!;
    state.first[place] = 0.9 * state.first[place]! + 0.1 * slope;
    state.second[place] = 0.999 * state.second[place]! + 0.001 * slope * slope;
    weights[place]! += (scale * state.first[place]!) / (Math.sqrt(state.second[place]!) + 1e-8);
  }
}
