/**
 * A knowledge graph, as in the MCP reference server.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { knowledgeGraphEdit } from '../prompt/knowledge-graph-edit.ts';
import { knowledgeGraphSearch } from '../prompt/knowledge-graph-search.ts';
import { workflowQuestions } from '../prompt/workflow-questions.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import type { JsonReader } from './read-json.ts';
import { textIn, textsIn } from './read-meta.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions, WorkflowStep } from './workflow.ts';

const PARAMETERS = {
  queries: { value: 5, source: 'ours: the description leaves it to the model' },
  shown: { value: 40, source: 'ours: the reference server shows everything it finds' },
} as const;

export const KNOWLEDGE_GRAPH: WorkflowDeclaration = {
  name: 'knowledge-graph',
  title: 'Knowledge graph of the MCP reference server',
  goodAt: 'Relations between named things. Search compares letters, not meaning.',
  operations: ['create', 'read', 'update', 'delete'],
  unit: 'chunk',
  calls: { perUnit: exactly(1), perQuestion: exactly(1), formula: '1 per chunk, 1 per question' },
  prompts: [knowledgeGraphEdit, knowledgeGraphSearch],
  parameters: PARAMETERS,
  defects: {},
  references: ['The memory server of the MCP reference servers, released code.'],
  omits: ['Tool calls in a loop. A turn lists its edits at once.'],
};

/** Stores entities and relations as entries. A model edits them and finds them by parts of words. */
export function createKnowledgeGraph(options: WorkflowOptions): Workflow {
  return defineWorkflow(KNOWLEDGE_GRAPH, options, {
    async memorise({ questions, chunk }, step) {
      const graph = await step.readAll();
      const text = chunk.text.toLowerCase();
      const near = graph.filter(
        ({ meta }) => meta.kind === 'entity' && text.includes(readName(meta).toLowerCase()),
      );
      const reply = await step.askJson(knowledgeGraphEdit, {
        questions: workflowQuestions(questions),
        entities: near.map((entry) => entry.text).join('\n\n'),
        text: chunk.text,
      });
      return [...entityEdits(reply, graph, step), ...newRelations(reply, graph)];
    },
    async recall({ question }, step) {
      const reply = await step.askJson(knowledgeGraphSearch, { question: question.text });
      const queries = reply
        .texts('queries')
        .slice(0, PARAMETERS.queries.value)
        .map((query) => query.toLowerCase());
      const found = (await step.readAll()).filter(({ text }) => {
        return queries.some((query) => text.toLowerCase().includes(query));
      });
      return { texts: found.slice(0, PARAMETERS.shown.value).map(({ text }) => text) };
    },
  });
}

function readName(meta: Entry['meta']): string {
  return textIn(meta, 'name');
}

/** Adds new observations to the named entities, removes wrong ones, and deletes entities without observations. */
function entityEdits(reply: JsonReader, graph: readonly Entry[], step: WorkflowStep): readonly Operation[] {
  const added = reply.has('entities') ? reply.objects('entities') : [];
  const removed = reply.has('remove') ? reply.objects('remove') : [];
  const named = (reader: JsonReader): string => reader.text('name');
  const additions = added.map((entity) => ({
    name: named(entity),
    type: entity.optionalText('type'),
    observations: entity.has('observations') ? entity.texts('observations') : [],
  }));
  const removals = removed.map((item) => ({ name: named(item), observation: item.text('observation') }));
  const names = [...new Set([...additions, ...removals].map(({ name }) => name))].filter(
    (name) => name !== '',
  );
  return names.flatMap((name): readonly Operation[] => {
    const entry = graph.find(({ meta }) => meta.kind === 'entity' && readName(meta) === name);
    const before = entry === undefined ? [] : textsIn(entry.meta, 'observations');
    const own = additions.filter((entity) => entity.name === name);
    const wrong = removals.filter((item) => item.name === name).map(({ observation }) => observation);
    for (const observation of wrong.filter((text) => !before.includes(text)))
      step.report(
        'unknown-call',
        `knowledge-graph-edit: "${name}" has no observation "${observation.slice(0, 60)}"`,
      );
    const all = [...new Set([...before, ...own.flatMap(({ observations }) => observations)])];
    const observations = all.filter((text) => !wrong.includes(text));
    if (entry !== undefined && observations.length === 0) return [{ op: 'delete', target: { id: entry.id } }];
    if (entry === undefined && own.length === 0) return [];
    const type = own.at(-1)?.type ?? (entry && textIn(entry.meta, 'type')) ?? 'thing';
    const text = [`${name} (${type})`, ...observations.map((observation) => `- ${observation}`)].join('\n');
    const meta = { kind: 'entity', name, type, observations };
    if (entry === undefined) return [{ op: 'create', text, meta }];
    return text === entry.text ? [] : [{ op: 'update', target: { id: entry.id }, text, meta }];
  });
}

function newRelations(reply: JsonReader, graph: readonly Entry[]): readonly Operation[] {
  const known = new Set(graph.map(({ text }) => text));
  const relations = reply.has('relations') ? reply.objects('relations') : [];
  return relations.flatMap((relation): readonly Operation[] => {
    const parts = [relation.text('from'), relation.text('relation'), relation.text('to')];
    const text = parts.join(' — ');
    if (parts.includes('') || known.has(text)) return [];
    known.add(text);
    return [{ op: 'create', text, meta: { kind: 'relation' } }];
  });
}
