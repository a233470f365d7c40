/**
 * Follows identifiers, such as `x1` or `AB1234`: a document that mentions one which an entry mentions is added to it.
 *
 * @module
 */
import { type Profile, profileText, readSentences } from './profile.ts';
import { joinLines } from './scratchpad.ts';
import { flatten, tokens } from './terms.ts';
import type { Settings } from './types.ts';

/** Letters followed by digits, or a number of five digits and more. */
const IDENTIFIER = /^(?:\p{L}+\p{N}[\p{L}\p{N}]*|\p{N}{5,})$/u;

/** Texts that may share an identifier. One that more of them mention names no single thing. */
const MOST_HOLDERS = 2;

/** Returns the words of a text that name one thing, in order, each once. */
export function listIdentifiers(text: string): readonly string[] {
  return /\p{N}/u.test(text) ? [...new Set(tokens(text))].filter((word) => IDENTIFIER.test(word)) : [];
}

/** Texts that are one entry, or will be. */
export interface Chain {
  readonly sections: readonly Profile[];
}

/** What documents add to chains. */
export interface Extension<Given> {
  /** The chains that grew, with their new sections. */
  readonly grown: ReadonlyMap<Given, readonly Profile[]>;
  /** Sections of new entries, for chains whose entry is too long to be extended. */
  readonly started: readonly (readonly Profile[])[];
}

/**
 * Adds to each chain the sentences of documents that share an identifier with it. A document that extends a chain
 * brings its own identifiers, so `x1 = 7`, `x2 = x1`, `x3 = x2` become one entry if they are read in this order.
 *
 * @param chains entries that a search for the identifiers found, and documents that become entries
 */
export function extendChains<Given extends Chain>(
  chains: readonly Given[],
  documents: readonly Profile[],
  settings: Settings,
): Extension<Given> {
  const grown = new Map<Given, readonly Profile[]>();
  const started: (readonly Profile[])[] = [];
  const sectionsNow = (chain: Given): readonly Profile[] => grown.get(chain) ?? chain.sections;
  for (const document of documents) {
    const identifiers = listIdentifiers(`${document.title} ${document.text}`);
    const others = chains.filter(({ sections: [first] }) => first !== document);
    const holders = findHolders(identifiers, others, sectionsNow).map(({ holder, shared }) => {
      const addition = quote(document, shared, settings.lineCharacters);
      return { holder, shared, addition, sections: sectionsNow(holder) };
    });
    const open = holders.filter(({ addition, sections }) => !isKnown(addition, document, sections));
    const roomy = open.filter(({ addition, sections }) => fits([...sections, addition], settings));
    for (const { holder, addition, sections } of roomy) grown.set(holder, [...sections, addition]);
    const [first] = open;
    if (first === undefined || roomy.length > 0 || open.length < holders.length) continue;
    const start = [
      ...first.sections.map((one) => quote(one, first.shared, settings.lineCharacters)),
      first.addition,
    ];
    started.push(start.filter(({ text }) => text !== ''));
  }
  return { grown, started: started.filter((sections) => fits(sections, settings)) };
}

interface Holder<Given> {
  readonly holder: Given;
  readonly shared: readonly string[];
}

/** Returns the chains that mention one of the identifiers, if few do. */
function findHolders<Given>(
  identifiers: readonly string[],
  chains: readonly Given[],
  sectionsOf: (chain: Given) => readonly Profile[],
): readonly Holder<Given>[] {
  const found = new Map<Given, string[]>();
  for (const identifier of identifiers) {
    const form = ` ${identifier} `;
    const holders = chains.filter((chain) => sectionsOf(chain).some(({ flat }) => flat.includes(form)));
    if (holders.length > MOST_HOLDERS) continue;
    for (const holder of holders) found.set(holder, [...(found.get(holder) ?? []), identifier]);
  }
  return [...found].map(([holder, shared]) => ({ holder, shared }));
}

/** Returns the sentences of a document that mention one of the identifiers, in order. */
function quote(document: Profile, identifiers: readonly string[], limit: number): Profile {
  const forms = identifiers.map((identifier) => ` ${identifier} `);
  const kept: string[] = [];
  let length = 0;
  for (const { text, flat } of readSentences(document)) {
    if (!forms.some((form) => flat.includes(form)) || length + text.length > limit) continue;
    kept.push(joinLines(text));
    length += text.length + 1;
  }
  return profileText(document.title, kept.join(' '), document.sources, document.from);
}

/** Returns whether an entry holds the document, or the words of the addition. */
function isKnown(addition: Profile, document: Profile, sections: readonly Profile[]): boolean {
  const said = flatten(addition.text);
  return sections.some(
    ({ flat, sources }) => flat.includes(said) || sources.some((id) => document.sources.includes(id)),
  );
}

function fits(sections: readonly Profile[], { mergedCharacters }: Settings): boolean {
  return (
    sections.reduce((sum, { title, text }) => sum + title.length + text.length + 3, 0) <= mergedCharacters
  );
}
