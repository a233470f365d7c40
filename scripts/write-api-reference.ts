/**
 * Writes the API reference to `docs/api/`, one Markdown page for each entry point.
 *
 *     npm run build && npm run docs:api
 *
 * TypeDoc needs the compiler API of TypeScript 5, which TypeScript 7 does not have. So this script installs both
 * in a temporary folder and lets them read the built `.d.ts` files.
 *
 * @module
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './package/install-package.ts';

const ROOT = join(import.meta.dirname, '..');
const TOOLS = ['typedoc@0.28.20', 'typedoc-plugin-markdown@4.14.1', 'typescript@5.9.3'];

const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  exports: Readonly<Record<string, string | { readonly types: string }>>;
};
const entryPoints = Object.values(exports)
  .filter((target) => typeof target === 'object')
  .map(({ types }) => join('package', types));

const folder = mkdtempSync(join(tmpdir(), 'atommem-api-'));
try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...TOOLS], folder);
  cpSync(join(ROOT, 'dist'), join(folder, 'package/dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(folder, 'package/package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'package/node_modules'));
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'dom', 'esnext.disposable'],
    strict: true,
    skipLibCheck: true,
    typeRoots: ['package/node_modules/@types'],
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: entryPoints }));
  writeFileSync(
    join(folder, 'typedoc.json'),
    JSON.stringify({
      plugin: ['typedoc-plugin-markdown'],
      entryPoints,
      out: 'api',
      name: 'atommem',
      readme: 'none',
      disableSources: true,
      excludeExternals: true,
      outputFileStrategy: 'modules',
      entryFileName: 'README',
      hideBreadcrumbs: true,
      hidePageHeader: true,
      useCodeBlocks: true,
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      logLevel: 'Error',
    }),
  );
  run(process.execPath, ['node_modules/typedoc/bin/typedoc'], folder);
  for (const page of readdirSync(join(folder, 'api'), { recursive: true, encoding: 'utf8' }))
    if (page.endsWith('.md')) nameEntries(join(folder, 'api', page));
  rmSync(join(ROOT, 'docs/api'), { recursive: true, force: true });
  cpSync(join(folder, 'api'), join(ROOT, 'docs/api'), { recursive: true });
  console.log(`docs/api: ${readdirSync(join(ROOT, 'docs/api'), { recursive: true }).length} files`);
} finally {
  rmSync(folder, { recursive: true });
}

/** Replaces the names of files by the names of entry points. */
function nameEntries(page: string): void {
  const text = readFileSync(page, 'utf8')
    .replace(/^# index$/m, '# atommem')
    .replace(/^# entry\/(.*)$/m, (_, name: string) => `# ${toEntry(name)}`)
    .replace(/\[index\]\(/g, '[atommem](')
    .replace(/\[entry\/([^\]]+)\]\(/g, (_, name: string) => `[${toEntry(name)}](`);
  writeFileSync(page, text);
}

function toEntry(name: string): string {
  return `atommem/${name.replace('engines-', 'engines/')}`;
}
