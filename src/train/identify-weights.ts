import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a folder of weights is told from others by: the numbers themselves, or where a server keeps them. */
const CONTENTS = ['model.safetensors', 'tinker.json'];

/**
 * Tells weights from others, wherever their folder lies: a digest of its contents. A server's own path stands
 * for itself; `null` means new weights.
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
