/**
 * Type-checks every TypeScript block of the README and the docs, also those that tests cannot run.
 *
 *     node scripts/check-snippets.ts
 *
 * A block may use names that the page does not define, such as `model`. `FREE_NAMES` gives their types.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, `snippets-${process.pid}`);

/** Names that blocks take from the reader's program. */
const FREE_NAMES: Readonly<Record<string, string>> = {
  builder: `import('@langchain/langgraph').StateGraph<object>`,
  documents: `import('atommem').types.SourceDocument[]`,
  input: 'string',
  instructions: 'string',
  memory: `import('atommem').Memory`,
  messages: `import('ai').ModelMessage[]`,
  mine: `import('atommem').Policy`,
  model: `import('@ai-sdk/provider').LanguageModelV3`,
  prompt: 'string',
  questions: 'string[]',
  session: '{ userId: string }',
  sessionId: 'string',
  store: `import('atommem').Store`,
  tasks: `import('atommem').Task[]`,
  url: 'string',
  userId: 'string',
};

/** Packages of examples that are not installed here. */
const STUBS = `declare module '@ai-sdk/openai' {
  export function openai(id: string): import('@ai-sdk/provider').LanguageModelV3;
}
declare module 'agents' {
  export class Agent {
    readonly ctx: { readonly storage: { readonly sql: import('atommem/cloudflare').SqlStorage } };
  }
}
declare module '@openai/agents' {
  export * from '@openai/agents-core';
}
declare module '@mastra/core/agent' {
  export const Agent: new (options: object) => object;
}
declare module '@mastra/core/tools' {
  export function createTool(config: object): object;
}
`;

const pages = ['README.md', ...['docs', 'docs/guides'].flatMap(listPages)];
mkdirSync(FOLDER);
try {
  const snippets = pages.flatMap(writeSnippets);
  writeFileSync(join(FOLDER, 'stubs.d.ts'), STUBS);
  const config = { extends: '../tsconfig.json', include: ['.'], exclude: [] };
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(config));
  const { status, stdout } = spawnSync('tsc', ['-p', FOLDER, '--pretty', 'false'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const places = stdout.replaceAll(/^\S+?([\w-]+)\.(\d+)\.ts\((\d+),/gm, (_, page, first, line) => {
    const file = pages.find((name) => toFileName(name) === page);
    return `${file}:${Number(first) + Number(line)} (column `;
  });
  process.stdout.write(places);
  console.log(`snippets: ${snippets.length} blocks, ${status === 0 ? 'no' : 'some'} problems`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(FOLDER, { recursive: true });
}

function listPages(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

function toFileName(page: string): string {
  return page.replace(/\W/g, '-');
}

/** Writes each block of a page into a file. The first line of the file declares the free names. */
function writeSnippets(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```ts(?: no-run)?\n(.*?)^```$/gms)].map((match) => {
    const line = text.slice(0, match.index).split('\n').length;
    const code = match[1]!.replaceAll(`from './`, `from '../examples/`);
    const path = join(FOLDER, `${toFileName(page)}.${line - 1}.ts`);
    writeFileSync(path, `${declareFreeNames(code)} export {};\n${code}`);
    return path;
  });
}

function declareFreeNames(code: string): string {
  const isFree = (name: string): boolean =>
    new RegExp(`(?<![.\\w'/-])${name}\\b(?!:)`).test(code) &&
    !new RegExp(
      `(?:const|let|function|class)\\s+(?:\\{[^}]*\\b)?${name}\\b|import[^;]*\\b${name}\\b[^;]*from`,
    ).test(code);
  return Object.entries(FREE_NAMES)
    .filter(([name]) => isFree(name))
    .map(([name, type]) => `declare const ${name}: ${type};`)
    .join(' ');
}
