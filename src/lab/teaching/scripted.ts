/**
 * The scripted expert and teacher.
 *
 * @module
 */
import type { Operation } from '../../memory/operation.ts';
import type { Random } from '../../shared/random.ts';
import type { LabFact } from '../generate.ts';
import type { LabOptions } from '../options.ts';
import { readWords } from '../phrases/phrase.ts';
import { writeFact } from '../task.ts';
import {
  answerFrom,
  followPath,
  type LabRule,
  type LabSituation,
  type Path,
  readSituation,
  sameSubjectAndRelation,
} from './situation.ts';

/** Probabilities of the correct and incorrect behaviours of a scripted policy. */
export interface Habits {
  /** Fails to store a sentence that it should store. */
  readonly miss: number;
  /** Updates an outdated entry. */
  readonly update: number;
  /** Otherwise stores the new sentence next to it. */
  readonly duplicate: number;
  /** Notes a fact of a chain; extends a noted chain; replaces an outdated noted fact. */
  readonly note: number;
  readonly extend: number;
  readonly renote: number;
  /** Reads if a fact is missing; reads needlessly about a sentence just shown. */
  readonly neededRead: number;
  readonly uselessRead: number;
  /** Reads a whole question again instead. */
  readonly askAgain: number;
  /** Stores an irrelevant sentence; deletes a random entry. */
  readonly junk: number;
  readonly delete: number;
  /** Deletes an entry whose fact is noted, which frees a place without losing information. Default 0. */
  readonly deleteNoted?: number;
}

/** Answers at least 98 % of the tasks of every preset at every length. */
export const EXPERT_HABITS: Habits = {
  miss: 0,
  update: 1,
  duplicate: 0,
  note: 1,
  extend: 1,
  renote: 1,
  neededRead: 1,
  uselessRead: 0,
  askAgain: 0,
  junk: 0,
  delete: 0,
};

/**
 * The initial policy that the paper describes: it reads too much, stores too little and rarely updates or
 * deletes.
 */
export const TEACHER_HABITS: Habits = {
  miss: 0.3,
  update: 0.35,
  duplicate: 0.6,
  note: 0.85,
  extend: 0.75,
  renote: 0.35,
  neededRead: 0.65,
  uselessRead: 0.4,
  // Reading a question again does find something. At 0.7, policies learned to read nothing else, instead of
  // the next hop of a chain (docs/guides/lab.md).
  askAgain: 0,
  junk: 0.04,
  delete: 0.03,
};

/** A path with its known facts. */
interface Pursuit {
  readonly path: Path;
  readonly chain: LabFact[];
}

/**
 * Creates a scripted policy. It follows longer chains in the scratchpad. It stores one-hop facts and facts
 * that may later join a chain. It reads missing facts. Its behaviour depends only on its input and on
 * `random`.
 */
