import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemory } from '../../memory/create-memory.ts';
import { inMemoryStore } from '../../store/in-memory.ts';
import { anthropicMemory } from './anthropic-memory.ts';

/** Any code point. fast-check's own unit takes seconds to build. */
const CHARACTER = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

describe('anthropicMemory', () => {
  it('creates, views, edits, renames and deletes files', async () => {
    const memory = createMemory();
    const tool = anthropicMemory(memory);
    expect(await tool.create({ path: '/memories/team/ada.md', file_text: 'Ada\nlives in Lund\n' })).toBe(
      'File created successfully at: /memories/team/ada.md',
    );
    expect(await tool.view({ path: '/memories' })).toBe(
      "Here're the files and directories up to 2 levels deep in /memories, excluding hidden items and node_modules:\n" +
        '18B\t/memories\n18B\t/memories/team/\n18B\t/memories/team/ada.md',
    );
    await tool.str_replace({ path: '/memories/team/ada.md', old_str: 'Lund', new_str: '$& $1 Malmö' });
    await tool.insert({ path: '/memories/team/ada.md', insert_line: 0, insert_text: '# Notes\n' });
    expect(await tool.view({ path: '/memories/team/ada.md' })).toBe(
      "Here's the content of /memories/team/ada.md with line numbers:\n" +
        '     1\t# Notes\n     2\tAda\n     3\tlives in $& $1 Malmö\n     4\t',
    );
    await tool.rename({ old_path: '/memories/team', new_path: '/memories/people' });
    expect((await memory.entries()).map(({ meta, version }) => [meta.path, version])).toEqual([
      ['/memories/people/ada.md', 4],
    ]);
    await tool.delete({ path: '/memories/people' });
    expect(await memory.entries()).toEqual([]);
    expect(await memory.log()).toHaveLength(5);
  });

  it.each([
    ['view', { path: '/memoriesX/a' }, 'does not start with'],
    ['view', { path: '/memories/../etc' }, 'escape'],
    ['view', { path: '/memories/%2e%2e/etc' }, 'encoded'],
    ['view', { path: '/memories/none.md' }, 'does not exist'],
    ['create', { path: '/memories/a.md', file_text: 'x' }, 'already exists'],
    ['str_replace', { path: '/memories/a.md', old_str: 'z', new_str: '' }, 'did not appear verbatim'],
    ['str_replace', { path: '/memories/a.md', old_str: 'a', new_str: '' }, 'lines: 1, 2'],
    ['insert', { path: '/memories/a.md', insert_line: 9, insert_text: '' }, '[0, 2]'],
    ['delete', { path: '/memories' }, 'directory itself'],
    ['rename', { old_path: '/memories', new_path: '/memories/b' }, 'directory itself'],
    ['rename', { old_path: '/memories/a.md', new_path: '/memories/a.md' }, 'already exists'],
  ] as const)('refuses %s %o', async (command, input, message) => {
    const tool = anthropicMemory(createMemory());
    await tool.create({ path: '/memories/a.md', file_text: 'a\na' });
    await expect((tool[command] as (input: unknown) => Promise<string>)(input)).rejects.toThrow(message);
  });

  it('shows entries of other tools as files, and no other namespace', async () => {
    const store = inMemoryStore();
    const ada = createMemory({ store, namespace: 'users/ada' });
    await ada.apply([
      { op: 'create', text: 'Ada prefers trains.' },
      { op: 'update', target: 'scratchpad', text: 'plan' },
    ]);
    expect(await anthropicMemory(ada).view({ path: '/memories/m1.md' })).toContain('Ada prefers trains.');
    expect(await anthropicMemory(ada).view({ path: '/memories/scratchpad.md' })).toContain('plan');
    const bo = anthropicMemory(createMemory({ store, namespace: 'users/bo' }));
    expect(await bo.view({ path: '/memories' })).not.toContain('m1.md');
  });

  it('keeps the text of any file, as a file system would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: CHARACTER }), { maxLength: 3 }), async (lines) => {
        const text = lines.join('\n').toWellFormed();
        const tool = anthropicMemory(createMemory());
        await tool.create({ path: '/memories/a.md', file_text: text });
        const shown = await tool.view({ path: '/memories/a.md' });
        expect(
          shown
            .split('\n')
            .slice(1)
            .map((line) => line.slice(7))
            .join('\n'),
        ).toBe(text.trim() === '' ? '' : text);
      }),
      { numRuns: 15 },
    );
  });
});
