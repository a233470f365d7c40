/**
 * Shows progress on one line of standard error that is rewritten in place.
 *
 * @module
 */
import type { Terminal } from './output.ts';

/** A line on standard error that says how far a long run is. */
export interface LiveLine {
  /** Rewritten in place on a terminal, elsewhere a line every few seconds; the `last` is always shown. */
  update(text: string, last?: boolean): void;
  /** A line that stays. */
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
