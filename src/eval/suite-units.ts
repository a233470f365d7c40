/**
 * The order in which a suite's episodes run.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { EpisodeOutcome } from './episode-score.ts';
import { type Cell, type CellNotRun, createCellKey, createKey } from './suite-plan.ts';
import type { EvalTask, TaskSource } from './task-source.ts';

export interface PlannedEpisode {
  readonly cell: Cell;
  /** Id of the task. */
  readonly stream: string;
  /** Key in the results folder. */
  readonly key: string;
  /** Absent if the episode did not run, or failed. */
  readonly outcome?: EpisodeOutcome;
}

/** A task with the planned episodes that run it. */
export interface Unit {
  readonly task: () => EvalTask;
  /** 0-based position of the task in its data set. */
  readonly place: number;
  readonly episodes: readonly PlannedEpisode[];
}

/**
 * Lists the tasks in turn: the first of every data set, length and seed, then the second of each, and so on.
 *
 * @throws AtomMemError if the data cannot fill a single cell, or `bad-argument` if two episodes have the same policy,
 * task and seed: they would share a file.
 */
export function listUnits(
  cells: readonly Cell[],
  sources: readonly TaskSource[],
): { readonly units: readonly Unit[]; readonly notRun: readonly CellNotRun[] } {
  const notRun: CellNotRun[] = [];
  let refusal: unknown;
  const groups = Map.groupBy(cells, ({ dataset, documents, seed, variant }) =>
    JSON.stringify([dataset, documents, seed, variant.settings.noise ?? null]),
  );
  const columns = [...groups.values()].map((group): readonly Unit[] => {
    const { dataset, documents, seed, variant } = group[0]!;
    const source = sources.find(({ name }) => name === dataset)!;
    const { noise } = variant.settings;
    try {
      return source.tasks(documents, seed).map((task, place) => ({
        place,
        task: () => (noise === undefined ? task : source.noisy(task, noise, seed)),
        episodes: group.map((cell) => ({
          cell,
          stream: task.id,
          key: `${createCellKey(cell)}/${createKey(task.id)}`,
        })),
      }));
    } catch (cause) {
      if (!AtomMemError.isInstance(cause)) throw cause;
      refusal ??= cause;
      notRun.push(...group.map((cell) => ({ ...cell, reason: cause.message })));
      return [];
    }
  });
  const units = takeInTurn(columns);
  if (units.length === 0 && refusal !== undefined) throw refusal;
  checkKeys(units);
  return { units, notRun };
}

function checkKeys(units: readonly Unit[]): void {
  const keys = new Set<string>();
  for (const { key, stream, cell } of units.flatMap(({ episodes }) => episodes)) {
    if (!keys.has(key)) keys.add(key);
    else
      throw new AtomMemError('bad-argument', {
        problem: `${cell.policy} would run ${JSON.stringify(stream)} of ${cell.dataset} twice with seed ${cell.seed}`,
        remedy: 'Give every task and policy its own name, and every seed once',
        details: { option: 'tasks', value: stream },
      });
  }
}

function takeInTurn(columns: readonly (readonly Unit[])[]): readonly Unit[] {
  const longest = Math.max(0, ...columns.map((column) => column.length));
  const places = Array.from({ length: longest }, (_, place) => place);
  return places.flatMap((place) => columns.flatMap((column) => column[place] ?? []));
}
