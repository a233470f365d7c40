/**
 * Joins the networks of several seeds into one.
 *
 * @module
 */
import { HEAD, type Head, type Network } from '../../learned/network.ts';
import { AtomMemError } from '../../shared/error.ts';
import { createNetwork, findBias } from './first-weights.ts';

/**
 * Returns one network with the mean outputs of several: their hidden units side by side. Seeds differ by chance, and the
 * mean differs less.
 *
 * @throws AtomMemError `bad-argument` if the list is empty, as after an abort before the first seed
 */
export function joinNetworks(networks: readonly Network[]): Network {
  const [first] = networks;
  if (first === undefined)
    throw new AtomMemError('bad-argument', {
      problem: 'there is no network to join',
      remedy: 'Train at least one seed. If the training was aborted, resume it',
      details: { option: 'networks', value: 0 },
    });
  const { inputs } = first;
  const hidden = networks.reduce((sum, network) => sum + network.hidden, 0);
  const joined = createNetwork(0, hidden, inputs);
  const { weights } = joined;
  weights.fill(0);
  let unit = 0;
  for (const network of networks) {
    weights.set(network.weights.subarray(0, network.hidden * (inputs + 1)), unit * (inputs + 1));
    for (const head of Object.keys(HEAD) as Head[]) {
      const [from, to] = [findBias(network, head), findBias(joined, head)];
      for (let place = 0; place < network.hidden; place += 1)
        weights[to - hidden + unit + place] =
          network.weights[from - network.hidden + place]! / networks.length;
      for (let place = 0; place <= inputs; place += 1)
        weights[to + place]! += network.weights[from + place]! / networks.length;
    }
    unit += network.hidden;
  }
  return joined;
}
