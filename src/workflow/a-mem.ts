/**
 * A-Mem: notes that are linked and updated by a model.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { aMemAnalyse } from '../prompt/a-mem-analyse.ts';
import { aMemKeywords } from '../prompt/a-mem-keywords.ts';
import { aMemLink } from '../prompt/a-mem-link.ts';
import { numberedLines } from '../prompt/workflow-prompt.ts';
import type { SourceDocument } from '../task/observation.ts';
import { between, exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { documentText } from './document-text.ts';
import { markEntry } from './mark-entry.ts';
import type { JsonReader } from './read-json.ts';
import { textIn, textsIn } from './read-meta.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions, WorkflowStep } from './workflow.ts';

const RELEASED = 'A-Mem, released code';

const PARAMETERS = {
  neighbours: { value: 5, source: RELEASED },
  k: { value: 10, source: `${RELEASED}: tuned per category between 10 and 50` },
} as const;

export const A_MEM: WorkflowDeclaration = {
  name: 'a-mem',
  title: 'A-Mem, notes that link and evolve',
  goodAt: 'Linked facts: related notes are found together, even if the question names only one.',
  operations: ['create', 'read', 'update'],
  unit: 'document',
  calls: {
    perUnit: between(1, 2),
    perQuestion: exactly(1),
    formula: '2 per document (1 if it has no neighbours yet), 1 per question',
  },
  prompts: [aMemAnalyse, aMemLink, aMemKeywords],
  parameters: PARAMETERS,
  defects: {
    mapping: {
      value: 'shown',
      faithful: 'released',
      what: 'One released version applies a change of neighbour n to the n-th oldest note.',
    },
  },
  references: [
    'A-Mem (arXiv 2502.12110), sections on construction, links and evolution.',
    'Both its repositories.',
  ],
  omits: [
    'Re-embedding everything every 100 updates: an update embeds at once.',
    'Counters of retrievals and last access, which its search does not use.',
  ],
};

export interface AMemOptions extends WorkflowOptions {
  readonly neighbours?: number;
  readonly k?: number;
  readonly mapping?: 'shown' | 'released';
}

/** A note and its description. */
interface Note {
  readonly content: string;
  readonly context: string;
  readonly keywords: readonly string[];
  readonly tags: readonly string[];
}

/** Stores each document as a note with keywords, context and tags, links it to its neighbours and updates them. */
export function createAMem(options: AMemOptions): Workflow {
  const { neighbours = PARAMETERS.neighbours.value, k = PARAMETERS.k.value, mapping = 'shown' } = options;
  return defineWorkflow(A_MEM, options, {
    async memorise({ chunk }, step) {
      const operations: Operation[] = [];
      for (const document of chunk.documents)
        operations.push(...(await addNote(document, { neighbours, mapping }, step)));
      return operations;
    },
    async recall({ question }, step) {
      const reply = await step.askJson(aMemKeywords, { question: question.text });
      const query = reply.texts('keywords').join(', ') || question.text;
      const hits = await step.read(query, { limit: k });
      const linked = await linkedTo(hits, k, step);
      return { texts: [...hits, ...linked].map(({ text }) => text) };
    },
  });
}

async function addNote(
  document: SourceDocument,
  { neighbours, mapping }: { readonly neighbours: number; readonly mapping: 'shown' | 'released' },
  step: WorkflowStep,
): Promise<readonly Operation[]> {
  const content = documentText(document);
  const described = await step.askJson(aMemAnalyse, { content });
  const note: Note = {
    content,
    context: described.text('context'),
    keywords: described.texts('keywords'),
    tags: described.texts('tags'),
  };
  const found = await step.read(content, { limit: neighbours });
  if (found.length === 0) return [create(note, [], document)];
  const reply = await step.askJson(aMemLink, {
    note: render(note),
    neighbours: numberedLines(found.map(({ text }) => text)),
  });
  if (!reply.flag('should_evolve')) return [create(note, [], document)];
  const actions = reply.texts('actions');
  const strengthen = actions.includes('strengthen');
  const connections = strengthen ? reply.numbers('connections', 1, found.length) : [];
  const tags = strengthen && reply.has('tags') ? reply.texts('tags') : note.tags;
  const links = connections.map((number) => found[number - 1]!.id);
  const changed = actions.includes('update_neighbor') ? reply.objects('neighbours') : [];
  const targets = mapping === 'released' && changed.length > 0 ? await step.readAll() : found;
  if (changed.length > found.length)
    step.report('unknown-number', `a-mem-link: ${changed.length} neighbours for ${found.length} shown`);
  const updates = changed.slice(0, found.length).flatMap((change, index) => evolve(targets[index], change));
  return [create({ ...note, tags }, links, document), ...updates];
}

function evolve(entry: Entry | undefined, change: JsonReader): readonly Operation[] {
  if (entry === undefined) return [];
  const context = change.optionalText('context') ?? textIn(entry.meta, 'context');
  const tags = change.has('tags') ? change.texts('tags') : textsIn(entry.meta, 'tags');
  const text = render({ ...readNote(entry), context, tags });
  return text === entry.text ? [] : [{ ...markEntry(entry, { context, tags }), text }];
}

function readNote({ text, meta }: Entry): Pick<Note, 'content' | 'keywords'> {
  return { content: textIn(meta, 'content') || text, keywords: textsIn(meta, 'keywords') };
}

function create(note: Note, links: readonly string[], { id }: SourceDocument): Operation {
  return { op: 'create', text: render(note), meta: { ...note, links, sources: [id] } };
}

/** Writes the text that is embedded: the content and its description. */
function render({ content, context, keywords, tags }: Note): string {
  const lines = [
    ['Context', context],
    ['Keywords', keywords.join(', ')],
    ['Tags', tags.join(', ')],
  ] as const;
  return [content, ...lines.filter(([, said]) => said !== '').map(([what, said]) => `${what}: ${said}`)].join(
    '\n',
  );
}

async function linkedTo(
  hits: readonly Entry[],
  limit: number,
  step: WorkflowStep,
): Promise<readonly Entry[]> {
  const shown = new Set(hits.map(({ id }) => id));
  const wanted = new Set(hits.flatMap(({ meta }) => textsIn(meta, 'links')).filter((id) => !shown.has(id)));
  if (wanted.size === 0) return [];
  return (await step.readAll()).filter(({ id }) => wanted.has(id)).slice(0, limit);
}
