/**
 * Stores custom losses on servers that run them.
 *
 * @module
 */
import { AtomMemError } from '../../shared/error.ts';
import type { CustomLoss } from '../loss/custom-loss.ts';
import { LOSS_CREATED } from './answers.ts';
import type { Futures } from './futures.ts';
import { toLossGraph } from './loss-graph.ts';

/** Returns the server's id of a loss, or `undefined` if the server does not run it. */
export type CustomLosses = (loss: CustomLoss) => Promise<string | undefined>;

/** Creates the custom losses of a session. Each loss is sent once. */
export function createCustomLosses(futures: Futures, session: string): CustomLosses {
  const ids = new Map<string, Promise<string | undefined>>();

  async function create(loss: CustomLoss, number: number): Promise<string | undefined> {
    const submitted = await futures.submit({
      path: '/create_custom_loss',
      body: {
        session_id: session,
        custom_loss_seq_id: number,
        name: loss.label,
        ...toLossGraph(loss),
        type: 'create_custom_loss',
      },
    });
    return (await submitted.result(LOSS_CREATED)).loss_id;
  }

  return (loss) => {
    const key = JSON.stringify(loss.nodes);
    const known = ids.get(key);
    if (known !== undefined) return known;
    // A server may not allow an operation of the graph. The engine computes such a loss itself.
    const created = create(loss, ids.size).catch((error: unknown) => {
      if (AtomMemError.isInstance(error, 'refused')) return undefined;
      ids.delete(key);
      throw error;
    });
    ids.set(key, created);
    return created;
  };
}
