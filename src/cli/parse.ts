import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { codecNames, createCodec } from '../format/codecs.ts';
import { printJson, type Terminal } from './output.ts';
import { unknownName } from './usage-error.ts';

/** `atommem parse`: a model's reply on standard input, its operations on standard output. */
export function parseCommand(terminal: Terminal): Command {
  return new Command('parse')
    .description('read a reply from standard input and print its operations, answers and issues as JSON')
    .option('--codec <name>', `how the reply is written: ${codecNames.join(', ')}`, 'paper')
    .action(async ({ codec }: { codec: string }) => {
      if (!codecNames.some((name) => name === codec)) throw unknownName('codec', codec, codecNames);
      printJson(terminal, createCodec(codec).parse(await text(terminal.stdin)));
    });
}
