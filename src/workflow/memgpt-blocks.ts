/**
 * MemGPT: pinned blocks and an archive.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import { memgptSearch } from '../prompt/memgpt-search.ts';
import { memgptTurn } from '../prompt/memgpt-turn.ts';
import { workflowQuestions } from '../prompt/workflow-questions.ts';
import type { JsonObject } from '../shared/json.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import type { JsonReader } from './read-json.ts';
import { textIn } from './read-meta.ts';
import { unionByRank } from './union-by-rank.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions, WorkflowStep } from './workflow.ts';

const BLOCKS = ['task', 'people', 'persona'] as const;

const PARAMETERS = {
  blockCharacters: { value: 2000, source: 'ours: limits differ between releases' },
  k: { value: 6, source: 'ours: the same for all workflows' },
} as const;

export const MEMGPT_BLOCKS: WorkflowDeclaration = {
  name: 'memgpt-blocks',
  title: 'MemGPT, pinned blocks and an archive',
  goodAt: 'Shows what an untrained model does with memory tools.',
  operations: ['create', 'read', 'update', 'scratchpad'],
  unit: 'chunk',
  calls: { perUnit: exactly(1), perQuestion: exactly(1), formula: '1 per chunk, 1 per question' },
  prompts: [memgptTurn, memgptSearch],
  parameters: PARAMETERS,
  defects: {},
  references: ['MemGPT (arXiv 2310.08560); documentation and tool names of Letta.'],
  omits: ['Search over past messages.', 'Tool calls in a loop. A turn lists its calls at once.'],
};

export interface MemGptBlocksOptions extends WorkflowOptions {
  readonly blockCharacters?: number;
  readonly k?: number;
}

/** Lets a model edit three pinned blocks and an archive with tools. */
export function createMemGptBlocks(options: MemGptBlocksOptions): Workflow {
  const { blockCharacters = PARAMETERS.blockCharacters.value, k = PARAMETERS.k.value } = options;
  return defineWorkflow(MEMGPT_BLOCKS, options, {
    async memorise({ questions, chunk }, step) {
      const reply = await step.askJson(memgptTurn, {
        questions: workflowQuestions(questions),
        blocks: render(step.view.scratchpadMeta),
        message: chunk.text,
      });
      let blocks = step.view.scratchpadMeta;
      const archived: Operation[] = [];
      for (const call of reply.objects('calls')) {
        if (call.optionalText('tool') === 'archive') {
          const text = call.text('text');
          if (text !== '') archived.push({ op: 'create', text });
        } else blocks = { ...blocks, ...edited(call, blocks, blockCharacters, step) };
      }
      const meta = Object.fromEntries(BLOCKS.map((block) => [block, textIn(blocks, block)]));
      return [...archived, { op: 'update', target: 'scratchpad', text: render(meta), meta }];
    },
    async recall({ question }, step) {
      const blocks = render(step.view.scratchpadMeta);
      const reply = await step.askJson(memgptSearch, { blocks, question: question.text });
      const written = reply.texts('queries').slice(0, 3);
      const lists = [];
      for (const query of written.length > 0 ? written : [question.text])
        lists.push(await step.read(query, { limit: k }));
      return { texts: [blocks, ...unionByRank(lists, k).map(({ text }) => text)] };
    },
  });
}

/** Returns the block that a call changes. Empty if the call cannot be carried out. */
function edited(call: JsonReader, blocks: JsonObject, limit: number, step: WorkflowStep): JsonObject {
  const tool = call.optionalText('tool') ?? '';
  const block = BLOCKS.find((name) => name === call.optionalText('block'));
  const text = call.optionalText('text') ?? '';
  const before = block === undefined ? '' : textIn(blocks, block);
  const old = call.optionalText('old') ?? '';
  const after =
    tool === 'rethink'
      ? text
      : tool === 'append'
        ? [before, text].filter(Boolean).join('\n')
        : tool === 'replace' && old !== '' && before.includes(old)
          ? before.replace(old, () => text)
          : undefined;
  if (block === undefined || after === undefined) {
    step.report(
      'unknown-call',
      `memgpt-turn: ${tool || 'no tool'} of block "${block ?? ''}" cannot be carried out`,
    );
    return {};
  }
  if (after.length > limit)
    step.report('over-long', `memgpt-turn: block "${block}" has ${after.length} characters: cut to ${limit}`);
  return { [block]: after.slice(0, limit) };
}

function render(blocks: JsonObject): string {
  return BLOCKS.map((block) => `${block}: ${textIn(blocks, block) || '(empty)'}`).join('\n\n');
}
