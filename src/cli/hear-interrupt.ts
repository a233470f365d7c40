/**
 * Lets the process receive Ctrl-C between steps.
 *
 * @module
 */
/** Yields to the event loop. Rules never wait for anything, so a signal would be handled only at the end. */
export function hearInterrupt(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
