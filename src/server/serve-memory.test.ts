import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemory } from '../memory/create-memory.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { LoopbackServer } from './listen.ts';
import { serveMemory } from './serve-memory.ts';

const store = inMemoryStore();
let readOnly: LoopbackServer;
let writable: LoopbackServer;
beforeAll(async () => {
  const ada = createMemory({ store, namespace: 'users/ada' });
  await ada.apply([{ op: 'create', text: 'Ada lives in Lund.' }], { actor: 'step 1' });
  await ada.apply([{ op: 'update', target: { id: 'm1' }, text: '<img src=x onerror=alert(1)>' }]);
  await createMemory({ store, namespace: 'users/bo' }).apply([{ op: 'create', text: 'Bo has a secret.' }]);
  readOnly = await serveMemory({ store, namespace: 'users/ada', interval: 5 });
  writable = await serveMemory({ store, writable: true, token: 'right', interval: 5 });
});
afterAll(async () => {
  await readOnly.close();
  await writable.close();
});

// biome-ignore lint/suspicious/noExplicitAny: answers of an API under test
type Json = any;

const get = async (
  server: LoopbackServer,
  path: string,
  init?: RequestInit,
): Promise<{ status: number; body: Json }> => {
  const response = await fetch(server.url + path, init);
  return { status: response.status, body: await response.json() };
};

/** Asks with headers that `fetch` would not send. */
function ask(server: LoopbackServer, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    request({ host: '127.0.0.1', port, path: '/api/info', headers, setHost: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('serveMemory', () => {
  it('shows entries, their history, search, and two moments compared', async () => {
    expect((await get(readOnly, '/api/entries')).body.entries).toHaveLength(1);
    expect((await get(readOnly, '/api/entries/m1')).body.history).toHaveLength(2);
    expect((await get(readOnly, '/api/search?q=img')).body.entries[0].id).toBe('m1');
    expect((await get(readOnly, '/api/diff?from=1')).body.updated).toHaveLength(1);
    expect((await get(readOnly, '/api/state?at=1')).body.entries[0].text).toBe('Ada lives in Lund.');
  });

  it('serves one namespace only, if it was started so', async () => {
    for (const route of ['entries', 'search?q=Bo&', 'log', 'diff', 'state'])
      expect(
        (await get(readOnly, `/api/${route}${route.includes('?') ? '' : '?'}namespace=users/bo`)).status,
      ).toBe(403);
    expect((await get(readOnly, '/api/namespaces')).body).toEqual(['users/ada']);
    expect((await fetch(`${readOnly.url}/api/events?namespace=users/bo`)).status).toBe(403);
  });

  it('refuses to write unless it was started so', async () => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"generation":2}',
    };
    expect((await get(readOnly, '/api/undo', init)).status).toBe(403);
    const headers = { ...init.headers, authorization: 'Bearer right' };
    const body = JSON.stringify({
      namespace: 'scratch',
      operations: [{ op: 'create', text: 'x' }],
      actor: 'Eva',
    });
    expect((await get(writable, '/api/operations', { ...init, headers, body })).body.effects[0].applied).toBe(
      true,
    );
    expect((await store.log('scratch'))[0]?.actor).toBe('Eva');
    const undone = await get(writable, '/api/undo', {
      ...init,
      headers,
      body: '{"namespace":"scratch","generation":1}',
    });
    expect(undone.body.applied).toBe(true);
  });

  it.each([
    ['another Host', { host: 'evil.example' }, 403],
    ['a Host that begins with loopback', { host: '127.0.0.1.evil.example' }, 403],
    ['no Host', { host: '' }, 403],
    ['another Origin', { host: '127.0.0.1', origin: 'https://evil.example' }, 403],
    ['the Origin of a sandboxed page', { host: '127.0.0.1', origin: 'null' }, 403],
    ['a cross-site request', { host: '127.0.0.1', 'sec-fetch-site': 'cross-site' }, 403],
    ['loopback', { host: 'localhost' }, 200],
  ])('answers %s with %o: %i', async (_, headers, status) => {
    expect(await ask(readOnly, headers)).toBe(status);
  });

  it('asks for the token, and serves the page without memory in it', async () => {
    expect((await get(writable, '/api/info')).status).toBe(401);
    expect((await get(writable, '/api/info?token=wrong')).status).toBe(401);
    expect((await get(writable, '/api/info?token=right')).status).toBe(200);
    const page = await fetch(writable.url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).not.toContain('secret');
  });

  it.each([
    ['/api/search', 400, 'bad-request'],
    ['/api/search?q=a&limit=-1', 400, 'bad-request'],
    ['/api/state?at=x', 400, 'bad-request'],
    ['/api/entries/%zz', 400, 'bad-request'],
    ['/runs/%zz', 404, 'not-found'],
    ['/api/entries/none', 404, 'not-found'],
    ['/api/constructor', 404, 'not-found'],
    ['/etc/passwd', 404, 'not-found'],
  ])('explains %s with %i', async (path, status, code) => {
    const { status: given, body } = await get(readOnly, path);
    expect([given, body.error.code, typeof body.error.message]).toEqual([status, code, 'string']);
  });

  it('answers 503 while the store is unavailable, and logs the failure', async () => {
    const gone = inMemoryStore();
    const errors: unknown[] = [];
    const server = await serveMemory({ store: gone, onError: (error) => errors.push(error) });
    await gone.close();
    for (const path of ['/api/entries', '/api/search?q=a', '/api/log', '/api/namespaces']) {
      const { status, body } = await get(server, path);
      expect([status, typeof body.error.code, body.error.message.length > 20]).toEqual([503, 'string', true]);
    }
    expect(errors).toHaveLength(4);
    await server.close();
  });

  it('streams records as they are written, also by others', async () => {
    const response = await fetch(`${readOnly.url}/api/events?after=1`);
    const reader = response.body!.getReader();
    await createMemory({ store, namespace: 'users/ada' }).apply([{ op: 'create', text: 'Ada has a cat.' }]);
    let text = '';
    while (!text.includes('cat')) text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    expect([...text.matchAll(/^id: (\d+)/gm)].map(([, id]) => id)).toEqual(['2', '3']);
  });
});
