/**
 * Keeps pages that were read in a folder.
 *
 * @module
 */
import { hash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WebPage } from './web-tools.ts';

/** A page as it was read. */
export interface CachedPage {
  readonly page: WebPage;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly etag?: string;
  readonly lastModified?: string;
}

/** Storage for pages by address. An address with a fragment is the page without it. */
export interface PageCache {
  get(url: string): Promise<CachedPage | undefined>;
  put(url: string, cached: CachedPage): Promise<void>;
}

/**
 * Opens a folder of pages, one file each. Several processes can share it. A damaged file counts as missing.
 *
 * @example
 * const reader = pageReader({ cache: openPageCache('.cache/pages') });
 */
export function openPageCache(folder: string): PageCache {
  const toPath = (url: string): string => join(folder, `${hash('sha256', toKey(url))}.json`);
  return {
    async get(url) {
      try {
        const value = JSON.parse(await readFile(toPath(url), 'utf8')) as CachedPage & { key?: string };
        return value.key === toKey(url) && Array.isArray(value.page?.links) ? value : undefined;
      } catch {
        return undefined;
      }
    },
    async put(url, cached) {
      await mkdir(folder, { recursive: true });
      const part = `${toPath(url)}.${randomUUID()}`;
      await writeFile(part, JSON.stringify({ key: toKey(url), ...cached }));
      await rename(part, toPath(url));
    },
  };
}

function toKey(url: string): string {
  return url.replace(/#.*$/s, '');
}
