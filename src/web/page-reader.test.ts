/**
 * Tests the page reader against a server on loopback.
 *
 * @module
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestSites, type Site, serveBody, type TestSites } from '../../test/web/test-sites.ts';
import { openPageCache } from './page-cache.ts';
import { pageReader } from './page-reader.ts';
import type { ReadOutcome } from './web-tools.ts';

const redirect =
  (status: number, location?: string): Site =>
  (_, response) =>
    void response.writeHead(status, location === undefined ? {} : { location }).end();

let clock = 0;

const SITES: Readonly<Record<string, Site>> = {
  'plain.test': serveBody('<title>Lease</title><p>Signed by <a href="/ada">Ada</a>.</p>'),
  'text.test': serveBody('one\ntwo', { 'content-type': 'text/plain' }),
  'json.test': serveBody('{"a":[1]}', { 'content-type': 'application/json' }),
  'image.test': serveBody(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]), { 'content-type': 'image/png' }),
  'binary.test': serveBody(Buffer.from([1, 0, 2, 0, 0, 3, 0, 0]), { 'content-type': 'text/html' }),
  'none.test': (_, response) => void response.writeHead(204).end(),
  'blank.test': serveBody(''),
  'gone.test': serveBody('gone', { status: 410 }),
  'secret.test': serveBody('no', { status: 401 }),
  'broken.test': serveBody('oops', { status: 500 }),
  'latin.test': serveBody(Buffer.from('<p>caf\xe9 cr\xe8me</p>', 'latin1'), {
    'content-type': 'text/html; charset=iso-8859-1',
  }),
  'japan.test': serveBody(
    Buffer.concat([
      Buffer.from('<meta charset="shift_jis"><p>'),
      Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
      Buffer.from('</p>'),
    ]),
    { 'content-type': 'text/html' },
  ),
  'wrong.test': serveBody('<p>naïve – Zürich</p>', { 'content-type': 'text/html; charset=shift_jis' }),
  'nonsense.test': serveBody('<p>plain</p>', { 'content-type': 'text/html; charset=klingon' }),
  'gzip.test': serveBody(gzipSync('<p>packed</p>'), { 'content-encoding': 'gzip' }),
  'br.test': serveBody(brotliCompressSync('<p>packed</p>'), { 'content-encoding': 'br' }),
  'deflate.test': serveBody(deflateSync('<p>packed</p>'), { 'content-encoding': 'deflate' }),
  'damaged.test': serveBody(Buffer.from('not gzip'), { 'content-encoding': 'gzip' }),
  'bomb.test': serveBody(gzipSync(Buffer.alloc(20_000_000, 'a')), { 'content-encoding': 'gzip' }),
  'endless.test': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const write = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(2 ** 16, 'x')));
      if (!response.destroyed) response.once('drain', write);
    };
    write();
  },
  'cut.test': (request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': '1000' });
    response.write('<p>begin');
    setImmediate(() => request.socket.destroy());
  },
  'silent.test': () => undefined,
  'hop.test/': redirect(302, '/two'),
  'hop.test/two': redirect(308, '//plain.test:PORT/x'),
  'loop.test': redirect(301, '/again'),
  'nowhere.test': redirect(302),
  'metadata.test': redirect(302, 'http://169.254.169.254/latest/meta-data/'),
  'local.test': redirect(307, 'http://127.0.0.1:22/'),
  'file.test': redirect(302, 'file:///etc/passwd'),
  'polite.test/robots.txt': serveBody(
    'User-agent: *\nDisallow: /\n\nUser-agent: atommem\nDisallow: /private\n',
    { 'content-type': 'text/plain' },
  ),
  'polite.test/open': serveBody('<p>open</p>'),
  'shut.test/robots.txt': serveBody('no', { status: 503 }),
  'shut.test': serveBody('<p>page</p>'),
  'busy.test': (() => {
    let calls = 0;
    return (request: Parameters<Site>[0], response: Parameters<Site>[1]) => {
      calls += 1;
      if (calls === 1) response.writeHead(429, { 'retry-after': '1' }).end();
      else serveBody('<p>at last</p>')(request, response);
    };
  })(),
  'etag.test': (request, response) => {
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
    else serveBody('<p>first</p>', { etag: '"1"' })(request, response);
  },
};

let sites: TestSites;

beforeAll(async () => {
  sites = await openTestSites(
    Object.fromEntries(
      Object.entries(SITES).map(([name, site]) =>
        name === 'hop.test/two'
          ? [
              name,
              (request: Parameters<Site>[0], response: Parameters<Site>[1]) =>
                redirect(308, `//plain.test:${sites.port}/x`)(request, response),
            ]
          : [name, site],
      ),
    ),
  );
});
afterAll(() => sites.close());

const read = (site: string, path = '/', options = {}): Promise<ReadOutcome> =>
  pageReader({ ...sites.reading, ...options }).read(sites.address(site, path));

async function fail(site: string, path = '/', options = {}): Promise<string> {
  const outcome = await read(site, path, options);
  return outcome.ok ? `read ${outcome.page.text.slice(0, 40)}` : outcome.failure.kind;
}

async function text(site: string, path = '/', options = {}): Promise<string> {
  const outcome = await read(site, path, options);
  return outcome.ok ? outcome.page.text : `${outcome.failure.kind}: ${outcome.failure.message}`;
}

describe('pageReader', () => {
  it('reads pages, text and JSON, and decodes them', async () => {
    const page = await read('plain.test');
    expect(page).toMatchObject({ ok: true, page: { title: 'Lease', text: 'Signed by Ada.' } });
    expect(page.ok && page.page.links).toEqual([
      { text: 'Ada', url: sites.address('plain.test', '/ada'), start: 10, end: 13 },
    ]);
    expect(await text('text.test')).toBe('one\ntwo');
    expect(await text('json.test')).toContain('"a"');
    expect(await text('latin.test')).toBe('café crème');
    expect(await text('japan.test')).toBe('日本');
    expect(await text('wrong.test')).toBe('naïve – Zürich');
    expect(await text('nonsense.test')).toBe('plain');
    for (const site of ['gzip.test', 'br.test', 'deflate.test']) expect(await text(site)).toBe('packed');
  });

  it('names the problem of every page that cannot be read', async () => {
    const kinds = {
      'image.test': 'unsupported-type',
      'binary.test': 'unsupported-type',
      'none.test': 'empty',
    };
    const more = {
      'blank.test': 'empty',
      'gone.test': 'not-found',
      'secret.test': 'refused',
      'broken.test': 'server',
    };
    const rest = {
      'damaged.test': 'server',
      'cut.test': 'server',
      'nowhere.test': 'refused',
      'absent.test': 'not-found',
    };
    for (const [site, kind] of Object.entries({ ...kinds, ...more, ...rest }))
      expect([site, await fail(site)]).toEqual([site, kind]);
    expect(await fail('x.invalid', '/', { ports: [80, 443, sites.port] })).toBe('not-found');
  });

  it('stops at the limits of size and time', async () => {
    expect(await fail('bomb.test')).toBe('too-large');
    expect(await fail('endless.test')).toBe('too-large');
    expect(await fail('silent.test', '/', { limits: { headers: 30 }, robots: 'ignore' })).toBe('timeout');
    expect(await fail('silent.test', '/', { limits: { total: 30 }, robots: 'ignore' })).toBe('timeout');
    const controller = new AbortController();
    const outcome = pageReader({ ...sites.reading, robots: 'ignore' }).read(sites.address('silent.test'), {
      signal: controller.signal,
    });
    controller.abort();
    expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'aborted' } });
  });

  it('follows redirects and checks every hop', async () => {
    expect(await text('hop.test')).toBe('Signed by Ada.');
    expect(await fail('loop.test')).toBe('too-many-redirects');
    expect(await fail('metadata.test')).toBe('private-address');
    expect(await fail('local.test')).toBe('bad-address'); // the port comes first
    expect(await fail('local.test', '/', { ports: [22] })).toBe('private-address');
    expect(await fail('file.test')).toBe('bad-address');
  });

  it('refuses a host with any private address, and connects only to the addresses it checked', async () => {
    const answers: Record<string, string[]> = {
      'mixed.test': ['93.184.215.14', '10.0.0.1'],
      'none.test': [],
    };
    const resolve = async (host: string) => (answers[host] ?? []).map((address) => ({ address, family: 4 }));
    const reader = pageReader({ ...sites.reading, allowPrivate: [], ports: [sites.port], resolve });
    expect(await reader.read(sites.address('mixed.test'))).toMatchObject({
      failure: { kind: 'private-address' },
    });
    expect(await reader.read(sites.address('none.test'))).toMatchObject({ failure: { kind: 'not-found' } });
    // A resolver that would answer differently the second time is asked once for a request.
    let looks = 0;
    const connected: string[] = [];
    const rebinding = pageReader({
      ...sites.reading,
      robots: 'ignore',
      resolve: async () => [{ address: looks++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }],
      onConnect: (address) => void connected.push(address),
    });
    await rebinding.read(sites.address('plain.test'));
    expect([looks, connected]).toEqual([1, ['127.0.0.1']]);
  });

  it('obeys robots.txt, unless it is told not to', async () => {
    expect(await text('polite.test', '/open')).toBe('open');
    expect(await fail('polite.test', '/private/x')).toBe('robots');
    expect(await fail('polite.test', '/private/x', { robots: 'ignore' })).toBe('not-found');
    expect(await fail('shut.test')).toBe('robots');
    expect(await text('shut.test', '/', { robots: 'ignore' })).toBe('page');
  });

  it('waits as long as the site asks, and spaces requests to a host', async () => {
    const waits: number[] = [];
    const options = {
      sleep: async (milliseconds: number) => void waits.push(milliseconds),
      clock: () => 0,
      delay: 700,
    };
    expect(await text('busy.test', '/', options)).toBe('at last');
    expect(waits).toEqual([1000]);
    const reader = pageReader({ ...sites.reading, ...options });
    await Promise.all([
      reader.read(sites.address('plain.test')),
      reader.read(sites.address('plain.test', '/b')),
    ]);
    expect(waits).toEqual([1000, 700]);
  });

  it('keeps pages in a folder, asks again with the ETag, and survives damaged files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pages-'));
    clock = 0;
    const options = {
      cache: openPageCache(folder),
      clock: () => clock,
      maxAge: 10,
      robots: 'ignore' as const,
    };
    const count = (): number => sites.requests.filter((each) => each === 'etag.test/').length;
    expect(await text('etag.test', '/', options)).toBe('first');
    expect(await text('etag.test', '/#part', options)).toBe('first');
    expect(count()).toBe(1);
    clock = 20;
    expect(await text('etag.test', '/', options)).toBe('first');
    expect(count()).toBe(2);
    for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '{"page":');
    expect(await text('etag.test', '/', options)).toBe('first');
    expect(count()).toBe(3);
    expect(await fail('gone.test', '/', options)).toBe('not-found');
    expect(readdirSync(folder)).toHaveLength(1);
    rmSync(folder, { recursive: true });
  });
});
