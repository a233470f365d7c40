import { Command } from 'commander';
import { labPlayCommand } from './lab-play.ts';
import { labReproduceCommand } from './lab-reproduce.ts';
import { labShowCommand } from './lab-show.ts';
import type { Terminal } from './output.ts';

/** `atommem lab`: the synthetic task on which a policy learns in minutes. */
export function labCommand(terminal: Terminal): Command {
  return new Command('lab')
    .description('a small world in which memory management is learned: watch, measure, reproduce')
    .addCommand(labShowCommand(terminal))
    .addCommand(labPlayCommand(terminal))
    .addCommand(labReproduceCommand(terminal));
}
