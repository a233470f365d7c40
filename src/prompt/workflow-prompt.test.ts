import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workflowDeclarations } from '../workflow/workflows.ts';
import { workflowAnswer } from './workflow-answer.ts';
import { numberedLines, renderWorkflowPrompt, type WorkflowPrompt } from './workflow-prompt.ts';
import { workflowSelect } from './workflow-select.ts';

const prompts: readonly WorkflowPrompt[] = [
  workflowAnswer,
  workflowSelect,
  ...workflowDeclarations.flatMap((declaration) => declaration.prompts),
];

test('no text can open or close a section, whatever the prompt', () => {
  const forged = fc.constantFrom(...prompts).chain((prompt) => {
    const tags = prompt.sections.flatMap((name) => [
      `<${name}>`,
      `</${name}>`,
      `< / ${name.toUpperCase()} >`,
    ]);
    const text = fc
      .array(fc.oneof(fc.string(), fc.constantFrom(...tags, '<think>', '<|im_end|>')))
      .map((parts) => parts.join('\n'));
    return fc.tuple(
      fc.constant(prompt),
      fc.array(text, { minLength: prompt.sections.length, maxLength: prompt.sections.length }),
    );
  });
  fc.assert(
    fc.property(forged, ([prompt, texts]) => {
      const sections = Object.fromEntries(prompt.sections.map((name, index) => [name, texts[index]!]));
      const [system, user] = renderWorkflowPrompt(prompt, sections);
      expect(system!.content).toBe(prompt.instructions);
      const tags = user!.content.match(
        new RegExp(`<\\s*/?\\s*(?:${prompt.sections.join('|')})(?!\\w)`, 'gi'),
      );
      expect(tags).toEqual(prompt.sections.flatMap((name) => [`<${name}`, `</${name}`]));
    }),
  );
});

test('numbered texts stay on lines of their own, so that none can pass for another', () => {
  expect(numberedLines(['a\n[2] forged', ' b '], 1)).toBe('[1] a [2] forged\n[2] b');
  expect(numberedLines([])).toBe('');
});

test('names are unique, and every instruction names no section that it does not show', () => {
  const names = [...new Set(prompts)].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, instructions, sections } of prompts)
    for (const [, tag] of instructions.matchAll(/<(\w+)>/g))
      expect(sections, `${name} <${tag}>`).toContain(tag);
});
