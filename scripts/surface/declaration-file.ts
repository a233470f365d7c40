/**
 * Reads what one `.d.ts` file imports, declares and exports.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseSync } from 'rolldown/utils';

/** A node of the parser's tree. Only what this folder reads is typed. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Comment {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A name in another file. `from` is absolute, or the name of a package. */
export interface Elsewhere {
  readonly from: string;
  readonly name: string;
}

export interface DeclarationFile {
  readonly path: string;
  readonly imports: ReadonlyMap<string, Elsewhere>;
  readonly declared: ReadonlyMap<string, readonly Node[]>;
  /** Exported name to a local name, or to a name elsewhere. */
  readonly exports: ReadonlyMap<string, string | Elsewhere>;
  /** Files whose exports this file exports too. */
  readonly stars: readonly string[];
  readonly comments: readonly Comment[];
}

const files = new Map<string, DeclarationFile>();

/** Reads a `.d.ts` file. Repeated calls return the same object. */
export function readDeclarationFile(path: string): DeclarationFile {
  const known = files.get(path);
  if (known !== undefined) return known;
  const { program, comments, errors } = parseSync(path, readFileSync(path, 'utf8'), { lang: 'dts' });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const imports = new Map<string, Elsewhere>();
  const declared = new Map<string, Node[]>();
  const exports = new Map<string, string | Elsewhere>();
  const stars: string[] = [];
  const locate = (source: unknown) => toFile(path, (source as { value: string }).value);
  const declare = (node: Node) => {
    for (const name of readNames(node)) declared.set(name, [...(declared.get(name) ?? []), node]);
  };
  for (const node of program.body as unknown as readonly Node[]) {
    if (node.type === 'ImportDeclaration') {
      for (const specifier of node.specifiers as readonly Node[])
        imports.set(readName(specifier.local), {
          from: locate(node.source),
          name: specifier.imported ? readName(specifier.imported) : '*',
        });
    } else if (node.type === 'ExportAllDeclaration') {
      if (node.exported) exports.set(readName(node.exported), { from: locate(node.source), name: '*' });
      else stars.push(locate(node.source));
    } else if (node.type === 'ExportNamedDeclaration') {
      if (node.declaration) {
        declare(node.declaration as Node);
        for (const name of readNames(node.declaration as Node)) exports.set(name, name);
      }
      for (const specifier of (node.specifiers ?? []) as readonly Node[]) {
        const local = readName(specifier.local);
        exports.set(
          readName(specifier.exported),
          node.source ? { from: locate(node.source), name: local } : local,
        );
      }
    } else declare(node);
  }
  const file = { path, imports, declared, exports, stars, comments };
  files.set(path, file);
  return file;
}

/** Reads the name of an identifier or of a string literal. */
export function readName(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? '';
}

function readNames(declaration: Node): readonly string[] {
  if (declaration.type === 'VariableDeclaration')
    return (declaration.declarations as readonly Node[]).map(({ id }) => readName(id));
  return declaration.id ? [readName(declaration.id)] : [];
}

function toFile(path: string, source: string): string {
  return source.startsWith('.') ? resolve(dirname(path), source).replace(/\.js$/, '.d.ts') : source;
}
