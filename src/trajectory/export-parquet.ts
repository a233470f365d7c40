/**
 * Writes rows as Parquet.
 *
 * @module
 */
import type { SchemaElement } from 'hyparquet-writer';
import { importPackage } from '../shared/import-package.ts';
import type { ColumnType, ExportRow, FieldsType } from './export-formats.ts';

/**
 * Returns rows as the bytes of a Parquet file. Every column is nullable. Needs the optional package
 * `hyparquet-writer`.
 *
 * @throws AtomMemError `missing-package` if it is not installed
 */
export async function formatParquet(
  columns: FieldsType['fields'],
  rows: readonly ExportRow[],
): Promise<Uint8Array> {
  const load = () => import('hyparquet-writer');
  const { parquetWriteBuffer } = await importPackage('hyparquet-writer', 'Parquet', load);
  const schema: SchemaElement[] = [
    { name: 'root', num_children: Object.keys(columns).length },
    ...Object.entries(columns).flatMap(([name, type]) => listElements(name, type)),
  ];
  const columnData = Object.keys(columns).map((name) => ({
    name,
    data: rows.map((row) => row[name] ?? null),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema }));
}

/** Flattens a type as Parquet wants it: a list is a group that holds a repeated group with the element. */
function listElements(name: string, type: ColumnType): readonly SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  if (type === 'text') return [{ ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' }];
  if (type === 'integer') return [{ ...optional, type: 'INT32' }];
  if (type === 'number') return [{ ...optional, type: 'DOUBLE' }];
  if ('list' in type) {
    return [
      { ...optional, num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...listElements('element', type.list),
    ];
  }
  const fields = Object.entries(type.fields);
  return [
    { ...optional, num_children: fields.length },
    ...fields.flatMap(([field, inner]) => listElements(field, inner)),
  ];
}
