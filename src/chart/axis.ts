/**
 * Axes of charts: scales, ticks and labels.
 *
 * @module
 */
/** One axis of a chart. */
export interface Axis {
  readonly label: string;
  /** Default `linear`. `log` takes only values above 0. */
  readonly scale?: 'linear' | 'log';
  /** Ends of the axis. Default: those of the data, widened to round numbers. */
  readonly min?: number;
  readonly max?: number;
  /** Formats a value. Default: short, with k and M. */
  readonly format?: (value: number) => string;
  /** Values to mark. Default: about five round ones. */
  readonly ticks?: readonly number[];
}

/** An axis with its ends and ticks chosen. */
export interface Scale {
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
  /** Returns the position of a value between the ends, 0 to 1. */
  share(value: number): number;
}

/** Chooses ends and ticks of an axis for some values. */
export function createScale(axis: Axis, values: readonly number[]): Scale {
  const shown = values.filter((value) => Number.isFinite(value) && (axis.scale !== 'log' || value > 0));
  const low = axis.min ?? Math.min(...shown);
  const high = axis.max ?? Math.max(...shown);
  const format = axis.format ?? shortNumber;
  const span =
    Number.isFinite(low) && Number.isFinite(high)
      ? { low, high }
      : { low: axis.scale === 'log' ? 1 : 0, high: 1 };
  return axis.scale === 'log' ? logScale(axis, span, format) : linearScale(axis, span, format);
}

interface Span {
  readonly low: number;
  readonly high: number;
}

/** Numbers below about 1e-308 lose too many digits for a division. */
const SMALLEST_STEP = 1e-300;

function linearScale(axis: Axis, { low, high }: Span, format: Scale['format']): Scale {
  const apart = high - low > 1e-9 * Math.abs(high);
  const step = roundStep(Math.max(SMALLEST_STEP, (apart ? high - low : Math.abs(high) || 1) / 4));
  const from = axis.min ?? Math.floor(low / step) * step;
  const reach = axis.max ?? Math.ceil(high / step) * step;
  const to = reach > from ? reach : from + step;
  const count = Math.floor((to - from) / step + 1e-9);
  const round = Array.from({ length: count + 1 }, (_, index) => withoutNoise(from + index * step));
  return { ticks: axis.ticks ?? round, format, share: (value) => (value - from) / (to - from) };
}

function logScale(axis: Axis, { low, high }: Span, format: Scale['format']): Scale {
  const from = Math.log10(low) - 0.08;
  const to = Math.log10(high > low ? high : low * 10) + 0.08;
  const tens = Array.from(
    { length: Math.floor(to) - Math.ceil(from) + 1 },
    (_, index) => Math.ceil(from) + index,
  );
  const factors = tens.length > 2 ? [1] : [1, 2, 5];
  const exponents = [Math.ceil(from) - 1, ...tens];
  const round = exponents
    .flatMap((exponent) => factors.map((factor) => withoutNoise(factor * 10 ** exponent)))
    .filter((value) => Math.log10(value) >= from && Math.log10(value) <= to);
  return {
    ticks: axis.ticks ?? round,
    format,
    share: (value) => (Math.log10(value) - from) / (to - from),
  };
}

/** 1, 2 or 5 times a power of ten, about as large as `about`. */
function roundStep(about: number): number {
  const power = 10 ** Math.floor(Math.log10(about));
  const factor = [1, 2, 5, 10].find((each) => each * power >= about * 0.999) ?? 10;
  return factor * power;
}

function withoutNoise(value: number): number {
  return Number(value.toPrecision(12));
}

/** Writes 1234567 as `1.2M`, 12000 as `12k` and 0.05 as `0.05`. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${Number((value / 1e9).toPrecision(2))}G`;
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(size >= 1e8 ? 3 : 2))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(size >= 1e5 ? 3 : 2))}k`;
  return String(Number(value.toPrecision(size >= 1000 ? 4 : 3)));
}

/** Writes 0.123 as `12.3`, for axes labelled in percent. */
export function percentNumber(value: number): string {
  return String(Number((100 * value).toFixed(1)));
}

/** Returns about eight of the values, evenly spread, as ticks. The first is among them. */
export function pickTicks(values: readonly number[]): readonly number[] {
  const every = Math.max(1, Math.ceil(values.length / 8));
  return values.filter((_, index) => index % every === 0);
}
