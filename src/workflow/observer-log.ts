/**
 * Observer and reflector: old messages become notes.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { observerObserve } from '../prompt/observer-observe.ts';
import { observerReflect } from '../prompt/observer-reflect.ts';
import { between, exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { documentText, storeDocument } from './document-text.ts';
import { countTokens } from './truncate.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const DOCUMENTED = "Mastra's documentation of observational memory";

const PARAMETERS = {
  observeAt: { value: 30_000, source: `${DOCUMENTED}: tokens of unobserved messages` },
  reflectAt: { value: 40_000, source: `${DOCUMENTED}: tokens of notes` },
  keep: { value: 6000, source: `${DOCUMENTED}: tokens of messages that stay` },
} as const;

export const OBSERVER_LOG: WorkflowDeclaration = {
  name: 'observer-log',
  title: 'Observer and reflector',
  goodAt: 'Prompt caching: notes come before messages and only grow at the end between reflections.',
  operations: ['create', 'read', 'update', 'delete'],
  unit: 'chunk',
  calls: {
    perUnit: between(0, 2),
    perQuestion: exactly(0),
    formula: '1 for every 30 000 unobserved tokens, 1 whenever notes exceed 40 000',
  },
  prompts: [observerObserve, observerReflect],
  parameters: PARAMETERS,
  defects: {},
  references: [DOCUMENTED],
  omits: ['Observation in the background at every fifth of the threshold.'],
};

export interface ObserverLogOptions extends WorkflowOptions {
  readonly observeAt?: number;
  readonly reflectAt?: number;
  /** Number of tokens of messages that stay when the others are observed. */
  readonly keep?: number;
}

/** Turns old messages into notes and shortens old notes. It never searches. */
export function createObserverLog(options: ObserverLogOptions): Workflow {
  const { observeAt = PARAMETERS.observeAt.value, reflectAt = PARAMETERS.reflectAt.value } = options;
  const { keep = PARAMETERS.keep.value, tokens } = options;
  const countAll = (texts: readonly string[]): number =>
    texts.reduce((sum, text) => sum + countTokens(text, tokens), 0);

  /** Returns the messages that leave the prompt: all but the newest that fit. */
  function selectLeaving(messages: readonly Entry[]): readonly Entry[] {
    let room = keep;
    const first = messages.findLastIndex(({ text }) => {
      room -= countTokens(text, tokens);
      return room < 0;
    });
    return messages.slice(0, first + 1);
  }

  return defineWorkflow(OBSERVER_LOG, options, {
    async memorise({ chunk }, step) {
      const entries = await step.readAll();
      const notes = entries.filter(({ meta }) => meta.kind === 'note');
      const messages = entries.filter(({ meta }) => meta.kind === 'message');
      const fresh = chunk.documents.map((document) => storeDocument(document, { kind: 'message' }));
      const unobserved = [...messages.map(({ text }) => text), ...chunk.documents.map(documentText)];
      const done = countAll(unobserved) >= observeAt ? selectLeaving(messages) : [];
      if (done.length === 0) return fresh;
      const known = notes.map(({ text }) => text);
      const shown = done.map(({ text }) => text).join('\n\n');
      const note = await step.ask(observerObserve, { notes: known.join('\n'), messages: shown });
      // Without a note, the messages must stay.
      if (note === '') return fresh;
      const drop = done.map(({ id }): Operation => ({ op: 'delete', target: { id } }));
      const all = [...known, note];
      const condensed =
        countAll(all) > reflectAt ? await step.ask(observerReflect, { notes: all.join('\n') }) : '';
      const [oldest, ...others] = notes;
      if (condensed === '' || oldest === undefined) {
        const text = condensed || note;
        return [...fresh, ...drop, { op: 'create', text, meta: { kind: 'note' } }];
      }
      const merged = others.map(({ id }): Operation => ({ op: 'delete', target: { id } }));
      return [...fresh, ...drop, { op: 'update', target: { id: oldest.id }, text: condensed }, ...merged];
    },
    async recall(_observation, step) {
      const entries = await step.readAll();
      const of = (kind: string): readonly string[] =>
        entries.filter(({ meta }) => meta.kind === kind).map(({ text }) => text);
      return { texts: [...of('note'), ...of('message')] };
    },
  });
}
