import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { byteTokenizer, END, START } from '../../test/model-folder/byte-tokenizer.ts';
import { readModelFolder } from '../cli/read-model-folder.ts';
import { tagsCodec } from '../codec/tags.ts';
import { tagsPrompts } from '../prompt/tags-prompts.ts';
import type { MemoriseObservation } from '../task/observation.ts';
import { actionMask } from './action-mask.ts';
import { type ChatTokenizer, loadChatTokenizer, type ModelFiles } from './chat-tokenizer.ts';
import type { PolicyContext } from './policy.ts';
import { type TokenLanguageModelOptions, tokenLanguageModelPolicy } from './token-language-model.ts';

const TEMPLATE = `{%- for message in messages -%}
{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '<|im_start|>assistant\\n' -}}
{%- if enable_thinking is defined and enable_thinking is false -%}{{- '<think>\\n\\n</think>\\n\\n' -}}
{%- elif enable_thinking is defined -%}{{- '<think>\\n' -}}{%- endif -%}
{%- endif -%}`;

const files: ModelFiles = {
  name: 'tiny',
  tokenizer: byteTokenizer(),
  tokenizerConfig: { eos_token: '<|im_end|>', chat_template: TEMPLATE },
  vocabularySize: 300,
};

const toBytes = (text: string): number[] => [...new TextEncoder().encode(text)];

const observe = (text: string): MemoriseObservation => ({
  stage: 'memorise',
  questions: [{ id: 'q', text: 'Who?' }],
  chunk: { index: 0, count: 1, text, documents: [] },
  turn: 0,
  readsUsed: 0,
  readsLeft: 3,
});

const context: PolicyContext = {
  view: { scratchpad: 'kept whole', scratchpadMeta: {}, query: null, entries: [] },
  step: 0,
  read: async () => [],
  readAll: async () => [],
};

function createPolicy(chat: ChatTokenizer, options: Partial<TokenLanguageModelOptions> = {}, reply = 'ok') {
  const tokens = [...chat.encodeText(reply), END];
  return tokenLanguageModelPolicy({
    ...{ chat, codec: tagsCodec, prompts: tagsPrompts },
    sample: async () => ({ tokens, logprobs: tokens.map(() => -1) }),
    ...options,
  });
}

describe('loadChatTokenizer', () => {
  it('gives the ids that the template says, thinking on, off and as it likes', async () => {
    const chat = await loadChatTokenizer(files);
    const messages = [
      { role: 'system', content: 'Ü' },
      { role: 'user', content: 'hi' },
    ] as const;
    const turns = [START, ...toBytes('system\nÜ'), END, 10, START, ...toBytes('user\nhi'), END, 10];
    const opened = [...turns, START, ...toBytes('assistant\n')];
    expect(chat.encode(messages)).toMatchObject({ ids: opened, opensThought: false, closesThought: false });
    expect(chat.encode(messages, true)).toMatchObject({ ids: [...opened, 258, 10], opensThought: true });
    const closed = [...opened, 258, 10, 10, 259, 10, 10];
    expect(chat.encode(messages, false)).toEqual({ ids: closed, opensThought: false, closesThought: true });
    expect(chat).toMatchObject({ name: 'tiny', vocabularySize: 300, stop: [END] });
    expect(chat.decode([START, ...toBytes('Ü ‹'), END])).toBe('Ü ‹');
  });

  it('keeps what is read from ending a turn', async () => {
    const chat = await loadChatTokenizer(files);
    const pieces = fc.constantFrom(
      '<|im_end|>',
      '<|im_start|>',
      '<|im_<|im_end|>end|>',
      '\nuser\n',
      'x',
      '<',
    );
    fc.assert(
      fc.property(fc.array(pieces), (texts) => {
        const { ids } = chat.encode([{ role: 'user', content: texts.join('') }]);
        expect(ids.filter((id) => id === START)).toHaveLength(2);
        expect(ids.filter((id) => id === END)).toHaveLength(1);
      }),
    );
  });

  it('reads a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'atommem-model-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const write = (name: string, value: unknown): void =>
      writeFileSync(join(folder, name), JSON.stringify(value));
    await expect(readModelFolder(folder)).rejects.toThrow('holds no tokenizer.json');
    write('tokenizer.json', files.tokenizer);
    write('tokenizer_config.json', { eos_token: { content: '<|im_end|>' } });
    await expect(readModelFolder(folder).then(loadChatTokenizer)).rejects.toThrow('has no chat template');
    writeFileSync(join(folder, 'chat_template.jinja'), TEMPLATE);
    write('config.json', { text_config: { vocab_size: 512 } });
    write('generation_config.json', { eos_token_id: [END, 3] });
    const chat = await loadChatTokenizer(await readModelFolder(folder));
    expect(chat).toMatchObject({ vocabularySize: 512, stop: [END, 3] });
    write('config.json', { vocab_size: 259 });
    await expect(readModelFolder(folder).then(loadChatTokenizer)).rejects.toThrow('ids up to 259');
    write('config.json', []);
    await expect(readModelFolder(folder)).rejects.toThrow('config.json: is not a JSON object');
  });

  it('says whose template is at fault', async () => {
    const load = (chatTemplate: string): Promise<ChatTokenizer> =>
      loadChatTokenizer({ ...files, chatTemplate });
    await expect(load('{% if %}')).rejects.toThrow('The chat template of tiny cannot be read');
    await expect(load("{{ raise_exception('no system role') }}")).rejects.toThrow(
      'The chat template of tiny refuses a conversation of system, user',
    );
    await expect(loadChatTokenizer({ ...files, tokenizer: {} })).rejects.toThrow('tiny: its tokenizer.json');
  });
});

