/**
 * Finds names in the examples of docstrings that a reader cannot import.
 *
 * @module
 */
import { parseSync, Visitor } from 'rolldown/utils';
import { type Node, readName } from './declaration-file.ts';
import type { DeclaredSymbol } from './find-symbol.ts';

export interface PrivateName {
  readonly name: string;
  readonly example: string;
}

/** What the package exports: `''` for the root, `ai` for `atommem/ai`. */
export type Surface = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Finds the project's own names that an example of `symbol` uses, although neither `entry` nor an import in the
 * example provides them. `known` holds every name that some file of the package exports.
 */
export function findPrivateNames(
  symbol: DeclaredSymbol,
  entry: string,
  surface: Surface,
  known: ReadonlySet<string>,
): readonly PrivateName[] {
  return readExamples(symbol).flatMap((example) => {
    const { imported, declared, used } = readUses(example);
    const wrong = imported
      .filter(({ from, name }) => !surface.get(from)?.has(name))
      .map(({ from, name }) => ({ name: `${name} from 'atommem${from && '/'}${from}'`, example }));
    const free = [...used].filter(
      (name) => known.has(name) && !declared.has(name) && !surface.get(entry)!.has(name),
    );
    return [...wrong, ...free.map((name) => ({ name, example }))];
  });
}

/** Reads the `@example` blocks of a declaration and of its members. */
export function readExamples({ file, nodes }: DeclaredSymbol): readonly string[] {
  return nodes.flatMap((node) => {
    const inside = file.comments.filter(({ start, end }) => start > node.start && end < node.end);
    // The docstring is the last comment that ends before the declaration, with only `export declare` between.
    const before = file.comments.filter(({ end }) => end <= node.start && node.start - end < 20).slice(-1);
    return [...before, ...inside].flatMap(({ value }) => {
      const text = value.replace(/^\s*\* ?/gm, '');
      return [...text.matchAll(/@example\s+([\s\S]*?)(?=^@\w|$(?![\s\S]))/gm)].map(([, block]) =>
        block!.replace(/^```\w*$/gm, '').trim(),
      );
    });
  });
}

interface Uses {
  readonly imported: readonly { readonly from: string; readonly name: string }[];
  readonly declared: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
}

function readUses(example: string): Uses {
  const { program } = parseSync('example.ts', example, { lang: 'ts', sourceType: 'module' });
  const imported: { from: string; name: string }[] = [];
  const declared = new Set<string>();
  const used = new Set<string>();
  const skipped = new Set<unknown>();
  const visitor = new Visitor({
    ImportDeclaration(node) {
      const source = node.source.value;
      for (const specifier of node.specifiers) {
        declared.add(specifier.local.name);
        if (specifier.type === 'ImportSpecifier' && (source === 'atommem' || source.startsWith('atommem/')))
          imported.push({ from: source.slice('atommem/'.length), name: readName(specifier.imported) });
      }
    },
    VariableDeclarator(node) {
      for (const name of readPattern(node.id as unknown as Node)) declared.add(name);
    },
    FunctionDeclaration(node) {
      if (node.id) declared.add(node.id.name);
    },
    ArrowFunctionExpression(node) {
      for (const parameter of node.params)
        for (const name of readPattern(parameter as unknown as Node)) declared.add(name);
    },
    MemberExpression(node) {
      if (!node.computed) skipped.add(node.property);
    },
    Property(node) {
      if (!node.computed && !node.shorthand) skipped.add(node.key);
    },
    Identifier(node) {
      if (!skipped.has(node)) used.add(node.name);
    },
  });
  visitor.visit(program);
  return { imported, declared, used };
}

function readPattern(node: Node): readonly string[] {
  if (node.type === 'Identifier') return [readName(node)];
  const parts = [
    node.left,
    node.argument,
    ...((node.elements as Node[]) ?? []),
    ...((node.properties as Node[]) ?? []),
  ];
  const value = node.type === 'Property' ? [node.value] : parts;
  return value
    .filter((part) => part !== null && part !== undefined)
    .flatMap((part) => readPattern(part as Node));
}
