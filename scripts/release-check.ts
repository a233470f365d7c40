/**
 * Checks what a release needs: the version in the changelog, the metadata, the links of the README and of the docs,
 * the contents of the tarball and the API reference. Run `npm run build` first.
 *
 *     npm run release:check
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const SITE =
  /^https:\/\/(?:github\.com|raw\.githubusercontent\.com)\/atommem\/atommem\/(?:(?:blob|tree)\/)?main\//;
const FORBIDDEN = /(?:^|\/)(?:src|test|scripts|node_modules)\/|\.test\.|\.map$|\.env/;
const REQUIRED = [
  'LICENSE',
  'README.md',
  'package.json',
  'bin/atommem.js',
  'dist/index.js',
  'dist/index.d.ts',
];

const problems: string[] = [];
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(text('package.json')) as Readonly<Record<string, unknown>>;

checkVersion();
checkMetadata();
for (const page of listPages()) checkLinks(page);
checkTarball();
checkReference();

for (const problem of problems) console.error(problem);
console.log(`release: ${manifest.name} ${manifest.version}, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

function checkVersion(): void {
  const [, latest] = /^## (\d+\.\d+\.\d+)/m.exec(text('CHANGELOG.md')) ?? [];
  if (latest !== manifest.version)
    problems.push(`CHANGELOG.md: the latest version is ${latest}, but package.json has ${manifest.version}`);
  const lock = JSON.parse(text('package-lock.json')) as { version: string };
  if (lock.version !== manifest.version)
    problems.push(`package-lock.json has version ${lock.version}. Run: npm install`);
}

function checkMetadata(): void {
  for (const field of [
    'description',
    'keywords',
    'homepage',
    'bugs',
    'repository',
    'license',
    'author',
    'engines',
  ])
    if (manifest[field] === undefined) problems.push(`package.json: add ${field}`);
}

function listPages(): readonly string[] {
  const inside = (folder: string): readonly string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`);
  const top = ['README.md', 'AGENTS.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];
  return [...top, ...inside('docs'), ...inside('examples')];
}

/** npm shows the README without the repository, so its links must be complete addresses. */
function checkLinks(page: string): void {
  for (const [, target] of text(page).matchAll(/\]\(([^)\s]+)\)/g)) {
    const [path, anchor] = target!.split('#') as [string, string?];
    if (SITE.test(path)) checkFile(page, target!, path.replace(SITE, ''), anchor);
    else if (/^[a-z]+:/.test(path)) continue;
    else if (page === 'README.md') problems.push(`${page}: ${target} does not work on npm: link to GitHub`);
    else checkFile(page, target!, path === '' ? page : join(dirname(page), path), anchor);
  }
}

function checkFile(page: string, target: string, path: string, anchor: string | undefined): void {
  const file = join(ROOT, path);
  if (!existsSync(file)) problems.push(`${page}: ${target} leads nowhere`);
  else if (anchor && path.endsWith('.md') && !path.includes('docs/api') && !listAnchors(path).has(anchor))
    problems.push(`${page}: ${path} has no heading #${anchor}`);
}

function listAnchors(page: string): ReadonlySet<string> {
  const headings = [...text(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

function checkTarball(): void {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files, unpackedSize }] = JSON.parse(output) as [
    { files: readonly { path: string }[]; unpackedSize: number },
  ];
  const paths = new Set(files.map(({ path }) => path));
  for (const path of [...REQUIRED, 'dist/THIRD-PARTY-LICENSES.txt'])
    if (!paths.has(path)) problems.push(`the tarball has no ${path}. Run: npm run build`);
  for (const path of paths) if (FORBIDDEN.test(path)) problems.push(`the tarball must not contain ${path}`);
  console.log(`tarball: ${paths.size} files, ${(unpackedSize / 2 ** 20).toFixed(1)} MB`);
}

function checkReference(): void {
  const entries = Object.values(manifest.exports as Readonly<Record<string, string | { types: string }>>)
    .filter((target) => typeof target === 'object')
    .map(({ types }) => types.replace('./dist/', '').replace('.d.ts', ''));
  for (const entry of entries) {
    const page = entry === 'index' ? 'docs/api/index/README.md' : `docs/api/${entry}.md`;
    if (!existsSync(join(ROOT, page))) problems.push(`${page} is missing. Run: npm run docs:api`);
  }
}
