/** Tests of folder locks. @module */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './run-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A process that waits to be killed. */
function start(program: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

it('refuses to lock a folder twice, and unlocks it', async () => {
  const free = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(`process ${process.pid} is training in ${folder}`);
  await free();
  expect(await readdir(folder)).toEqual([]);
  const again = await lockFolder(folder);
  await again();
});

it('removes only locks of dead processes and of other machines', async () => {
  const other = start('setInterval(() => {}, 1000)');
  const claim = `lock.${other.pid}`;
  await writeFile(join(folder, claim), hostname());
  await expect(lockFolder(folder)).rejects.toThrow(
    new RegExp(
      `process ${other.pid} is training in .*\\. Stop it or use another folder\\. .* delete .*${claim}`,
    ),
  );
  expect(await readdir(folder)).toEqual([claim]);
  other.kill();
  await once(other, 'exit');
  const free = await lockFolder(folder);
  expect(await readdir(folder)).toEqual([`lock.${process.pid}`]);
  await free();

  await writeFile(join(folder, 'lock.1'), `not ${hostname()}`);
  await (await lockFolder(folder))();
  expect(await readdir(folder)).toEqual([]);
});

it('never has two holders under concurrent attempts', async () => {
  const module = JSON.stringify(join(import.meta.dirname, 'run-lock.ts'));
  const asking = `
    const { lockFolder } = await import(${module});
    process.stdin.once('data', async () => {
      console.log(await lockFolder(${JSON.stringify(folder)}).then(() => 'has', () => 'refused'));
      setInterval(() => {}, 1000);
    });
    console.log('ready');`;
  const others = [1, 2, 3, 4].map(() => start(asking));
  const answers = (): Promise<readonly string[]> =>
    Promise.all(others.map(async ({ stdout }) => String((await once(stdout!, 'data'))[0]).trim()));
  await answers();
  const answered = answers();
  for (const { stdin } of others) stdin!.write('now\n');
  const holders = (await answered).filter((answer) => answer === 'has');
  expect(holders.length).toBeLessThan(2);
  for (const other of others) other.kill();
  await Promise.all(others.map((other) => once(other, 'exit')));
  await (await lockFolder(folder))();
});
