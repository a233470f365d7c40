/**
 * Compares the derivatives of custom losses with those that PyTorch computes from the graphs that servers receive.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { writeCispo, writeGspo, writePpo } from '../../src/engine/loss/built-in-losses.ts';
import { defineLoss } from '../../src/engine/loss/define-loss.ts';
import { evaluateLoss } from '../../src/engine/loss/evaluate-loss.ts';
import { toLossGraph } from '../../src/engine/tinker/loss-graph.ts';
import { createRandom } from '../../src/shared/random.ts';
import type { SkyrlProject } from './skyrl-project.ts';

const LOSSES = [
  writePpo(0.8, 1.2),
  writeCispo(0.5, 1.5),
  writeGspo(0.9, 1.1),
  // Operations that the other losses do not use.
  defineLoss('others', ({ logprobs, oldLogprobs, advantages }) => {
    const gap = logprobs.minus(oldLogprobs);
    const share = logprobs.exp().dividedBy(logprobs.exp().sum());
    const far = gap.isAbove(0.2).times(2).plus(1);
    return share.log().times(advantages).maximum(gap.minimum(0.1)).maximum(-0.3).times(far).mean();
  }),
];
const DATA = 20;
const TOKENS = 9;
const TOLERANCE = 1e-12;

/**
 * Runs every loss on random data in both.
 * @returns the failed expectations; empty if all passed
 */
export async function compareGraphs(
  { uv, run }: SkyrlProject,
  print: (line: string) => void,
): Promise<readonly string[]> {
  const random = createRandom('loss graphs');
  const list = (from: number, to: number) =>
    Array.from({ length: TOKENS }, () => from + (to - from) * random.next());
  const cases = LOSSES.flatMap((loss) =>
    Array.from({ length: DATA }, () => {
      const weights = list(0.2, 1.5).map((weight, place) => (place < 2 ? 0 : weight));
      // Untrained tokens are 0, as the engine sends them.
      const trained = (values: readonly number[]) =>
        values.map((value, place) => (weights[place] === 0 ? 0 : value));
      const logprobs = list(-3, 0);
      return { loss, weights, logprobs, old: trained(list(-3, 0)), advantages: trained(list(-1, 1)) };
    }),
  );
  const sent = cases.map(({ loss, weights, logprobs, old, advantages }) => ({
    nodes: toLossGraph(loss).graph.nodes,
    inputs: { logprobs, old_logprobs: old, advantages, weights },
  }));
  const script = fileURLToPath(new URL('run-graphs.py', import.meta.url));
  const child = spawn(uv, [...run, 'python', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(sent));
  const found = JSON.parse(await text(child.stdout)) as readonly {
    loss: number;
    slopes: readonly number[];
  }[];

  let apart = 0;
  for (const [index, { loss, weights, logprobs, old, advantages }] of cases.entries()) {
    const own = evaluateLoss(loss, {
      logprobs: logprobs.slice(2),
      oldLogprobs: old.slice(2),
      advantages: advantages.slice(2),
      weights: weights.slice(2),
    });
    const wanted = [own.loss, 0, 0, ...own.slopes];
    const given = [found[index]!.loss, ...found[index]!.slopes];
    apart = Math.max(apart, ...wanted.map((value, place) => Math.abs(value - given[place]!)));
  }
  print(`${cases.length} custom losses: PyTorch differs by at most ${apart.toExponential(1)}`);
  return apart < TOLERANCE ? [] : [`custom losses differ from PyTorch by ${apart}`];
}
