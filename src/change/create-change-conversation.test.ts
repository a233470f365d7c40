/**
 * Tests the generator of change.
 *
 * @module
 */
import { describe, expect, it, test } from 'vitest';
import { holdsValue } from '../score/shown-text.ts';
import { turnDocumentId } from '../task/dialogue/conversation.ts';
import { type ChangeSplit, createChangeConversation, readStateAfter } from './create-change-conversation.ts';
import { CONTRADICTED, CORRECTED, FORGOTTEN, REPEATED, RETRACTED } from './general-templates.ts';
import { PERSONAL_TEMPLATES } from './personal-templates.ts';
import { WORK_TEMPLATES } from './work-templates.ts';

const SPLITS: readonly ChangeSplit[] = ['train', 'dev', 'test'];
const ATTRIBUTES = [...PERSONAL_TEMPLATES, ...WORK_TEMPLATES];
const LISTS = [
  ...ATTRIBUTES.flatMap(({ stated, changed, implied, questions }) => [stated, changed, implied, questions]),
  ...[REPEATED, CORRECTED, RETRACTED, FORGOTTEN, CONTRADICTED],
];

describe('templates', () => {
  it('are at least 300, distinct, with a third for each split', () => {
    const all = LISTS.flat();
    expect(all.length).toBeGreaterThanOrEqual(300);
    for (const { name, stated, changed, implied } of ATTRIBUTES)
      for (const list of [stated, changed, implied]) {
        expect(new Set(list).size, name).toBe(list.length);
        for (const template of list) expect(template, name).toContain('{v}');
      }
    for (const list of LISTS) expect(list.length % SPLITS.length).toBe(0);
  });
});

describe('createChangeConversation', () => {
  it('gives the same conversation for a seed, and another one for another seed', () => {
    const create = (seed: number) => createChangeConversation({ seed, turns: 50 });
    expect(create(1)).toEqual(create(1));
    expect(create(1).sessions).not.toEqual(create(2).sessions);
    expect(() => createChangeConversation({ seed: 1, turns: 3 })).toThrow('"turns" is 3');
  });

  test.each([50, 500, 5000])('writes %i turns with every kind of event', (turns) => {
    const conversation = createChangeConversation({ seed: 7, turns });
    expect(conversation.sessions.flatMap((session) => session.turns)).toHaveLength(turns);
    const kinds = new Set(conversation.events.map(({ kind }) => kind));
    if (turns >= 500) expect(kinds.size).toBe(8);
    expect(conversation.questions.length).toBeGreaterThan(turns >= 500 ? 35 : 6);
  });

  test.each(SPLITS)('asks for what is true (%s)', (split) => {
    const conversation = createChangeConversation({ seed: 3, turns: 500, split });
    const turns = conversation.sessions.flatMap((session) => session.turns);
    const texts = new Map(turns.map((turn) => [turnDocumentId(conversation.id, turn.id), turn.text]));
    for (const { id, type, current, superseded, after, support, answers } of conversation.questions) {
      const state = readStateAfter(conversation, (after ?? `${conversation.id}/t499`).split('/').at(-1)!);
      const values = [...state.values()];
      for (const value of current?.values ?? []) expect(values, `${id} ${type}`).toContain(value);
      for (const value of superseded?.values ?? []) expect(values, `${id} ${type}`).not.toContain(value);
      expect(answers).toEqual(current?.values ?? []);
      for (const turn of support) expect(holdsValue(texts.get(turn)!, answers[0]!)).toBe(true);
    }
  });

  it('names a value only in the turns of its fact, so that a text shows which one it holds', () => {
    const conversation = createChangeConversation({ seed: 5, turns: 500 });
    const turns = conversation.sessions.flatMap((session) => session.turns);
    for (const { current, id } of conversation.questions.filter(({ after }) => after === undefined)) {
      const [value] = current?.values ?? [];
      if (value === undefined) continue;
      const holding = turns.filter(({ text }) => holdsValue(text, value)).length;
      const events = conversation.events.filter((event) => event.value === value).length;
      expect(holding, `${id} ${value}`).toBeLessThanOrEqual(events + 1);
      expect(holding).toBeGreaterThan(0);
    }
  });
});
