import type { SchemaElement } from 'hyparquet-writer';
import type { ColumnType, ExportRow, FieldsType } from './export-formats.ts';

/**
 * Rows as the bytes of a Parquet file, every column nullable. Needs the optional package
 * `hyparquet-writer`.
 *
 * @throws when it is not installed, naming the command that installs it.
 */
export async function formatParquet(
  columns: FieldsType['fields'],
  rows: readonly ExportRow[],
): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer').catch(() => {
    throw new Error(
      'Parquet needs the optional package hyparquet-writer: npm install hyparquet-writer, or write .jsonl',
    );
  });
  const schema: SchemaElement[] = [
    { name: 'root', num_children: Object.keys(columns).length },
    ...Object.entries(columns).flatMap(([name, type]) => elementsOf(name, type)),
  ];
  const columnData = Object.keys(columns).map((name) => ({
    name,
    data: rows.map((row) => row[name] ?? null),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema }));
}

/** A type as Parquet's flat list: a list is a group around a repeated group around its element. */
function elementsOf(name: string, type: ColumnType): readonly SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  if (type === 'text') return [{ ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' }];
  if (type === 'integer') return [{ ...optional, type: 'INT32' }];
  if (type === 'number') return [{ ...optional, type: 'DOUBLE' }];
  if ('list' in type) {
    return [
      { ...optional, num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elementsOf('element', type.list),
    ];
  }
  const fields = Object.entries(type.fields);
  return [
    { ...optional, num_children: fields.length },
    ...fields.flatMap(([field, inner]) => elementsOf(field, inner)),
  ];
}
