/**
 * Tests the errors of optional packages that are not installed.
 *
 * @module
 */
import { describe, expect, it, vi } from 'vitest';

const absent = (): never => {
  throw new Error('Cannot find package');
};
vi.doMock('@huggingface/jinja', absent);
vi.doMock('@huggingface/tokenizers', absent);
vi.doMock('hyparquet-writer', absent);
vi.doMock('@bufbuild/protobuf/wire', absent);

describe('an optional package that is not installed', () => {
  it('is named with the command that installs it', async () => {
    const { loadChatTemplate } = await import('./chat-template.ts');
    const { loadChatTokenizer } = await import('./chat-tokenizer.ts');
    const { formatParquet } = await import('../trajectory/export-parquet.ts');
    await expect(loadChatTemplate({ name: 'tiny', source: '' })).rejects.toThrow(
      'npm install @huggingface/jinja',
    );
    await expect(loadChatTokenizer({ name: 'tiny', tokenizer: {} })).rejects.toThrow(
      'npm install @huggingface/tokenizers',
    );
    await expect(formatParquet({}, [])).rejects.toThrow('npm install hyparquet-writer');
    const { createTinkerEngine } = await import('../engine/tinker/tinker-engine.ts');
    const server = {
      url: 'http://127.0.0.1:9',
      profile: 'skyrl-jax',
      model: 'x',
      vocabulary: { size: 1 },
    } as const;
    await expect(createTinkerEngine(server)).rejects.toThrow('npm install @bufbuild/protobuf');
  });
});
