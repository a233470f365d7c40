/**
 * Lists the files and names that a training option passes through, from the parsed command line to its uses:
 *
 *     node scripts/trace-option.ts groupSize
 *
 * It follows the config that `readConfig` returns in `src/cli/train.ts` through variables, parameters, object
 * literals and results whose type has the option. It prints the names on the way to a use, and then all names
 * that hold the option. Names of one spelling count once. Further arguments are other names of the option.
 *
 * @module
 */
import { join, relative } from 'node:path';
import * as ast from 'typescript/unstable/ast';
import { API, type Symbol as Declared, type Type } from 'typescript/unstable/sync';

const ROOT = process.cwd();
const START = 'src/cli/train.ts';
/** Depth to which objects are searched for the option. */
const DEPTH = 3;
const option = new Set(process.argv.slice(2));
if (option.size === 0) throw new Error('Give the key of an option, such as groupSize');

const api = new API();
const project = api.updateSnapshot({ openProjects: [join(ROOT, 'tsconfig.json')] }).getProjects()[0]!;
const { checker, program } = project;
const seen = new Set<ast.Node>();
/** Every variable, parameter or property that holds the option. */
const holders = new Map<string, Holder>();
const carrying = new Map<number, boolean>();

const start = program.getSourceFile(join(ROOT, START))!;
visit(start, (node) => {
  if (ast.isCallExpression(node) && node.expression.getText() === 'readConfig') follow(node, undefined);
});
const used = new Set([...holders.values()].filter(({ name }) => option.has(name)));
for (const holder of used) for (const from of holder.from) used.add(from);
report('on the way to a use', used);
report('in all', new Set(holders.values()));
api.close();

interface Holder {
  readonly file: string;
  readonly name: string;
  readonly from: Set<Holder>;
}

function report(title: string, some: ReadonlySet<Holder>): void {
  const files = Map.groupBy(some, ({ file }) => file);
  const list = (of: Iterable<Holder>): string =>
    [...new Set([...of].map(({ name }) => name))].sort().join(', ');
  for (const [file, each] of [...files].sort()) console.log(`${file}: ${list(each)}`);
  const names = list(some);
  console.log(`${title}: ${files.size} files, ${names.split(', ').length} names (${names})\n`);
}

function visit(node: ast.Node, act: (node: ast.Node) => void): void {
  act(node);
  node.forEachChild((child) => visit(child, act));
}

/** Tells whether a value of this type holds the option. */
function holds(type: Type | undefined, depth = DEPTH): boolean {
  if (type === undefined || depth === 0) return false;
  const key = type.id * 10 + depth;
  const known = carrying.get(key);
  if (known !== undefined) return known;
  carrying.set(key, false);
  const found =
    type.isUnionType() || type.isIntersectionType()
      ? type.getTypes().some((part) => holds(part, depth))
      : type.isObjectType() &&
        checker.getPropertiesOfType(type).some((property) => {
          if (option.has(property.name)) return true;
          return (
            !/^(__|then$|terminal$)/.test(property.name) &&
            holds(checker.getTypeOfSymbol(property), depth - 1)
          );
        });
  carrying.set(key, found);
  return found;
}

/** Records a name that holds the option. */
function record(node: ast.Node, name: string, from: Holder | undefined): Holder {
  const file = relative(ROOT, node.getSourceFile().fileName);
  const key = `${file}:${node.pos}:${name}`;
  const holder = holders.get(key) ?? { file, name, from: new Set() };
  holders.set(key, holder);
  if (from !== undefined) holder.from.add(from);
  return holder;
}

/** Follows an expression that holds the option, or is its value, to where it goes. */
function follow(node: ast.Node, from: Holder | undefined): void {
  if (seen.has(node)) return;
  seen.add(node);
  const { parent } = node;
  if (ast.isVariableDeclaration(parent) && parent.initializer === node) bind(parent.name, from);
  else if (ast.isPropertyAccessExpression(parent) && parent.expression === node) {
    const { text } = parent.name;
    if (option.has(text) || holds(checker.getTypeAtLocation(parent))) {
      follow(parent, option.has(text) ? record(parent.name, text, from) : from);
    }
  } else if (ast.isCallExpression(parent) && parent.arguments.includes(node as ast.Expression))
    enter(parent, node, from);
  else if (ast.isPropertyAssignment(parent)) {
    const name = parent.name.getText();
    follow(parent.parent, record(parent.name, name, from));
  } else if (ast.isShorthandPropertyAssignment(parent)) follow(parent.parent, from);
  else if (ast.isReturnStatement(parent)) followCalls(parent, from);
  else if (isTransparent(parent)) follow(parent, from);
}

/** Follows the calls of the function that returns the option, in the same file. */
function followCalls(statement: ast.Node, from: Holder | undefined): void {
  let node = statement;
  while (node.parent !== undefined && !ast.isFunctionDeclaration(node)) node = node.parent;
  const name = ast.isFunctionDeclaration(node) ? node.name?.text : undefined;
  visit(statement.getSourceFile(), (call) => {
    if (ast.isCallExpression(call) && call.expression.getText() === name) follow(call, from);
  });
}

function isTransparent(node: ast.Node): boolean {
  return (
    ast.isParenthesizedExpression(node) ||
    ast.isAsExpression(node) ||
    ast.isNonNullExpression(node) ||
    ast.isAwaitExpression(node) ||
    ast.isSpreadAssignment(node) ||
    ast.isSpreadElement(node) ||
    ast.isConditionalExpression(node) ||
    ast.isObjectLiteralExpression(node) ||
    ast.isArrayLiteralExpression(node) ||
    (ast.isBinaryExpression(node) && /^(\?\?|\|\|)$/.test(node.operatorToken.getText()))
  );
}

/** Follows an argument into the parameter, and the result of the call if it holds the option. */
function enter(call: ast.CallExpression, argument: ast.Node, from: Holder | undefined): void {
  const declaration = checker.getResolvedSignature(call)?.declaration?.resolve(project) as
    | ast.SignatureDeclaration
    | undefined;
  const index = call.arguments.indexOf(argument as ast.Expression);
  const parameter = declaration?.parameters[index];
  if (parameter !== undefined && !/node_modules/.test(parameter.getSourceFile().fileName)) {
    bind(parameter.name, from);
  }
  if (holds(checker.getTypeAtLocation(call))) follow(call, from);
}

/** Follows the names that a pattern binds. */
function bind(name: ast.BindingName, from: Holder | undefined): void {
  if (ast.isIdentifier(name)) {
    track(name, from);
    return;
  }
  for (const element of name.elements) {
    if (!ast.isBindingElement(element) || element.name === undefined) continue;
    const key = (element.propertyName ?? element.name).getText();
    const rest = element.dotDotDotToken !== undefined;
    if (option.has(key) || rest || holds(checker.getTypeAtLocation(element.name))) bind(element.name, from);
  }
}

function track(name: ast.Identifier, from: Holder | undefined): void {
  const symbol: Declared | undefined = checker.getSymbolAtLocation(name);
  const known = holders.size;
  const holder = record(name, name.text, from);
  if (symbol === undefined || holders.size === known) return;
  visit(name.getSourceFile(), (node) => {
    if (!ast.isIdentifier(node) || node.text !== name.text || node === name) return;
    const { parent } = node;
    const found = ast.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node);
    if (found?.id === symbol.id) follow(node, holder);
  });
}
