/**
 * `atommem memory`.
 *
 * @module
 */
import { Command } from 'commander';
import { changeCommands } from './memory-change.ts';
import { copyCommands } from './memory-copy.ts';
import { lookCommands } from './memory-look.ts';
import type { Terminal } from './output.ts';
import { registerStoreCommand } from './store-command.ts';

/** Creates the command `atommem memory`. */
export function memoryCommand(terminal: Terminal): Command {
  const memory = new Command('memory').description('inspect, change, copy and erase what a store holds');
  for (const entry of [...lookCommands(), ...changeCommands(), ...copyCommands()]) {
    registerStoreCommand(memory, terminal, entry);
  }
  return memory;
}
