/**
 * Generates training situations with many related facts.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import type { View } from '../../memory/view.ts';
import type { Random } from '../../shared/random.ts';
import type { Observation } from '../../task/observation.ts';
import { generateStory, type LabFact } from '../generate.ts';
import type { LabOptions } from '../options.ts';
import { writeFact } from '../task.ts';
import { ALL_RELATIONS, ENTITIES, RELATIONS } from '../world.ts';
import type { Path } from './situation.ts';

/** A situation that could occur in a step of an episode. */
export interface DrillSituation {
  readonly observation: Observation;
  readonly view: View;
}

/** A question with its noted facts. */
interface Pursued {
  readonly path: Path;
  readonly noted: readonly LabFact[];
}

/** Share of the situations in which a question is asked. */
const ASKED_SHARE = 0.2;
const NO_TURNS = { turn: 0, readsLeft: 1, readsUsed: 0 } as const;

/**
 * Generates a situation in which many facts are related. They open, extend or contradict something asked,
 * noted or shown. Others share only one word with it. In a real stream, six of seven sentences are
 * irrelevant, so matching two words is learned slowly.
 */
export function drillSituation(seed: number, options: LabOptions, random: Random): DrillSituation {
  const paths = generateStory(seed, options).questions.map(({ subject, relations }): Path => {
    return { subject, relations, text: [subject, ...relations].join(' ') };
  });
  return random.next() < ASKED_SHARE
    ? asking(random.pick(paths), options, random)
    : reading(paths, options, random);
}

function reading(paths: readonly Path[], options: LabOptions, random: Random): DrillSituation {
  const pursued = paths.map((path): Pursued => {
    const hops = path.relations.length;
    return { path, noted: hops > 1 ? drawChain(path, random.integer(hops), random) : [] };
  });
  const count = random.integer(options.k + 1);
  const shown = Array.from({ length: count }, () => drawNear(pursued, [], random));
  const told = Array.from({ length: options.chunkSentences }, () => drawNear(pursued, shown, random));
  const text = told.map(writeFact).join('\n');
  return {
    observation: {
      ...NO_TURNS,
      stage: 'memorise',
      questions: paths.map((path) => ({ id: path.text, text: path.text })),
      chunk: { index: 0, count: 1, text, documents: [] },
    },
    view: createView(
      pursued.flatMap(({ noted }) => noted),
      random.next() < 0.2 ? null : random.pick(paths).text,
      shown,
    ),
  };
}

/** Generates a question whose facts are all available, the first ones noted and the others shown. */
function asking(path: Path, options: LabOptions, random: Random): DrillSituation {
  const chain = drawChain(path, path.relations.length, random);
  const noted = Math.max(random.integer(chain.length + 1), chain.length - options.k);
  const missing = chain.slice(noted);
  const others = Array.from({ length: random.integer(options.k - missing.length + 1) }, () =>
    drawNear([{ path, noted: chain.slice(0, -1) }], [], random),
  ).filter((fact) => !chain.some((other) => sharesKey(fact, other)));
  const { text } = path;
  return {
    observation: { ...NO_TURNS, stage: 'answer', index: 0, question: { id: text, text } },
    view: createView(chain.slice(0, noted), text, random.shuffle([...missing, ...others])),
  };
}

/** Draws the first `length` facts along a path, with random objects. */
function drawChain(path: Path, length: number, random: Random): readonly LabFact[] {
  const chain: LabFact[] = [];
  for (const relation of path.relations.slice(0, length)) {
    chain.push(drawFact(chain.at(-1)?.object ?? path.subject, relation, random));
  }
  return chain;
}

/** Draws a fact about something asked, noted or shown, or a distractor that resembles it. */
function drawNear(pursued: readonly Pursued[], shown: readonly LabFact[], random: Random): LabFact {
  const dice = random.next();
  if (shown.length > 0 && dice < 0.2) {
    const { subject, relation } = random.pick(shown);
    return drawFact(subject, relation, random);
  }
  const { path, noted } = random.pick(pursued);
  const hop = random.integer(noted.length + 1);
  const subject = hop === 0 ? path.subject : noted[hop - 1]!.object;
  const relation = path.relations[hop]!;
  if (dice < 0.55) return drawFact(subject, relation, random);
  if (dice < 0.7) return drawFact(drawName(RELATIONS[relation]!.subject, random), relation, random);
  if (dice < 0.85) return drawFact(subject, random.pick(listSimilarRelations(relation)), random);
  const any = random.pick([...ALL_RELATIONS, ...path.relations]);
  return drawFact(drawName(RELATIONS[any]!.subject, random), any, random);
}

function drawFact(subject: string, relation: string, random: Random): LabFact {
  return { subject, relation, object: drawName(RELATIONS[relation]!.object, random) };
}

function drawName(kind: keyof typeof ENTITIES, random: Random): string {
  return random.pick(ENTITIES[kind]);
}

/** Lists the relations that the same kind of subject can have. */
function listSimilarRelations(relation: string): readonly string[] {
  return ALL_RELATIONS.filter((other) => RELATIONS[other]!.subject === RELATIONS[relation]!.subject);
}

function sharesKey(one: LabFact, other: LabFact): boolean {
  return one.subject === other.subject && one.relation === other.relation;
}

function createView(noted: readonly LabFact[], query: string | null, shown: readonly LabFact[]): View {
  const entries = shown.map((fact, place): Entry => {
    const id = `m${place + 1}`;
    return { id, text: writeFact(fact), meta: {}, version: 1, createdAt: 0, updatedAt: 0 };
  });
  return { scratchpad: noted.map(writeFact).join('\n'), scratchpadMeta: {}, query, entries };
}
