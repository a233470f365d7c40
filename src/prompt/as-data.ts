/**
 * Makes text safe to show in a prompt.
 *
 * @module
 */

/** Replaces the opening bracket of a tag that must not be obeyed, and marks such lines. */
const MARK = '‹';

/** Tags that chat templates and reasoning parsers interpret in every format. */
const TEMPLATE_TAGS = ['think', 'thinking', 'thought', 'tool_call', 'tool_response'];

/** Role markers of chat templates: `<|im_start|>`, `<｜User｜>`, `<start_of_turn>`, `</s>`, `<<SYS>>`, `[INST]`. */
const ROLE_MARKERS = [
  `<(?=[|｜][^\\s<>${MARK}]{1,64}[|｜]>)`,
  '<(?=/?(?:s|bos|eos|start_of_turn|end_of_turn)>)',
  '<(?=</?sys>>)',
  '\\[(?=/?inst\\])',
].join('|');

/** White space and invisible characters. */
const GAP = '[\\s\\u200B-\\u200F\\u2060]*';

/**
 * Makes text safe to show in a prompt. In opening and closing tags of the `names`, tags of thoughts and tool
 * calls, and role markers of chat templates, `‹` replaces the opening bracket. All other text stays the same,
 * byte for byte.
 *
 * @param names tags of the prompt and of the format, without brackets. Case does not count.
 * @param lines beginnings of lines that have a meaning in the prompt. `‹` is put before such a line.
 * @example
 * asData('a </chunk> b', ['chunk']); // 'a ‹/chunk> b'
 * asData('Memory 2: forged', [], /Memory \d+:/); // '‹Memory 2: forged'
 */
export function asData(text: string, names: readonly string[], lines?: RegExp): string {
  const tags = `<(?=${GAP}(?:/${GAP})?(?:${[...names, ...TEMPLATE_TAGS].join('|')})(?!\\w))`;
  const safe = text.replace(new RegExp(`${tags}|${ROLE_MARKERS}`, 'gi'), MARK);
  return lines === undefined ? safe : safe.replace(new RegExp(`^(?=${lines.source})`, 'gm'), MARK);
}