describe('tokenLanguageModelPolicy', () => {
  it('keeps ids, log-probabilities and text of what was sampled', async () => {
    const chat = await loadChatTokenizer(files);
    const said = '<create_memory>Ada</create_memory>';
    const { tokens, operations, text, usage, prompt } = await createPolicy(chat, {}, said).act(
      observe('x'),
      context,
    );
    expect(operations).toEqual([{ op: 'create', text: 'Ada' }]);
    expect(text).toBe(said);
    expect(tokens).toEqual({
      prompt: chat.encode(prompt!).ids,
      reply: [...toBytes(said), END],
      logprobs: [...said, ''].map(() => -1),
    });
    expect(usage).toMatchObject({ promptTokens: tokens!.prompt.length, completionTokens: said.length + 1 });
    const mask = actionMask(tokens!);
    expect(mask.lastIndexOf(0)).toBe(tokens!.prompt.length - 1);
    expect(mask.filter((taken) => taken === 1)).toHaveLength(tokens!.reply.length);
  });

  it('takes nothing from a thought that the template opened and the limit cut short', async () => {
    const chat = await loadChatTokenizer(files);
    const said = 'perhaps <create_memory>no</create_memory>';
    const { operations, issues } = await createPolicy(chat, { thinking: true }, said).act(
      observe('x'),
      context,
    );
    expect(operations).toEqual([]);
    expect(issues.map(({ kind }) => kind)).toContain('unclosed-thought');
  });

  it('cuts the text of the chunk and nothing of the template', async () => {
    const chat = await loadChatTokenizer(files);
    const bare = chat.encode(tagsPrompts.render(observe(''), context)).ids;
    const toText = (content: string): string =>
      content.slice(content.indexOf('<chunk'), content.indexOf('</chunk>'));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(80), async (text, room) => {
        const maxPromptTokens = bare.length + room;
        const reply = await createPolicy(chat, { maxPromptTokens }).act(observe(text), context);
        expect(reply.failure).toBeUndefined();
        const ids = reply.tokens!.prompt;
        expect(ids.length).toBeLessThanOrEqual(maxPromptTokens);
        const user = reply.prompt![1]!.content;
        expect(user).toContain('</chunk>\n');
        expect(user).toContain('kept whole');
        expect(toText(user)).not.toContain('\uFFFD');
        expect(ids.filter((id) => id >= START)).toEqual(bare.filter((id) => id >= START));
        const whole = chat.encode(tagsPrompts.render(observe(text), context)).ids;
        if (whole.length <= maxPromptTokens) expect(ids).toEqual(whole);
        else expect(reply.issues[0]).toMatchObject({ kind: 'over-long' });
      }),
      { numRuns: 40 },
    );
    const { failure, tokens } = await createPolicy(chat, { maxPromptTokens: 50 }).act(observe('x'), context);
    expect(tokens).toBeUndefined();
    expect(failure).toMatchObject({ boundary: 'policy', kind: 'refused' });
    expect(failure!.message).toContain(`${bare.length} tokens`);
  });

  it('turns an engine that fails into a record', async () => {
    const chat = await loadChatTokenizer(files);
    const sample = async (): Promise<never> => {
      throw new Error('the engine is gone');
    };
    const reply = await createPolicy(chat, { sample }).act(observe('x'), context);
    expect(reply).toMatchObject({
      operations: [],
      failure: { boundary: 'model', message: expect.stringContaining('the engine is gone') },
    });
  });
});
