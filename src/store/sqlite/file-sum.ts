/**
 * A checksum over the whole file, kept in `FILE-sum` while no process has it open for writing. It covers
 * what row checksums cannot: the unused bytes of pages.
 *
 * @module
 */
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { crc32 } from 'node:zlib';

/** Larger files get no sum, because reading them would delay closing too much. */
const LARGEST = 256 * 2 ** 20;

/** The sum of one file. */
export interface FileSum {
  /** Invalidates the sum. Call it before the first write. */
  drop(): void;
  /** Writes the sum if the file is complete and at rest. Call it after the last connection is closed. */
  write(): void;
  /** Tells whether the file differs from its sum. Returns `false` if there is no valid sum. */
  differs(): boolean;
}

export function createFileSum(path: string): FileSum {
  const sumPath = `${path}-sum`;
  const isFile = path !== '' && path !== ':memory:';
  return {
    drop() {
      if (isFile) rmSync(sumPath, { force: true });
    },
    write() {
      if (!isFile || !isAtRest(path)) return;
      const before = statSync(path);
      if (before.size > LARGEST) return;
      const sum = sumFile(path);
      writeFileSync(`${sumPath}.${process.pid}`, sum);
      renameSync(`${sumPath}.${process.pid}`, sumPath);
      // Another process may have written meanwhile, and invalidated the sum before it existed.
      if (!isAtRest(path) || statSync(path).mtimeMs !== before.mtimeMs) rmSync(sumPath, { force: true });
    },
    differs() {
      if (!isFile || !existsSync(sumPath) || !isAtRest(path)) return false;
      const kept = readFileSync(sumPath, 'utf8');
      return kept !== sumFile(path) && existsSync(sumPath);
    },
  };
}

/** Tells whether the write-ahead log is empty, so that the file itself is complete. */
function isAtRest(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0 && existsSync(path);
}

function sumFile(path: string): string {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(2 ** 20);
  let size = 0;
  let sum = 0;
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      sum = crc32(buffer.subarray(0, read), sum);
      size += read;
    }
  } finally {
    closeSync(file);
  }
  return `${size} ${sum}\n`;
}
