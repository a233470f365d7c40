/**
 * Reads replies in a tag dialect.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';
import type { ToolCall } from '../task/action.ts';
import type { Issue, ParseContext, ParsedReply, Span } from './codec.ts';
import { finishReply } from './finish-reply.ts';
import { readLenientJson } from './lenient-json.ts';
import { quote } from './quote.ts';
import { type LoneTag, scanTags, type TagPair } from './tag-scanner.ts';
import { cutThoughts } from './thought.ts';
import { THOUGHT_TAGS } from './thought-marker.ts';
import { readAttributes } from './xml-call.ts';

/** The tag of each thing that a reply can say, in one dialect. */
export interface TagNames {
  readonly create: string;
  readonly read: string;
  readonly update: string;
  readonly delete: string;
  readonly scratchpad: string;
  readonly answer: string;
  /** Absent in dialects that cannot call tools. */
  readonly tool?: string;
}

/** The slot that a tag names, and the text after it. */
export interface SlotText {
  /** Decimal digits, as written. */
  readonly slot: string;
  readonly text: string;
}

/** The rules in which tag dialects differ. */
export interface TagSyntax {
  readonly names: TagNames;
  /** `hidden`: nothing in a thought takes effect. `tag`: `<think>` is an unknown tag like others. */
  readonly thoughts: 'hidden' | 'tag';
  /** Tags around a whole reply, such as `<response>`, that are skipped as if they were not there. */
  readonly wrappers?: ReadonlySet<string>;
  /** Whether `<create_memory text="…"/>` is read like a pair. */
  readonly selfClosing?: boolean;
  /** Reverses the dialect's escape. */
  decode(text: string): string;
  decodeAnswer(text: string): string;
  /** Returns `undefined` if no slot is named. */
  readUpdate(content: string, attributes: string): SlotText | undefined;
  readDelete(content: string, attributes: string): SlotText | undefined;
  /** Returns `undefined` if the digits cannot be a position in a view. */
  readSlot(digits: string): number | undefined;
  /** How the dialect writes a slot, for messages. */
  readonly slotForm: string;
  /** An update or delete that names no slot is skipped, or ends the reply. */
  readonly malformed: 'skip' | 'abort';
  /** Meaning of an update to an empty text. */
  readonly emptyUpdate: 'keep' | 'delete';
  /** A create with an empty text is kept for the memory to refuse, or left out. Both are reported. */
  readonly emptyCreate: 'keep' | 'ignore';
}

/**
 * Reads a reply in a tag dialect. Pairs take effect in the order written. Unknown pairs are skipped with all
 * that they hold. Contents are trimmed.
 */
export function parseTags(text: string, syntax: TagSyntax, context: ParseContext = {}): ParsedReply {
  const reader = createReader(text, syntax, context);
  const { visible, issues } =
    syntax.thoughts === 'hidden' ? cutThoughts(text) : { visible: [toWhole(text)], issues: [] };
  const counts = (name: string): boolean => syntax.wrappers?.has(name) !== true;
  const own: ReadonlySet<string> = new Set(Object.values(syntax.names));
  const closesItself = (name: string): boolean => syntax.selfClosing === true && own.has(name);
  const scans = visible.map((span) => scanTags(text, span, counts, closesItself));
  for (const pair of scans.flatMap((scan) => scan.pairs)) if (!reader.read(pair)) break;
  const lone = scans.flatMap((scan) => scan.lone).filter((tag) => own.has(tag.name));
  return reader.finish([...issues, ...lone.map(reportLone)]);
}

interface Reader {
  /** Reads a pair. Returns false if the rest of the reply must not be read. */
  read(pair: TagPair): boolean;
  finish(others: readonly Issue[]): ParsedReply;
}

