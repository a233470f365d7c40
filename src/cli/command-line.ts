/**
 * The command line as reports and results show it.
 *
 * @module
 */
import { basename, isAbsolute, relative } from 'node:path';

/**
 * Returns a call as a shell would take it again. Absolute paths become relative to the working directory, or
 * bare file names outside it, so that a report does not show the folders of a machine.
 */
export function commandLine(words: readonly string[], folder: string = process.cwd()): string {
  const quote = (text: string): string =>
    /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
  return ['atommem', ...words.map((word) => hideFolders(word, folder))].map(quote).join(' ');
}

function hideFolders(word: string, folder: string): string {
  const [, flag = '', path = word] = /^(--[\w-]+=)(.*)$/s.exec(word) ?? [];
  if (!isAbsolute(path)) return word;
  const inside = relative(folder, path);
  return flag + (inside === '' ? '.' : inside.startsWith('..') ? basename(path) : inside);
}
