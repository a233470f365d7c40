/**
 * Lists every text in which a memory can still reveal a value: in its search, its log, an export and a branch.
 *
 * @module
 */
import { readSources } from '../memory/entry.ts';
import type { Memory } from '../memory/memory.ts';
import type { Store } from '../memory/store.ts';
import type { ShownText } from '../score/shown-text.ts';
import type { JsonValue } from '../shared/json.ts';
import { branchNamespace } from '../store/branch-namespace.ts';
import { exportNamespace } from '../store/export-namespace.ts';

/** Results of a search that are looked at. */
const RESULTS = 20;

/**
 * Returns the results of a search for the value, all texts of an export, and all texts of a branch. An export holds the
 * whole log, so this covers history too. The branch is made in the same store and purged at the end.
 *
 * @param branch name of an empty namespace for the branch
 */
export async function listTraces(
  memory: Memory,
  store: Store,
  branch: string,
  value: string,
): Promise<readonly ShownText[]> {
  const { namespace } = memory;
  const found = await memory.read(value, { limit: RESULTS });
  const exported: string[] = [];
  for await (const line of exportNamespace(store, namespace, { vectors: false })) {
    exported.push(...listStrings(JSON.parse(line) as JsonValue));
  }
  await branchNamespace(store, namespace, branch);
  const records = await store.log(branch);
  const entries = await store.list(branch);
  await store.purge(branch, [...new Set(records.map(({ id }) => id))], { time: 0 });
  const branched = [...records, ...entries].flatMap(({ text, meta }) => [
    ...(text === null ? [] : [text]),
    ...listStrings(meta),
  ]);
  return [
    ...found.map((entry) => ({ text: entry.text, sources: readSources(entry) })),
    ...[...new Set([...exported, ...branched])].map((text) => ({ text })),
  ];
}

/** Every string in a JSON value. Escaped JSON would join words: `\nYork` reads as "nYork". */
function listStrings(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listStrings) : [];
}
