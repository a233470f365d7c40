/**
 * Shows progress on one line of standard error that is rewritten in place.
 *
 * @module
 */
import type { Terminal } from './output.ts';

/** A progress line on standard error. */
export interface LiveLine {
  /**
   * Shows a text. On a terminal it overwrites the line; elsewhere it prints a line every few seconds. Always
   * shows the `last` text.
   */
  update(text: string, last?: boolean): void;
  /** Prints a line that is not overwritten. */
  keep(text: string): void;
  end(): void;
}

const MILLISECONDS_BETWEEN = { terminal: 100, elsewhere: 5000 };

export function createLiveLine(terminal: Pick<Terminal, 'stderr' | 'errorStyle' | 'timer'>): LiveLine {
  const { stderr, errorStyle, timer } = terminal;
  const every = stderr.isTTY ? MILLISECONDS_BETWEEN.terminal : MILLISECONDS_BETWEEN.elsewhere;
  let shown = Number.NEGATIVE_INFINITY;
  let open = false;

  function clear(): void {
    if (open) stderr.write('\r\u001b[2K');
    open = false;
  }

  return {
    update(text, last = false) {
      const now = timer();
      if (now - shown < every && !last) return;
      shown = now;
      clear();
      stderr.write(stderr.isTTY ? errorStyle.dim(text) : `${text}\n`);
      open = stderr.isTTY;
    },
    keep(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    end: clear,
  };
}
