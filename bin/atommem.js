#!/usr/bin/env node
// Starts the command line on a Node that can run it. In a checkout the sources run as they are, on the
// Node that the dev dependency `node` brings, so that an older system Node does not matter.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const sources = at('src/cli/main.ts');
const own = at('node_modules/node/bin/node');

if (!existsSync(sources)) {
  if (major < 22 || (major === 22 && minor < 13)) {
    console.error(
      `atommem: needs Node 22.13 or later; this is ${process.versions.node}: install a later Node`,
    );
    process.exit(1);
  }
  await import(new URL('../dist/cli/main.js', import.meta.url));
} else if (major > 23 || (major === 22 && minor >= 18) || (major === 23 && minor >= 6)) {
  await import(new URL('../src/cli/main.ts', import.meta.url));
} else if (existsSync(own)) {
  const child = spawn(own, [sources, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself; here it must only not end the parent before the child is done.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
} else {
  console.error(
    `atommem: this checkout needs Node 22.18 or later; this is ${process.versions.node}: run npm install`,
  );
  process.exit(1);
}
