/**
 * Checks that the training commands refuse wrong options.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

it.each([
  [['train', 'sft'], /--out/],
  [
    ['train', 'sft', '--preset', 'huge', '--out', 'x'],
    /--preset huge is not accepted\. Give one of smoke, small, narrow, paper-shape/,
  ],
  [['lab', 'reproduce', '--variants', 'k-7'], /unknown variant "k-7"/],
  [['lab', 'play', '--split', 'training'], /--split training/],
  [['lab', 'play', '--k', '6'], /--k 6 exceeds the 3 entries that a policy of preset small sees/],
  [
    ['lab', 'play', '--rule', 'rag', '--temperature', '0.5'],
    /--temperature applies to trained policies only/,
  ],
  [['lab', 'play', '--rule', 'rag', '--weights', 'x'], /--weights applies to trained policies only/],
  [
    ['lab', 'play', '--tasks', '5000', '--length', '4'],
    /5000 tasks of --length 4 .* Pass --tasks 2500 or less, or --length 2/,
  ],
  [
    ['lab', 'reproduce', '--tasks', '2501'],
    /--tasks 2501 is not accepted\. Pass a whole number from 1 to 2500/,
  ],
  [
    ['train', 'sft', '--tasks', '10001', '--out', 'x'],
    /--tasks 10001 is not accepted\. Give a whole number from 1 to 10000/,
  ],
])('refuses %j with exit code 2', async (words, message) => {
  expect(await runCli(words)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
});
