/**
 * Finds types that a signature of an entry mentions and that the entry does not export.
 *
 * @module
 */
import type { Node } from './declaration-file.ts';
import { readName } from './declaration-file.ts';
import { type DeclaredSymbol, findSymbol, listExports, listMembers } from './find-symbol.ts';

export interface MissingType {
  readonly symbol: DeclaredSymbol;
  /** A declaration that mentions the type. */
  readonly usedBy: string;
}

/** Walks the signatures of an entry's exports. The members of an exported namespace count as exported. */
export function findMissingTypes(entry: string): readonly MissingType[] {
  const named = [...listExports(entry).values()].filter((symbol) => symbol !== undefined);
  const exported = [...named, ...named.flatMap((symbol) => [...listMembers(symbol).values()])];
  const reachable = new Set(exported.map((symbol) => symbol?.key));
  const seen = new Set<string>();
  const missing: MissingType[] = [];
  const visit = (symbol: DeclaredSymbol): void => {
    if (seen.has(symbol.key)) return;
    seen.add(symbol.key);
    for (const name of symbol.nodes.flatMap((node) => listTypeNames(node))) {
      const used = findSymbol(symbol.file, name);
      if (used === undefined) continue;
      if (!reachable.has(used.key) && !seen.has(used.key))
        missing.push({ symbol: used, usedBy: symbol.name });
      visit(used);
    }
  };
  for (const symbol of exported) if (symbol !== undefined) visit(symbol);
  return missing;
}

/** Lists the type names that a declaration mentions, without its own type parameters. */
function listTypeNames(declaration: Node): readonly string[] {
  const names = new Set<string>();
  const parameters = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const node = value as Node;
    if (node.type === 'TSTypeParameter') parameters.add(readName(node.name));
    if (node.type === 'TSMappedType') parameters.add(readName(node.key));
    if (node.type === 'TSTypeReference') names.add(leftmost(node.typeName as Node));
    if (node.type === 'TSInterfaceHeritage' || node.type === 'TSClassImplements')
      names.add(leftmost(node.expression as Node));
    if (node.type === 'ClassDeclaration' && node.superClass) names.add(leftmost(node.superClass as Node));
    for (const [key, child] of Object.entries(node)) if (key !== 'parent') walk(child);
  };
  walk(declaration);
  return [...names].filter((name) => name !== '' && !parameters.has(name));
}

function leftmost(node: Node): string {
  if (node.type === 'TSQualifiedName') return leftmost(node.left as Node);
  if (node.type === 'MemberExpression') return leftmost(node.object as Node);
  return readName(node);
}
