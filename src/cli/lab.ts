/**
 * `atommem lab`: the synthetic task, on which a policy trains in minutes.
 * @module
 */

import { Command } from 'commander';
import { labPlayCommand } from './lab-play.ts';
import { labReproduceCommand } from './lab-reproduce.ts';
import { labShowCommand } from './lab-show.ts';
import type { Terminal } from './output.ts';

/** Creates `atommem lab`. */
export function labCommand(terminal: Terminal): Command {
  return new Command('lab')
    .description('train and study small policies on a synthetic memory task')
    .addCommand(labShowCommand(terminal))
    .addCommand(labPlayCommand(terminal))
    .addCommand(labReproduceCommand(terminal));
}
