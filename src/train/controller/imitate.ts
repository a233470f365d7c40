/**
 * Teachers of the controller, and the gradient of imitating them.
 *
 * @module
 */

import type { Option } from '../../learned/choice.ts';
import { CHAIN_PLACE, WORTH_PLACE } from '../../learned/features.ts';
import { HEAD, type Pass } from '../../learned/network.ts';
import type { Held } from '../../learned/scene.ts';
import type { Room } from '../../rules/keep-best.ts';
import { judgePlaces } from './boundary-lesson.ts';
import type { Gradient } from './network-gradient.ts';
import type { ControllerEpisode, MadeChoice } from './play-stream.ts';
import type { QuestionTarget, TrainingStream } from './training-stream.ts';

/**
 * The teacher. `rules`: the evict rule. `privileged`: a teacher that knows which documents are evidence, which only
 * training questions say.
 */
export type TeacherName = 'rules' | 'privileged';

/** Score from which the rules' teacher creates an entry. */
const RULES_THRESHOLD = 0.12;

/**
 * Weight of a document that is not evidence. Most documents are not, so with equal weights the network would learn to
 * create nothing.
 */
const NEGATIVE = 0.01;

/** Adds the gradient of the teacher's objective in the states that the learner visited. */
export function addImitation(
  gradient: Gradient,
  episode: ControllerEpisode,
  teacher: TeacherName,
  scale = 1,
): void {
  for (const choice of episode.choices) {
    const lesson = teacher === 'rules' ? followRules(choice) : enterEvidence(choice, episode.stream);
    if (lesson !== undefined) addLesson(gradient, choice, lesson, scale);
  }
  if (teacher === 'privileged')
    for (const competition of listCompetitions(episode)) addPlaces(gradient, competition, scale);
}

/** Texts that compete for places in memory or in the view, and which of them are evidence. */
interface Competition {
  readonly options: readonly Option[];
  readonly room: Room;
  readonly targets: readonly QuestionTarget[];
}

/** Lists the competing texts: the texts of each chunk after which memory was full, and the entries for each question. */
function listCompetitions({ stream, choices, room, places }: ControllerEpisode): readonly Competition[] {
  const byStep = new Map<number, Map<Pass, Option>>();
  const shown = new Map<number, Competition>();
  for (const { kind, options, step, question } of choices) {
    if (kind === 'evict') {
      const known = byStep.get(step) ?? new Map<Pass, Option>();
      byStep.set(step, known);
      for (const option of options) if (option.pass) known.set(option.pass, option);
    } else if (question !== undefined && !shown.has(question))
      shown.set(question, { options, room: { entries: places }, targets: [stream.targets[question]!] });
  }
  const kept = [...byStep.values()].map((known) => ({
    options: [...known.values()],
    room,
    targets: stream.targets,
  }));
  return [...kept, ...shown.values()];
}

function addPlaces(gradient: Gradient, { options, room, targets }: Competition, scale: number): void {
  const rivals = options.map(({ pass, head, text }) => ({
    logit: pass!.logits[HEAD[head]]!,
    size: text.size,
    isEvidence: holdsEvidence(text, targets),
  }));
  const { slopes } = judgePlaces(rivals, room);
  options.forEach(({ pass, head }, place) => {
    gradient.addLogit(pass!, head, scale * slopes[place]!);
  });
}

function holdsEvidence({ profile }: Held, targets: readonly QuestionTarget[]): boolean {
  return profile.sources.some((source) => targets.some(({ evidence }) => evidence.has(source)));
}

/** The options that the teacher approves of, and the weight of the lesson. */
interface Lesson {
  readonly good: (option: Option) => boolean;
  readonly weight?: number;
}

/** Adds `weight · ∇ log Σ p(good)`. */
function addLesson(
  gradient: Gradient,
  choice: MadeChoice,
  { good, weight = 1 }: Lesson,
  scale: number,
): void {
  const { options, probabilities } = choice;
  const right = options.reduce((sum, option, place) => (good(option) ? sum + probabilities[place]! : sum), 0);
  if (right <= 0 || right >= 1) return;
  gradient.addChoice(choice, (place) => {
    const wanted = good(options[place]!) ? probabilities[place]! / right : 0;
    return scale * weight * (wanted - probabilities[place]!);
  });
}

/** The rules create what scores above a threshold, give up the lowest score, search by the highest, and never condense. */
function followRules({ kind, options }: MadeChoice): Lesson {
  if (kind === 'condense') return { good: ({ deed }) => deed !== 'condense' };
  const at = kind === 'evict' ? WORTH_PLACE : CHAIN_PLACE;
  const score = ({ pass }: Option): number => pass?.input[at] ?? 0;
  if (kind === 'create') {
    const wanted = score(options[0]!) > RULES_THRESHOLD ? 'create' : 'skip';
    return { good: ({ deed }) => deed === wanted };
  }
  if (kind === 'read' && options.every((option) => score(option) <= RULES_THRESHOLD))
    return { good: ({ deed }) => deed === 'skip' };
  const sign = kind === 'evict' ? -1 : 1;
  let best = options[0]!;
  for (const option of options) if (sign * score(option) > sign * score(best)) best = option;
  return { good: (option) => option === best };
}

/**
 * Without a limit, and for texts that could be joined, only evidence should enter. Searches should use the names in evidence.
 * A text that is given up should be condensed if it is evidence and its short form still holds the answer.
 */
function enterEvidence({ kind, options }: MadeChoice, { targets }: TrainingStream): Lesson | undefined {
  if (kind === 'create') {
    const wanted = holdsEvidence(options[0]!.text, targets);
    return { good: ({ deed }) => (deed !== 'skip') === wanted, weight: wanted ? 1 : NEGATIVE };
  }
  if (kind === 'read') {
    const about = (option: Option): boolean => option.deed === 'read' && holdsEvidence(option.text, targets);
    return options.some(about) ? { good: about } : { good: ({ deed }) => deed === 'skip', weight: NEGATIVE };
  }
  if (kind !== 'condense') return undefined;
  const [{ text: whole }, { text: short }] = options as readonly [Option, Option];
  const wanted =
    holdsEvidence(whole, targets) &&
    targets.every(({ holdsAnswer }) => holdsAnswer(short.profile) || !holdsAnswer(whole.profile));
  return { good: ({ deed }) => (deed === 'condense') === wanted };
}
