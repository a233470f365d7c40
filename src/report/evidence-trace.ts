import { type Entry, type EntryId, readSources, SCRATCHPAD } from '../memory/entry.ts';
import type { EntryVersion, MemoryHistory } from '../score/memory-history.ts';
import { normaliseAnswer } from '../score/normalise.ts';
import type { RecordedQuestion, Trajectory } from '../trajectory/trajectory.ts';

/** What an entry holds of a question: the answer given, an accepted answer, or an evidence document. */
export type Holding = 'given' | 'accepted' | 'evidence';

/** An entry (or the scratchpad) that holds something of a question, followed back to the chunk it came from. */
export interface EntryTrace {
  readonly id: EntryId;
  /** When the question was put: in the view, in memory only, or no longer. */
  readonly state: 'shown' | 'stored' | 'lost';
  /** 1-based place in the view, where it was shown as an entry. */
  readonly slot: number | null;
  readonly holds: readonly Holding[];
  /**
   * The version that first held it (where the evidence came in), and those up to then that changed the
   * part in question; for a lost entry the last one says how it went. Of many, the last ones.
   */
  readonly versions: readonly TracedVersion[];
  /** Versions before the first of these. */
  readonly earlier: number;
  /** Later versions that are left out; most left that part as it was. */
  readonly between: number;
}

export interface TracedVersion {
  /** Step that wrote it; -1 for before the episode. */
  readonly step: number;
  /** Chunk that was shown in that step; `null` for none. */
  readonly chunk: number | null;
  /** `null` for a delete. */
  readonly version: number | null;
  /** The whole text, or of a long one the lines in question. */
  readonly text: string;
  /** The same of the version before; `null` for the first of all. */
  readonly before: string | null;
  readonly sources: readonly string[];
}

export interface EvidenceTrace {
  /** Step in which the question was last put; `null` when it never was. */
  readonly asked: number | null;
  /** Shown ones first, at most `MOST_ENTRIES`. */
  readonly entries: readonly EntryTrace[];
  /** Entries beyond those. */
  readonly more: number;
}

const MOST_ENTRIES = 6;
const MOST_VERSIONS = 8;
/** Longer texts are cut to the lines in question. */
const LONG = 600;

/**
 * Follows the answers of an episode back: from the answer to the entries that hold it, through their
 * updates to the step and chunk in which it was written down. Where an answer was wrong, the accepted one
 * is followed as well; where text cannot tell (yes or no), entries that come from the evidence documents.
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
    const needle = needleFor(header.task.questions[index]!, end.answers[index] ?? '', plain);
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

/** What to look for in an entry. */
interface Needle {
  holdings(entry: Entry): readonly Holding[];
  /** The part of an entry's text that is about `held`: of a long text, the lines that hold it. */
  passage(entry: Entry, held: Holding): string;
}

function needleFor(question: RecordedQuestion, answer: string, plain: (text: string) => string): Needle {
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

/** What the entry holds now, or, when it holds nothing any more, what it last held, and how it came to. */
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

/** Shown before stored before lost; an answer before mere evidence. */
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
