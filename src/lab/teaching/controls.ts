/**
 * Static workflows for comparison with learned policies.
 *
 * @module
 */
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

/** Names of static workflows for comparison with a learned policy. */
export const LAB_CONTROLS = ['rag', 'overwrite-scratchpad', 'recency', 'no-memory'] as const;

export type ControlName = (typeof LAB_CONTROLS)[number];

/** Creates a control as a rule. All controls answer in the same way, from the facts they see when asked. */
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
  /** Stores every sentence. The environment reads the question. */
  rag: ({ told }) => told.map((fact) => ({ op: 'create', text: writeFact(fact) })),
  /**
   * Rewrites the scratchpad at every step with all possibly relevant facts. Newer facts replace and
   * displace older ones.
   */
  'overwrite-scratchpad': ({ noted, told, paths }, options) => {
    const starts = new Set(paths.map(({ subject, relations }) => `${subject} ${relations[0]}`));
    const later = new Set(paths.flatMap(({ relations }) => relations.slice(1)));
    const matters = told.filter(
      ({ subject, relation }) => starts.has(`${subject} ${relation}`) || later.has(relation),
    );
    const kept = noted.filter((old) => !matters.some((fact) => sameSubjectAndRelation(fact, old)));
    return write([...kept, ...matters], options);
  },
  /** Keeps the most recent sentences. */
  recency: ({ noted, told }, options) => write([...noted, ...told], options),
  /** Keeps nothing, as a baseline for guessing. */
  'no-memory': () => [],
};

function write(facts: readonly LabFact[], options: LabOptions): readonly Operation[] {
  const kept = facts.slice(-options.scratchpadPhrases);
  return [{ op: 'update', target: 'scratchpad', text: kept.map(writeFact).join('\n') }];
}
