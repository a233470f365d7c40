/**
 * Describes tools to a model in its prompt, and writes the grammar of replies that call them.
 *
 * @module
 */
import { createGrammarRules, type JsonSchema, quoteLiteral } from './json-schema-grammar.ts';

/** A tool as models see it. */
export interface ToolDescription {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: JsonSchema;
}

/** Marks around a call, as Hermes and Qwen models write them. */
export const CALL_START = '<tool_call>';
export const CALL_END = '</tool_call>';

const MOST_CALLS = 8;

/**
 * Returns the grammar of a reply: text, then calls of these tools with valid arguments. If calls are required, there
 * is no text.
 */
export function toolGrammar(tools: readonly ToolDescription[], required: boolean): string {
  const rules = createGrammarRules();
  const calls = tools.map(({ name, inputSchema }) => {
    const head = quoteLiteral(`{"name": ${JSON.stringify(name)}, "arguments": `);
    return `${head} ${rules.value(inputSchema)} "}"`;
  });
  const call = `call ( "\\n"? call ){0,${MOST_CALLS - 1}}`;
  rules.set(
    'call',
    `${quoteLiteral(`${CALL_START}\n`)} ( ${calls.join(' | ')} ) ${quoteLiteral(`\n${CALL_END}`)}`,
  );
  if (required) rules.set('root', `thought? ${call}`);
  else {
    rules.set('root', `thought? ( ${call} | text ( ${call} )? )`);
    rules.set('text', `( ${notMark(CALL_START)} )+`);
  }
  rules.set('thought', `"<think>" ( ${notMark('</think>')} )* "</think>" "\\n"{0,2}`);
  return rules.text();
}

/** Returns an expression for one character or more that do not write the mark. */
function notMark(mark: string): string {
  const quote = (character: string): string => (/[\]\\^-]/.test(character) ? `\\${character}` : character);
  return [...mark]
    .map((character, place) => {
      const before = mark.slice(0, place);
      return `${before === '' ? '' : `${quoteLiteral(before)} `}[^${quote(character)}]`;
    })
    .join(' | ');
}

/** Returns the instructions that describe the tools. */
export function describeTools(tools: readonly ToolDescription[]): string {
  const lines = tools.map(({ name, description, inputSchema }) =>
    JSON.stringify({ type: 'function', function: { name, description, parameters: inputSchema } }),
  );
  return [
    '# Tools',
    'You can call these functions:',
    '<tools>',
    ...lines,
    '</tools>',
    'To call a function, reply with its name and arguments in these marks:',
    `${CALL_START}\n{"name": "function_name", "arguments": {"argument": "value"}}\n${CALL_END}`,
  ].join('\n');
}
