/**
 * Baselines of the suites: no memory, the last turns, the full context, and plain searches.
 *
 * @module
 */

import { conversationPolicy } from '../ai/conversation/conversation-policy.ts';
import {
  type LearnedConversationOptions,
  learnedConversation,
} from '../ai/learned-conversation/learned-conversation.ts';
import { recallEntries } from '../ai/recall-entries.ts';
import { hashingEmbedder } from '../embed/hashing.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { makeRoom } from '../policy/make-room.ts';
import type { ShownText } from '../score/shown-text.ts';
import type { SourceDocument } from '../task/observation.ts';
import type { MemorySystem } from './memory-system.ts';
import { policySystem } from './policy-system.ts';

/** Keeps every turn and shows some of them by position. */
function turnSystem(
  name: string,
  choose: (turns: readonly ShownText[]) => readonly ShownText[],
  unlimited = false,
): MemorySystem {
  return {
    name,
    unlimited,
    async open({ characterCapacity = Number.POSITIVE_INFINITY }) {
      const turns: ShownText[] = [];
      let characters = 0;
      return {
        async observe({ id, text }) {
          turns.push({ text, sources: [id] });
          characters += text.length;
          while (!unlimited && characters > characterCapacity) characters -= turns.shift()!.text.length;
          return undefined;
        },
        show: async () => choose(turns),
        contents: async () => choose(turns),
      };
    },
  };
}

const MACHINE = /^(?:assistant|system|tool|bot|ai):/i;

function listUserTexts({ text }: SourceDocument): readonly string[] {
  return MACHINE.test(text) ? [] : [text];
}

function splitSentences(document: SourceDocument): readonly string[] {
  const speaker = /^[^:\n]{1,60}: /.exec(document.text)?.[0] ?? '';
  return listUserTexts(document).flatMap((text) =>
    text
      .slice(speaker.length)
      .split(/(?<=[.!?])\s+|\n+/)
      .filter((sentence) => sentence.trim() !== '')
      .map((sentence) => speaker + sentence.trim()),
  );
}

/** Stores texts of each turn as they are, and finds them by their words. If memory is limited, the newest stay. */
function verbatimPolicy(name: string, split: (document: SourceDocument) => readonly string[]) {
  return definePolicy({
    name,
    unit: 'turn',
    async memorise({ chunk }, context) {
      const operations = chunk.documents.flatMap((document): readonly Operation[] =>
        split(document).map((text) => ({ op: 'create', text, meta: { sources: [document.id] } })),
      );
      const rate = (entries: readonly Entry[]): readonly number[] => entries.map((_, place) => place);
      return context.characterCapacity === undefined
        ? operations
        : makeRoom({ operations, entries: await context.readAll(), context, rate });
    },
  });
}

const USER_TURNS = verbatimPolicy('user-turns', listUserTexts);

/** Creates the system of the learned conversation policy. */
export function learnedSystem({
  name = 'learned',
  ...options
}: LearnedConversationOptions & { readonly name?: string }): MemorySystem {
  const { policy, recall } = learnedConversation(options);
  return policySystem(policy, { name, recall });
}

/** Options of a named system. */
export interface SystemOptions {
  /** Embedder of `hybrid`. Default: the hashing embedder, which needs no model. */
  readonly embedder?: Embedder;
}

type CreateSystem = (options: SystemOptions) => MemorySystem;

const SYSTEMS: ReadonlyMap<string, CreateSystem> = new Map<string, CreateSystem>([
  ['none', () => turnSystem('none', () => [])],
  ['last-turns', () => turnSystem('last-turns', (turns) => turns.toReversed())],
  ['full-context', () => turnSystem('full-context', (turns) => turns, true)],
  ['rag', () => policySystem(verbatimPolicy('rag', ({ text }) => [text]))],
  ['user-turns', () => policySystem(USER_TURNS)],
  ['sentences', () => policySystem(verbatimPolicy('sentences', splitSentences))],
  ['hybrid', ({ embedder = hashingEmbedder() }) => policySystem(USER_TURNS, { name: 'hybrid', embedder })],
  ['conversation', () => policySystem(conversationPolicy(), { recall: recallEntries })],
  ['learned', () => learnedSystem({})],
]);

/** Baselines that every suite over conversations shows. */
export const BASELINE_NAMES: readonly string[] = ['none', 'last-turns', 'full-context'];

/** Names of the systems that need no model. */
export const SYSTEM_NAMES: readonly string[] = [...SYSTEMS.keys()];

/** Returns the system with this name, or `undefined`. */
export function createSystem(name: string, options: SystemOptions = {}): MemorySystem | undefined {
  return SYSTEMS.get(name)?.(options);
}