export function createScriptedRule(habits: Habits, options: LabOptions, random: Random): LabRule {
  const happens = (probability: number): boolean =>
    probability >= 1 || (probability > 0 && random.next() < probability);

  return (observation, view) => {
    const situation = readSituation(observation, view);
    if (observation.stage === 'answer') {
      const facts = [...situation.noted, ...situation.shown.filter((fact) => fact !== undefined)];
      return { operations: [], answers: [answerFrom(situation.paths[0]!, facts)] };
    }
    const pursuits = situation.paths
      .filter(({ relations }) => relations.length > 0) // A question place may be empty.
      .map((path) => ({ path, chain: followPath(path, situation.noted) }));
    const stored = takeIn(situation, pursuits);
    const noted = writeNotes(pursuits);
    const note: Operation[] =
      noted === view.scratchpad ? [] : [{ op: 'update', target: 'scratchpad', text: noted }];
    const changed = [...stored, ...dropNoted(situation, pursuits, stored)];
    const operations = [...note, ...changed, ...stray(situation, changed), ...ask(situation, pursuits)];
    return { operations: withinLimit(operations, options.operationLimit), answers: [] };
  };

  /** Processes the chunk: advances pursuits and returns the operations on entries. */
  function takeIn(situation: LabSituation, pursuits: readonly Pursuit[]): readonly Operation[] {
    const known = [...situation.shown, ...situation.told];
    const long = pursuits.filter(({ path }) => path.relations.length > 1);
    const later = new Set(long.flatMap(({ path }) => path.relations.slice(1)));
    for (const pursuit of long) extend(pursuit, known);
    const operations: Operation[] = [];
    for (const fact of situation.told) {
      const followed = long.filter((pursuit) => follow(pursuit, fact, known)).length > 0;
      const single = pursuits.find(({ path }) => path.relations.length === 1 && starts(path, fact));
      if (single !== undefined && noteInstead(single, fact, situation, pursuits)) single.chain[0] = fact;
      else if (single !== undefined || (!followed && later.has(fact.relation)))
        operations.push(...store(fact, situation, operations));
      else if (!followed && happens(habits.junk)) operations.push({ op: 'create', text: writeFact(fact) });
    }
    return operations;
  }

  /**
   * Tells whether `fact` is a hop of the pursuit: its next hop or a replacement. Whether it is noted
   * depends on `random`.
   */
  function follow(pursuit: Pursuit, fact: LabFact, known: readonly (LabFact | undefined)[]): boolean {
    const { path, chain } = pursuit;
    for (let hop = 0; hop < path.relations.length && hop <= chain.length; hop++) {
      const from = hop === 0 ? path.subject : chain[hop - 1]!.object;
      if (fact.subject !== from || fact.relation !== path.relations[hop]) continue;
      const before = chain[hop];
      if (before?.object !== fact.object && happens(before ? habits.renote : habits.note)) {
        chain.splice(hop, chain.length - hop, fact);
        extend(pursuit, known);
      }
      return true;
    }
    return false;
  }

  function extend({ path, chain }: Pursuit, known: readonly (LabFact | undefined)[]): void {
    while (chain.length > 0 && chain.length < path.relations.length) {
      const [subject, relation] = [chain.at(-1)!.object, path.relations[chain.length]];
      const next = known.findLast((fact) => fact?.subject === subject && fact.relation === relation);
      if (next === undefined || !happens(habits.extend)) return;
      chain.push(next);
    }
  }

  /**
   * Tells whether to note a one-hop fact instead of storing it. It does so if an older version is noted, or
   * may be stored but not shown. In the latter case no Update is possible, and a second entry could not be
   * told from the first.
   */
  function noteInstead(
    { path, chain }: Pursuit,
    fact: LabFact,
    { shown, queryWords }: LabSituation,
    pursuits: readonly Pursuit[],
  ): boolean {
    if (chain.length > 0) return happens(habits.renote);
    if (shown.some((entry) => sameSubjectAndRelation(fact, entry))) return false;
    const asked = readWords(path.text).every((word) => queryWords.has(word));
    const inSight = queryWords.size === 0 || (asked && shown.length < options.k);
    const taken = pursuits.reduce(
      (sum, other) =>
        sum + (other.path.relations.length > 1 ? other.path.relations.length : other.chain.length),
      0,
    );
    return !inSight && taken < options.scratchpadPhrases && happens(habits.note);
  }

  function store(
    fact: LabFact,
    { shown }: LabSituation,
    planned: readonly Operation[],
  ): readonly Operation[] {
    const text = writeFact(fact);
    const place = shown.findIndex((entry) => sameSubjectAndRelation(fact, entry));
    if (place < 0) return happens(habits.miss) ? [] : [{ op: 'create', text }];
    if (shown[place]!.object === fact.object || touches(planned, place + 1)) return [];
    if (happens(habits.update)) return [{ op: 'update', target: { slot: place + 1 }, text }];
    return happens(habits.duplicate) ? [{ op: 'create', text }] : [];
  }

  function dropNoted(
    { shown }: LabSituation,
    pursuits: readonly Pursuit[],
    planned: readonly Operation[],
  ): readonly Operation[] {
    const noted = new Set(pursuits.flatMap(({ chain }) => chain.map(writeFact)));
    return shown.flatMap((fact, place): Operation[] => {
      const held = fact !== undefined && noted.has(writeFact(fact)) && !touches(planned, place + 1);
      return held && happens(habits.deleteNoted ?? 0) ? [{ op: 'delete', target: { slot: place + 1 } }] : [];
    });
  }

  function stray({ shown }: LabSituation, planned: readonly Operation[]): readonly Operation[] {
    if (shown.length === 0 || !happens(habits.delete)) return [];
    const slot = 1 + random.integer(shown.length);
    return touches(planned, slot) ? [] : [{ op: 'delete', target: { slot } }];
  }

  function ask({ told, queryWords }: LabSituation, pursuits: readonly Pursuit[]): readonly Operation[] {
    if (happens(habits.uselessRead)) {
      const anything = happens(habits.askAgain)
        ? random.pick(pursuits).path.text
        : writeFact(random.pick(told));
      return [{ op: 'read', query: anything }];
    }
    const wanted = chooseNeeds(pursuits, queryWords, options);
    const words = new Set(wanted.flatMap(readWords));
    const stands = words.size === queryWords.size && [...words].every((word) => queryWords.has(word));
    if (wanted.length === 0 || stands || !happens(habits.neededRead)) return [];
    return [{ op: 'read', query: wanted.join(' ') }];
  }
}

