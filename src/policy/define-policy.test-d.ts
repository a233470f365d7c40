/**
 * Pins the types inferred for custom policies, and checks that stages and actions are exhaustive.
 *
 * @module
 */
import { expectTypeOf } from 'vitest';
import type { Entry } from '../memory/entry.ts';
import type { Action } from '../task/action.ts';
import type { Observation, Question, Situation } from '../task/observation.ts';
import { definePolicy } from './define-policy.ts';

definePolicy({
  name: 'titles',
  memorise: ({ chunk }) => chunk.documents.map(({ title }) => ({ op: 'create', text: title })),
  answer: ({ question }, { view }) => {
    expectTypeOf(question).toEqualTypeOf<Question>();
    expectTypeOf(view.entries).toEqualTypeOf<readonly Entry[]>();
    return view.entries[0]?.text ?? null;
  },
  async act({ situation }) {
    expectTypeOf(situation).toEqualTypeOf<Situation>();
    return { action: { kind: 'tool', name: 'buy', input: {} }, operations: [{ op: 'read', query: 'x' }] };
  },
});

definePolicy({
  name: 'wrong',
  // @ts-expect-error There is no operation `add`.
  memorise: () => [{ op: 'add', text: 'x' }],
  // @ts-expect-error An answer is text.
  answer: () => 1,
  // @ts-expect-error A tool call needs a name and an input.
  act: () => ({ kind: 'tool' }),
});

export function describeStage(observation: Observation): string {
  switch (observation.stage) {
    case 'memorise':
      return observation.chunk.text;
    case 'answer':
      return observation.question.text;
    case 'act':
      return observation.situation.content;
    default:
      return observation satisfies never;
  }
}

export function describeAction(action: Action): string {
  switch (action.kind) {
    case 'none':
    case 'read-on':
      return action.kind;
    case 'answer':
      return action.answers.join();
    case 'tool':
      return action.name;
    default:
      return action satisfies never;
  }
}
