import type { Operation } from '../memory/operation.ts';
import type { Issue, ParsedReply, Span } from './codec.ts';
import { finishReply } from './finish-reply.ts';
import { quote } from './quote.ts';
import { type LoneTag, scanTags, type TagPair } from './tag-scanner.ts';
import { cutThoughts, THOUGHT_TAG } from './thought.ts';

/** The tag of each thing that a reply can say, in one dialect. */
export interface TagNames {
  readonly create: string;
  readonly read: string;
  readonly update: string;
  readonly delete: string;
  readonly scratchpad: string;
  readonly answer: string;
}

/** The slot that a tag names, and the text behind it. */
export interface SlotText {
  /** Decimal digits, as written. */
  readonly slot: string;
  readonly text: string;
}

/** What tells one tag dialect from another. */
export interface TagSyntax {
  readonly names: TagNames;
  /** `hidden`: nothing in a thought acts. `tag`: `<think>` is a tag like any unknown one. */
  readonly thoughts: 'hidden' | 'tag';
  /** Takes the dialect's escape back, if it has one. */
  decode(text: string): string;
  decodeAnswer(text: string): string;
  /** `undefined` where no slot is named. */
  readUpdate(content: string, attributes: string): SlotText | undefined;
  readDelete(content: string, attributes: string): SlotText | undefined;
  /** `undefined` where no place in a view can be meant. */
  slotOf(digits: string): number | undefined;
  /** How the dialect writes a slot, for messages. */
  readonly slotForm: string;
  /** An Update or Delete that names no slot is passed over, or ends the reply. */
  readonly malformed: 'skip' | 'abort';
  /** What an Update to an empty text means. */
  readonly emptyUpdate: 'keep' | 'delete';
}

/**
 * Reads a reply in a tag dialect. Pairs run in the order written; unknown ones are passed over with all
 * that they hold; contents are trimmed. An operation with an empty text or query is reported *and* kept:
 * the memory refuses it, so that it counts.
 */
export function parseTags(text: string, syntax: TagSyntax): ParsedReply {
  const reader = createReader(text, syntax);
  const { visible, issues } =
    syntax.thoughts === 'hidden' ? cutThoughts(text) : { visible: [wholeOf(text)], issues: [] };
  const scans = visible.map((span) => scanTags(text, span));
  for (const pair of scans.flatMap((scan) => scan.pairs)) if (!reader.read(pair)) break;
  const known = new Set(Object.values(syntax.names));
  const lone = scans.flatMap((scan) => scan.lone).filter((tag) => known.has(tag.name));
  return reader.finish([...issues, ...lone.map(loneIssue)]);
}

interface Reader {
  /** Takes a pair in; false when the rest of the reply must not be read. */
  read(pair: TagPair): boolean;
  finish(others: readonly Issue[]): ParsedReply;
}

function createReader(text: string, syntax: TagSyntax): Reader {
  const { names } = syntax;
  const operations: Operation[] = [];
  const answers: string[] = [];
  const issues: Issue[] = [];

  function report(kind: Issue['kind'], message: string, { span }: TagPair): void {
    issues.push({ kind, message, span });
  }

  function take(operation: Operation, pair: TagPair): void {
    const said = operation.op === 'read' ? operation.query : 'text' in operation ? operation.text : undefined;
    if (said === '' && pair.name !== names.scratchpad) {
      report('empty-text', `<${pair.name}> holds no text`, pair);
    }
    operations.push(operation);
  }

  function readSlotted(pair: TagPair, content: string): boolean {
    const isUpdate = pair.name === names.update;
    const found = (isUpdate ? syntax.readUpdate : syntax.readDelete)(content, pair.attributes);
    if (found === undefined) {
      const rest = syntax.malformed === 'abort' ? '; the rest of the reply is dropped' : '';
      report('missing-slot', `<${pair.name}> names no entry: write ${syntax.slotForm}${rest}`, pair);
      return syntax.malformed === 'skip';
    }
    const slot = syntax.slotOf(found.slot);
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

  function read(pair: TagPair): boolean {
    const content = text.slice(pair.content.start, pair.content.end).trim();
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
        if (answer === '') report('empty-text', `<${pair.name}> holds no text`, pair);
        answers.push(answer);
        return true;
      }
      case THOUGHT_TAG:
        return true;
      default:
        report(
          'unknown-tag',
          `${quote(`<${pair.name}>`)} is no tag of this dialect: nothing in it acts`,
          pair,
        );
        return true;
    }
  }

  return {
    read,
    finish: (others) => finishReply(wholeOf(text), operations, answers, [...issues, ...others]),
  };
}

function loneIssue({ name, side, span }: LoneTag): Issue {
  return side === 'opening'
    ? { kind: 'unclosed-tag', message: `<${name}> is never closed: it does nothing`, span }
    : { kind: 'unopened-tag', message: `</${name}> closes nothing`, span };
}

function wholeOf(text: string): Span {
  return { start: 0, end: text.length };
}
