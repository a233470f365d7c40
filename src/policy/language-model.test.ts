import { describe, expect, test } from 'vitest';
import { asked, context, memorise, readPrompts, start, truncate } from '../../test/loopback/model-policy.ts';
import { selectFormat } from '../released/select-format.ts';

describe.each([
  ['tags', '<create_memory>Ada</create_memory><update_memory>Memory 2: Bo</update_memory>', 'native'],
  ['atommem-8b', '<add_memory>Ada</add_memory><modify_memory>Memory 2: Bo</modify_memory>', 'native'],
  ['atommem-8b', '<add_memory>Ada</add_memory><modify_memory>Memory 2: Bo</modify_memory>', 'flattened'],
] as const)('one step over HTTP, dialect %s', (dialect, content, shape) => {
  const operations = [
    { op: 'create', text: 'Ada' },
    { op: 'update', target: { slot: 2 }, text: 'Bo' },
  ];

  test(`a reply becomes operations, with the exact prompt, text and usage (${shape})`, async () => {
    const usage = { prompt: 900, cached: 768, completion: 42 };
    const { policy, server } = await start(
      { chat: [{ content, usage, reasoning: '<add_memory>no' }] },
      dialect,
      shape,
    );
    const reply = await policy.act(memorise, context);
    expect(reply).toEqual({
      operations,
      action: { kind: 'none' },
      issues: [],
      usage: { modelCalls: 1, promptTokens: 900, cachedTokens: 768, completionTokens: 42 },
      prompt: selectFormat(dialect, { truncate, shape }).prompts.render(memorise, context),
      text: content,
    });
    expect(server.requests.map(({ body }) => body)).toEqual([
      { model: 'loopback', messages: reply.prompt, temperature: 0.7, top_p: 1, max_tokens: 4096 },
    ]);
    expect(reply.prompt).toHaveLength(shape === 'flattened' ? 1 : 2);
  });

  test(`an answer becomes an action (${shape})`, async () => {
    const answer = '<final_answer>\\boxed{Lund}</final_answer>';
    const { policy } = await start({ chat: [{ content: answer }] }, dialect, shape);
    const reply = await policy.act(asked, context);
    expect(reply.action).toEqual({ kind: 'answer', answers: ['Lund'] });
  });

  test(`a reply cut in mid-tag keeps what came before (${shape})`, async () => {
    const cut = `${content}\n<delete_memory>Mem`;
    const { policy } = await start({ chat: [{ content: cut, finishReason: 'length' }] }, dialect, shape);
    const reply = await policy.act(memorise, context);
    expect(reply.operations).toEqual(operations);
    expect(reply.issues.map(({ kind }) => kind)).toEqual(['over-long', 'unclosed-tag']);
    expect(reply.failure).toBeUndefined();
  });

  test(`an empty reply is a reply without action, not a failure (${shape})`, async () => {
    const { policy } = await start({ chat: [{ content: '' }] }, dialect, shape);
    const reply = await policy.act(memorise, context);
    expect(reply).toMatchObject({ operations: [], action: { kind: 'none' }, text: '' });
    expect(reply.issues.map(({ kind }) => kind)).toEqual(['no-action']);
    expect(reply.failure).toBeUndefined();
  });
});

describe('tools', () => {
  test('calls become operations in order, and text that its codec reads', async () => {
    const toolCalls = [
      { name: 'memory_create', arguments: { text: 'Ada' } },
      { name: 'unknown_tool', arguments: { text: 'x' } },
      { name: 'memory_update', arguments: { slot: 2, text: 'Bo' } },
      { name: 'memory_delete', arguments: '{"slot": ' },
      { name: 'final_answer', arguments: { text: 'Lund' } },
    ];
    const { policy, server } = await start({ chat: [{ content: 'Let me see.', toolCalls }] }, 'tools');
    const reply = await policy.act(asked, context);
    expect(reply.operations).toEqual([
      { op: 'create', text: 'Ada' },
      { op: 'update', target: { slot: 2 }, text: 'Bo' },
    ]);
    expect(reply.action).toEqual({ kind: 'answer', answers: ['Lund'] });
    expect(reply.issues.map(({ kind }) => kind)).toEqual(['unknown-call', 'malformed-call']);
    expect(selectFormat('tools').codec.parse(reply.text ?? '').operations).toEqual(reply.operations);
    expect(server.requests[0]?.body).toMatchObject({
      tools: [
        'memory_create',
        'memory_read',
        'memory_update',
        'memory_delete',
        'scratchpad_write',
        'final_answer',
      ].map((name) => ({ type: 'function', function: { name, parameters: { type: 'object' } } })),
    });
  });

  test('a reply in plain words is a reply without action', async () => {
    const { policy } = await start({ chat: [{ content: 'I have nothing to do.' }] }, 'tools');
    const reply = await policy.act(memorise, context);
    expect(reply).toMatchObject({ operations: [], text: 'I have nothing to do.' });
    expect(reply.issues.map(({ kind }) => kind)).toEqual(['no-action']);
  });
});

test.each(['tags', 'atommem-8b', 'tools'])(
  'the actions that prompts of %s name are those of its codec',
  (name) => {
    const [system] = readPrompts(name).render(memorise, context);
    if (name === 'tools') {
      for (const tool of [
        'memory_create',
        'memory_read',
        'memory_update',
        'memory_delete',
        'scratchpad_write',
      ])
        expect(system?.content).toContain(`- ${tool} `);
      return;
    }
    const examples = system!.content
      .match(/<(\w+)>[^<]+<\/\1>/g)!
      .filter((example) => !example.includes('Memory N'));
    const { operations, answers, issues } = selectFormat(name).codec.parse(examples.join('\n'));
    expect(new Set(operations.map(({ op }) => op))).toEqual(new Set(['create', 'read', 'update', 'delete']));
    expect(operations).toContainEqual(expect.objectContaining({ op: 'update', target: 'scratchpad' }));
    expect(answers).toContain(name === 'tags' ? 'CITY' : 'Lund');
    expect(issues).toEqual([]);
  },
);
