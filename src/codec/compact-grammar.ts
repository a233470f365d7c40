/**
 * The grammar of the `compact` format, for runtimes that constrain what a model writes.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { COMPACT_WORDS } from './compact.ts';

/** What a reply may contain in one step. */
export interface CompactChoices {
  readonly stage: 'memorise' | 'answer' | 'act';
  /** Number of entries listed. Only these can be fixed or dropped. */
  readonly entries: number;
  /** Whether a read is allowed. */
  readonly read: boolean;
  /** Whether the reply may answer a question. Default: only in the stage `answer`. */
  readonly answer?: boolean;
  /** Names of the tools of the task. */
  readonly tools?: readonly string[];
}

/** Largest number of operations in a reply. */
const MOST_LINES = 4;

const JSON_RULES = `object ::= "{" (pair (", " pair)*)? "}"
pair ::= string ": " value
value ::= string | number | object | list | "true" | "false" | "null"
list ::= "[" (value (", " value)*)? "]"
number ::= "-"? [0-9]+ ("." [0-9]+)?
string ::= "\\"" ([^"\\\\\\x00-\\x1F] | "\\\\" ["\\\\/bfnrt])* "\\""`;

/**
 * Writes the grammar of a reply in GBNF, the notation of llama.cpp. Every reply that it allows is one that the
 * `compact` codec reads without an issue, except that `skip` does nothing.
 *
 * @throws AtomMemError `bad-argument` for a tool name that a grammar cannot contain
 * @example
 * const grammar = renderCompactGrammar({ stage: 'memorise', entries: 2, read: true });
 */
export function renderCompactGrammar(choices: CompactChoices): string {
  const { create, update, scratchpad, read, answer, tool, nothing } = COMPACT_WORDS;
  const { stage, entries, tools = [] } = choices;
  const slot = Array.from({ length: entries }, (_, index) => `"${index + 1}"`).join(' | ');
  const operations = [
    `"${create}: " text`,
    ...(entries > 0 ? [`"${update} " slot ": " text`, `"${COMPACT_WORDS.delete} " slot`] : []),
    `"${scratchpad}: " text`,
    ...(choices.read ? [`"${read}: " text`] : []),
  ];
  const says = [
    ...(stage === 'answer' || choices.answer ? [`"${answer}: " text`] : []),
    ...tools.map((name) => `"${tool} ${requireName(name)} " object`),
  ];
  const root = {
    memorise: `"${nothing}" | operation ("\\n" operation){0,${MOST_LINES - 1}}`,
    answer: choices.read ? `say | "${read}: " text` : 'say',
    act: says.length === 0 ? `"${nothing}"` : `(operation "\\n"){0,${MOST_LINES - 1}} say`,
  }[stage];
  return [
    `root ::= ${root}`,
    ...(stage === 'answer' ? [] : [`operation ::= ${operations.join(' | ')}`]),
    ...(stage !== 'answer' && entries > 0 ? [`slot ::= ${slot}`] : []),
    ...(says.length > 0 ? [`say ::= ${says.join(' | ')}`] : []),
    'text ::= [^ \\t\\r\\n"] [^\\r\\n]*',
    ...(tools.length > 0 ? [JSON_RULES] : []),
  ].join('\n');
}

function requireName(name: string): string {
  if (/^[\w.-]+$/.test(name)) return name;
  throw new AtomMemError('bad-argument', {
    problem: `The tool name "${name}" cannot be used in a grammar`,
    remedy: 'Use letters, digits, dots, hyphens and underscores',
    details: { option: 'tools', value: name },
  });
}
