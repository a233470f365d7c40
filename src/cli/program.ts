import { Command } from 'commander';
import { askCommand } from './ask.ts';
import { demoCommand } from './demo.ts';
import { evalCommand } from './eval.ts';
import type { Terminal } from './output.ts';
import { parseCommand } from './parse.ts';
import { replayCommand } from './replay.ts';

/** The command line: one command a file. */
export function createProgram(terminal: Terminal, version: string): Command {
  const program = new Command('atommem')
    .description("an agent's memory as a policy over four operations: run it, measure it, train it")
    .version(version)
    .showHelpAfterError('(add --help for the options)');
  for (const create of [demoCommand, askCommand, evalCommand, parseCommand, replayCommand]) {
    program.addCommand(create(terminal));
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  }
  return program;
}
