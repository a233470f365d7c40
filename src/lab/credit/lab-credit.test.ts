/**
 * Groups, branches and replays of lab rollouts, and what estimators of credit see of them.
 *
 * @module
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TINY_LAB } from '../../../test/tiny-lab.ts';
import type { Engine } from '../../engine/engine.ts';
import { createLocalEngine } from '../../engine/local/create-local-engine.ts';
import type { StepRecord } from '../../trajectory/trajectory.ts';
import { type LabGroupPlan, type LabPlayers, playLabGroups, replayRollouts } from './branches.ts';
import { type LabRollout, viewRollout } from './lab-rollout.ts';

const { options, codec, model } = TINY_LAB;
const plan: LabGroupPlan = { taskSeed: 7, options, size: 6, branches: true };
let engine: Engine;
let players: LabPlayers;
let groups: readonly (readonly LabRollout[])[];

beforeAll(async () => {
  const { size, tokens } = codec.vocabulary;
  engine = await createLocalEngine({ model, vocabulary: { size, tokens }, seed: 1, workers: 1 });
  players = { engine, codec };
  const plans = Array.from({ length: 8 }, (_, task) => ({ ...plan, taskSeed: task }));
  groups = await playLabGroups(plans, 1, players);
});
afterAll(() => engine.close());

const readTokens = ({ tokens }: StepRecord): readonly number[] => tokens!.reply;

it('covers every reply with decisions, in order, one per operation', () => {
  const rollouts = groups.flat();
  const steps = rollouts.flatMap(({ trajectory, decisions }) =>
    trajectory.steps.map((step, at) => ({ step, decisions: decisions[at]! })),
  );
  expect(steps.some(({ step }) => step.operations.length > 1)).toBe(true);
  for (const { step, decisions } of steps) {
    const operations = decisions.flatMap(({ operation }) => operation ?? []);
    expect(operations).toEqual(step.operations.map((_, place) => place));
    if (decisions.length === 0) continue;
    expect([0, ...decisions.map(({ to }) => to)]).toEqual([
      ...decisions.map(({ from }) => from),
      readTokens(step).length,
    ]);
  }
});

it('continues branches from the state of the first rollout', () => {
  for (const [first, ...rest] of groups) {
    for (const { branchedAt, trajectory } of rest.slice(2)) {
      const shared = first!.trajectory.steps.slice(0, branchedAt ?? 0);
      expect(trajectory.steps.slice(0, branchedAt ?? 0).map(readTokens)).toEqual(shared.map(readTokens));
    }
  }
  expect(groups.flat().some(({ branchedAt }) => branchedAt !== undefined)).toBe(true);
});

it('replays a rollout exactly, and differs by the operation that it leaves out', async () => {
  const [[rollout] = []] = groups.filter(([first]) => listOperations(first!).length > 0);
  const [place] = listOperations(rollout!);
  const about = { rollout: rollout!, options, place: place!, seed: rollout!.seed };
  const [same, other] = await replayRollouts(
    [
      { ...about, keeps: true },
      { ...about, keeps: false },
    ],
    players,
  );
  expect(same!.steps).toEqual(rollout!.trajectory.steps);
  expect(other!.steps[place!.step]!.operations).toEqual(
    rollout!.trajectory.steps[place!.step]!.operations.filter((_, at) => at !== place!.decision.operation),
  );
});

function listOperations({ decisions }: LabRollout) {
  return decisions.flatMap((own, step) =>
    own.flatMap((decision) => (decision.kind === 'operation' ? [{ step, decision }] : [])),
  );
}

it('gives up every sentence that a reply does not write, and keeps those that it writes', () => {
  for (const rollout of groups.flat()) {
    const { rollout: seen, places } = viewRollout(rollout, () => 0);
    expect(seen.states).toHaveLength(rollout.trajectory.steps.length);
    rollout.trajectory.steps.forEach(({ chunk, operations, tokens }, step) => {
      const own = seen.operations.filter((each) => each.step === step);
      const ended = places.some((place) => place.step === step && place.decision.kind === 'end');
      const kept = operations.filter(({ op }) => op === 'create').length;
      if (chunk !== undefined && ended && kept === 0 && operations.length === 0)
        expect(own.filter(({ keeps }) => !keeps)).toHaveLength(chunk.documents.length);
      for (const { propensity } of own) expect(propensity).toBeLessThanOrEqual(1);
      expect(tokens).toBeDefined();
    });
  }
});
