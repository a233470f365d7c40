/**
 * The conformance suite of workflows.
 *
 * @module
 */
import { NO_USAGE, type Usage } from '../policy/policy.ts';
import type { Ask } from './ask.ts';
import { type ConformanceStep, check, readBehaviour, type WorkflowCase } from './conformance-context.ts';
import { BAD_REPLIES } from './conformance-replies.ts';
import type { CallRange, WorkflowDeclaration } from './workflow.ts';

/**
 * The requirements for every workflow, for any test runner: it does and costs what it declares, can be
 * replayed, records bad replies and failures, and stays in its namespace.
 *
 * @example
 * for (const { name, run } of workflowCases) test(name, () => run(context));
 */
export const workflowCases: readonly WorkflowCase[] = [
  {
    name: 'does only what it declares',
    async run({ ask, create, run }) {
      const workflow = create(ask);
      const { declaration } = workflow;
      check(
        JSON.stringify(declaration) === JSON.stringify(JSON.parse(JSON.stringify(declaration))),
        'the declaration is not plain data',
      );
      const { steps, end } = await run(workflow, 'declared');
      check(end.reason === 'done', `the episode ended with "${end.reason}"`);
      for (const { operations } of steps) {
        for (const operation of operations) {
          const onScratchpad = 'target' in operation && operation.target === 'scratchpad';
          const name = onScratchpad ? 'scratchpad' : operation.op;
          check(declaration.operations.includes(name), `it used ${name} without declaring it`);
        }
      }
      const roles = new Set<string>(declaration.prompts.map(({ role }) => role));
      for (const { role } of steps.flatMap(({ calls = [] }) => calls))
        check(
          roles.has(role) || role === 'answerer' || role === 'selector',
          `it asked an undeclared ${role}`,
        );
    },
  },
  {
    name: 'makes the declared number of calls and counts them',
    async run({ ask, create, run }) {
      const counter = counting(ask);
      const workflow = create(counter.ask);
      const { steps } = await run(workflow, 'budget');
      const total = steps.reduce((sum, step) => sum + checkCalls(step, workflow.declaration), 0);
      check(total === counter.calls(), `${counter.calls()} calls were made and ${total} counted`);
    },
  },
  {
    name: 'can be replayed from its operations and repeats itself',
    async run({ ask, create, run, replay }) {
      const first = await run(create(ask), 'replayed');
      const differences = await replay(first);
      check(differences.length === 0, `the replay differs: ${JSON.stringify(differences[0])}`);
      const second = await run(create(ask), 'replayed');
      check(readBehaviour(first) === readBehaviour(second), 'a second run behaves differently');
    },
  },
  ...BAD_REPLIES.map(
    ({ name, text, json }): WorkflowCase => ({
      name: `reports ${name} as a reply and goes on`,
      async run({ create, run }) {
        const usage = { ...NO_USAGE, modelCalls: 1 };
        const { steps, end } = await run(
          create(async () => ({ text, usage })),
          'bad',
        );
        check(end.reason === 'done', `the episode ended with "${end.reason}"`);
        check(!end.answers.includes(null), 'a question was not answered');
        for (const step of steps) {
          check(step.failure === undefined, `it failed: ${step.failure?.message}`);
          check(step.effects.length === step.operations.length, 'an operation has no effect');
          for (const { role, prompt } of json ? (step.calls ?? []) : []) {
            const wanted = prompt[0]!.content.includes('one JSON object');
            check(!wanted || step.issues.length > 0, `no issue was reported for the reply of the ${role}`);
          }
        }
      },
    }),
  ),
  {
    name: 'records a failed call and repeats the step',
    async run({ ask, create, run }) {
      const undisturbed = await run(create(ask), 'failing');
      const calls = undisturbed.steps.flatMap((step) => step.calls ?? []).length;
      for (let failing = 0; failing < calls; failing++) {
        const { steps, end } = await run(create(failingAt(ask, failing)), 'failing');
        const failed = steps.filter(({ failure }) => failure !== undefined);
        check(failed.length === 1, `${failed.length} steps failed, not one`);
        check(failed[0]!.operations.length === 0, 'a failed step has operations');
        check(failed[0]!.calls?.at(-1)?.failure !== undefined, 'the failed call is not on record');
        check(
          JSON.stringify([end.answers, end.entries]) ===
            JSON.stringify([undisturbed.end.answers, undisturbed.end.entries]),
          `after call ${failing + 1} failed, the run ended differently`,
        );
      }
    },
  },
  {
    name: 'keeps two episodes in one store apart',
    async run({ ask, create, run, runTogether }) {
      const alone = readBehaviour(await run(create(ask), 'alone'));
      const both = await runTogether(create(ask), ['left', 'right']);
      for (const one of both)
        check(readBehaviour(one) === alone, 'two episodes at once influence each other');
    },
  },
];

/** Checks the calls of one step against the declaration, and returns their number. */
function checkCalls(step: ConformanceStep, { unit, calls }: WorkflowDeclaration): number {
  const made = step.calls ?? [];
  const units = step.stage === 'answer' || unit === 'chunk' ? 1 : step.chunk!.documents.length;
  const own = made.filter(({ role }) => role !== 'answerer' && role !== 'selector').length;
  const range = step.stage === 'answer' ? calls.perQuestion : calls.perUnit;
  check(within(own, range, units), `${own} calls for ${units} ${unit}, declared ${JSON.stringify(range)}`);
  const sum = made.reduce((total, { usage }) => total + usage.completionTokens, 0);
  check(step.usage.completionTokens === sum, `usage is ${step.usage.completionTokens}, calls sum to ${sum}`);
  return step.usage.modelCalls;
}

function within(count: number, { least, most }: CallRange, units: number): boolean {
  return count >= least * units && (most === null || count <= most * units);
}

function counting(ask: Ask): { readonly ask: Ask; readonly calls: () => number } {
  let calls = 0;
  return {
    calls: () => calls,
    ask(...request) {
      calls += 1;
      return ask(...request);
    },
  };
}

function failingAt(ask: Ask, failing: number): Ask {
  let calls = 0;
  const usage: Usage = { ...NO_USAGE, modelCalls: 1 };
  return async (...request) => {
    if (calls++ !== failing) return ask(...request);
    return { text: '', usage, failure: { boundary: 'model', kind: 'timeout', message: 'no answer in time' } };
  };
}
