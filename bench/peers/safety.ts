/**
 * Safety checks that every memory should pass: isolation, deletion, updates, copies, several processes, crashes.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Peer, PeerAdapter } from './peer.ts';

/** `yes`, `no` with what happened, or `–` if the memory has no such feature. */
export type Verdict = string;

/** Names of the checks, in the order of the table. */
export const CHECKS = [
  'other users see nothing',
  'a deleted text is gone',
  'an updated text replaces the old one',
  'results are copies',
  '2 processes × 100 writes are kept',
  'acknowledged writes survive kill -9',
] as const;

const WRITES = 100;

/** Runs every check in a folder of its own. */
export async function checkSafety(adapter: PeerAdapter, folder: string): Promise<readonly Verdict[]> {
  const checks = [isolation, deletion, update, copies, processes, kill];
  const verdicts: Verdict[] = [];
  for (const [place, check] of checks.entries()) {
    const own = join(folder, `check-${place}`);
    mkdirSync(own);
    verdicts.push(
      await check(adapter, own).catch((error: Error) => `no: ${error.message.split('\n')[0]!.slice(0, 80)}`),
    );
  }
  return verdicts;
}

async function isolation(adapter: PeerAdapter, folder: string): Promise<Verdict> {
  if (!adapter.users) return '– (one graph per file)';
  return withPeer(adapter, folder, async (peer) => {
    const users = ['users/1', 'users/10', 'users/11', 'user/1'];
    for (const user of users) await peer.create(user, `secret of ${user}`);
    for (const user of users) {
      const results = await peer.search(user, 'secret of');
      const seen = users.find((other) => other !== user && holds(results, `secret of ${other}"`));
      if (seen !== undefined) return `no: ${user} sees ${seen}`;
    }
    return 'yes';
  });
}

function deletion(adapter: PeerAdapter, folder: string): Promise<Verdict> {
  return withPeer(adapter, folder, async (peer) => {
    const id = await peer.create('users/1', 'lighthouse keeper');
    await peer.create('users/1', 'something else');
    await peer.delete('users/1', id);
    return holds(await peer.search('users/1', 'lighthouse keeper'), 'lighthouse') ? 'no: still found' : 'yes';
  });
}

function update(adapter: PeerAdapter, folder: string): Promise<Verdict> {
  return withPeer(adapter, folder, async (peer) => {
    if (peer.update === undefined) return '– (no update)';
    const id = await peer.create('users/1', 'lighthouse keeper');
    for (let number = 0; number < 20; number++) await peer.create('users/1', `orchard row ${number}`);
    await peer.update('users/1', id, 'orchard gardener');
    if (holds(await peer.search('users/1', 'lighthouse keeper'), 'lighthouse'))
      return 'no: the old text is found';
    return holds(await peer.search('users/1', 'orchard gardener'), 'gardener')
      ? 'yes'
      : 'no: not found by its new text';
  });
}

function copies(adapter: PeerAdapter, folder: string): Promise<Verdict> {
  return withPeer(adapter, folder, async (peer) => {
    await peer.create('users/1', 'lighthouse keeper');
    for (const result of await peer.search('users/1', 'lighthouse keeper')) overwrite(result);
    return holds(await peer.search('users/1', 'lighthouse keeper'), 'lighthouse')
      ? 'yes'
      : 'no: a caller changed it';
  });
}

async function processes(adapter: PeerAdapter, folder: string): Promise<Verdict> {
  if (!adapter.lasting) return '– (in memory)';
  const writers = await Promise.all([write(adapter, folder, 1), write(adapter, folder, 2)]);
  return countKept(adapter, folder, writers.flat(), WRITES * 2);
}

async function kill(adapter: PeerAdapter, folder: string): Promise<Verdict> {
  if (!adapter.lasting) return '– (in memory)';
  const acknowledged = await write(adapter, folder, 1, WRITES / 2);
  return countKept(adapter, folder, acknowledged, acknowledged.length);
}

async function countKept(
  adapter: PeerAdapter,
  folder: string,
  acknowledged: readonly string[],
  wanted: number,
): Promise<Verdict> {
  return withPeer(adapter, folder, async (peer) => {
    let kept = 0;
    for (const text of acknowledged) if (holds(await peer.search('users/1', text), text)) kept++;
    return kept === wanted ? 'yes' : `no: ${kept} of ${wanted}`;
  });
}

/** Writes in a child process. Returns the acknowledged texts. Kills it after `killAfter` of them. */
function write(
  adapter: PeerAdapter,
  folder: string,
  number: number,
  killAfter = Number.POSITIVE_INFINITY,
): Promise<readonly string[]> {
  const script = join(import.meta.dirname, 'write.ts');
  const child = spawn(process.execPath, [script, adapter.name, folder, String(number), String(WRITES)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const texts: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    texts.push(line);
    // The whole group, because some memories are processes of their own.
    if (texts.length === killAfter) process.kill(-child.pid!, 'SIGKILL');
  });
  return new Promise((resolve) => child.once('close', () => resolve(texts)));
}

async function withPeer(
  adapter: PeerAdapter,
  folder: string,
  work: (peer: Peer) => Promise<Verdict>,
): Promise<Verdict> {
  const peer = await adapter.open(folder);
  try {
    return await work(peer);
  } finally {
    await peer.close();
  }
}

function holds(results: readonly unknown[], text: string): boolean {
  return JSON.stringify(results).includes(text);
}

/** Replaces every text in a value. */
function overwrite(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  for (const [key, field] of Object.entries(value)) {
    if (typeof field === 'string') (value as Record<string, unknown>)[key] = 'overwritten';
    else overwrite(field);
  }
}