function createReader(text: string, syntax: TagSyntax, { tools = [] }: ParseContext): Reader {
  const { names } = syntax;
  const operations: Operation[] = [];
  const answers: string[] = [];
  const issues: Issue[] = [];
  let tool: ToolCall | undefined;

  function report(kind: Issue['kind'], message: string, { span }: TagPair): void {
    issues.push({ kind, message, span });
  }

  function take(operation: Operation, pair: TagPair): void {
    const said = operation.op === 'read' ? operation.query : 'text' in operation ? operation.text : undefined;
    if (said === '' && pair.name !== names.scratchpad) {
      report('empty-text', `<${pair.name}> is empty`, pair);
      if (operation.op === 'create' && syntax.emptyCreate === 'ignore') return;
    }
    operations.push(operation);
  }

  function readSlotted(pair: TagPair, content: string): boolean {
    const isUpdate = pair.name === names.update;
    const found = (isUpdate ? syntax.readUpdate : syntax.readDelete)(content, pair.attributes);
    if (found === undefined) {
      const rest = syntax.malformed === 'abort' ? '. The rest of the reply is dropped' : '';
      report('missing-slot', `<${pair.name}> names no entry: write ${syntax.slotForm}${rest}`, pair);
      return syntax.malformed === 'skip';
    }
    const slot = syntax.readSlot(found.slot);
    if (slot === undefined) {
      report('bad-slot', `<${pair.name}> names slot ${quote(found.slot)}: slots count from 1`, pair);
      return true;
    }
    const update = syntax.decode(found.text.trim());
    const isDelete = !isUpdate || (update === '' && syntax.emptyUpdate === 'delete');
    take(
      isDelete ? { op: 'delete', target: { slot } } : { op: 'update', target: { slot }, text: update },
      pair,
    );
    return true;
  }

  function readTool(name: string | undefined, pair: TagPair, content: string): void {
    const read = readInput(content);
    if (name === undefined) report('malformed-call', `<${pair.name}> names no tool: write name="…"`, pair);
    else if (read === undefined) report('malformed-call', `the input of ${quote(name)} is not JSON`, pair);
    else if (tool !== undefined)
      report('extra-call', `the call of ${quote(name)} is ignored: a step makes one tool call`, pair);
    else {
      tool = { name, input: read.input };
      if (read.mended !== undefined)
        report('mended', `the input of ${quote(name)} was repaired: ${read.mended}`, pair);
    }
  }

  function read(pair: TagPair): boolean {
    const content = readContent(text, pair);
    switch (pair.name) {
      case names.create:
        take({ op: 'create', text: syntax.decode(content) }, pair);
        return true;
      case names.read:
        take({ op: 'read', query: syntax.decode(content) }, pair);
        return true;
      case names.scratchpad:
        take({ op: 'update', target: 'scratchpad', text: syntax.decode(content) }, pair);
        return true;
      case names.update:
      case names.delete:
        return readSlotted(pair, content);
      case names.answer: {
        const answer = syntax.decodeAnswer(content);
        if (answer === '') report('empty-text', `<${pair.name}> is empty`, pair);
        answers.push(answer);
        return true;
      }
      case names.tool:
        readTool(readName(pair.attributes), pair, content);
        return true;
      default:
        readOther(pair, content);
        return true;
    }
  }

  function readOther(pair: TagPair, content: string): void {
    const name =
      names.tool === undefined ? undefined : tools.find((each) => each.toLowerCase() === pair.name);
    if (name !== undefined) readTool(name, pair, content);
    else if (!THOUGHT_TAGS.includes(pair.name))
      report('unknown-tag', `${quote(`<${pair.name}>`)} is not a tag of this dialect`, pair);
  }

  return {
    read,
    finish: (others) => finishReply(toWhole(text), { operations, answers, tool }, [...issues, ...others]),
  };
}

/** The text of a pair, or of the attribute of a tag that closes itself. */
function readContent(text: string, { attributes, content, span }: TagPair): string {
  if (content.start < span.end) return text.slice(content.start, content.end).trim();
  const input = readAttributes(`${attributes}>`, 0, attributes.length + 1)?.input ?? {};
  const [field] = ['text', 'query', 'content', 'answer'].filter((name) => input[name] !== undefined);
  return field === undefined ? '' : String(input[field]).trim();
}

function readName(attributes: string): string | undefined {
  return /(?:^|\s)name\s*=\s*["']?([^"'\s/]{1,100})/i.exec(attributes)?.[1];
}

function readInput(content: string): { readonly input: JsonObject; readonly mended?: string } | undefined {
  if (content === '') return { input: {} };
  const { value, mended, cut } = readLenientJson(content, { start: 0, end: content.length });
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !cut ? { input: value as JsonObject, mended } : undefined;
}

function reportLone({ name, side, span }: LoneTag): Issue {
  return side === 'opening'
    ? { kind: 'unclosed-tag', message: `<${name}> is never closed and has no effect`, span }
    : { kind: 'unopened-tag', message: `</${name}> closes nothing`, span };
}

function toWhole(text: string): Span {
  return { start: 0, end: text.length };
}
