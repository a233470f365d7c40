/**
 * Filters and namespace patterns of LangGraph stores.
 *
 * @module
 */

/** Returns whether a value meets every condition: equality, or `$eq $ne $gt $gte $lt $lte $in $nin`. */
export function matchesFilters(
  value: Readonly<Record<string, unknown>>,
  filter: Readonly<Record<string, unknown>> = {},
): boolean {
  return Object.entries(filter).every(([key, condition]) =>
    matches(Object.hasOwn(value, key) ? value[key] : undefined, condition),
  );
}

function matches(value: unknown, condition: unknown): boolean {
  const isOperators =
    typeof condition === 'object' &&
    condition !== null &&
    Object.keys(condition).some((key) => key.startsWith('$'));
  if (!isOperators) return value === condition;
  return Object.entries(condition).every(([operator, bound]) => compare(operator, value, bound));
}

function compare(operator: string, value: unknown, bound: unknown): boolean {
  switch (operator) {
    case '$eq':
      return value === bound;
    case '$ne':
      return value !== bound;
    case '$gt':
      return Number(value) > Number(bound);
    case '$gte':
      return Number(value) >= Number(bound);
    case '$lt':
      return Number(value) < Number(bound);
    case '$lte':
      return Number(value) <= Number(bound);
    case '$in':
      return Array.isArray(bound) && bound.includes(value);
    case '$nin':
      return !(Array.isArray(bound) && bound.includes(value));
    default:
      return false;
  }
}

/** Returns whether a namespace starts or ends with a pattern, label by label. `*` matches any label. */
export function matchesPattern(
  namespace: readonly string[],
  kind: 'prefix' | 'suffix',
  pattern: readonly string[],
): boolean {
  const from = kind === 'prefix' ? 0 : namespace.length - pattern.length;
  if (from < 0 || pattern.length > namespace.length) return false;
  return pattern.every((label, place) => label === '*' || label === namespace[from + place]);
}
