/**
 * Installs a SkyRL release into a folder with `uv`.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PYTHON, type SkyrlRelease } from './skyrl-release.ts';

/** Thrown if this machine lacks something the test needs, which is not a failure of the code under test. */
export class MissingError extends Error {}

export interface SkyrlProjectOptions {
  readonly release: SkyrlRelease;
  /** Folder of the projects, one for each release. */
  readonly folder: string;
  /** Path or name of the uv command. */
  readonly uv: string;
  /** Version or path of Python for uv (default: the one uv finds). */
  readonly python?: string;
  /** Package index with a CPU build of PyTorch (default: PyPI, whose Linux build includes CUDA). */
  readonly torchIndex?: string;
}

/** An installed release. */
export interface SkyrlProject {
  readonly folder: string;
  /** Arguments of `uv run` before the module. */
  readonly run: readonly string[];
  readonly uv: string;
  /** Versions of Python and the main packages. */
  readonly versions: string;
}

/**
 * Installs a release into a uv project. The server starts its engine through `uv run` with the extras
 * `tinker` and `jax`, so the project must define them. No checkout of SkyRL is needed.
 * @throws MissingError without uv, Python or the packages
 */
export async function openSkyrlProject(options: SkyrlProjectOptions): Promise<SkyrlProject> {
  const { release, uv, python = PYTHON } = options;
  const folder = join(options.folder, `skyrl-${release.version}`);
  await requireTool(uv, ['--version'], `uv is not here (${uv}); install it: pip install uv, or give UV`);
  await requireTool(
    uv,
    ['python', 'find', python],
    `uv finds no Python ${python}; install one, or name it in SKYRL_PYTHON`,
  );
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'pyproject.toml'), projectFile(release, options.torchIndex));
  const extras = ['--project', folder, '--python', python, '--extra', 'tinker', '--extra', 'jax'];
  const installed = await output(uv, ['sync', ...extras]);
  if (installed.code !== 0)
    throw new MissingError(`skyrl ${release.version} cannot be installed: ${lastLines(installed.text)}`);
  const run = ['run', ...extras];
  const versions = await output(uv, [...run, 'python', '-c', VERSIONS]);
  return { folder, run, uv, versions: versions.text.trim().split('\n').at(-1) ?? '' };
}

const VERSIONS = `import platform, importlib.metadata as m
names = 'skyrl jax flax torch transformers tinker peft'.split()
print('Python', platform.python_version(), *(f'{name} {m.version(name)}' for name in names), sep=', ')`;

function projectFile({ version, alsoNeeds, pins }: SkyrlRelease, torchIndex: string | undefined): string {
  const list = (items: readonly string[]): string => JSON.stringify(items);
  const lines = [
    '[project]',
    'name = "skyrl-server"',
    'version = "0"',
    `requires-python = "${PYTHON}"`,
    // Pins one source of PyTorch: the other packages depend on it without naming an index.
    `dependencies = ${list(torchIndex === undefined ? [] : ['torch'])}`,
    '',
    '[project.optional-dependencies]',
    `tinker = ${list([`skyrl[tinker]==${version}`, ...alsoNeeds])}`,
    `jax = ${list([`skyrl[jax]==${version}`])}`,
    '',
    '[tool.uv]',
    'package = false',
    `constraint-dependencies = ${list(pins)}`,
  ];
  const source = [
    '',
    '[[tool.uv.index]]',
    'name = "torch"',
    `url = "${torchIndex}"`,
    'explicit = true',
    '',
    '[tool.uv.sources]',
    'torch = { index = "torch" }',
  ];
  return `${[...lines, ...(torchIndex === undefined ? [] : source)].join('\n')}\n`;
}

async function requireTool(command: string, args: readonly string[], otherwise: string): Promise<void> {
  const { code } = await output(command, args);
  if (code !== 0) throw new MissingError(otherwise);
}

function output(
  command: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const add = (part: Buffer): void => {
      text += part.toString();
    };
    child.stderr.on('data', add);
    child.stdout.on('data', add);
    child.on('error', (error) => resolve({ code: -1, text: error.message }));
    child.on('close', (code) => resolve({ code: code ?? -1, text }));
  });
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-6).join('\n');
}
