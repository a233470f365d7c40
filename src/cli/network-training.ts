/**
 * What the commands that train small networks share: flags, progress lines, and the end of an interrupted run.
 *
 * @module
 */
import { Command } from 'commander';
import type { ConfigSchema } from '../shared/config.ts';
import { commandLine } from './command-line.ts';
import { addConfigFlags, readConfig } from './config-flags.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import type { Terminal } from './output.ts';
import { usageError } from './usage-error.ts';

/** A command that trains a network. */
export interface NetworkTraining<Config> {
  readonly name: string;
  readonly description: string;
  readonly schema: ConfigSchema<Config>;
  /** What a user does after an interruption. */
  readonly remedy: string;
  run(config: Config, progress: TrainingProgress, terminal: Terminal): Promise<void>;
}

/** What a training tells the user while it runs. */
export interface TrainingProgress {
  /** The command line, as results record it. */
  readonly command: string;
  /** Prints a progress line, unless the output is JSON. */
  say(line: string): void;
  /**
   * Lets Ctrl-C arrive.
   *
   * @throws AtomMemError `usage` if it arrived
   */
  checkInterrupt(): Promise<void>;
}

/** Creates the command of a training. */
export function createNetworkCommand<Config extends { readonly json: boolean }>(
  { name, description, schema, remedy, run }: NetworkTraining<Config>,
  terminal: Terminal,
): Command {
  const command = addConfigFlags(new Command(name).description(description), schema);
  return command.action(async () => {
    const config = await readConfig(command, schema);
    const progress: TrainingProgress = {
      command: commandLine(terminal.commandLine),
      say: (line) => void (config.json || terminal.stderr.write(`${line}\n`)),
      async checkInterrupt() {
        await hearInterrupt();
        if (terminal.signal.aborted) throw usageError('the training was interrupted', remedy);
      },
    };
    await run(config, progress, terminal);
  });
}
