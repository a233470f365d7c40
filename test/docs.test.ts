/**
 * Runs every TypeScript block of the README and the docs.
 *
 * @module
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const PAGES = [
  'README.md',
  ...['docs', 'docs/guides'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
  ),
].filter((name) => name.endsWith('.md'));

const folder = mkdtempSync(join(import.meta.dirname, 'snippets-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Snippet {
  readonly page: string;
  readonly line: number;
  readonly code: string;
}

/** Every TypeScript block of a page; ` ```ts no-run ` is for what needs a server that a test has not. */
function readSnippets(page: string): readonly Snippet[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    code: match[1]!,
  }));
}

describe.each(PAGES.flatMap(readSnippets))('$page:$line', ({ page, line, code }) => {
  it('runs as written', async () => {
    const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map((match) => match[1]!);
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...values) => {
      printed.push(
        values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' '),
      );
    });
    const file = join(folder, `${page.replace(/\W/g, '-')}-${line}.ts`);
    writeFileSync(file, code);
    await import(/* @vite-ignore */ file).finally(() => log.mockRestore());
    expect(printed).toEqual(expected);
  });
});

/** What blocks import from the package, also those that are not run. */
const IMPORTS = PAGES.flatMap((page) =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```ts.*?\n(.*?)^```$/gms)].flatMap(([, code]) =>
    [...code!.matchAll(/^import \{([^}]*)\} from '(atommem[^']*)';/gm)].map(([, names, entry]) => ({
      page,
      entry: entry!,
      names: names!
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type ')),
    })),
  ),
);

it('every name that a page imports is one that its entry exports', () => {
  const missing = IMPORTS.flatMap(({ page, entry, names }) => {
    const file = entry === 'atommem' ? 'index' : `entry/${entry.slice('atommem/'.length).replace('/', '-')}`;
    const source = readFileSync(join(ROOT, `src/${file}.ts`), 'utf8').replace(/\/\*.*?\*\//gs, '');
    const exported = new Set(source.match(/\w+/g));
    return names.filter((name) => !exported.has(name)).map((name) => `${page}: ${name} of ${entry}`);
  });
  expect(missing).toEqual([]);
});

it('the README has at most 200 lines and three snippets', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(readme.split('\n').length).toBeLessThanOrEqual(200);
  expect(readSnippets('README.md').length).toBeGreaterThanOrEqual(3);
});
