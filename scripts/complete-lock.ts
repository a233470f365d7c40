/**
 * Adds packages of other platforms to `package-lock.json`. npm leaves out those that a registry did not serve, and
 * `npm ci` then rejects the file. Run it after a change of dependencies.
 *
 *     node scripts/complete-lock.ts
 *
 * @module
 */

import { readFileSync, writeFileSync } from 'node:fs';

interface Locked {
  readonly version: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly optional?: boolean;
  readonly license?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32'];

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, Locked> };
let added = 0;

/** Returns where a package resolves another: beside it or further out. Returns undefined if it is missing. */
function findPlace(parent: string, name: string): string | undefined {
  const inner = `${parent}/node_modules/${name}`;
  if (lock.packages[inner] !== undefined) return inner;
  const outer = parent.lastIndexOf('/node_modules/');
  if (outer >= 0) return findPlace(parent.slice(0, outer), name);
  return lock.packages[`node_modules/${name}`] === undefined ? undefined : `node_modules/${name}`;
}

for (const [parentPlace, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const found = findPlace(parentPlace, name);
    const taken = found !== undefined && lock.packages[found]!.version !== version;
    const place = taken ? `${parentPlace}/node_modules/${name}` : `node_modules/${name}`;
    const words = name.split(/[/-]/);
    const os = SYSTEMS.filter((system) => words.includes(system));
    const cpu = PROCESSORS.filter((processor) => words.includes(processor));
    // Only packages with a platform in their name. Others are missing for another reason.
    if ((found !== undefined && !taken) || cpu.length !== 1 || !/^\d/.test(version)) continue;
    const libc = words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {};
    lock.packages[place] = {
      version,
      cpu,
      ...(parent.dev && { dev: true }),
      license: 'MIT',
      optional: true,
      ...(os.length > 0 && { os }),
      ...libc,
    };
    added += 1;
  }
}
const sorted = Object.fromEntries(
  Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)),
);
writeFileSync(path, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
console.log(`package-lock.json: ${added} packages of other platforms added`);
