type Child = Node | string | null | undefined | false;

/**
 * An element with attributes and children. Strings become text nodes: nothing of a document's text is ever
 * read as markup.
 */
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

/** A `<details>` whose content is made when it is first opened. */
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

/** A count with its noun. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
