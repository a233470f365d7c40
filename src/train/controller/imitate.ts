/**
 * Teachers of the controller, and the gradient of imitating them.
 *
 * @module
 */

import type { Option } from '../../learned/decide.ts';
import { CHAIN_PLACE } from '../../learned/features.ts';
import type { Gradient } from './network-gradient.ts';
import type { ControllerEpisode, MadeChoice } from './play-stream.ts';
import type { TrainingStream } from './training-stream.ts';

/**
 * Who is imitated. `rules`: the evict rule. `privileged`: a teacher that knows which documents are evidence, as only
 * training questions allow.
 */
export type TeacherName = 'rules' | 'privileged';

/** Score from which the rules' teacher creates an entry. */
const RULES_THRESHOLD = 0.12;

/**
 * Weight of a document that is no evidence. Nearly all documents are none: with equal weights the network would learn to
 * create nothing, though memory that stays empty helps nobody.
 */
const NEGATIVE = 0.01;

/** Adds the gradient of the log-likelihood of what the teacher would do in the states that the learner visited. */
export function addImitation(
  gradient: Gradient,
  { stream, choices }: ControllerEpisode,
  teacher: TeacherName,
  scale = 1,
): void {
  for (const choice of choices) {
    const lesson = teacher === 'rules' ? followRules(choice) : followEvidence(choice, stream);
    if (lesson !== undefined) addLesson(gradient, choice, lesson, scale);
  }
}

/** The options that the teacher approves of, those it has no opinion on, and the weight of the lesson. */
interface Lesson {
  readonly good: (option: Option) => boolean;
  /** Options outside it keep their odds. Default: all. */
  readonly judged?: (option: Option) => boolean;
  readonly weight?: number;
}

/** Adds `weight · ∇ log Σ p(good)`, among the judged options. */
function addLesson(
  gradient: Gradient,
  choice: MadeChoice,
  { good, judged = () => true, weight = 1 }: Lesson,
  scale: number,
): void {
  const { options, probabilities } = choice;
  const all = options.reduce((sum, option, place) => (judged(option) ? sum + probabilities[place]! : sum), 0);
  const right = options.reduce(
    (sum, option, place) => (judged(option) && good(option) ? sum + probabilities[place]! : sum),
    0,
  );
  if (right <= 0 || right >= all) return;
  gradient.addChoice(choice, (place) => {
    const option = options[place]!;
    if (!judged(option)) return 0;
    const wanted = good(option) ? probabilities[place]! / right : 0;
    return scale * weight * (wanted - probabilities[place]! / all);
  });
}

/** Condensing hedges, and a teacher that knows the evidence or the rank does not need to. */
const isPlain = ({ deed }: Option): boolean => deed !== 'condense';

function followRules({ kind, options }: MadeChoice): Lesson | undefined {
  const score = ({ pass }: Option): number => pass?.input[CHAIN_PLACE] ?? 0;
  if (kind === 'create') {
    const wanted = score(options[0]!) > RULES_THRESHOLD ? 'create' : 'skip';
    return { good: ({ deed }) => deed === wanted };
  }
  const plain = options.filter(isPlain);
  const sign = kind === 'show' ? 1 : -1;
  let best = plain[0]!;
  for (const option of plain) if (sign * score(option) > sign * score(best)) best = option;
  return { good: (option) => option === best, judged: isPlain };
}

function followEvidence(
  { kind, options, question }: MadeChoice,
  { targets }: TrainingStream,
): Lesson | undefined {
  const asked = question === undefined ? targets : [targets[question]!];
  const isEvidence = ({ text }: Option): boolean =>
    text.profile.sources.some((source) => asked.some(({ evidence }) => evidence.has(source)));
  if (kind === 'create') {
    const wanted = isEvidence(options[0]!);
    return { good: ({ deed }) => (deed !== 'skip') === wanted, weight: wanted ? 1 : NEGATIVE };
  }
  if (kind === 'show') return { good: isEvidence };
  const spare = (option: Option): boolean => isPlain(option) && !isEvidence(option);
  if (options.some(spare)) return { good: spare, judged: isPlain };
  // Only evidence is left: condense, if that keeps the answer.
  const harmless = ({ deed, text }: Option): boolean =>
    deed === 'condense' && asked.every(({ holdsAnswer }) => !holdsAnswer(text.profile));
  return { good: harmless };
}
