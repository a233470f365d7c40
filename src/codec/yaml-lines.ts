/**
 * Reads the small part of YAML that models write as calls: lists of mappings, nested mappings, block texts.
 *
 * @module
 */

interface Line {
  readonly indent: number;
  readonly dash: boolean;
  readonly key: string;
  readonly value: string;
}

type Mapping = Record<string, unknown>;

const LINE = /^( *)(- +)?(["']?)([A-Za-z_][\w-]{0,60})\3:(?:\s+(.*))?$/;

/** Returns a list of mappings, or `undefined` if a line is something else. */
export function readYaml(text: string): readonly Mapping[] | undefined {
  const rows = text.split('\n').map((row) => row.replace(/\s+$/, ''));
  let at = 0;

  function readLine(row: string | undefined): Line | undefined {
    const match = row === undefined ? null : LINE.exec(row);
    if (match === null) return undefined;
    const [, spaces = '', dash = '', , key = '', value = ''] = match;
    return { indent: spaces.length + dash.length, dash: dash !== '', key, value: value.trim() };
  }

  /** Reads the keys of one mapping. A dash starts the next one. */
  function readMapping(indent: number): Mapping | undefined {
    const mapping: Mapping = {};
    for (let first = true; at < rows.length; first = false) {
      if (rows[at] === '') {
        at++;
        continue;
      }
      const line = readLine(rows[at]);
      if (line === undefined) return undefined;
      if (line.indent < indent || (line.dash && !first)) break;
      if (line.indent > indent) return undefined;
      at++;
      const value = readValue(line);
      if (value === undefined || line.key === '__proto__') return undefined;
      mapping[line.key] = value;
    }
    return mapping;
  }

  function readValue({ indent, value }: Line): unknown {
    if (/^[|>][+-]?$/.test(value)) return readBlock(indent, value.startsWith('>') ? ' ' : '\n');
    if (value !== '') return unquote(value);
    const inner = readLine(rows[at]);
    if (inner === undefined || inner.indent <= indent) return '';
    return inner.dash ? readList(inner.indent) : readMapping(inner.indent);
  }

  function readBlock(indent: number, joint: string): string {
    const lines: string[] = [];
    while (at < rows.length && (rows[at] === '' || rows[at]!.search(/\S/) > indent))
      lines.push(rows[at++]!.trim());
    return lines.join(joint).trim();
  }

  function readList(indent: number): readonly Mapping[] | undefined {
    const list: Mapping[] = [];
    while (at < rows.length) {
      if (rows[at] === '') at++;
      else {
        const line = readLine(rows[at]);
        if (line === undefined) return undefined;
        if (line.indent !== indent) return line.indent < indent ? list : undefined;
        const mapping = readMapping(indent);
        if (mapping === undefined) return undefined;
        list.push(mapping);
      }
    }
    return list;
  }

  const first = readLine(rows[0]);
  return first === undefined || text.length > LONGEST ? undefined : readList(first.indent);
}

/** Longer replies are not read as YAML. */
const LONGEST = 100_000;

function unquote(value: string): string {
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(value);
  return quoted === null
    ? value
    : (quoted[1]?.replace(/\\(["\\])/g, '$1') ?? quoted[2]!.replaceAll("''", "'"));
}
