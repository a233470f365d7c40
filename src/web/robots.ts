/**
 * Reads robots.txt (RFC 9309).
 *
 * @module
 */

/** Bytes of the file that are read. */
export const ROBOTS_BYTES: number = 512 * 1024;

/** The rules of a site for one reader. */
export interface RobotsRules {
  isAllowed(path: string): boolean;
  /** Seconds between requests that the site asks for. */
  readonly delay?: number;
}

export const ALLOW_ALL: RobotsRules = { isAllowed: () => true };
export const ALLOW_NONE: RobotsRules = { isAllowed: () => false };

interface Group {
  readonly agents: string[];
  readonly rules: { readonly allow: boolean; readonly pattern: string }[];
  delay?: number;
}

/**
 * Returns the rules of the most specific group for the agent. The longest matching pattern decides; of equals,
 * `allow`.
 *
 * @param agent product name of the reader, such as `atommem`.
 */
export function parseRobots(text: string, agent: string): RobotsRules {
  const groups = readGroups(text);
  const own = groups.filter(({ agents }) => agents.some((name) => name === agent.toLowerCase()));
  const chosen = own.length > 0 ? own : groups.filter(({ agents }) => agents.includes('*'));
  const rules = chosen
    .flatMap((group) => group.rules)
    .map(({ allow, pattern }) => ({
      allow,
      size: pattern.length,
      matches: toMatcher(pattern),
    }));
  return {
    delay: chosen.find(({ delay }) => delay !== undefined)?.delay,
    isAllowed(path) {
      const found = rules.filter(({ matches }) => matches(path));
      const longest = Math.max(0, ...found.map(({ size }) => size));
      const decisive = found.filter(({ size }) => size === longest);
      return decisive.length === 0 || decisive.some(({ allow }) => allow);
    },
  };
}

function readGroups(text: string): readonly Group[] {
  const groups: Group[] = [];
  let naming = false;
  for (const line of text.split(/\r\n?|\n/)) {
    const [, name, value] = /^\s*([a-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?$/i.exec(line.slice(0, 2000)) ?? [];
    if (name === undefined || value === undefined) continue;
    const key = name.toLowerCase();
    if (key === 'user-agent') {
      if (!naming) groups.push({ agents: [], rules: [] });
      groups.at(-1)!.agents.push(value.toLowerCase());
      naming = true;
      continue;
    }
    const group = groups.at(-1);
    if (group === undefined) continue;
    if (key === 'allow' || key === 'disallow') {
      naming = false;
      if (value !== '') group.rules.push({ allow: key === 'allow', pattern: value });
    } else if (key === 'crawl-delay') {
      naming = false;
      if (Number(value) >= 0) group.delay = Number(value);
    }
  }
  return groups;
}

/** Matches a prefix with `*` and a final `$`. Steps through the parts, so that no pattern is slow. */
function toMatcher(pattern: string): (path: string) => boolean {
  const isWhole = pattern.endsWith('$');
  const parts = (isWhole ? pattern.slice(0, -1) : pattern).split('*');
  return (path) => {
    if (!path.startsWith(parts[0]!)) return false;
    let at = parts[0]!.length;
    for (const [place, part] of parts.slice(1).entries()) {
      const isLast = place === parts.length - 2;
      const found = isLast && isWhole ? path.length - part.length : path.indexOf(part, at);
      if (found < at || !path.startsWith(part, found)) return false;
      at = found + part.length;
    }
    return !isWhole || at === path.length;
  };
}
