/**
 * Uses the package as a strict TypeScript project does. The consumer test compiles it against the tarball.
 *
 * @module
 */
import {
  AtomMemError,
  createMemory,
  type Effect,
  type Entry,
  type Memory,
  type Observation,
  type Operation,
  type Policy,
  runEpisode,
  scriptedPolicy,
  type Task,
  type Trajectory,
  type types,
} from 'atommem';
import {
  BETTER_STREAM_RULES,
  chunkDocuments,
  createDocumentStream,
  loadDefaultTokenizer,
} from 'atommem/tasks';
import { engineCases, storeCases } from 'atommem/test';
import { readTrajectory } from 'atommem/trajectories';

const retriever: types.Retriever | undefined = undefined;
const memory: Memory = createMemory({ retriever });
const operations: readonly Operation[] = [{ op: 'create', text: 'one' }];

/** Narrows by the fields of the unions. */
export function describe(effect: Effect): string {
  return effect.applied ? effect.operation.op : effect.reason;
}

export function readStage(observation: Observation): 'memorise' | 'answer' | 'act' {
  return observation.stage;
}

export async function use(task: Task, policy: Policy): Promise<Trajectory> {
  const [entry]: readonly Entry[] = await memory.read('one');
  const effects = await memory.apply(operations);
  console.log(entry?.text, effects.map(describe), storeCases.length + engineCases.length);
  return runEpisode({ task, policy });
}

export async function open(): Promise<Trajectory | string> {
  const documents = [{ id: '1', title: 'One', text: 'One is a number.' }];
  const tokenizer = await loadDefaultTokenizer();
  const chunks = chunkDocuments(documents, { tokenizer, size: 100 });
  const task = createDocumentStream({
    id: 't',
    dataset: 'd',
    questions: [],
    documents,
    chunks,
    rules: BETTER_STREAM_RULES,
  });
  try {
    await use(task, scriptedPolicy([]));
    return await readTrajectory('run/episode.jsonl');
  } catch (error) {
    if (AtomMemError.isInstance(error)) return `${error.code}: ${error.remedy}`;
    throw error;
  }
}

// @ts-expect-error An operation needs a known name.
const wrong: Operation = { op: 'add', text: 'one' };
void wrong;
