/**
 * Finds the source file that declares a type of a `.d.ts` file.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'rolldown/utils';
import { type Node, readName } from './declaration-file.ts';
import type { DeclaredSymbol } from './find-symbol.ts';

interface Source {
  /** Path below `src/`. */
  readonly file: string;
  readonly words: string;
}

/** Reads which files below `folder` export which types. The result finds the file of a symbol. */
export function indexTypeSources(folder: string): (symbol: DeclaredSymbol) => string | undefined {
  const sources = new Map<string, Source[]>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts') || file.endsWith('.generated.ts')) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    for (const node of parseSync(file, text, { lang: 'ts' }).program.body as unknown as readonly Node[]) {
      const declaration = node.type === 'ExportNamedDeclaration' ? (node.declaration as Node | null) : null;
      if (!declaration?.id) continue;
      const name = readName(declaration.id);
      const words = readWords(text.slice(declaration.start, declaration.end));
      sources.set(name, [...(sources.get(name) ?? []), { file, words }]);
    }
  }
  return ({ file, name, nodes: [node] }) => {
    const found = sources.get(name) ?? [];
    if (found.length < 2) return found[0]?.file;
    const words = readWords(readFileSync(file.path, 'utf8').slice(node!.start, node!.end));
    return found.find((source) => source.words === words)?.file;
  };
}

/** Lists the words of a declaration without comments, so that only its formatting is ignored. */
function readWords(text: string): string {
  const plain = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/\b(?:export|declare)\b/g, '');
  return (plain.match(/\w+/g) ?? []).join(' ');
}
