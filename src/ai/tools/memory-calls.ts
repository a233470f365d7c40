/**
 * The four memory operations as tool calls: validates the input and returns a result for the model.
 *
 * @module
 */
import { type EntryId, SCRATCHPAD } from '../../memory/entry.ts';
import type { Memory } from '../../memory/memory.ts';
import type { Operation, OperationName, RefusedEffect, Target } from '../../memory/operation.ts';
import { cleanText, formatEntries } from './format-entries.ts';
import { type MemoryToolResult, refuse } from './tool-result.ts';

/** One call as the model wrote it. Fields can have any type. */
export interface MemoryCall {
  readonly op: OperationName;
  readonly id?: unknown;
  readonly text?: unknown;
  readonly query?: unknown;
  readonly limit?: unknown;
}

export interface MemoryCallOptions {
  readonly limit: number;
  readonly maxCharacters: number;
  readonly maxTextLength: number;
  readonly actor: string;
  readonly readonly: boolean;
}

/** Maximum number of ids listed in a refusal. */
const NAMED_IDS = 8;

/** Runs one call. Throws only errors of the store, the embedder or the signal. */
export async function runMemoryCall(
  memory: Memory,
  call: MemoryCall,
  options: MemoryCallOptions,
  signal?: AbortSignal,
): Promise<MemoryToolResult> {
  if (call.op === 'read') return read(memory, call, options, signal);
  if (options.readonly) return refuse('read-only', 'This memory is read-only. Go on without writing.');
  const operation = await toOperation(memory, call, options);
  if ('ok' in operation) return operation;
  const [effect] = await memory.apply([operation], { actor: options.actor, signal });
  if (effect === undefined) return refuse('unavailable', 'The memory gave no answer. Go on without it.');
  if (!effect.applied) return explainRefusal(memory, call, effect);
  const id = effect.entry?.id ?? (operation.op === 'update' ? SCRATCHPAD : undefined);
  return { ok: true, text: `${PAST[call.op]} ${id}.`, id };
}

const PAST: Readonly<Record<OperationName, string>> = {
  create: 'Created',
  read: 'Read',
  update: 'Updated',
  delete: 'Deleted',
};

async function toOperation(
  memory: Memory,
  call: MemoryCall,
  { maxTextLength }: MemoryCallOptions,
): Promise<Operation | MemoryToolResult> {
  const { op } = call;
  let text = '';
  if (op !== 'delete') {
    if (typeof call.text !== 'string') return refuse('bad-input', `Give "text": the text to ${WRITES[op]}.`);
    text = cleanText(call.text).trim();
    if (text === '' && !(op === 'update' && call.id === SCRATCHPAD))
      return refuse(
        'empty-text',
        `The text is empty. ${op === 'update' ? 'Delete the entry, or give' : 'Give'} a text.`,
      );
    if (text.length > maxTextLength)
      return refuse(
        'text-too-long',
        `The text has ${text.length} characters; the limit is ${maxTextLength}. Store the facts in it one by one.`,
      );
  }
  if (op === 'create') return { op, text };
  const id = readId(call.id);
  if (id === undefined) return refuse('bad-input', `Give "id", such as ${await nameIds(memory)}.`);
  const target: Target = id === SCRATCHPAD ? 'scratchpad' : { id };
  return op === 'update' ? { op, target, text } : { op: 'delete', target };
}

const WRITES: Readonly<Record<OperationName, string>> = {
  create: 'remember',
  read: 'find',
  update: 'store instead',
  delete: 'delete',
};

/** Accepts the ways models write an id: `m12`, ` m12 `, `[m12]`, `Memory m12`, `M12`. */
function readId(value: unknown): EntryId | undefined {
  if (typeof value !== 'string') return undefined;
  const id = value
    .trim()
    .replace(/^(?:memory|entry|id)[\s:#]+/i, '')
    .replace(/^["'`[(<]+|["'`\])>.:]+$/g, '');
  if (id === '' || id.length > 64) return undefined;
  return /^M\d/.test(id) ? id.toLowerCase() : id;
}

async function read(
  memory: Memory,
  { query, limit }: MemoryCall,
  options: MemoryCallOptions,
  signal: AbortSignal | undefined,
): Promise<MemoryToolResult> {
  const most = readLimit(limit, options.limit);
  const text = typeof query === 'string' ? cleanText(query).trim().slice(0, LONGEST_QUERY) : '';
  if (text === '') return list(memory, most, options);
  const entries = await memory.read(text, { limit: most, signal });
  if (entries.length > 0) {
    const { text, shown } = formatEntries(entries, options.maxCharacters);
    memory.noteShown(shown, `found by ${options.actor}`);
    return { ok: true, text, entries };
  }
  return { ok: true, text: `Nothing is remembered about "${text.slice(0, 80)}".`, entries };
}

/** Maximum query length in characters. Longer queries do not improve results and can exceed an embedder's limit. */
const LONGEST_QUERY = 1000;

/** Lists the scratchpad, then the newest entries. Used if there is no query. */
async function list(
  memory: Memory,
  most: number,
  { maxCharacters, actor }: MemoryCallOptions,
): Promise<MemoryToolResult> {
  const all = await memory.entries();
  const newest = all.slice(-most).reverse();
  const scratchpad = await memory.scratchpad();
  const entries = scratchpad !== undefined && scratchpad.text !== '' ? [scratchpad, ...newest] : newest;
  if (entries.length === 0) return { ok: true, text: 'Nothing is remembered yet.', entries };
  const heading = all.length > newest.length ? `The newest ${newest.length} of ${all.length} entries:\n` : '';
  const { text, shown } = formatEntries(entries, maxCharacters - heading.length);
  memory.noteShown(shown, `listed by ${actor}`);
  return { ok: true, text: heading + text, entries };
}

/** Maximum number of entries per read. Hosts cut longer results. */
const MOST_ENTRIES = 20;

function readLimit(value: unknown, fallback: number): number {
  const limit =
    typeof value === 'number' && Number.isFinite(value) && value >= 1 ? Math.floor(value) : fallback;
  return Math.min(limit, MOST_ENTRIES);
}

async function explainRefusal(
  memory: Memory,
  { id }: MemoryCall,
  { reason }: RefusedEffect,
): Promise<MemoryToolResult> {
  switch (reason) {
    case 'no-such-entry':
    case 'no-such-slot':
      return refuse(
        reason,
        `No entry ${JSON.stringify(String(id).slice(0, 64))}. Known ids: ${await nameIds(memory)}.`,
      );
    case 'over-capacity':
    case 'discarded':
      return refuse(reason, 'The memory is full. Delete or update an entry first.');
    case 'duplicate':
      return refuse(reason, 'This text is stored already. Nothing is left to do.');
    case 'version-conflict':
      return refuse(reason, 'The entry changed in the meantime. Read it again, then update it.');
    case 'empty-text':
      return refuse(reason, 'The text is empty. Give a text.');
    default:
      return refuse(reason, `The memory refused this (${reason}). Go on without it.`);
  }
}

async function nameIds(memory: Memory): Promise<string> {
  const entries = await memory.entries();
  if (entries.length === 0) return 'none (the memory is empty)';
  const ids = entries.slice(-NAMED_IDS).map(({ id }) => id);
  return entries.length > NAMED_IDS
    ? `${ids.join(', ')} and ${entries.length - NAMED_IDS} older`
    : ids.join(', ');
}
