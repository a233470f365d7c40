/**
 * Assertions for the conformance suites. They depend on no test runner.
 * @module
 */

/** Throws an error with `message` unless the condition holds. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Throws unless both values serialise to the same JSON, including key order and lone surrogates. */
export function same(actual: unknown, expected: unknown, what = 'value'): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left === right) return;
  throw new Error(`${what}: got ${shorten(left)}, expected ${shorten(right)}`);
}

/** Runs `attempt`, which must fail, and returns its error. */
export async function failure(attempt: () => Promise<unknown>): Promise<unknown> {
  try {
    await attempt();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error, but the call succeeded');
}

function shorten(text: string | undefined): string {
  if (text === undefined || text.length <= 400) return String(text);
  return `${text.slice(0, 400)}… (${text.length} characters)`;
}
