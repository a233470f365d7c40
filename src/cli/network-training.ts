/**
 * What the commands that train small networks share: flags, progress lines, and the end of an interrupted run.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { ConfigSchema } from '../shared/config.ts';
import { AtomMemError } from '../shared/error.ts';
import { makeFolder } from '../train/run-folder.ts';
import { commandLine } from './command-line.ts';
import { addConfigFlags, readConfig } from './config-flags.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import type { Terminal } from './output.ts';
import { usageError } from './usage-error.ts';

/** Options that all of these commands have. */
export interface NetworkConfig {
  readonly out: string;
  readonly resume?: boolean;
  readonly json: boolean;
}

/** A command that trains a network. */
export interface NetworkTraining<Config> {
  readonly name: string;
  readonly description: string;
  readonly schema: ConfigSchema<Config>;
  /** What a user does after an interruption. */
  readonly remedy: string;
  run(config: Config, progress: TrainingProgress, terminal: Terminal): Promise<void>;
}

/** What a training gets from its command: how it is recorded, progress lines, interrupts. */
export interface TrainingProgress {
  /** The command line, as results record it: without `--resume`, so that a resumed run gives the same bytes. */
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
export function createNetworkCommand<Config extends NetworkConfig>(
  { name, description, schema, remedy, run }: NetworkTraining<Config>,
  terminal: Terminal,
): Command {
  const command = addConfigFlags(new Command(name).description(description), schema);
  return command.action(async () => {
    const config = await readConfig(command, schema);
    const progress: TrainingProgress = {
      command: commandLine(terminal.commandLine.filter((word) => word !== '--resume')),
      say: (line) => void (config.json || terminal.stderr.write(`${line}\n`)),
      async checkInterrupt() {
        await hearInterrupt();
        if (terminal.signal.aborted) throw usageError('the training was interrupted', remedy);
      },
    };
    await prepareFolder(config);
    await run(config, progress, terminal);
  });
}

/**
 * Creates the folder of results before any work is done.
 *
 * @throws AtomMemError `run-exists` if the folder holds weights and the run cannot be resumed
 */
async function prepareFolder({ out, resume = false }: NetworkConfig): Promise<void> {
  await makeFolder(out);
  if (!existsSync(join(out, 'weights.json'))) return;
  const isRun = (await readdir(out)).some((name) => /^seed-\d+$/.test(name));
  if (resume && isRun) return;
  throw new AtomMemError('run-exists', {
    problem: `${out} holds weights.json of another run`,
    remedy: isRun ? 'Add --resume, or use another folder' : 'Use another folder',
    details: { path: out },
  });
}
