/**
 * Checks the records of a trajectory file, so that a damaged line is named before anything uses it.
 *
 * @module
 */
import { checkOperation } from '../memory/check-operation.ts';

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

/** Fields that readers rely on, by the kind of the record. Further fields are not checked. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  episode: { schema: isText, id: isText, task: isTask, memory: isObject, settings: isObject },
  step: {
    step: Number.isInteger,
    stage: (stage) => stage === 'memorise' || stage === 'answer' || stage === 'act',
    view: isView,
    reads: Array.isArray,
    operations: Array.isArray,
    effects: Array.isArray,
    action: (action) => isObject(action) && isText(action.kind),
    answers: Array.isArray,
    issues: Array.isArray,
    usage: isObject,
    time: Number.isFinite,
  },
  end: { reason: isText, answers: Array.isArray, entries: Number.isInteger, unasked: Array.isArray },
};

/** Returns what is wrong with a record, or `undefined` if readers can rely on it. */
export function findRecordProblem(record: unknown): string | undefined {
  if (!isObject(record)) return 'is not a JSON object';
  const checks = Object.hasOwn(FIELDS, String(record.kind)) ? FIELDS[String(record.kind)] : undefined;
  if (checks === undefined) {
    return `is not a record of a trajectory: its kind is ${JSON.stringify(record.kind)}, expected ${Object.keys(FIELDS).join(', ')}`;
  }
  const wrong = Object.keys(checks).find((field) => !checks[field]!(record[field]));
  if (wrong !== undefined) {
    const state = record[wrong] === undefined ? 'is missing' : 'has the wrong type';
    return `"${wrong}" of the ${record.kind} record ${state}`;
  }
  return record.kind === 'step' ? findOperationProblem(record) : undefined;
}

/** An operation may be malformed only if the record says that it was refused for that. */
function findOperationProblem({ operations, effects }: Fields): string | undefined {
  const given = operations as readonly unknown[];
  const outcomes = effects as readonly unknown[];
  // A store that failed leaves no effects.
  if (outcomes.length !== given.length && outcomes.length !== 0) {
    return `has ${given.length} operations and ${outcomes.length} effects`;
  }
  for (const [place, operation] of given.entries()) {
    const outcome = outcomes[place];
    if (outcomes.length > 0 && !isObject(outcome)) return `effect ${place + 1} is not a JSON object`;
    const checked = checkOperation(operation);
    const refused = isObject(outcome) && outcome.reason === 'malformed-operation';
    if (!checked.ok && !refused && outcomes.length > 0) return `operation ${place + 1}: ${checked.message}`;
  }
  return undefined;
}

function isTask(value: unknown): boolean {
  return isObject(value) && isText(value.id) && Array.isArray(value.questions);
}

function isView(value: unknown): boolean {
  return isObject(value) && Array.isArray(value.entries);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
