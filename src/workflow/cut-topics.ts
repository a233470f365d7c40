/** A message that waits in a buffer. */
export type Message = { readonly id: string; readonly text: string };

/** LightMem, released code: where neighbours are less alike than this, a topic ends; raised until one does. */
const FIRST_THRESHOLD = 0.2;
const STEP = 0.05;
const LAST_THRESHOLD = 0.5;

/**
 * Cuts messages into topics where neighbours are least alike.
 *
 * @param likeness of each message to the next: one less than there are messages.
 */
export function cutTopics(
  messages: readonly Message[],
  likeness: readonly number[],
): readonly (readonly Message[])[] {
  const rounds = Math.round((LAST_THRESHOLD - FIRST_THRESHOLD) / STEP);
  for (let round = 0; round <= rounds; round++) {
    const threshold = FIRST_THRESHOLD + round * STEP;
    const ends = likeness.flatMap((value, index) => (value < threshold ? [index + 1] : []));
    if (ends.length === 0) continue;
    return [0, ...ends].map((start, index) => messages.slice(start, ends[index] ?? messages.length));
  }
  return [messages];
}
