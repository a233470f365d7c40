/** Throws unless the condition holds; `message` says what should have been. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Throws unless both are equal as JSON with the same order of keys, lone surrogates and all. */
export function same(actual: unknown, expected: unknown, what = 'value'): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left === right) return;
  throw new Error(`${what}: got ${shorten(left)}, expected ${shorten(right)}`);
}

/** Runs what must fail and gives the error back. */
export async function failure(attempt: () => Promise<unknown>): Promise<unknown> {
  try {
    await attempt();
  } catch (error) {
    return error;
  }
  throw new Error('it should have failed, and did not');
}

function shorten(text: string | undefined): string {
  if (text === undefined || text.length <= 400) return String(text);
  return `${text.slice(0, 400)}… (${text.length} characters)`;
}
