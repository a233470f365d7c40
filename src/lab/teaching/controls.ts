import type { Operation } from '../../memory/operation.ts';
import type { LabFact } from '../generate.ts';
import type { LabOptions } from '../options.ts';
import { writeFact } from '../task.ts';
import {
  answerFrom,
  type LabRule,
  type LabSituation,
  readSituation,
  sameSubjectAndRelation,
} from './situation.ts';

/** Static workflows to compare a learned policy with: none of them decides anything. */
export const LAB_CONTROLS = ['rag', 'overwrite-scratchpad', 'recency', 'no-memory'] as const;

export type ControlName = (typeof LAB_CONTROLS)[number];

/** A control as a rule. All of them answer alike, from what they see when the question is put. */
export function createControlRule(name: ControlName, options: LabOptions): LabRule {
  const memorise = CONTROLS[name];
  return (observation, view) => {
    const situation = readSituation(observation, view);
    if (observation.stage === 'memorise') return { operations: memorise(situation, options), answers: [] };
    const seen = [...situation.noted, ...situation.shown.filter((fact) => fact !== undefined)];
    return { operations: [], answers: [answerFrom(situation.paths[0]!, seen)] };
  };
}

const CONTROLS: Readonly<
  Record<ControlName, (situation: LabSituation, options: LabOptions) => readonly Operation[]>
> = {
  /** Stores every sentence; the environment reads the question. */
  rag: ({ told }) => told.map((fact) => ({ op: 'create', text: writeFact(fact) })),
  /** Rewrites the scratchpad at every step with all that may matter; what is newer replaces, and pushes out. */
  'overwrite-scratchpad': ({ noted, told, paths }, options) => {
    const starts = new Set(paths.map(({ subject, relations }) => `${subject} ${relations[0]}`));
    const later = new Set(paths.flatMap(({ relations }) => relations.slice(1)));
    const matters = told.filter(
      ({ subject, relation }) => starts.has(`${subject} ${relation}`) || later.has(relation),
    );
    const kept = noted.filter((old) => !matters.some((fact) => sameSubjectAndRelation(fact, old)));
    return write([...kept, ...matters], options);
  },
  /** Keeps the last sentences read. */
  recency: ({ noted, told }, options) => write([...noted, ...told], options),
  /** Keeps nothing: what guessing is worth. */
  'no-memory': () => [],
};

function write(facts: readonly LabFact[], options: LabOptions): readonly Operation[] {
  const kept = facts.slice(-options.scratchpadPhrases);
  return [{ op: 'update', target: 'scratchpad', text: kept.map(writeFact).join('\n') }];
}
