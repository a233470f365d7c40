/**
 * Shows how many episodes of a long run are done.
 *
 * @module
 */
import { createLiveLine } from './live-line.ts';
import type { Style } from './terminal.ts';

/** A progress line for episodes. */
export interface Progress {
  update(done: number, total: number, note: string): void;
  /** Shows what happens inside a running episode. */
  inside(note: string): void;
  end(): void;
}

/** Creates a progress line on standard error, so that standard output contains only the result. */
export function createProgress(
  stderr: NodeJS.WriteStream,
  errorStyle: Style,
  timer: () => number,
  unit = 'episode',
): Progress {
  const live = createLiveLine({ stderr, errorStyle, timer });
  const started = timer();
  let resumed: number | undefined;
  let count = '';
  return {
    update(done, total, note) {
      resumed ??= Math.max(0, done - 1);
      const rate = (done - resumed) / Math.max((timer() - started) / 1000, 1e-3);
      count = `${done}/${total} ${total === 1 ? unit : `${unit}s`} · ${describeRate(rate)}`;
      const left = done === total ? '' : ` · ${clockTime(rate > 0 ? (total - done) / rate : 0)} left`;
      live.update(`${count}${left} · ${note}`, done === total);
    },
    inside(note) {
      live.update(`${count === '' ? '' : `${count} · `}${note}`);
    },
    end: live.end,
  };
}

/** Formats a rate per second, or the time for each if it is slow. */
function describeRate(rate: number): string {
  return rate >= 1 || rate === 0 ? `${rate.toFixed(1)}/s` : `${clockTime(1 / rate)} each`;
}

/** Formats a duration, such as `2 min 5 s`. */
export function clockTime(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes === 0 ? `${whole} s` : `${minutes} min ${whole % 60} s`;
}
