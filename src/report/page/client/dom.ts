/**
 * Helpers that build elements.
 *
 * @module
 */
type Child = Node | string | null | undefined | false;

/** Creates an element. Strings become text nodes, so document text is never parsed as markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  for (const child of children)
    if (child !== null && child !== undefined && child !== false) made.append(child);
  return made;
}

/** Creates a `<details>` whose content is built on first open. */
export function lazyDetails(
  attributes: Readonly<Record<string, string>>,
  summary: readonly Child[],
  fill: () => readonly Child[],
): HTMLDetailsElement {
  const details = element('details', attributes, element('summary', {}, ...summary));
  let filled = false;
  details.addEventListener('toggle', () => {
    if (filled || !details.open) return;
    filled = true;
    for (const child of fill())
      if (child !== null && child !== undefined && child !== false) details.append(child);
  });
  return details;
}

/** Writes a count with its noun. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
