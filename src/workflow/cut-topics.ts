/**
 * Cuts a run of messages into topics.
 *
 * @module
 */
/** A message in a buffer. */
export type Message = { readonly id: string; readonly text: string };

/** A topic ends between neighbours that are less similar. Raised until one ends (LightMem, released code). */
const FIRST_THRESHOLD = 0.2;
const STEP = 0.05;
const LAST_THRESHOLD = 0.5;

/**
 * Cuts messages into topics between the neighbours that are least similar.
 *
 * @param likeness similarity of each message to the next, so one value less than there are messages.
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
