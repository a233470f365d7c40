/**
 * Detects that a file was deleted or replaced while a store has it open. SQLite would keep writing to a file
 * that no longer has a name.
 * @module
 */
import { statSync } from 'node:fs';
import { AtomMemError } from '../../shared/error.ts';

/** @throws AtomMemError `file-replaced` from the check, if the path no longer leads to the opened file */
export type FileCheck = (applied: 'no' | 'unknown') => void;

export function watchFile(path: string): FileCheck {
  if (path === '' || path === ':memory:') return () => {};
  const opened = identify(path);
  let log: string | undefined;
  return (applied) => {
    const found = identify(path);
    if (found !== opened) throw replaced(path, found === undefined, applied);
    // The write-ahead log holds the latest commits. SQLite makes it with the first transaction.
    const foundLog = identify(`${path}-wal`);
    if (log !== undefined && foundLog !== log) throw replaced(`${path}-wal`, foundLog === undefined, applied);
    log = foundLog;
  };
}

function identify(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && `${found.dev}/${found.ino}`;
}

function replaced(path: string, deleted: boolean, applied: 'no' | 'unknown'): AtomMemError {
  return new AtomMemError('file-replaced', {
    problem: `${path} was ${deleted ? 'deleted' : 'replaced'} while the store had it open`,
    remedy: 'Close the store, restore the file, and open it again',
    details: { applied },
  });
}
