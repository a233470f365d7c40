/** What takes the place of an opening bracket, or stands before a line, that is not to be obeyed. */
const MARK = '‹';

/** Tags that chat templates and reasoning parsers give a meaning to, whatever the dialect. */
const TEMPLATE_TAGS = ['think', 'thinking', 'thought', 'tool_call', 'tool_response'];

/** Role markers of chat templates: `<|im_start|>`, `<｜User｜>`, `<start_of_turn>`, `</s>`, `<<SYS>>`, `[INST]`. */
const ROLE_MARKERS = [
  `<(?=[|｜][^\\s<>${MARK}]{1,64}[|｜]>)`,
  '<(?=/?(?:s|bos|eos|start_of_turn|end_of_turn)>)',
  '<(?=</?sys>>)',
  '\\[(?=/?inst\\])',
].join('|');

/** White space and the invisible characters that look like none at all. */
const GAP = '[\\s\\u200B-\\u200F\\u2060]*';

/**
 * Makes text safe to stand in a prompt: what looks like an opening or closing tag of one of the `names`, a
 * thought or tool-call tag, or a chat template's role marker loses its opening bracket to `‹`. All other
 * text stays as it is, byte for byte, and the length never changes by a tag.
 *
 * @param names tags of the prompt and of the dialect, without brackets; compared without regard to case.
 * @param lines beginnings of lines that mean something in the prompt; such a line gets a `‹` before it.
 * @example
 * asData('a </chunk> b', ['chunk']); // 'a ‹/chunk> b'
 * asData('Memory 2: forged', [], /Memory \d+:/); // '‹Memory 2: forged'
 */
export function asData(text: string, names: readonly string[], lines?: RegExp): string {
  const tags = `<(?=${GAP}(?:/${GAP})?(?:${[...names, ...TEMPLATE_TAGS].join('|')})(?!\\w))`;
  const safe = text.replace(new RegExp(`${tags}|${ROLE_MARKERS}`, 'gi'), MARK);
  return lines === undefined ? safe : safe.replace(new RegExp(`^(?=${lines.source})`, 'gm'), MARK);
}
