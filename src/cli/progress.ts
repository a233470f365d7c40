import type { Style } from './terminal.ts';

/** Shows how far a long run is: rewritten in place on a terminal, a line now and then elsewhere. */
export interface Progress {
  update(done: number, total: number, note: string): void;
  end(): void;
}

/** Progress goes to standard error, so that standard output holds the result alone. */
export function createProgress(stream: NodeJS.WriteStream, style: Style, timer: () => number): Progress {
  const started = timer();
  let resumed: number | undefined;
  let shown = Number.NEGATIVE_INFINITY;
  let open = false;
  return {
    update(done, total, note) {
      resumed ??= Math.max(0, done - 1);
      const now = timer();
      const every = stream.isTTY ? 100 : 5000;
      if (now - shown < every && done < total) return;
      shown = now;
      const rate = (done - resumed) / Math.max((now - started) / 1000, 1e-3);
      const left = rate > 0 ? (total - done) / rate : 0;
      const line = `${done}/${total} episodes · ${rate.toFixed(1)}/s · ${clockTime(left)} left · ${note}`;
      stream.write(stream.isTTY ? `\r\u001b[2K${style.dim(line)}` : `${line}\n`);
      open = stream.isTTY;
    },
    end() {
      if (open) stream.write('\r\u001b[2K');
      open = false;
    },
  };
}

function clockTime(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes === 0 ? `${whole} s` : `${minutes} min ${whole % 60} s`;
}
