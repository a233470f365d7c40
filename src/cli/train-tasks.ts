/**
 * `atommem train` on the user's own tasks or questions, with a small policy on this machine.
 * @module
 */
import { type LocalEngine, openLocalEngine } from '../engine/local/create-local-engine.ts';
import { localEngine } from '../engine/local/local-engine.ts';
import { findWeights } from '../lab/find-weights.ts';
import { createCredit } from '../train/create-credit.ts';
import { changeGrpoSettings, SMALL_GRPO } from '../train/grpo-settings.ts';
import { changeSftSettings, SMALL_SFT } from '../train/sft-settings.ts';
import { createTaskSource } from '../train/task-source.ts';
import { tokenCodecFor } from '../train/token-codec-for.ts';
import type { StageCall } from '../train/train-command-config.ts';
import { type TaskTrainingStage, trainOnTasks } from '../train/train-tasks.ts';
import { writeTrainingCurves } from '../train/training-curves.ts';
import { vocabularyFor } from '../train/words/vocabulary-for.ts';
import { commandLine } from './command-line.ts';
import { type LoadedTasks, loadTasks } from './load-tasks.ts';
import { print, printJson, type Terminal } from './output.ts';
import { createTrainingDisplay, type TrainingDisplay } from './training-display.ts';
import { usageError } from './usage-error.ts';

/** Context of a small policy in words, for prompt and reply. */
const CONTEXT = 256;
/** Separates the seeds of held-out episodes from those of training. */
const HELD_OUT = 0x4e1d;

/** Trains a small policy on the user's own tasks or questions. */
export async function trainTasks(call: StageCall, terminal: Terminal): Promise<void> {
  const { stage, config } = call;
  const loaded = await loadTasks(config, terminal.environment);
  const display = createTrainingDisplay(terminal);
  const settings = createStage(call, loaded);
  const engine = await openEngine(call, loaded);
  const weights = await train(engine, call, { loaded, settings, display }, terminal)
    .finally(() => display.end())
    .finally(() => engine.close());
  if (terminal.signal.aborted) throw new Error(display.interrupted(config.out));
  await writeTrainingCurves(config.out);
  if (config.json) {
    const ran = { command: commandLine(terminal.commandLine), stage, seed: config.seed, weights };
    printJson(terminal, { schema: 'atommem.train/1', ...ran, ...display.evaluations() });
  } else {
    print(terminal, [...display.summary(), `weights: ${weights}`]);
  }
}

interface Parts {
  readonly loaded: LoadedTasks;
  readonly settings: TaskTrainingStage;
  readonly display: TrainingDisplay;
}

function train(
  engine: LocalEngine,
  { config }: StageCall,
  { loaded, settings, display }: Parts,
  terminal: Terminal,
): Promise<string> {
  const { tasks, heldOut, memory, sameTasks } = loaded;
  const { seed, task, data, docs, k } = config;
  const { onStart, onProgress } = display;
  display.say(`vocabulary of ${engine.vocabulary.size} words, ${engine.parameters} parameters`);
  const count = config.heldOut ?? 64;
  return trainOnTasks(
    {
      engine,
      codec: tokenCodecFor(engine, tasks),
      tasks: createTaskSource(tasks, { seed, memory }),
      heldOut: {
        tasks: createTaskSource(heldOut, { seed: seed ^ HELD_OUT, memory }),
        count: sameTasks ? count : Math.min(count, heldOut.length),
        every: config.evalEvery ?? (settings.stage === 'grpo' ? 20 : 200),
      },
      directory: config.out,
      resume: config.resume,
      checkpointEvery: config.checkpointEvery ?? (settings.stage === 'grpo' ? 10 : 200),
      identity: { task: task ?? null, data: data ?? null, docs, k, arithmetic: engine.arithmetic },
      timer: terminal.timer,
      signal: terminal.signal,
      ...{ onStart, onProgress },
    },
    settings,
  );
}

function createStage(call: StageCall, { teacher }: LoadedTasks): TaskTrainingStage {
  if (call.stage === 'grpo') {
    const { rolloutsEvery, credit } = call.config;
    const settings = changeGrpoSettings(SMALL_GRPO, call.config);
    return { stage: 'grpo', settings, credit: createCredit(credit), rolloutsEvery };
  }
  if (teacher === undefined) {
    throw usageError(
      `train sft needs a policy to imitate, and --task ${call.config.task} exports none`,
      'Export a policy that plays the task, as `teacher`',
    );
  }
  const { seed, atLeast } = call.config;
  return { stage: 'sft', teacher, atLeast, seed, settings: changeSftSettings(SMALL_SFT, call.config) };
}

/** Opens the engine. A trained model has a vocabulary; a new one gets the words of the tasks. */
async function openEngine(
  { config: { init, workers, arithmetic, seed } }: StageCall,
  { tasks, heldOut, teacher, sameTasks }: LoadedTasks,
): Promise<LocalEngine> {
  if (init !== undefined) {
    return openLocalEngine(await findWeights(init), { workers, arithmetic });
  }
  const all = sameTasks ? tasks : [...tasks, ...heldOut];
  const players = teacher === undefined ? [] : [typeof teacher === 'function' ? teacher(seed) : teacher];
  const vocabulary = await vocabularyFor(all, { seed, players, episodes: sameTasks ? 64 : 1 });
  return localEngine({ vocabulary, context: CONTEXT, seed, workers, arithmetic });
}
