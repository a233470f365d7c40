/**
 * Identifies weights by their contents.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that identify weights: the weights themselves, or a reference to a server. */
const CONTENTS = ['model.safetensors', 'tinker.json'];

/**
 * Returns a digest of the weights in a folder, which does not depend on its location. Server paths are
 * returned unchanged. `null` means new weights.
 */
export async function identifyWeights(path: string | undefined): Promise<string | null> {
  if (path === undefined) return null;
  const file = CONTENTS.map((name) => join(path, name)).find((each) => existsSync(each));
  if (file === undefined) return path;
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
    .slice(0, 16);
}
