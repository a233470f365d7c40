import { type Entry, type EntryId, readSources, SCRATCHPAD } from '../memory/entry.ts';
import type { Effect, Operation, UpdateOperation } from '../memory/operation.ts';
import type { View } from '../memory/view.ts';
import type { SourceDocument } from '../task/observation.ts';

/** Records which documents a written text came from, for policies that do not say so themselves. */
export interface SourceAttributor {
  /** Takes in the documents that the policy has now been shown. */
  see(documents: readonly SourceDocument[]): void;
  /** Takes in what became of a step's operations, so that an Update by id is known to continue an entry. */
  note(effects: readonly Effect[]): void;
  /** The operation with `meta.sources`; unchanged when the policy gave its own. */
  attribute(operation: Operation, view: View): Operation;
}

/** A sentence belongs to the document that holds at least this share of its content words. */
const ENOUGH = 0.6;

/**
 * Sentence by sentence, the document seen so far that shares most of the sentence's content words is its
 * source. A measure of evidence, kept beside the entry; no policy sees it.
 */
export function createSourceAttributor(): SourceAttributor {
  const seen = new Set<string>();
  const holders = new Map<string, Set<string>>();
  const entries = new Map<EntryId, Entry>();

  // Policies that name their sources never need the index: documents wait until the first text without.
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

  function sourceOf(sentence: string): string | undefined {
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
      const found = sentencesOf(operation.text).map(sourceOf);
      const kept =
        operation.op === 'update'
          ? carriedOver(operation.text, targetOf(operation.target, view, entries))
          : [];
      const sources = [...new Set([...kept, ...found])].filter((id) => id !== undefined);
      return { ...operation, meta: { ...operation.meta, sources } };
    },
  };
}

function targetOf(
  target: UpdateOperation['target'],
  view: View,
  entries: ReadonlyMap<EntryId, Entry>,
): Entry | undefined {
  if (target === 'scratchpad') return entries.get(SCRATCHPAD);
  return 'id' in target ? entries.get(target.id) : view.entries[target.slot - 1];
}

/** An update that keeps the old text and adds to it keeps the old sources. */
function carriedOver(text: string, before: Entry | undefined): readonly string[] {
  return before !== undefined && text.includes(before.text.trim()) ? readSources(before) : [];
}

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+|\n+/).filter((sentence) => sentence.trim() !== '');
}

function contentWords(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}
