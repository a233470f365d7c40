import { Command } from 'commander';
import { createInMemoryStore } from '../store/in-memory.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import { replayTrajectory } from '../trajectory/replay-trajectory.ts';
import { retrieverNamed } from './memory-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { oneLine } from './terminal.ts';

/** `atommem replay`: applies a recorded trajectory again and fails where anything differs. */
export function replayCommand(terminal: Terminal): Command {
  return new Command('replay')
    .description('apply a recorded trajectory to an empty memory and compare every view and effect')
    .argument('<trajectory>', 'a trajectory .jsonl')
    .option('--json', 'print one JSON document and nothing else')
    .action(async (path: string, { json }: { json?: boolean }) => {
      const trajectory = await readTrajectory(path);
      const { retriever: name } = trajectory.header.memory;
      const retriever = retrieverNamed(name);
      if (retriever === undefined) {
        throw new Error(
          `${path}: its entries were found by "${name}", which cannot be run without its server`,
        );
      }
      const differences = await replayTrajectory(trajectory, { store: createInMemoryStore(), retriever });
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
      throw new Error(
        `${path}: ${differences.length} differences, the first a ${first.what} at step ${first.step}: ${told}`,
      );
    });
}