/**
 * Chooses what to read: the next hop of every chain, and every one-hop question that is not noted, so that
 * its entry is shown when it becomes outdated. If this exceeds the view, chains that advanced since the
 * standing query alternate with the rest.
 */
function chooseNeeds(
  pursuits: readonly Pursuit[],
  queryWords: ReadonlySet<string>,
  { k, queryWords: mostWords }: LabOptions,
): readonly string[] {
  const next = pursuits
    .filter(({ path, chain }) => chain.length > 0 && chain.length < path.relations.length)
    .map(({ path, chain }) => `${path.text} ${writeFact(chain.at(-1)!)}`);
  const single = pursuits
    .filter(({ path, chain }) => path.relations.length === 1 && chain.length === 0)
    .map(({ path }) => path.text);
  if (next.length + single.length < k) return firstThatFit([...next, ...single], mostWords);
  const moved = next.filter((need) => !readWords(need).every((word) => queryWords.has(word)));
  return firstThatFit(moved.length > 0 ? moved : single, mostWords);
}

function firstThatFit(needs: readonly string[], mostWords: number): readonly string[] {
  const words = new Set<string>();
  return needs.filter((need) => {
    const together = new Set([...words, ...readWords(need)]);
    if (together.size > mostWords) return false;
    for (const word of together) words.add(word);
    return true;
  });
}

function starts(path: Path, fact: LabFact): boolean {
  return fact.subject === path.subject && fact.relation === path.relations[0];
}

function writeNotes(pursuits: readonly Pursuit[]): string {
  const lines = pursuits.flatMap(({ chain }) => chain.map(writeFact));
  return [...new Set(lines)].join('\n');
}

function touches(operations: readonly Operation[], slot: number): boolean {
  return operations.some(
    (operation) =>
      (operation.op === 'update' || operation.op === 'delete') &&
      typeof operation.target === 'object' &&
      'slot' in operation.target &&
      operation.target.slot === slot,
  );
}

/**
 * Drops operations beyond the limit: Creates from the end first, then the last operations. Notes, updates
 * and the Read matter more.
 */
function withinLimit(operations: readonly Operation[], limit: number | null): readonly Operation[] {
  const kept = [...operations];
  while (limit !== null && kept.length > limit) {
    const create = kept.findLastIndex(({ op }) => op === 'create');
    kept.splice(create < 0 ? kept.length - 1 : create, 1);
  }
  return kept;
}
