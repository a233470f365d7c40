/**
 * The store inside Cloudflare Agents: real Durable Objects in workerd, two sessions, two users.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { build } from 'rolldown';
import { afterAll, describe, expect, it } from 'vitest';
import type { ScriptedReply } from '../ai/scripted-model.ts';
import { installPackages } from './install-package.ts';

const PEERS = ['zod@4', '@modelcontextprotocol/client@2.4.0', '@modelcontextprotocol/server@2.4.0'];
const installed = await installPackages('agents@0.32.0', ...PEERS);
const folder = mkdtempSync(join(tmpdir(), 'atommem-durable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bundle(modules: string): Promise<string> {
  const { output } = await build({
    input: join(import.meta.dirname, 'cloudflare-worker.ts'),
    platform: 'node',
    logLevel: 'silent',
    external: [/^cloudflare:/, /^node:/],
    resolve: {
      modules: ['node_modules', modules],
      conditionNames: ['workerd', 'worker', 'import', 'default'],
    },
    write: false,
    output: { format: 'esm', codeSplitting: false },
  });
  // Workers have no address, and the CommonJS parts of the bundle ask for one.
  return output[0].code.replaceAll('import.meta.url', '"file:///worker.js"');
}

describe.skipIf(typeof installed === 'string')('Cloudflare Agents', () => {
  it('creates, reads, updates and deletes across two sessions and two users', async () => {
    if (typeof installed === 'string') return;
    const contents = await bundle(installed.modules);
    const start = (): Miniflare =>
      new Miniflare({
        modules: [{ type: 'ESModule', path: 'worker.js', contents }],
        compatibilityDate: '2026-01-01',
        compatibilityFlags: ['nodejs_compat'],
        durableObjects: { Assistant: { className: 'Assistant', useSQLite: true } },
        durableObjectsPersist: folder,
      });
    let runtime = start();
    const play = async (user: string, script: readonly ScriptedReply[]) => {
      const response = await runtime.dispatchFetch(`http://localhost/${user}`, {
        method: 'POST',
        body: JSON.stringify(script),
      });
      const body = await response.text();
      if (!response.ok) throw new Error(body.slice(0, 500));
      return JSON.parse(body) as { readonly prompt: string; readonly texts: readonly string[] };
    };
    const first = await play('ada', [
      [{ tool: 'memory_create', input: { text: 'Ada lives in Lund.' } }],
      [{ tool: 'memory_create', input: { text: 'Ada has a cat.' } }],
      [{ tool: 'memory_update', input: { id: 'm1', text: 'Ada lives in Malmö.' } }],
      [{ tool: 'memory_delete', input: { id: 'm2' } }],
      [{ tool: 'memory_update', input: { id: 'm99', text: 'x' } }],
    ]);
    expect(first.texts).toEqual(['Ada lives in Malmö.']);
    expect(first.prompt).toContain('Known ids: m1');
    // A new process: nothing is left but the database.
    await runtime.dispose();
    runtime = start();
    const read: readonly ScriptedReply[] = [
      [{ tool: 'memory_read', input: { query: 'Where does Ada live?' } }],
    ];
    expect((await play('ada', read)).prompt).toContain('Ada lives in Malmö.');
    const other = await play('bo', read);
    expect([other.texts, other.prompt.includes('Malmö')]).toEqual([[], false]);
    await runtime.dispose();
  });
});
