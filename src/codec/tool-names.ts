/**
 * Names of the memory tools, and how the names that models write are matched to them.
 *
 * @module
 */

/** The tool for each thing that a reply can say. */
export const TOOL_NAMES = {
  create: 'memory_create',
  read: 'memory_read',
  update: 'memory_update',
  delete: 'memory_delete',
  scratchpad: 'scratchpad_write',
  answer: 'final_answer',
} as const;

export type MemoryToolName = (typeof TOOL_NAMES)[keyof typeof TOOL_NAMES];

/** Operation names of the `json` format and turned-around names, which models write as well. */
const ALIASES: readonly (readonly [string, MemoryToolName])[] = [
  ...Object.entries(TOOL_NAMES).map(([operation, name]) => [operation, name] as const),
  ['create_memory', TOOL_NAMES.create],
  ['read_memory', TOOL_NAMES.read],
  ['update_memory', TOOL_NAMES.update],
  ['delete_memory', TOOL_NAMES.delete],
  ['write_scratchpad', TOOL_NAMES.scratchpad],
];

/** A tool that a name refers to. */
export type KnownTool =
  | { readonly kind: 'memory'; readonly name: MemoryToolName }
  | { readonly kind: 'task'; readonly name: string };

/** Tools of one step, and the names that refer to them. */
export interface ToolNames {
  readonly all: readonly string[];
  /** Patterns of the full names, for a search in text. Short aliases such as `read` are not among them. */
  readonly patterns: readonly string[];
  find(name: unknown): KnownTool | undefined;
}

/**
 * Matches names to tools: case, hyphens and prefixes such as `functions.` do not count. A task's tool comes
 * before an alias of a memory tool, and after the memory tools themselves.
 */
export function createToolNames(taskTools: readonly string[] = []): ToolNames {
  const known = new Map<string, KnownTool>();
  for (const name of Object.values(TOOL_NAMES)) known.set(normalise(name), { kind: 'memory', name });
  const add = (written: string, tool: KnownTool): void => {
    if (!known.has(normalise(written))) known.set(normalise(written), tool);
  };
  for (const name of taskTools) add(name, { kind: 'task', name });
  for (const [alias, name] of ALIASES) add(alias, { kind: 'memory', name });
  const full = [...known.keys()].filter((name) => name.includes('_'));
  return {
    all: [...Object.values(TOOL_NAMES), ...taskTools],
    patterns: [...new Set([...full, ...taskTools.filter((name) => name !== '')])].map(toPattern),
    find(name) {
      if (typeof name !== 'string' || name.length > 200) return undefined;
      return known.get(normalise(name)) ?? known.get(normalise(name.slice(name.search(/[^.:/]*$/))));
    },
  };
}

function toPattern(name: string): string {
  return name.replace(/[^\w-]/g, '\\$&').replace(/[-_]/g, '[-_]');
}

function normalise(name: string): string {
  return name.trim().toLowerCase().replace(/[-\s]/g, '_');
}
