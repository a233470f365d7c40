/**
 * The marks that models put around their thoughts, in every family that servers pass through.
 *
 * @module
 */

/** Tag names of thoughts. A prefix such as `seed:` or `mm:` does not count. */
export const THOUGHT_TAGS: readonly string[] = [
  ...['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'reflection', 'analysis', 'rationale'],
  ...['inner_monologue', 'internal_monologue'],
];

const NAME = `(?:\\w{1,20}[:_-])?(?:${THOUGHT_TAGS.join('|')})(?!\\w)`;

/** Effect of a mark. `channel` opens or closes, depending on which channel follows. */
export type MarkerSide = 'open' | 'close' | 'empty' | 'end';

/** A mark in a text. */
export interface ThoughtMarker {
  readonly side: MarkerSide;
  /** Marks of one family close each other. */
  readonly family: string;
  readonly start: number;
  readonly end: number;
}

interface Family {
  readonly pattern: string;
  /** `undefined` if the match is no mark after all. */
  read(match: string): Omit<ThoughtMarker, 'start' | 'end'> | undefined;
}

const FAMILIES: readonly Family[] = [
  {
    // <think>, </thinking>, <seed:think>, <reasoning effort="high">
    pattern: `<\\/?${NAME}[^<>]{0,200}>`,
    read: (match) => ({ side: readSide(match, /^<\//, /\/>$/), family: readName(match) }),
  },
  {
    // [THINK], [/REASONING]
    pattern: '\\[\\/?(?:THINK|THINKING|THOUGHTS?|REASONING|REFLECTION|ANALYSIS)\\]',
    read: (match) => ({ side: readSide(match, /^\[\//), family: readName(match) }),
  },
  {
    // ◁think▷, ◁/think▷
    pattern: '◁\\/?think(?:ing)?▷',
    read: (match) => ({ side: readSide(match, /^◁\//), family: '◁' }),
  },
  {
    // <|START_THINKING|>, <|end_of_thought|>, <|begin▁of▁thinking|>, <|/think|>, <|inner_prefix|>
    pattern:
      '<[|｜]\\/?(?:(?:start|begin|end|stop)[_▁ ]?(?:of[_▁ ])?)?(?:think|thinking|thoughts?|reasoning|inner_(?:prefix|suffix))(?:[_▁](?:start|begin|end))?[|｜]>',
    read: (match) => ({ side: readSide(match, /\/|end|stop|suffix/i), family: '|' }),
  },
  {
    // <unused94>thought … <unused95>
    pattern: '<unused9[45]>',
    read: (match) => ({ side: readSide(match, /95/), family: 'unused' }),
  },
  {
    // Gemma: <|channel>thought … <channel|>
    pattern: '<\\|channel>\\s{0,9}\\w{0,20}|<channel\\|>',
    read(match) {
      if (match === '<channel|>') return { side: 'close', family: 'gemma' };
      return /thought|think|analysis/i.test(match) ? { side: 'open', family: 'gemma' } : undefined;
    },
  },
  {
    // gpt-oss: <|channel|>analysis<|message|> … <|end|><|start|>assistant<|channel|>final<|message|>
    pattern: '<\\|channel\\|>\\s{0,9}\\w{0,20}|<\\|(?:end|return|call|start)\\|>',
    read(match) {
      if (/analysis|thought|think/i.test(match)) return { side: 'open', family: 'harmony' };
      return { side: /final/i.test(match) ? 'close' : 'end', family: 'harmony' };
    },
  },
];

const MARKER = new RegExp(FAMILIES.map(({ pattern }) => `(${pattern})`).join('|'), 'gi');

/** Finds the marks of thoughts in a text, in order. Linear in the length of the text. */
export function findThoughtMarkers(text: string): readonly ThoughtMarker[] {
  const found: ThoughtMarker[] = [];
  for (const match of text.matchAll(MARKER)) {
    const index = match.slice(1).findIndex((group) => group !== undefined);
    const read = FAMILIES[index]?.read(match[0]);
    if (read !== undefined) {
      found.push({ ...read, start: match.index, end: match.index + match[0].length });
    }
  }
  return found;
}

/**
 * Patterns of the first character of a mark, with a lookahead for the rest of it. Escaping that character
 * turns a mark into text.
 */
export const MARKER_STARTS: readonly { readonly character: string; readonly rest: string }[] = [
  { character: '<', rest: `\\/?${NAME}` },
  { character: '\\[', rest: FAMILIES[1]!.pattern.slice(2) },
  { character: '◁', rest: '\\/?think' },
  { character: '<', rest: FAMILIES[3]!.pattern.slice(1) },
  { character: '<', rest: 'unused9[45]>|\\|channel>|channel\\|>|\\|(?:channel|end|return|call|start)\\|>' },
];

function readSide(match: string, closing: RegExp, empty?: RegExp): MarkerSide {
  if (closing.test(match)) return 'close';
  return empty?.test(match) ? 'empty' : 'open';
}

function readName(match: string): string {
  return /\w+/.exec(match)![0].toLowerCase();
}
