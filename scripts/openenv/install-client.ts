/**
 * Installs the Python client of OpenEnv into a virtual environment.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** Thrown if this machine lacks something the test needs, which is not a failure of the code under test. */
export class MissingError extends Error {}

export interface ClientOptions {
  /** Folder of the virtual environment. */
  readonly folder: string;
  /** Version of `openenv-core`. */
  readonly version: string;
  /** Path or name of the uv command. */
  readonly uv: string;
  /** Path or name of Python. */
  readonly python: string;
}

/** The end of a process. */
export interface Output {
  readonly code: number;
  readonly text: string;
  readonly errors: string;
}

/**
 * Installs the client with uv, or with pip if uv is missing.
 * @throws MissingError without Python or the packages
 */
export async function installClient(
  options: ClientOptions,
): Promise<{ readonly python: string; readonly versions: string }> {
  const { folder, version, uv } = options;
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const wanted = `openenv-core[cli]==${version}`;
  const hasUv = (await run(uv, ['--version'])).code === 0;
  const exists = await access(python).then(
    () => true,
    () => false,
  );
  if (!exists) {
    const made = hasUv
      ? await run(uv, ['venv', '--python', options.python, folder])
      : await run(options.python, ['-m', 'venv', folder]);
    if (made.code !== 0)
      throw new MissingError(`there is no virtual environment: ${made.errors.slice(-600)}`);
  }
  const installed = hasUv
    ? await run(uv, ['pip', 'install', '--python', python, wanted])
    : await run(python, ['-m', 'pip', 'install', '--quiet', wanted]);
  if (installed.code !== 0)
    throw new MissingError(`${wanted} cannot be installed: ${installed.errors.slice(-600)}`);
  const versions = await run(python, ['-c', VERSIONS]);
  return { python, versions: versions.text.trim() };
}

const VERSIONS = `import platform, importlib.metadata as m
names = 'openenv-core websockets pydantic'.split()
print('Python ' + platform.python_version(), *(f'{name} {m.version(name)}' for name in names), sep=', ')`;

/** Runs a Python program to its end. */
export function runPython(python: string, args: readonly string[]): Promise<Output> {
  return run(python, args);
}

function run(command: string, args: readonly string[]): Promise<Output> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
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
