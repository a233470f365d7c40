/**
 * `atommem sync` under trouble: two at once, a full disk, Ctrl-C, odd names.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPartMeta } from '../../src/ask/memory-documents.ts';
import { createMemory } from '../../src/memory/create-memory.ts';
import { createSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { spawnCli } from './run-cli.ts';

const BIN = join(import.meta.dirname, '../../bin/atommem.js');
const root = mkdtempSync(join(tmpdir(), 'atommem-sync-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Writes a folder of files with several parts each. */
function makeFolder(name: string, files: number): string {
  const folder = join(root, name);
  mkdirSync(folder);
  const paragraph = (place: number): string =>
    `Paragraph ${place} says that the rent is ${place} euros. `.repeat(30);
  for (let file = 0; file < files; file++) {
    const text = [0, 1, 2].map((place) => `## Part ${place}\n\n${paragraph(file * 3 + place)}\n`).join('\n');
    writeFileSync(join(folder, `note-${String(file).padStart(4, '0')}.md`), `# Note ${file}\n\n${text}`);
  }
  return folder;
}

interface Stored {
  readonly documents: number;
  /** Documents with a missing or a double part. */
  readonly broken: readonly string[];
  readonly problems: readonly unknown[];
}

async function inspect(path: string): Promise<Stored> {
  const store = createSqliteStore({ path });
  const parts = new Map<string, { readonly seen: number[]; readonly parts: number }>();
  for (const entry of await createMemory({ store, namespace: 'default' }).entries()) {
    const meta = readPartMeta(entry)!;
    const known = parts.get(meta.id) ?? { seen: [], parts: meta.parts };
    known.seen.push(meta.part);
    parts.set(meta.id, known);
  }
  const problems = await store.verify();
  await store.close();
  const whole = ({ seen, parts: count }: { seen: number[]; parts: number }): boolean =>
    seen.length === count && new Set(seen).size === count;
  return {
    documents: parts.size,
    broken: [...parts].filter(([, one]) => !whole(one)).map(([id]) => id),
    problems,
  };
}

const sync = (folder: string, store: string) => spawnCli(['sync', folder, '--store', store, '--json']);

describe('sync', () => {
  test('two syncs at once store every document once', async () => {
    const folder = makeFolder('twice', 60);
    const store = join(root, 'twice.db');
    const results = await Promise.all([sync(folder, store), sync(folder, store)]);
    expect(results.map(({ code, stderr }) => `${code} ${stderr}`)).toEqual(['0 ', '0 ']);
    expect(await inspect(store)).toEqual({ documents: 60, broken: [], problems: [] });
    expect(JSON.parse((await sync(folder, store)).stdout)).toMatchObject({
      added: [],
      changed: [],
      removed: [],
      unchanged: 60,
    });
  });

  test('a full disk ends a sync with an error, and the next one completes it', async () => {
    const folder = makeFolder('full', 80);
    const store = join(root, 'full.db');
    // The shell limits the size of every file, in blocks of 1024 bytes.
    const limited = await run('bash', [
      '-c',
      'ulimit -f 400; exec "$@"',
      'bash',
      process.execPath,
      BIN,
      'sync',
      folder,
      '--store',
      store,
    ]);
    expect(limited.code).not.toBe(0);
    const before = await inspect(store);
    expect(before).toMatchObject({ broken: [], problems: [] });
    expect(before.documents).toBeLessThan(80);
    expect((await sync(folder, store)).code).toBe(0);
    expect(await inspect(store)).toEqual({ documents: 80, broken: [], problems: [] });
  });

  test('Ctrl-C keeps completed documents, leaves none half-written, and exits with 130', async () => {
    const folder = makeFolder('stopped', 300);
    const store = join(root, 'stopped.db');
    const { code } = await run(process.execPath, [BIN, 'sync', folder, '--store', store], (child) => {
      const wait = setInterval(() => {
        if (!existsSync(`${store}-wal`)) return;
        clearInterval(wait);
        setTimeout(() => child.kill('SIGINT'), 20);
      }, 5);
    });
    expect(code).toBe(130);
    const kept = await inspect(store);
    expect(kept).toMatchObject({ broken: [], problems: [] });
    expect(kept.documents).toBeLessThan(300);
    const resumed = JSON.parse((await sync(folder, store)).stdout);
    expect(resumed).toMatchObject({ changed: [], removed: [], unchanged: kept.documents });
    expect(resumed.added).toHaveLength(300 - kept.documents);
  });

  test('odd names are stored, shown without control characters, and found again', async () => {
    const folder = join(root, 'odd');
    mkdirSync(folder);
    const names = [
      '-q.txt',
      'a b.md',
      'new\nline.txt',
      'bell\u0007.txt',
      'rtl\u202e.txt',
      '100%.txt',
      '#1.txt',
      "it's.txt",
      'ünï 猫.txt',
      `${'x'.repeat(200)}.txt`,
    ];
    for (const [place, name] of names.entries())
      writeFileSync(join(folder, name), `The code of box ${place} is ${7000 + place}.\n`);
    const store = join(root, 'odd.db');
    const { code, stdout, stderr } = await spawnCli(['sync', folder, '--store', store]);
    expect(`${code} ${stderr}`).toBe('0 ');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(JSON.parse((await sync(folder, store)).stdout)).toMatchObject({
      unchanged: names.length,
      added: [],
      removed: [],
    });
    const asked = await spawnCli(['ask', '-q', 'What is the code of box 4?', '--store', store, '--quiet']);
    expect(asked.stdout).toContain('7004');
  });
});

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

function run(
  program: string,
  words: readonly string[],
  started?: (child: ReturnType<typeof spawn>) => void,
): Promise<Ended> {
  const child = spawn(program, words, { env: { ...process.env, NO_COLOR: '1' } });
  started?.(child);
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  return new Promise((done) => child.on('close', (code) => done({ code, stderr })));
}
