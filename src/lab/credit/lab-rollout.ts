/**
 * Shows lab rollouts to estimators of credit per operation.
 *
 * @module
 */
import { average } from '../../train/advantage.ts';
import type { CreditOperation, CreditRollout } from '../../train/credit/credit-rollout.ts';
import { readOutcomes } from '../../train/outcomes.ts';
import { scoreAnswers } from '../../train/reward.ts';
import type { StepRecord, Trajectory } from '../../trajectory/trajectory.ts';
import type { LabStory } from '../generate.ts';
import { writeFact } from '../task.ts';
import type { Decision } from './decisions.ts';
import { listMemories } from './memories.ts';

/** A rollout of a lab task. */
export interface LabRollout {
  readonly story: LabStory;
  readonly trajectory: Trajectory;
  /** Seed of its sampling. */
  readonly seed: number;
  readonly reward: number;
  /** Decisions by step. */
  readonly decisions: readonly (readonly Decision[])[];
  /** First step that was sampled. Absent for a rollout from the start. */
  readonly branchedAt?: number;
}

/** Where the credit of an operation goes: the tokens of a decision. */
export interface CreditPlace {
  readonly step: number;
  readonly decision: Decision;
}

/** A rollout as estimators see it, with the place of each of its operations. */
export interface CreditView {
  readonly rollout: CreditRollout;
  readonly places: readonly CreditPlace[];
}

/** Creates a rollout from a finished episode. */
export function createLabRollout(
  trajectory: Trajectory,
  read: (step: StepRecord) => readonly Decision[],
  about: Pick<LabRollout, 'story' | 'seed' | 'branchedAt'>,
): LabRollout {
  return {
    ...about,
    trajectory,
    reward: scoreAnswers(trajectory),
    decisions: trajectory.steps.map(read),
  };
}

/**
 * Turns a rollout into what estimators see. The end of a reply gives up the sentences that the reply did not write. It
 * is one operation per sentence.
 *
 * @param rewardWithout the reward without one operation, which costs a replay
 */
export function viewRollout(
  { story, trajectory, reward, decisions, branchedAt }: LabRollout,
  rewardWithout: (place: CreditPlace) => number,
): CreditView {
  const { steps } = trajectory;
  const drafts = steps.flatMap((step, at) =>
    decisions[at]!.flatMap((decision) => draftOperations(step, decision, story)),
  );
  const shown = listShown(trajectory);
  const distances = countLaterWrites(drafts);
  return {
    places: drafts.map(({ place }) => place),
    rollout: {
      reward,
      scores: readOutcomes(trajectory, reward).map(({ score }) => score),
      branchedAt,
      operations: drafts.map(({ place, subject, keeps }, at) => ({
        ...{ step: place.step, subject, keeps },
        propensity: readPropensity(steps[place.step]!, place.decision),
        shown: subject !== undefined && keeps ? findShown(shown, subject, distances[at]!) : [],
      })),
      states: listMemories(trajectory).map((memory) => rateMemory(memory, story)),
      rewardWithout: (operation) => rewardWithout(drafts[operation]!.place),
    },
  };
}

interface Draft {
  readonly place: CreditPlace;
  readonly subject?: string;
  readonly keeps: boolean;
}

function draftOperations(step: StepRecord, decision: Decision, story: LabStory): readonly Draft[] {
  const place = { step: step.step, decision };
  const keeping = (texts: readonly string[], keeps: boolean): readonly Draft[] =>
    texts.length === 0 ? [{ place, keeps }] : texts.map((subject) => ({ place, subject, keeps }));
  if (decision.kind === 'end') return keeping(listUnwritten(step, story), false);
  const operation = decision.operation === undefined ? undefined : step.operations[decision.operation];
  if (operation?.op === 'create') return keeping([operation.text], true);
  if (operation?.op === 'update') {
    const known = step.view.scratchpad.split('\n');
    return keeping(
      operation.text.split('\n').filter((line) => line !== '' && !known.includes(line)),
      true,
    );
  }
  if (operation?.op === 'delete' && typeof operation.target === 'object' && 'slot' in operation.target) {
    const entry = step.view.entries[operation.target.slot - 1];
    return keeping(entry === undefined ? [] : [entry.text], false);
  }
  return [{ place, keeps: true }];
}

/** Counts, for every draft, the later ones that write the same text again. */
function countLaterWrites(drafts: readonly Draft[]): readonly number[] {
  const later = new Map<string, number>();
  return drafts
    .toReversed()
    .map(({ subject, keeps }) => {
      const count = later.get(subject ?? '') ?? 0;
      if (keeps && subject !== undefined) later.set(subject, count + 1);
      return count;
    })
    .reverse();
}

/** Lists the sentences of the chunk that no operation of the step writes. */
function listUnwritten({ chunk, operations }: StepRecord, { sentences }: LabStory): readonly string[] {
  const written = new Set(
    operations.flatMap((operation) => ('text' in operation ? operation.text.split('\n') : [])),
  );
  return (chunk?.documents ?? [])
    .map((id) => writeFact(sentences[Number(id.slice(1)) - 1]!))
    .filter((sentence) => !written.has(sentence));
}

/** Lists, by question, the texts in view when it was asked: entries and lines of the scratchpad. */
function listShown({ header, steps }: Trajectory): readonly (readonly string[])[] {
  return header.task.questions.map((_, question) => {
    const view = steps.find((step) => step.question === question)?.view;
    if (view === undefined) return [];
    const lines = view.scratchpad.split('\n').filter((line) => line !== '');
    return [...view.entries.map(({ text }) => text), ...lines];
  });
}

function findShown(
  shown: readonly (readonly string[])[],
  subject: string,
  distance: number,
): CreditOperation['shown'] {
  return shown.flatMap((texts, question) =>
    texts.includes(subject) ? [{ question, among: texts.length, distance }] : [],
  );
}

function readPropensity({ tokens }: StepRecord, { from, to }: Decision): number {
  const surprise = tokens!.logprobs.slice(from, to).reduce((sum, logprob) => sum + logprob, 0);
  return Math.max(1e-9, Math.exp(surprise));
}

/** Returns the share of the questions' facts that memory holds, averaged over questions. */
function rateMemory(memory: ReadonlySet<string>, { questions, sentences }: LabStory): number {
  return average(
    questions.map(({ support }) =>
      average(support.map((place) => Number(memory.has(writeFact(sentences[place]!))))),
    ),
  );
}
