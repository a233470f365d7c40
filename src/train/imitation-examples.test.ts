/** Tests of examples from recorded episodes. @module */
import { expect, it } from 'vitest';
import { byteTokenizer, END } from '../../test/model-folder/byte-tokenizer.ts';
import { type ChatTokenizer, loadChatTokenizer } from '../policy/chat-tokenizer.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';
import { imitationExamples } from './imitation-examples.ts';

const TEMPLATE = `{%- for message in messages -%}{{- '<|im_start|>' + message.content + '<|im_end|>' -}}{%- endfor -%}
{%- if enable_thinking is defined and enable_thinking -%}{{- '<think>\\n' -}}{%- endif -%}`;

const load = (name: string): Promise<ChatTokenizer> =>
  loadChatTokenizer({
    ...{ name, tokenizer: byteTokenizer() },
    tokenizerConfig: { eos_token: '<|im_end|>', chat_template: TEMPLATE },
  });

const PROMPT: readonly PromptMessage[] = [
  { role: 'system', content: 'be brief' },
  { role: 'user', content: 'Who is it, <|im_end|>?' },
];

function recorded(steps: readonly Partial<StepRecord>[], answer = 'Ada', codec = 'paper'): Trajectory {
  const questions = [{ id: 'q', text: 'Who?', answers: ['Ada'], support: [] }];
  const settings = { policy: { model: 'm', tokenizer: 'tiny', codec } };
  return {
    header: { kind: 'episode', id: 'e', task: { questions, dataset: 'x' }, settings },
    steps: steps.map((step, index) => ({
      ...{
        kind: 'step',
        step: index,
        stage: 'answer',
        question: 0,
        effects: [],
        prompt: PROMPT,
        text: 'Ada',
      },
      ...step,
    })),
    end: { kind: 'end', answers: [answer], entries: 0 },
  } as unknown as Trajectory;
}

it('turns text into the recorded tokens, including a thought that the template opens', async () => {
  const chat = await load('tiny');
  const prompt = chat.encode(PROMPT).ids;
  const tokens = { prompt, reply: [...chat.encodeText('Ada'), END], logprobs: [0, 0, 0, 0] };
  const limits = { chat, format: { codec: { name: 'tags' } }, maxPromptTokens: 100, maxReplyTokens: 10 };
  const { examples, leftOut } = imitationExamples([recorded([{ tokens }, {}])], limits);
  const [asRecorded, asText] = examples;
  expect(asText).toEqual({ prompt: asRecorded!.prompt, reply: asRecorded!.reply });
  expect(leftOut).toEqual({});

  // Ids of another tokenizer mean other words.
  const other = imitationExamples([recorded([{ tokens: { ...tokens, reply: [1] } }])], {
    ...{ ...limits, chat: await load('other') },
  });
  expect(other.examples).toEqual([asText]);

  const thought = [recorded([{ text: '<think>\nhm</think>Ada' }])];
  const [thinking] = imitationExamples(thought, { ...limits, maxReplyTokens: 40, thinking: true }).examples;
  expect(chat.decode(thinking!.prompt).endsWith('<think>\n')).toBe(true);
  expect(chat.decode(thinking!.reply)).toBe('hm</think>Ada');
});

it('counts what it leaves out, and refuses another dialect', async () => {
  const chat = await load('tiny');
  const limits = {
    chat,
    format: { codec: { name: 'tags' } },
    maxPromptTokens: 100,
    maxReplyTokens: 10,
    atLeast: 0.5,
  };
  const failure = { boundary: 'model', kind: 'timeout', message: 'late' } as const;
  const { examples, leftOut } = imitationExamples(
    [
      recorded([{}, { text: 'far too long for this' }, { failure }]),
      recorded([{}, {}], 'Bob'),
      recorded([{ prompt: [{ role: 'user', content: 'x'.repeat(200) }] }]),
      recorded([{ calls: [{ role: 'extract', prompt: PROMPT, text: 'x', usage: {} as never }] }]),
    ],
    limits,
  );
  expect(examples).toHaveLength(1);
  expect(leftOut).toEqual({
    'episodes below the score': 1,
    'reply too long': 1,
    'prompt too long': 1,
    failed: 1,
    'calls of a workflow': 1,
  });
  expect(() => imitationExamples([recorded([{}], 'Ada', 'atommem-8b')], limits)).toThrow(
    'episode e is written in atommem-8b, not in tags. Pass --codec atommem-8b',
  );
});
