/**
 * JSON that ends too early, made whole: what stands incomplete at the end is dropped, and what is open is
 * closed. Linear in the length of the text.
 *
 * @example
 * closeJson('{"facts": ["Ada", "Bab'); // '{"facts": ["Ada"]}'
 */
export function closeJson(text: string): string {
  const closers: string[] = [];
  let end = 0;
  let quoted = false;
  for (let place = 0; place < text.length; place++) {
    const character = text[place]!;
    if (quoted) {
      if (character === '\\') place++;
      else if (character === '"') {
        quoted = false;
        // A string in a list is whole; one in an object may be a key, or the value before a comma.
        if (closers.at(-1) === ']') end = place + 1;
      }
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') {
      closers.push(character === '{' ? '}' : ']');
      end = place + 1;
    } else if (character === '}' || character === ']') {
      closers.pop();
      end = place + 1;
    } else if (character === ',') end = place;
  }
  return text.slice(0, end) + closers.reverse().join('');
}
