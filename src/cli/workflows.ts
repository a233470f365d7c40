/**
 * The command `atommem workflows`.
 *
 * @module
 */
import { Command } from 'commander';
import { workflowDeclarations } from '../workflow/workflows.ts';
import { print, printJson, type Terminal } from './output.ts';
import { formatTable, oneLine } from './terminal.ts';

/** Creates `atommem workflows`, which lists the published workflows. */
export function workflowsCommand(terminal: Terminal): Command {
  return new Command('workflows')
    .description('list the published workflows: operations used, model calls, what each is good at')
    .option('--json', 'print the declarations as JSON')
    .action(({ json }: { json?: boolean }) => {
      if (json) return printJson(terminal, workflowDeclarations);
      const rows = workflowDeclarations.map(({ name, operations, unit, calls, goodAt }) => [
        name,
        operations.length === 0 ? 'none' : operations.join(' '),
        unit,
        oneLine(calls.formula, 44),
        oneLine(goodAt, Math.max(40, terminal.width - 90)),
      ]);
      return print(
        terminal,
        formatTable(['workflow', 'operations', 'fed by', 'model calls', 'good at'], rows, 'left'),
      );
    });
}
