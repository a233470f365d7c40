/**
 * Installs Python packages into a virtual environment.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Thrown if this machine lacks a requirement of the test. The code under test has not failed. */
export class MissingError extends Error {}

export interface InstallOptions {
  /** Folder of the virtual environment. */
  readonly folder: string;
  /** Requirements in pip's format. */
  readonly packages: readonly string[];
  /** Path or name of the uv command. */
  readonly uv: string;
  /** Path or name of Python. */
  readonly python: string;
}

/** The result of a process. */
export interface Output {
  readonly code: number;
  readonly text: string;
  readonly errors: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Environment variables, in addition to those of this process. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Installs the packages with uv, or with pip if uv is missing. Returns the path of Python. A finished environment is
 * reused.
 *
 * @throws MissingError if Python or the packages are missing
 */
export async function installPackages(options: InstallOptions): Promise<string> {
  const { folder, packages, uv } = options;
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const stamp = join(folder, 'installed.txt');
  const wanted = packages.join('\n');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return python;
  const hasUv = (await run(uv, ['--version'])).code === 0;
  await expectSuccess(
    'there is no virtual environment',
    hasUv
      ? run(uv, ['venv', '--clear', '--python', options.python, folder])
      : run(options.python, ['-m', 'venv', '--clear', folder]),
  );
  await expectSuccess(
    `${packages.join(' ')} cannot be installed`,
    hasUv
      ? run(uv, ['pip', 'install', '--quiet', '--python', python, ...packages])
      : run(python, ['-m', 'pip', 'install', '--quiet', ...packages]),
  );
  await writeFile(stamp, wanted);
  return python;
}

async function expectSuccess(problem: string, running: Promise<Output>): Promise<void> {
  const { code, errors } = await running;
  if (code !== 0) throw new MissingError(`${problem}: ${errors.slice(-600)}`);
}

/** Describes the versions of Python and of packages in one line. */
export async function describeVersions(python: string, names: readonly string[]): Promise<string> {
  const program = `import platform, sys, importlib.metadata as m
print(', '.join(['Python ' + platform.python_version(), *(f'{name} {m.version(name)}' for name in sys.argv[1:])]))`;
  return (await run(python, ['-c', program, ...names])).text.trim();
}

/** Runs a program to its end. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Output> {
  const { cwd, environment } = options;
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd, env });
    let text = '';
    let errors = '';
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString();
    });
    child.stderr.on('data', (part: Buffer) => {
      errors += part.toString();
    });
    child.on('error', (error) => resolve({ code: -1, text, errors: error.message }));
    child.on('close', (code) => resolve({ code: code ?? -1, text, errors }));
  });
}
