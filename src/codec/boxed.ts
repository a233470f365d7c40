/**
 * Answers in `\boxed{…}`.
 *
 * @module
 */

/**
 * Returns the text inside `\boxed{…}`, trimmed. Braces inside must balance. If there are several boxes, the
 * one that closes last counts; without a box, the whole text is returned. Linear in the length of the text.
 *
 * @example
 * unbox('It is \\boxed{the {old} house}.'); // 'the {old} house'
 */
export function unbox(text: string): string {
  const open: { readonly boxed: boolean; readonly start: number }[] = [];
  let box: { readonly start: number; readonly end: number } | undefined;
  for (const match of text.matchAll(/\\boxed\{|[{}]/g)) {
    if (match[0] !== '}') {
      open.push({ boxed: match[0] !== '{', start: match.index + match[0].length });
      continue;
    }
    const closed = open.pop();
    if (closed?.boxed) box = { start: closed.start, end: match.index };
  }
  return box === undefined ? text : text.slice(box.start, box.end).trim();
}
