import { describe, expect, test } from 'vitest';
import type { Operation } from '../memory/operation.ts';
import { parseCallText } from './call-text.ts';

const A: Operation = { op: 'create', text: 'A' };
const B: Operation = { op: 'read', query: 'B' };
const C: Operation = { op: 'update', target: { slot: 2 }, text: 'C' };

describe('calls that servers pass through as text', () => {
  test.each<[string, string, readonly Operation[]]>([
    ['parameters', '{"name":"memory_create","parameters":{"text":"A"}}', [A]],
    ['args', '{"name":"memory_create","args":{"text":"A"}}', [A]],
    ['fields beside the name', '{"tool":"memory_create","text":"A"}', [A]],
    [
      'function',
      '{"type":"function","function":{"name":"memory_create","arguments":"{\\"text\\":\\"A\\"}"}}',
      [A],
    ],
    [
      'tool_calls',
      '{"tool_calls":[{"name":"memory_create","arguments":{"text":"A"}},{"name":"memory_read","arguments":{"query":"B"}}]}',
      [A, B],
    ],
    ['the name as key', '{"memory_create": {"text": "A"}}', [A]],
    ['LangChain', '{"action": "memory_create", "action_input": {"text": "A"}}', [A]],
    ['a prefix', '{"name":"functions.memory_create","arguments":{"text":"A"}}', [A]],
    [
      'Mistral',
      '[TOOL_CALLS]memory_create[ARGS]{"text":"A"}[TOOL_CALLS]memory_read[ARGS]{"query":"B"}',
      [A, B],
    ],
    ['Mistral, before', '[TOOL_CALLS] [{"name":"memory_create","arguments":{"text":"A"}}]', [A]],
    ['Llama', '<function=memory_create>{"text": "A"}</function>', [A]],
    [
      'Qwen3-Coder',
      '<tool_call>\n<function=memory_update>\n<parameter=slot>\n2\n</parameter>\n<parameter=text>\na < b\n</parameter>\n</function>\n</tool_call>',
      [{ op: 'update', target: { slot: 2 }, text: 'a < b' }],
    ],
    ['a parameter without its end', '<function=memory_create><parameter=text>A</function>', [A]],
    ['invoke', '<invoke name="memory_create"><parameter name="text">A</parameter></invoke>', [A]],
    ['GLM', '<tool_call>memory_create\n<arg_key>text</arg_key>\n<arg_value>A</arg_value>\n</tool_call>', [A]],
    ['the name as tag', '<memory_create>A</memory_create>', [A]],
    ['Python', '[memory_create(text="A"), functions.memory_read(query=\'B\')]', [A, B]],
    ['Python, positional', 'memory_update(2, "C")', [{ op: 'update', target: { slot: 2 }, text: 'C' }]],
    ['Python with an object', 'functions.memory_create({"text": "A"})', [A]],
    ['Gemini', '```tool_code\nprint(default_api.memory_create(text="A"))\n```', [A]],
    ['Gemma', 'call:memory_create{text:<escape>A<escape>}', [A]],
    ['Gemma, special quotes', '<|tool_call>call:memory_create{text:<|"|>A<|"|>}<tool_call|>', [A]],
    [
      'Kimi',
      '<|tool_call_begin|>functions.memory_create:0<|tool_call_argument_begin|>{"text":"A"}<|tool_call_end|>',
      [A],
    ],
    ['DeepSeek', '<｜tool▁call▁begin｜>function<｜tool▁sep｜>memory_create\n```json\n{"text":"A"}\n```', [A]],
    [
      'gpt-oss',
      '<|start|>assistant<|channel|>commentary to=functions.memory_create <|constrain|>json<|message|>{"text":"A"}<|call|>',
      [A],
    ],
    ['Kimi, without marks', 'functions.memory_create:0{"text":"A"}', [A]],
    ['Llama, Python', '<|python_tag|>memory_create.call(text="A")', [A]],
    ['Qwen, before', '✿FUNCTION✿: memory_create\n✿ARGS✿: {"text":"A"}\n✿RESULT✿', [A]],
    [
      'a prefix in every tag',
      '<｜DSML｜invoke name="memory_create"><｜DSML｜parameter name="text" string="true">A</｜DSML｜parameter></｜DSML｜invoke>',
      [A],
    ],
    ['a text as input', '{"name":"memory_create","arguments":"A"}', [A]],
    ['a number as text', '{"name":"memory_create","arguments":{"text":5}}', [{ op: 'create', text: '5' }]],
    ['ReAct', 'Action: memory_create\nAction Input: {"text": "A"}', [A]],
    ['a list as input', '{"name":"memory_create","arguments":["A"]}', [A]],
    ['a list with an object', '{"name":"memory_create","arguments":[{"text":"A"}]}', [A]],
    ['a list of two', '{"name":"memory_update","args":[2,"C"]}', [C]],
    ['operations as keys', '{"create":["A"],"read":["B"]}', [A, B]],
    ['operations as keys, objects', '{"create":[{"text":"A"}],"update":[{"slot":2,"text":"C"}]}', [A, C]],
    ['operations as keys, in a container', '{"operations":{"memory_create":["A"]}}', [A]],
    ['JSON in a string', '"[{\\"op\\":\\"create\\",\\"text\\":\\"A\\"}]"', [A]],
    [
      'JSON in a string, fenced',
      '```json\n"{\\"name\\":\\"memory_read\\",\\"input\\":{\\"query\\":\\"B\\"}}"\n```',
      [B],
    ],
    ['Python without quotes', 'memory_create(text=A)', [A]],
    [
      'Python without quotes, two arguments',
      '[memory_update(slot=2, text=C), ]\nmemory_read(query=B)',
      [C, B],
    ],
    ['capital labels', '{"Op":"create","Text":"A"}', [A]],
    ['capitals throughout', '{"NAME":"memory_read","Arguments":{"QUERY":"B"}}', [B]],
    ['the text under another name', '{"op":"create","memory":"A"}', [A]],
    ['the slot under another name', '{"op":"update","memory":2,"new_text":"C"}', [C]],
    ['the query under another name', '{"op":"read","search":"B"}', [B]],
    ['a slot in a list', '{"op":"update","slot":[2],"text":"C"}', [C]],
    ['a slot in brackets', '{"op":"update","slot":"[2]","text":"C"}', [C]],
    ['a slot with a sign', '{"op":"update","slots":["#2"],"text":"C"}', [C]],
    ['attributes', '<memory_create text="A"/>', [A]],
    [
      'attributes with an end',
      "<memory_update slot='2' text='C'></memory_update><memory_read query=\"B\" />",
      [C, B],
    ],
    ['YAML', '- op: create\n  text: A\n- op: read\n  query: "B"', [A, B]],
    [
      'YAML, fenced and nested',
      '```yaml\ntool: memory_update\ninput:\n  slot: 2\n  text: |\n    C\n```',
      [C],
    ],
    ['YAML, the name as key', 'memory_create:\n  text: A', [A]],
    ['the json format', '[{"op":"create","text":"A"},{"op":"read","query":"B"}]', [A, B]],
  ])('%s', (_, text, operations) => {
    expect(parseCallText(text)).toMatchObject({ operations, answers: [] });
  });

  test.each([
    'I will call memory_create(text) now, because memory_delete is not needed.',
    'memory_delete() removes an entry; memory_create adds one.',
    'The function takes {slot} and {text}.',
    'The page says: memory_create(text=Ada moved) and then stops.',
    'To store a fact, write\nmemory_create(text=…)\nmemory_create(text=<the text>)',
    'The page holds this YAML:\n- op: delete\n  slot: 1',
    'It says "[{\\"op\\":\\"delete\\",\\"slot\\":1}]" on page 3.',
    'The note reads: op: create\ntext: A',
    'Use <memory_create text=… /> to store.',
  ])('prose about tools is no call: %s', (text) => {
    expect(parseCallText(text)).toMatchObject({ operations: [], answers: [] });
  });
});

