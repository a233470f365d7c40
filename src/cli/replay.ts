/**
 * `atommem replay`.
 *
 * @module
 */
import { Command } from 'commander';
import { AtomMemError } from '../shared/error.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import { replayTrajectory } from '../trajectory/replay-trajectory.ts';
import { findRetriever } from './memory-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { oneLine } from './terminal.ts';

/** Creates the command that replays a trajectory. It fails if anything differs. */
export function replayCommand(terminal: Terminal): Command {
  return new Command('replay')
    .description('apply a recorded episode to an empty memory and compare every view and effect')
    .argument('<trajectory>', 'trajectory file (.jsonl)')
    .option('--json', 'print JSON')
    .action(async (path: string, { json }: { json?: boolean }) => {
      const trajectory = await readTrajectory(path);
      const { retriever: name } = trajectory.header.memory;
      // The in-process version of a store's retriever finds the same entries.
      const retriever = findRetriever(name.replace(/^store\((.*)\)$/, '$1'));
      if (retriever === undefined) {
        throw new AtomMemError('unsupported-file', {
          problem: `${path}: its retriever "${name}" needs an embedding server`,
          remedy: 'Replay records of the retrievers lexical and random, or of the embedding model "hashing"',
          details: { path },
        });
      }
      const differences = await replayTrajectory(trajectory, { store: inMemoryStore(), retriever });
      const operations = trajectory.steps.reduce((sum, step) => sum + step.operations.length, 0);
      const summary = { steps: trajectory.steps.length, operations, entries: trajectory.end.entries };
      if (json) printJson(terminal, { schema: 'atommem.replay/1', ...summary, differences });
      else if (differences.length === 0) {
        print(
          terminal,
          `identical: ${summary.steps} steps, ${operations} operations, ${summary.entries} entries`,
        );
      }
      const [first] = differences;
      if (first === undefined) return;
      const { width } = terminal;
      const told = `recorded ${oneLine(first.recorded, width)}; replayed ${oneLine(first.replayed, width)}`;
      throw new AtomMemError('malformed-record', {
        problem: `${path}: ${differences.length} differences, the first in the ${first.what} of step ${first.step}: ${told}`,
        remedy: 'Check whether the file was edited, or recorded by another version',
        details: { path },
      });
    });
}
