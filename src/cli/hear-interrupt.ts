/** Lets Ctrl-C be heard: rules and a file never wait for anything, and an episode would run to its end first. */
export function hearInterrupt(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