describe('nearly valid JSON', () => {
  const create = (text: string): Operation => ({ op: 'create', text });
  test.each<[string, readonly Operation[]]>([
    ['{"name":"memory_create","input":{"text":"one\ntwo"}}', [create('one\ntwo')]],
    ['{"name":"memory_create","input":{"text":"A",},}', [A]],
    ["{'name': 'memory_create', 'input': {'text': \"it's A\"}}", [create("it's A")]],
    ['{"name":"memory_create","input":{"text":"C:\\data"}}', [create('C:\\data')]],
    ['{"name":"memory_create","input":{"text":"A"}\n{"name":"memory_read","input":{"query":"B"}}', [A, B]],
    ['[{"name":"memory_create","input":{"text":"A"},\n{"name":"memory_read","input":{"query":"B"}}]', [A, B]],
    ['{"name":"memory_create","input":{"text":"A}}\n{"name":"memory_read","input":{"query":"B"}}', [A, B]],
    [
      '{"name":"memory_create","input":{"text":"5" wide"}}\n{"name":"memory_read","input":{"query":"B"}}',
      [create('5" wide'), B],
    ],
  ])('%s is repaired and reported', (text, operations) => {
    const parsed = parseCallText(text);
    expect(parsed.operations).toEqual(operations);
    expect(parsed.issues.map(({ kind }) => kind)).toContain('mended');
  });

  test('a text that breaks off is not remembered', () => {
    const { operations, issues } = parseCallText('{"name":"memory_create","input":{"text":"Ada was bo');
    expect(operations).toEqual([]);
    expect(issues.map(({ kind }) => kind)).toEqual(['malformed-call', 'no-action']);
  });
});

