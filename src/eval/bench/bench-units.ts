import { AtomMemError } from '../../shared/error.ts';
import { type Cell, type CellNotRun, cellKey } from './bench-plan.ts';
import type { EpisodeOutcome } from './bench-score.ts';
import type { BenchDataset, BenchStream } from './bench-stream.ts';

export interface BenchEpisode {
  readonly cell: Cell;
  readonly stream: string;
  /** Where it stands in the folder. */
  readonly key: string;
  /** Absent for what was not run, or failed. */
  readonly outcome?: EpisodeOutcome;
}

/** A stream with the planned episodes that read it. */
export interface Unit {
  readonly stream: () => BenchStream;
  /** 0-based place of the stream in its data set. */
  readonly place: number;
  readonly episodes: readonly BenchEpisode[];
}

/** Streams in turn: the first of every data set, length and seed, then the second of each, and so on. */
export function unitsOf(
  cells: readonly Cell[],
  datasets: readonly BenchDataset[],
): { readonly units: readonly Unit[]; readonly notRun: readonly CellNotRun[] } {
  const notRun: CellNotRun[] = [];
  const groups = Map.groupBy(cells, ({ dataset, documents, seed, variant }) =>
    JSON.stringify([dataset, documents, seed, variant.settings.noise ?? null]),
  );
  const columns = [...groups.values()].map((group): readonly Unit[] => {
    const { dataset, documents, seed, variant } = group[0]!;
    const source = datasets.find(({ name }) => name === dataset)!;
    const { noise } = variant.settings;
    try {
      return source.streams(documents, seed).map((stream, place) => ({
        place,
        stream: () => (noise === undefined ? stream : source.noisy(stream, noise, seed)),
        episodes: group.map((cell) => ({ cell, stream: stream.id, key: `${cellKey(cell)}/${stream.id}` })),
      }));
    } catch (cause) {
      if (!AtomMemError.isInstance(cause)) throw cause;
      notRun.push(...group.map((cell) => ({ ...cell, reason: cause.message })));
      return [];
    }
  });
  const longest = Math.max(0, ...columns.map((column) => column.length));
  const inTurn = Array.from({ length: longest }, (_, place) =>
    columns.flatMap((column) => column[place] ?? []),
  );
  return { units: inTurn.flat(), notRun };
}
