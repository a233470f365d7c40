/**
 * Follows imports and re-exports of `.d.ts` files to the declaration of a name.
 *
 * @module
 */
import {
  type DeclarationFile,
  type Elsewhere,
  type Node,
  readDeclarationFile,
  readName,
} from './declaration-file.ts';

/** A declared name: its file, its name there, and its nodes (several for overloads and merged interfaces). */
export interface DeclaredSymbol {
  readonly key: string;
  readonly file: DeclarationFile;
  readonly name: string;
  readonly nodes: readonly Node[];
}

/** Finds a name that is visible in a file. Returns undefined for globals, type parameters and other packages. */
export function findSymbol(file: DeclarationFile, name: string): DeclaredSymbol | undefined {
  const imported = file.imports.get(name);
  if (imported !== undefined) return findExport(imported);
  const nodes = file.declared.get(name);
  return nodes && { key: `${file.path}#${name}`, file, name, nodes };
}

/** Lists what a file exports. A namespace counts as one name. */
export function listExports(path: string): ReadonlyMap<string, DeclaredSymbol | undefined> {
  const file = readDeclarationFile(path);
  const found = new Map<string, DeclaredSymbol | undefined>();
  for (const star of file.stars) for (const [name, symbol] of listExports(star)) found.set(name, symbol);
  for (const [name, target] of file.exports)
    found.set(name, typeof target === 'string' ? findSymbol(file, target) : findExport(target));
  return found;
}

/** Lists the members of `declare namespace n { export { A, B } }`. */
export function listMembers(symbol: DeclaredSymbol): ReadonlyMap<string, DeclaredSymbol | undefined> {
  const members = new Map<string, DeclaredSymbol | undefined>();
  for (const node of symbol.nodes) {
    if (node.type !== 'TSModuleDeclaration') continue;
    for (const statement of (node.body as { body: readonly Node[] }).body)
      for (const { local, exported } of (statement.specifiers ?? []) as readonly Node[])
        members.set(readName(exported), findSymbol(symbol.file, readName(local)));
  }
  return members;
}

function findExport({ from, name }: Elsewhere): DeclaredSymbol | undefined {
  return from.endsWith('.d.ts') ? listExports(from).get(name) : undefined;
}