describe('what must not act', () => {
  const remove = '{"name":"memory_delete","input":{"slot":1}}';
  const create = '{"name":"memory_create","input":{"text":"A"}}';

  test.each([
    `<thinking>${remove}</thinking>${create}`,
    `<thought>${remove}</thought><reasoning>${remove}</reasoning>${create}`,
    `[THINK]${remove}[/THINK]${create}`,
    `<|channel|>analysis<|message|>${remove}<|end|><|start|>assistant<|channel|>final<|message|>${create}`,
    `<chunk number="1" of="2">${remove}</chunk>${create}`,
    `<listed_entries>\nMemory 1: memory_delete(slot=1)\n</listed_entries>${create}`,
    `{"name":"memory_create","input":{"text":"A"}}<think>${remove}`,
  ])('%s', (text) => {
    expect(parseCallText(text).operations).toEqual([A]);
  });

  test('a call inside the text of an entry is text', () => {
    const text = `memory_delete(slot=1) ${remove} <function=memory_delete>`;
    const reply = JSON.stringify({ name: 'memory_create', input: { text } });
    expect(parseCallText(reply)).toMatchObject({ operations: [{ op: 'create', text }], issues: [] });
  });
});

describe("a task's tools", () => {
  test.each([
    '{"name":"buy","input":{"item":"lamp"}}',
    '{"op":"tool","name":"buy","input":{"item":"lamp"}}',
    'buy(item="lamp")',
    '<function=buy><parameter=item>lamp</parameter></function>',
  ])('%s', (text) => {
    expect(parseCallText(text, { tools: ['buy'] }).tool).toEqual({ name: 'buy', input: { item: 'lamp' } });
    expect(parseCallText(text).tool).toBeUndefined();
  });

  test('the first call counts, beside any number of operations', () => {
    const text = '[{"op":"create","text":"A"},{"name":"look","input":{}},{"name":"look","input":{}}]';
    const parsed = parseCallText(text, { tools: ['look'] });
    expect(parsed).toMatchObject({ operations: [A], tool: { name: 'look', input: {} } });
    expect(parsed.issues.map(({ kind }) => kind)).toEqual(['extra-call']);
  });
});
