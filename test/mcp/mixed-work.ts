/**
 * A mix of creates, reads, updates and deletes through one MCP process, and the expected contents of the store.
 *
 * @module
 */
import { createRandom } from '../../src/shared/random.ts';
import { type RawClient, readText } from './raw-client.ts';

/** An acknowledged change, in the form of the log. */
export interface Change {
  readonly kind: 'create' | 'update' | 'delete';
  readonly id: string;
  readonly text: string | null;
}

/** The work of one process, including restarts. */
export interface Worker {
  /** Acknowledged changes, in order. */
  readonly changes: Change[];
  /** Acknowledged operations, reads included. */
  acknowledged: number;
  /** Runs operations until `count` are acknowledged or the process ends. */
  run(client: RawClient, count: number): Promise<void>;
  /** Live entries of this worker whose state is known: id and text. */
  readonly live: ReadonlyMap<string, string>;
}

/** Every process also updates this entry. */
export const SHARED_ID = 'm1';

/** Opens a worker: of 20 operations about 9 create, 5 update, 1 updates the shared entry, 3 read and 2 delete. */
export function createWorker(place: number): Worker {
  const random = createRandom(`worker ${place}`);
  const live = new Map<string, string>();
  const changes: Change[] = [];
  let number = 0;

  async function step(client: RawClient): Promise<boolean> {
    const share = random.next();
    const text = `Worker${place} wrote number${++number}.`;
    const own = live.size > 0 ? random.pick([...live.keys()]) : undefined;
    if (own === undefined || share < 0.45) return create(client, text);
    if (share < 0.7) return change(client, 'update', own, text);
    if (share < 0.75) return change(client, 'update', SHARED_ID, text);
    if (share < 0.9) return read(client, own);
    return change(client, 'delete', own, null);
  }

  async function create(client: RawClient, text: string): Promise<boolean> {
    const reply = await answer(client, 'memory_create', { text });
    if (reply === undefined) return false;
    const id = /^Created (m\d+)\.$/.exec(reply)?.[1];
    if (id === undefined) throw new Error(`create answered ${reply}`);
    live.set(id, text);
    changes.push({ kind: 'create', id, text });
    return true;
  }

  async function change(
    client: RawClient,
    kind: 'update' | 'delete',
    id: string,
    text: string | null,
  ): Promise<boolean> {
    const reply = await answer(client, `memory_${kind}`, text === null ? { id } : { id, text });
    // Without a response, the state of this entry is unknown. Later steps do not use it.
    if (reply === undefined || text === null) live.delete(id);
    else if (id !== SHARED_ID) live.set(id, text);
    if (reply === undefined) return false;
    if (reply !== `${kind === 'update' ? 'Updated' : 'Deleted'} ${id}.`)
      throw new Error(`${kind} of ${id} answered ${reply}`);
    changes.push({ kind, id, text });
    return true;
  }

  async function read(client: RawClient, id: string): Promise<boolean> {
    const query = live.get(id)!;
    const reply = await answer(client, 'memory_read', { query, limit: 20 });
    if (reply === undefined) return false;
    if (!reply.includes(query)) throw new Error(`"${query}" was not found: ${reply}`);
    return true;
  }

  const worker: Worker = {
    changes,
    acknowledged: 0,
    live,
    async run(client, count) {
      const end = worker.acknowledged + count;
      while (worker.acknowledged < end) {
        if (!(await step(client))) return;
        worker.acknowledged++;
      }
    },
  };
  return worker;
}

/** Returns the text of the response, or `undefined` if the process ended before it. */
async function answer(client: RawClient, name: string, input: object): Promise<string | undefined> {
  const reply = await client.call(name, input).catch(() => undefined);
  return reply && readText(reply);
}
