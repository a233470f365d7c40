/**
 * ActMem: facts with causal links, and a check of the obvious answer.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { actmemCounterfactual } from '../prompt/actmem-counterfactual.ts';
import { actmemExtract } from '../prompt/actmem-extract.ts';
import { actmemLink } from '../prompt/actmem-link.ts';
import { numberedLines } from '../prompt/workflow-prompt.ts';
import { between, exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { textIn } from './read-meta.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions, WorkflowStep } from './workflow.ts';

const OURS = 'ours: the published value was not available';

const PARAMETERS = {
  clusterLikeness: { value: 0.75, source: OURS },
  neighbours: { value: 5, source: OURS },
  k: { value: 10, source: OURS },
  statements: { value: 3, source: OURS },
  hops: { value: 1, source: OURS },
  leastAssociation: { value: 0, source: `${OURS}: logarithm of together over apart` },
} as const;

export const ACTMEM: WorkflowDeclaration = {
  name: 'actmem',
  title: 'ActMem, causal edges and counterfactual reading',
  goodAt: 'Unstated constraints. On plain questions it only costs more.',
  operations: ['create', 'read'],
  unit: 'chunk',
  calls: {
    perUnit: between(1, 2),
    perQuestion: exactly(1),
    formula: '2 per chunk (1 if no fact is found), 1 per question',
  },
  prompts: [actmemExtract, actmemLink, actmemCounterfactual],
  parameters: PARAMETERS,
  defects: {},
  references: ['ActMem: abstract and summaries only. Its numbers were not checked.'],
  omits: ['Mutual information under the model: the linker estimates both probabilities.'],
};

/** A fact as the linker sees it. */
interface Fact {
  readonly key: string;
  readonly cluster: string;
  readonly text: string;
}

export interface ActMemOptions extends WorkflowOptions {
  readonly clusterLikeness?: number;
  readonly k?: number;
}

/** Stores facts in clusters with links between them. Before it answers, it searches for what contradicts the answer. */
export function createActMem(options: ActMemOptions): Workflow {
  const { clusterLikeness = PARAMETERS.clusterLikeness.value, k = PARAMETERS.k.value } = options;
  return defineWorkflow(ACTMEM, options, {
    async memorise({ chunk }, step) {
      const extracted = await step.askJson(actmemExtract, { text: chunk.text });
      const fresh: Fact[] = [];
      const known = new Map<string, Fact>();
      for (const [index, text] of extracted.texts('facts').entries()) {
        const key = `${chunk.index}.${index}`;
        const near = await step.read(text, { limit: PARAMETERS.neighbours.value, filter: { kind: 'fact' } });
        const candidates = [...near.map(toFact), ...fresh];
        const cluster = await nearestCluster(text, candidates, clusterLikeness, step);
        fresh.push({ key, text, cluster: cluster ?? key });
        for (const fact of near.map(toFact)) known.set(fact.key, fact);
      }
      if (fresh.length === 0) return [];
      const edges = await link([...fresh, ...known.values()], step);
      const facts = fresh.map(({ key, cluster, text }): Operation => {
        return { op: 'create', text, meta: { kind: 'fact', key, cluster } };
      });
      return [...facts, ...edges];
    },
    async recall({ question }, step) {
      const only = { limit: k, filter: { kind: 'fact' } };
      const found = new Map((await step.read(question.text, only)).map((entry) => [entry.id, entry]));
      const reply = await step.askJson(actmemCounterfactual, {
        request: question.text,
        facts: numberedLines([...found.values()].map(({ text }) => text)),
      });
      const statements = reply.texts('statements').slice(0, PARAMETERS.statements.value);
      for (const statement of statements)
        for (const entry of await step.read(statement, only)) found.set(entry.id, entry);
      const keys = new Set([...found.values()].map(({ meta }) => textIn(meta, 'key')));
      const all = await step.readAll();
      const edges = all.filter(
        ({ meta }) =>
          meta.kind === 'edge' && (keys.has(textIn(meta, 'from')) || keys.has(textIn(meta, 'to'))),
      );
      const ends = new Set(edges.flatMap(({ meta }) => [textIn(meta, 'from'), textIn(meta, 'to')]));
      const reached = all.filter(({ id, meta }) => ends.has(textIn(meta, 'key')) && !found.has(id));
      const shown = [...found.values(), ...reached, ...edges].map(({ text }) => text);
      return { texts: [...shown, ...statements.map((statement) => `Check before answering: ${statement}`)] };
    },
  });
}

function toFact({ text, meta }: Entry): Fact {
  return { key: textIn(meta, 'key'), cluster: textIn(meta, 'cluster'), text };
}

async function nearestCluster(
  text: string,
  candidates: readonly Fact[],
  least: number,
  step: WorkflowStep,
): Promise<string | undefined> {
  const values = await step.similar(
    text,
    candidates.map((candidate) => candidate.text),
  );
  const best = values.reduce((top, value, index) => (value > (values[top] ?? -1) ? index : top), 0);
  return (values[best] ?? -1) >= least ? candidates[best]?.cluster : undefined;
}

/** Asks for links between facts. A causal link is kept only if the facts make each other more likely. */
async function link(facts: readonly Fact[], step: WorkflowStep): Promise<readonly Operation[]> {
  const reply = await step.askJson(actmemLink, { facts: numberedLines(facts.map(({ text }) => text)) });
  return reply.objects('edges').flatMap((edge): readonly Operation[] => {
    const from = facts[(edge.number('from', 1, facts.length) ?? 0) - 1];
    const to = facts[(edge.number('to', 1, facts.length) ?? 0) - 1];
    if (from === undefined || to === undefined || from === to) return [];
    const causal = edge.optionalText('kind') === 'cause';
    const association = Math.log(
      (edge.optionalNumber('together') ?? 0) / (edge.optionalNumber('apart') ?? 1),
    );
    if (causal && !(association > PARAMETERS.leastAssociation.value)) return [];
    const text = `${from.text} ${causal ? 'leads to' : 'goes with'}: ${to.text}`;
    const kind = causal ? 'cause' : 'semantic';
    return [{ op: 'create', text, meta: { kind: 'edge', edge: kind, from: from.key, to: to.key } }];
  });
}
