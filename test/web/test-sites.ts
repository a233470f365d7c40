/**
 * A server on loopback that plays many sites, told apart by their host names.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageReaderOptions } from '../../src/web/page-reader.ts';

/** Answers a request to a site. */
export type Site = (request: IncomingMessage, response: ServerResponse) => void;

export interface TestSites {
  readonly port: number;
  /** Requests so far, as `host/path`. */
  readonly requests: string[];
  /** Options with which a page reader reaches the sites: names that end in `.test` lead to loopback. */
  readonly reading: PageReaderOptions;
  address(site: string, path?: string): string;
  close(): Promise<void>;
}

/** @param sites by host name without the port. Unknown paths answer 404. */
export async function openTestSites(sites: Readonly<Record<string, Site>>): Promise<TestSites> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    requests.push(`${host}${request.url}`);
    if (request.url === '/robots.txt' && sites[`${host}/robots.txt`] === undefined)
      response.writeHead(404).end();
    else (sites[`${host}${request.url}`] ?? sites[host] ?? notFound)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    reading: {
      allowPrivate: [`*.test:${port}`],
      resolve: async (host) => {
        if (!host.endsWith('.test')) throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
        return [{ address: '127.0.0.1', family: 4 }];
      },
      delay: 0,
      sleep: async () => undefined,
    },
    address: (site, path = '/') => `http://${site}:${port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const notFound: Site = (_, response) => void response.writeHead(404).end('not found');

/** Answers every request with this body. */
export function serveBody(
  body: string | Uint8Array,
  { status = 200, ...headers }: Readonly<Record<string, string | number>> = {},
): Site {
  return (_, response) => {
    response.writeHead(Number(status), { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(body);
  };
}
