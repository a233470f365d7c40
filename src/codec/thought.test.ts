import { describe, expect, test } from 'vitest';
import { tagsCodec } from './tags.ts';
import { cutThoughts } from './thought.ts';

describe('cutThoughts', () => {
  test.each([
    ['a', ['a'], []],
    ['a<think>b</think>c', ['a', 'c'], []],
    ['a<THINK kind="long">b</Think >c', ['a', 'c'], []],
    ['a<think>b', ['a'], ['unclosed-thought']],
    ['a</think>b', ['b'], []],
    ['<think>a<think>b</think>c</think>d', ['d'], ['unopened-tag']],
    ['<think>a</thinking>b', ['b'], []],
    ['<think>a<reasoning>b</reasoning>c</think>d', ['d'], []],
    ['<think/>a', ['<think/>a'], []],
    ['a<thinker>b</thinker>', ['a<thinker>b</thinker>'], []],
    ['a [1] <b>c</b> <|end|>', ['a [1] <b>c</b> <|end|>'], []],
    ['', [], []],
  ])('%s', (text, visible, kinds) => {
    const cut = cutThoughts(text);
    expect(cut.visible.map((span) => text.slice(span.start, span.end))).toEqual(visible);
    expect(cut.issues.map((issue) => issue.kind)).toEqual(kinds);
  });

  const draft = '<create_memory>DRAFT</create_memory>';
  const final = '<create_memory>FINAL</create_memory>';

  test.each([
    ['[THINK]', '[/THINK]'],
    ['<thinking>', '</thinking>'],
    ['<thought>', '</thought>'],
    ['<reasoning effort="high">', '</reasoning>'],
    ['<reflection>', '</reflection>'],
    ['<seed:think>', '</seed:think>'],
    ['<longcat_think>', '</longcat_think>'],
    ['◁think▷', '◁/think▷'],
    ['<|START_THINKING|>', '<|END_THINKING|>'],
    ['<|begin_of_thought|>', '<|end_of_thought|>'],
    ['<|inner_prefix|>', '<|inner_suffix|>'],
    ['<unused94>thought\n', '<unused95>'],
    ['<|channel>thought\n', '<channel|>'],
    ['<|channel|>analysis<|message|>', '<|end|><|start|>assistant<|channel|>final<|message|>'],
    ['analysis', 'assistantfinal'],
    ['Here is my thought process:', 'Here is my response:'],
  ])('nothing between %s and %s acts', (open, close) => {
    const acts = (text: string): readonly unknown[] => tagsCodec.parse(text).operations;
    expect(acts(`${open}Maybe ${draft}${close}${final}`)).toEqual([{ op: 'create', text: 'FINAL' }]);
    if (/^\w/.test(open)) return; // plain words open a thought only if the rest follows
    expect(acts(`${final}${open}${draft}`)).toEqual([{ op: 'create', text: 'FINAL' }]);
    expect(acts(`${draft}${close}${final}`)).toEqual([{ op: 'create', text: 'FINAL' }]);
  });
});
