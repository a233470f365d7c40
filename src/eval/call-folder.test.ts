/** Tests of the folder of recorded calls. @module */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashRequest, type RecordedCall, toCallRequest } from '../recording/recorded-call.ts';
import { openCallFolder } from './call-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-calls-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('keeps calls over restarts, whole or not at all, and refuses what it cannot read', async () => {
  const request = toCallRequest('chat', 'toy', { prompt: 'Where?' });
  const call: RecordedCall = { schema: 'atommem.recorded-call/1', request, replies: ['London'] };
  const key = await hashRequest(request);
  expect(await openCallFolder(folder).get(key)).toBeUndefined();
  await openCallFolder(folder).put(key, { ...call, replies: [] });
  await openCallFolder(folder).put(key, call);
  expect(await openCallFolder(folder).get(key)).toEqual(call);
  expect(await openCallFolder(folder).all()).toEqual([call]);
  expect(await readdir(join(folder, key.slice(0, 2)))).toEqual([`${key}.json`]);

  const file = join(folder, key.slice(0, 2), `${key}.json`);
  await writeFile(file, '{"schema":"atommem.recorded-call/9"}');
  await expect(openCallFolder(folder).get(key)).rejects.toThrow('this version reads atommem.recorded-call/1');
  await writeFile(file, '{"sch');
  await expect(openCallFolder(folder).all()).rejects.toThrow(`${key}.json is not JSON`);
  expect(await openCallFolder(join(folder, 'nowhere')).all()).toEqual([]);
});
