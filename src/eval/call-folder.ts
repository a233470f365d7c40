/**
 * Recorded model calls as files.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CallStore, RECORDED_CALL_SCHEMA, type RecordedCall } from '../recording/recorded-call.ts';
import { AtomMemError } from '../shared/error.ts';

/**
 * Opens a folder that holds one file per recorded call, named after the call's digest. The folder is human-readable,
 * can be published, and is merged by copying. Files are written atomically.
 *
 * If a file is not a recorded call of this version, reading throws AtomMemError.
 */
export function openCallFolder(folder: string): CallStore {
  const toPath = (key: string): string => join(folder, key.slice(0, 2), `${key}.json`);
  return {
    get: (key) => readCall(toPath(key)),
    async put(key, call) {
      const path = toPath(key);
      await mkdir(dirname(path), { recursive: true });
      const part = `${path}.${randomUUID()}.part`;
      await writeFile(part, `${JSON.stringify(call, null, 1)}\n`);
      await rename(part, path);
    },
    async all() {
      const files = await readdir(folder, { recursive: true }).catch(() => []);
      const paths = files.filter((file) => file.endsWith('.json')).sort();
      const calls = await Promise.all(paths.map((file) => readCall(join(folder, file))));
      return calls.filter((call) => call !== undefined);
    },
  };
}

async function readCall(path: string): Promise<RecordedCall | undefined> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new AtomMemError('unreadable-file', {
      problem: `${path} cannot be read (${cause.code})`,
      remedy: 'Pass a folder of recorded calls',
      details: { path },
      cause,
    });
  });
  if (text === undefined) return undefined;
  const call = parse(text, path);
  if (call.schema === RECORDED_CALL_SCHEMA) return call;
  throw new AtomMemError('unknown-format', {
    problem: `${path} has schema ${JSON.stringify(call.schema)}, but this version reads ${RECORDED_CALL_SCHEMA}`,
    remedy: 'Give another folder',
    details: { path },
  });
}

function parse(text: string, path: string): RecordedCall {
  try {
    return JSON.parse(text) as RecordedCall;
  } catch {
    throw new AtomMemError('malformed-json', {
      problem: `${path} is not JSON`,
      remedy: 'Remove the file to record the call again',
      details: { path },
    });
  }
}
