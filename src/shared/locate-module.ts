/**
 * Locates modules of this package that are loaded by URL: worker threads and parts of commands.
 *
 * @module
 */

/**
 * Returns the URL of another module of this package. The build merges files, so relative URLs work only in the
 * sources. Each module located this way must be an entry in `tsdown.config.ts`.
 *
 * @param path path below `src/` without extension, such as `engine/local/worker`
 * @param from `import.meta.url` of the caller
 */
export function locateModule(path: string, from: string): URL {
  const folder = from.lastIndexOf('/src/') > from.lastIndexOf('/dist/') ? '/src/' : '/dist/';
  const root = from.slice(0, from.lastIndexOf(folder) + folder.length);
  return new URL(`${path}.${from.endsWith('.ts') ? 'ts' : 'js'}`, root);
}
