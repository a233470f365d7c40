/**
 * Assembles the command line from its commands, one file each.
 *
 * @module
 */
import { Command } from 'commander';
import { agentCommand } from './agent.ts';
import { askCommand } from './ask.ts';
import { benchCommand } from './bench.ts';
import { demoCommand } from './demo.ts';
import { evalCommand } from './eval.ts';
import { labCommand } from './lab.ts';
import { mcpCommand } from './mcp.ts';
import { memoryCommand } from './memory.ts';
import type { Terminal } from './output.ts';
import { parseCommand } from './parse.ts';
import { replayCommand } from './replay.ts';
import { serveCommand } from './serve.ts';
import { syncCommand } from './sync.ts';
import { trainCommand } from './train.ts';
import { trajectoriesCommand } from './trajectories.ts';
import { webCommand } from './web.ts';
import { workflowsCommand } from './workflows.ts';

/** Creates the command line. */
export function createProgram(terminal: Terminal, version: string): Command {
  const program = new Command('atommem')
    .description('Memory for agents as a policy over create, read, update and delete.')
    .version(version)
    // Options after a name belong to that command, as in `bench credit --data`.
    .enablePositionalOptions();
  for (const create of [
    demoCommand,
    askCommand,
    syncCommand,
    memoryCommand,
    evalCommand,
    benchCommand,
    webCommand,
    trainCommand,
    serveCommand,
    agentCommand,
    mcpCommand,
    labCommand,
    workflowsCommand,
    parseCommand,
    replayCommand,
    trajectoriesCommand,
  ]) {
    program.addCommand(create(terminal, version));
  }
  for (const command of listCommands(program)) {
    command
      .exitOverride()
      .showHelpAfterError('(add --help for the options)')
      .configureOutput({
        writeOut: (text) => terminal.stdout.write(text),
        writeErr: (text) => terminal.stderr.write(text),
      });
  }
  return program;
}

function listCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(listCommands)];
}
