/**
 * Traces answers back to their source chunks.
 *
 * @module
 */
import { type Entry, type EntryId, readSources, SCRATCHPAD } from '../memory/entry.ts';
import type { EntryVersion, MemoryHistory } from '../score/memory-history.ts';
import { normaliseAnswer } from '../score/normalise.ts';
import type { RecordedQuestion, Trajectory } from '../trajectory/trajectory.ts';

/** An entry's relevance to a question: the given answer, an accepted answer, or an evidence document. */
export type Holding = 'given' | 'accepted' | 'evidence';

/** An entry or the scratchpad that is relevant to a question, traced back to its chunk. */
export interface EntryTrace {
  readonly id: EntryId;
  /** State when the question was asked: in the view, in memory only, or already lost. */
  readonly state: 'shown' | 'stored' | 'lost';
  /** 1-based position in the view, if it was shown as an entry. */
  readonly slot: number | null;
  readonly holds: readonly Holding[];
  /**
   * The version that first held it and later versions that changed that part. For a lost entry, the last version
   * shows how it was lost. Long histories keep only the last versions.
   */
  readonly versions: readonly TracedVersion[];
  /** Number of versions before the first one listed. */
  readonly earlier: number;
  /** Number of later versions that are omitted. Most did not change that part. */
  readonly between: number;
}

export interface TracedVersion {
  /** Step that wrote it, or -1 if it existed before the episode. */
  readonly step: number;
  /** Chunk of that step; `null` if it had none. */
  readonly chunk: number | null;
  /** `null` for a delete. */
  readonly version: number | null;
  /** The text, or the relevant lines of a long one. */
  readonly text: string;
  /** The same for the previous version; `null` for the first. */
  readonly before: string | null;
  readonly sources: readonly string[];
}

export interface EvidenceTrace {
  /** Step in which the question was last asked; `null` if it never was. */
  readonly asked: number | null;
  /** Shown entries first, at most `MOST_ENTRIES`. */
  readonly entries: readonly EntryTrace[];
  /** Number of further entries. */
  readonly more: number;
}

const MOST_ENTRIES = 6;
const MOST_VERSIONS = 8;
/** Texts beyond this length are cut to the relevant lines. */
const LONG = 600;

/**
 * Traces answers to the entries that hold them, through their updates, to the step and chunk that stored them. If an
 * answer is wrong, also traces the accepted one. For yes-or-no answers, traces entries that come from the evidence
 * documents.
 */
export function createEvidenceTracer(
  history: MemoryHistory,
  trajectory: Trajectory,
): (question: number) => EvidenceTrace {
  const normalised = new Map<string, string>();
  const plain = (text: string): string => {
    const known = normalised.get(text) ?? ` ${normaliseAnswer(text)} `;
    normalised.set(text, known);
    return known;
  };
  const { header, steps, end } = trajectory;
  return (index) => {
    const asked = steps.findLastIndex((step) => step.question === index);
    const view = steps[asked]?.view ?? end.unasked.find(({ question }) => question === index)?.view;
    const needle = findNeedle(header.task.questions[index]!, end.answers[index] ?? '', plain);
    const shown = (view?.entries ?? []).map(({ id }) => id);
    const found = [...history].flatMap(([id, all]) => {
      const versions = all.filter(({ step }) => asked === -1 || step < asked);
      const trace = traceEntry(versions, needle, trajectory);
      if (trace === undefined) return [];
      const { lost, ...rest } = trace;
      const slot = shown.indexOf(id) + 1 || null;
      const visible = slot !== null || id === SCRATCHPAD;
      const state = lost ? 'lost' : visible ? 'shown' : 'stored';
      return [{ id, state, slot, ...rest } as const];
    });
    const ordered = found.sort((one, other) => rank(one) - rank(other));
    return {
      asked: asked === -1 ? null : asked,
      entries: ordered.slice(0, MOST_ENTRIES),
      more: Math.max(0, ordered.length - MOST_ENTRIES),
    };
  };
}

/** A search target in an entry. */
interface Needle {
  holdings(entry: Entry): readonly Holding[];
  /** Returns the part of an entry's text that concerns `held`: the relevant lines of a long text. */
  passage(entry: Entry, held: Holding): string;
}

function findNeedle(question: RecordedQuestion, answer: string, plain: (text: string) => string): Needle {
  const telling = (text: string): boolean => !['', 'yes', 'no', 'noanswer'].includes(plain(text).trim());
  const texts: Readonly<Record<Holding, readonly string[]>> = {
    given: [answer].filter(telling).map(plain),
    accepted: question.answers.filter(telling).map(plain),
    evidence: [],
  };
  const support = new Set(question.support);
  const holdsText = (text: string, held: Holding): boolean =>
    texts[held].some((needle) => plain(text).includes(needle));
  return {
    holdings: (entry) => [
      ...(holdsText(entry.text, 'given') ? (['given'] as const) : []),
      ...(holdsText(entry.text, 'accepted') ? (['accepted'] as const) : []),
      ...(readSources(entry).some((source) => support.has(source)) ? (['evidence'] as const) : []),
    ],
    passage({ text }, held) {
      if (text.length <= LONG || held === 'evidence') return text;
      return text
        .split('\n')
        .filter((line) => holdsText(line, held))
        .join('\n');
    },
  };
}

interface Found extends Pick<EntryTrace, 'holds' | 'versions' | 'earlier' | 'between'> {
  readonly lost: boolean;
}

/** Returns the entry's current or last text and its history. */
function traceEntry(
  all: readonly EntryVersion[],
  { holdings, passage }: Needle,
  { steps }: Trajectory,
): Found | undefined {
  const each = all.map(({ entry }) => (entry === undefined ? [] : holdings(entry)));
  const last = each.findLastIndex((holds) => holds.length > 0);
  if (last === -1) return undefined;
  const holds = each[last]!;
  const held = (['accepted', 'given', 'evidence'] as const).find((kind) => holds.includes(kind))!;
  const origin = each.findIndex((earlier) => earlier.includes(held));
  const passages = all.map(({ entry }) => (entry === undefined ? '' : passage(entry, held)));
  const changed = all
    .map((_, place) => place)
    .filter((place) => place === origin || (place > origin && passages[place] !== passages[place - 1]));
  const kept = [origin, ...changed.slice(1).slice(1 - MOST_VERSIONS)];
  return {
    holds,
    lost: last < all.length - 1,
    earlier: origin,
    between: all.length - origin - kept.length,
    versions: kept.map((place): TracedVersion => {
      const { step, entry } = all[place]!;
      return {
        step,
        chunk: steps[step]?.chunk?.index ?? null,
        version: entry?.version ?? null,
        text: passages[place]!,
        before: place === 0 ? null : passages[place - 1]!,
        sources: entry === undefined ? [] : readSources(entry),
      };
    }),
  };
}

/** Order: shown, stored, lost; answers before evidence. */
function rank({ state, holds }: Pick<EntryTrace, 'state' | 'holds'>): number {
  const strength =
    holds.includes('given') && holds.includes('accepted')
      ? 0
      : holds.includes('accepted')
        ? 1
        : holds.includes('given')
          ? 2
          : 3;
  return ['shown', 'stored', 'lost'].indexOf(state) * 4 + strength;
}
