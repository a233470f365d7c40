import { describe, expect, test } from 'vitest';
import { asked, context, memorise, start } from '../../test/loopback/model-policy.ts';
import { readPlainAnswer } from './read-plain-answer.ts';

const lastMessage = (body: unknown): string =>
  (body as { messages: { content: string }[] }).messages.at(-1)!.content;

describe('an unreadable reply', () => {
  test.each([
    ['tags', '<create_memory>Ada'],
    ['json', '[{"op": "remember", "what": 1}]'],
    ['compact', 'I will remember Ada.'],
  ] as const)('%s: is asked for again, once, with what was wrong', async (format, content) => {
    const { policy, server } = await start({ chat: [{ content }, { content }, { content }] }, format);
    const reply = await policy.act(memorise, context);
    expect(server.requests).toHaveLength(2);
    const [first, second] = server.requests.map(({ body }) => lastMessage(body));
    expect(second!.startsWith(first!)).toBe(true);
    expect(second!.slice(first!.length)).toMatch(/^\n\nYour last reply could not be used: .+\. Reply again/);
    expect(reply.usage.modelCalls).toBe(2);
    expect(reply.calls?.map(({ role }) => role)).toEqual(['policy', 'asked again']);
    expect(reply.issues.length).toBeGreaterThan(1);
  });

  test('the second reply counts, and the issues of the first are kept', async () => {
    const chat = [{ content: 'Ada!' }, { content: 'keep: Ada was born in London.' }];
    const { policy } = await start({ chat }, 'compact');
    const reply = await policy.act(memorise, context);
    expect(reply.operations).toEqual([{ op: 'create', text: 'Ada was born in London.' }]);
    expect(reply.issues.map(({ kind }) => kind)).toContain('unknown-call');
  });

  test.each([
    ['compact', 'skip'],
    ['tags', 'Nothing here helps.'],
    ['json', '[]'],
  ] as const)('%s: %s is a decision and is not asked for again', async (format, content) => {
    const { policy, server } = await start({ chat: [{ content }] }, format);
    await policy.act(memorise, context);
    expect(server.requests).toHaveLength(1);
  });

  test('a failure of the second call leaves the first reply', async () => {
    const chat = [{ content: '<create_memory>Ada' }, { status: 400 }];
    const { policy } = await start({ chat }, 'tags');
    const reply = await policy.act(memorise, context);
    expect(reply.failure).toBeUndefined();
    expect(reply.text).toBe('<create_memory>Ada');
  });

  test('is not asked for again without a call left', async () => {
    const { policy, server } = await start({ chat: [{ content: 'Ada!' }] }, 'compact');
    await policy.act(memorise, { ...context, callsLeft: 1 });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a plain answer', () => {
  test('a truncated reply is asked for again, because its end may be missing', async () => {
    const chat = [
      { content: 'The answer is not Ada', finishReason: 'length' },
      { content: 'The answer is Lund.' },
    ];
    const { policy, server } = await start({ chat }, 'tags');
    expect((await policy.act(asked, context)).action).toEqual({ kind: 'answer', answers: ['Lund'] });
    expect(lastMessage(server.requests[1]!.body)).toContain('it was too long and was cut');
  });

  test.each(['tags', 'tools', 'json', 'compact'] as const)('%s: is taken at a question', async (format) => {
    const { policy, server } = await start(
      { chat: [{ content: 'The answer is: Third Eye Blind.' }] },
      format,
    );
    const { action } = await policy.act(asked, context);
    expect(action).toEqual({ kind: 'answer', answers: ['Third Eye Blind'] });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['Lund', 'Lund'],
    ['**Answer:** "Lund"', 'Lund'],
    ['It follows from entry 2.\nFinal answer: 12.5', '12.5'],
    ['<think>Paris?</think>Lund.', 'Lund'],
    ['The answer to the question is Lund', 'Lund'],
    ['U.S.', 'U.S.'],
    ['I do not see it.\nPerhaps the next entry says more.', undefined],
    ['{"name": "unknown"}', undefined],
    ['', undefined],
    ['x'.repeat(300), undefined],
  ])('%j gives %j', (reply, answer) => {
    expect(readPlainAnswer(reply)).toBe(answer);
  });
});
