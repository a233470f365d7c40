/**
 * The command `atommem parse`.
 *
 * @module
 */
import { text } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { DIALECT_NAMES, isDialectName, selectFormat } from '../released/select-format.ts';
import { printJson, type Terminal } from './output.ts';
import { unknownName } from './usage-error.ts';

/** Creates `atommem parse`, which reads a model's reply and prints its operations. */
export function parseCommand(terminal: Terminal): Command {
  return new Command('parse')
    .description('read a reply from standard input and print its operations, answers and issues as JSON')
    .option('--codec <name>', `format of the reply: ${DIALECT_NAMES.join(', ')} (default: "tags")`)
    .addOption(new Option('--format <name>', 'another name of --codec').hideHelp())
    .action(async ({ format, codec = format ?? 'tags' }: { codec?: string; format?: string }) => {
      if (!isDialectName(codec)) throw unknownName('codec', codec, DIALECT_NAMES);
      printJson(terminal, selectFormat(codec).codec.parse(await text(terminal.stdin)));
    });
}
