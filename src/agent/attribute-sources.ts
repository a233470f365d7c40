/**
 * Attributes written texts to their source documents.
 *
 * @module
 */
import { type Entry, type EntryId, readSources, SCRATCHPAD } from '../memory/entry.ts';
import type { Effect, Operation, UpdateOperation } from '../memory/operation.ts';
import type { View } from '../memory/view.ts';
import type { SourceDocument } from '../task/observation.ts';

/** Adds sources to the operations of policies that do not name them. */
export interface SourceAttributor {
  /** Adds documents that the policy sees. */
  see(documents: readonly SourceDocument[]): void;
  /** Adds the effects of a step, so that an Update by id can keep the sources of its entry. */
  note(effects: readonly Effect[]): void;
  /** Returns the operation with `meta.sources`, or unchanged if the policy named its own. */
  attribute(operation: Operation, view: View): Operation;
}

/** Fraction of a sentence's content words that its source document must contain. */
const ENOUGH = 0.6;

/**
 * Creates an attributor that works sentence by sentence. The source of a sentence is the document seen so far that
 * shares most of its content words. Policies never see the sources.
 */
export function createSourceAttributor(): SourceAttributor {
  const seen = new Set<string>();
  const holders = new Map<string, Set<string>>();
  const entries = new Map<EntryId, Entry>();

  // Built lazily, because policies that name their sources never need the index.
  const unread: SourceDocument[] = [];

  function indexUnread(): void {
    for (const document of unread.splice(0)) {
      if (seen.has(document.id)) continue;
      seen.add(document.id);
      for (const word of contentWords(`${document.title} ${document.text}`)) {
        const ids = holders.get(word);
        if (ids === undefined) holders.set(word, new Set([document.id]));
        else ids.add(document.id);
      }
    }
  }

  function findSource(sentence: string): string | undefined {
    const words = contentWords(sentence);
    if (words.size === 0) return undefined;
    const shared = new Map<string, number>();
    for (const word of words) {
      for (const id of holders.get(word) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    let best: string | undefined;
    let most = 0;
    for (const [id, count] of shared) if (count > most) [best, most] = [id, count];
    return most >= ENOUGH * words.size ? best : undefined;
  }

  return {
    see(documents) {
      unread.push(...documents);
    },
    note(effects) {
      for (const effect of effects)
        if (effect.applied && effect.entry) entries.set(effect.entry.id, effect.entry);
    },
    attribute(operation, view) {
      if ((operation.op !== 'create' && operation.op !== 'update') || operation.meta?.sources)
        return operation;
      indexUnread();
      const found = splitSentences(operation.text).map(findSource);
      const kept =
        operation.op === 'update'
          ? keepSources(operation.text, findTarget(operation.target, view, entries))
          : [];
      const sources = [...new Set([...kept, ...found])].filter((id) => id !== undefined);
      return { ...operation, meta: { ...operation.meta, sources } };
    },
  };
}

function findTarget(
  target: UpdateOperation['target'],
  view: View,
  entries: ReadonlyMap<EntryId, Entry>,
): Entry | undefined {
  if (target === 'scratchpad') return entries.get(SCRATCHPAD);
  return 'id' in target ? entries.get(target.id) : view.entries[target.slot - 1];
}

/** An Update that keeps the old text keeps its sources. */
function keepSources(text: string, before: Entry | undefined): readonly string[] {
  return before !== undefined && text.includes(before.text.trim()) ? readSources(before) : [];
}

function splitSentences(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+|\n+/).filter((sentence) => sentence.trim() !== '');
}

function contentWords(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}
