/**
 * Installs the packed tarball in an empty folder and uses it as strangers do: TypeScript 5.9 and 7 with two
 * module resolutions, the examples, removed entry points, the command line, and other runtimes.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackage, packPackage, run } from '../../scripts/package/install-package.ts';
import { describeRemoval, REMOVED_ENTRIES } from '../../scripts/removed-entries.ts';
import { EXAMPLES_FOLDER, readExamples } from '../read-examples.ts';

const ROOT = join(import.meta.dirname, '../..');
const { exports, peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  exports: Readonly<Record<string, unknown>>;
  peerDependencies: Readonly<Record<string, string>>;
};
const entries = Object.entries(exports)
  .filter(([, target]) => typeof target === 'object')
  .map(([path]) => `atommem${path.slice(1)}`);
/** Runtimes of models. Their installs fetch hundreds of megabytes, and no type of the package refers to them. */
const RUNTIMES: readonly string[] = ['node-llama-cpp', '@huggingface/transformers'];
const peers = Object.entries(peerDependencies)
  .filter(([name]) => !RUNTIMES.includes(name))
  .map(([name, range]) => `${name}@${range}`);
const types = ['@types/node@24', '@types/pg@8', '@types/json-schema@7'];

const BIN = 'node_modules/.bin';

const folders: string[] = [];
let tarball = '';

beforeAll(() => {
  if (!existsSync(join(ROOT, 'dist/index.js'))) throw new Error('dist/ is missing: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'atommem-pack-'));
  folders.push(folder);
  tarball = packPackage(folder);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function runBin(name: string, parameters: readonly string[], project: string): string {
  return run(join(project, BIN, name), parameters, project);
}

function install(...others: readonly string[]): string {
  const folder = installPackage(tarball, others);
  folders.push(folder);
  cpSync(join(import.meta.dirname, 'project'), folder, { recursive: true });
  return folder;
}

describe.each(['5.9', '7.0'])('TypeScript %s', (version) => {
  let project = '';
  beforeAll(() => {
    project = install(`typescript@${version}`, ...types, ...peers);
    const lines = entries.map(
      (entry, index) => `import * as entry${index} from '${entry}';\nvoid entry${index};`,
    );
    writeFileSync(join(project, 'all-entries.ts'), `${lines.join('\n')}\n`);
  });

  it.each([
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'preserve', moduleResolution: 'bundler' },
  ])('compiles a strict project with $moduleResolution', (resolution) => {
    const compilerOptions = {
      ...resolution,
      target: 'es2024',
      lib: ['es2024', 'dom', 'dom.iterable', 'esnext.disposable'],
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: false,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: false,
    };
    const files = ['all-entries.ts', 'use-types.ts', 'worker.ts'];
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    const { stdout } = spawnSync(join(project, BIN, 'tsc'), ['-p', '.'], { cwd: project, encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});

describe('the tarball alone', () => {
  let project = '';
  beforeAll(() => {
    project = install();
  });

  it('imports every entry that needs no other package', () => {
    const alone = [
      '',
      '/sqlite',
      '/tasks',
      '/workflows',
      '/train',
      '/engines/local',
      '/eval',
      '/trajectories',
    ];
    for (const entry of [...alone, '/released', '/test'])
      run(process.execPath, ['--input-type=module', '-e', `await import('atommem${entry}')`], project);
  });

  it.each(Object.entries(REMOVED_ENTRIES))('says where %s went', (path, entry) => {
    const code = `import { ${Object.keys(entry.names)[0]} } from 'atommem/${path}';`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain(describeRemoval(path, entry));
  });

  it('answers from documents on the command line', () => {
    writeFileSync(join(project, 'lease.md'), 'The lease was signed by Marta Velden on 3 May 2024.\n');
    const answer = runBin('atommem', ['ask', '-q', 'Who signed the lease?', 'lease.md'], project);
    expect(answer).toContain('Marta Velden');
  });

  it('names the package that --model needs', () => {
    const command = ['ask', '-q', 'Who?', '--model', 'm', '--base-url', 'http://127.0.0.1:9/v1', 'lease.md'];
    const { status, stderr } = spawnSync(join(project, BIN, 'atommem'), command, {
      cwd: project,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/npm install .*ai/);
  });
});

describe('the examples', () => {
  let project = '';
  beforeAll(() => {
    project = install(...peers, 'zod@4');
    cpSync(EXAMPLES_FOLDER, project, { recursive: true });
  });

  it.each(readExamples().filter(({ expected }) => expected !== undefined))(
    '$name prints what it should',
    ({ name, expected }) => {
      expect(run(process.execPath, ['--disable-warning=ExperimentalWarning', `${name}.ts`], project)).toBe(
        expected,
      );
    },
  );
});

interface Chunk {
  readonly fileName: string;
  readonly code: string;
  readonly imports: readonly string[];
}

/** Lists a chunk and all that it imports statically. */
function listStaticChunks(entry: Chunk, chunks: readonly Chunk[]): readonly Chunk[] {
  const found = new Set([entry]);
  for (const chunk of found)
    for (const other of chunks) if (chunk.imports.includes(other.fileName)) found.add(other);
  return [...found];
}

describe('other runtimes', () => {
  const remembered = 'Ada prefers night trains.';
  let project = '';
  beforeAll(() => {
    project = install('deno@2', 'bun@1');
  });

  it('runs in Deno', () => {
    expect(runBin('deno', ['run', '--no-prompt', '--quiet', 'print.ts'], project).trim()).toBe(remembered);
  });

  it('runs in Bun', () => {
    expect(runBin('bun', ['run', 'print.ts'], project).trim()).toBe(remembered);
  });

  it('runs in a workers runtime without node: modules', async () => {
    const { output } = await build({
      input: join(project, 'in-worker.ts'),
      platform: 'neutral',
      resolve: { mainFields: ['module', 'main'] },
      external: [/^node:/, ...Object.keys(peerDependencies)],
      write: false,
    });
    const chunks = output.filter((file) => file.type === 'chunk');
    const [entry] = chunks;
    for (const { code } of listStaticChunks(entry!, chunks)) expect(code).not.toMatch(/from ["']node:/);
    const runtime = new Miniflare({
      modules: chunks.map(({ fileName, code }) => ({ type: 'ESModule', path: fileName, contents: code })),
      compatibilityDate: '2026-01-01',
    });
    try {
      expect(await (await runtime.dispatchFetch('http://localhost/')).text()).toBe(remembered);
    } finally {
      await runtime.dispose();
    }
  });
});
