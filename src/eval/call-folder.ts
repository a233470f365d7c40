import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CallStore, RECORDED_CALL_SCHEMA, type RecordedCall } from '../recording/recorded-call.ts';

/**
 * Recorded calls as files, one for each call, named after its address: a folder that can be published,
 * merged by copying and read by people. A file appears under its name only when it is whole.
 *
 * @throws (when read) one line that names the file when it is not a recorded call of this version.
 */
export function openCallFolder(folder: string): CallStore {
  const pathOf = (key: string): string => join(folder, key.slice(0, 2), `${key}.json`);
  return {
    get: (key) => readCall(pathOf(key)),
    async put(key, call) {
      const path = pathOf(key);
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
    throw new Error(`${path}: cannot be read (${cause.code}); give a folder of recorded calls`);
  });
  if (text === undefined) return undefined;
  const call = parse(text, path);
  if (call.schema === RECORDED_CALL_SCHEMA) return call;
  throw new Error(
    `${path}: schema ${JSON.stringify(call.schema)}; this version reads ${RECORDED_CALL_SCHEMA}: give another folder`,
  );
}

function parse(text: string, path: string): RecordedCall {
  try {
    return JSON.parse(text) as RecordedCall;
  } catch {
    throw new Error(`${path}: not JSON; remove it and it is recorded again`);
  }
}
