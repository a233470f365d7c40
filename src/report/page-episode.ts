/**
 * Converts an episode to the data of the page's script.
 *
 * @module
 */
import { shortNumber } from '../chart/axis.ts';
import { type Entry, readSources } from '../memory/entry.ts';
import type { Effect, Target } from '../memory/operation.ts';
import { findContradictions } from '../score/contradictions.ts';
import { findDuplicates } from '../score/duplicates.ts';
import { entriesOverTime, type MemoryHistory, memoryAtEnd, memoryHistory } from '../score/memory-history.ts';
import { neverRead } from '../score/never-read.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';
import { createEvidenceTracer, type EntryTrace } from './evidence-trace.ts';
import { FATE_WORDS } from './fate-words.ts';
import type {
  PageEpisode,
  PageFindings,
  PageOperation,
  PageQuestion,
  PageStep,
  PageTrace,
  TextId,
} from './page-data.ts';
import type { ReportEpisode } from './report-input.ts';
import { wordDiff } from './word-diff.ts';

/** Omissions for an episode that is too large: prompts and replies, or also document texts. */
export type Omission = 'nothing' | 'prompts' | 'texts';

const OMITTED: Readonly<Record<Omission, string | null>> = {
  nothing: null,
  prompts: 'Prompts and replies are left out to keep this page small. The trajectory file has them.',
  texts:
    'Prompts, replies and texts of documents are left out to keep this page small. The trajectory file has the prompts.',
};

/** Converts an episode to page data: each text once, with differences and traces computed. */
export function pageEpisode(episode: ReportEpisode, omit: Omission = 'nothing'): PageEpisode {
  const { digest, trajectory } = episode;
  const texts = createTexts();
  const history = memoryHistory(trajectory);
  const entries = entriesOverTime(history, trajectory);
  const chunks = trajectory.steps.flatMap(({ chunk }) => (chunk === undefined ? [] : [chunk.index]));
  return {
    policy: digest.policy,
    dataset: digest.dataset,
    stream: digest.score.stream,
    facts: listFacts(episode),
    chunks: Math.max(-1, ...chunks) + 1,
    questions: listQuestions(episode, history, texts),
    steps: trajectory.steps.map((step, index) => pageStep(step, entries[index] ?? 0, texts, omit)),
    documents: listDocuments(episode, texts, omit),
    findings: listFindings(history, trajectory, texts),
    omitted: OMITTED[omit],
    texts: texts.all,
  };
}

interface Texts {
  readonly all: readonly string[];
  toId(text: string): TextId;
}

function createTexts(): Texts {
  const ids = new Map<string, TextId>();
  const all: string[] = [];
  return {
    all,
    toId(text) {
      const known = ids.get(text);
      if (known !== undefined) return known;
      ids.set(text, all.length);
      return all.push(text) - 1;
    },
  };
}

function listFacts({ digest, trajectory }: ReportEpisode): readonly (readonly [string, string])[] {
  const { score } = digest;
  const { memory } = trajectory.header;
  const { cost, operations, entries } = score;
  const { create, read, update, delete: removed, refused } = operations;
  const capacity = memory.capacity === null ? '' : `, at most ${memory.capacity} entries`;
  return [
    ['documents', `${entries.documentsRead}${digest.documents === 0 ? '' : ` of ${digest.documents}`} read`],
    ['memory', `${entries.kept} entries kept; ${memory.retriever}, K ${memory.k}${capacity}`],
    ['operations', `${create} create, ${read} read, ${update} update, ${removed} delete, ${refused} refused`],
    [
      'model',
      cost.modelCalls === 0
        ? 'none'
        : `${cost.modelCalls} calls, ${shortNumber(cost.promptTokens)} tokens in (${shortNumber(cost.cachedTokens)} cached), ${shortNumber(cost.completionTokens)} out`,
    ],
    ['ended', `${score.end} after ${score.steps} steps`],
    ...(memory.ablated.length > 0 ? [['without', memory.ablated.join(', ')] as const] : []),
  ];
}

function listQuestions(
  { digest, trajectory }: ReportEpisode,
  history: MemoryHistory,
  texts: Texts,
): readonly PageQuestion[] {
  const trace = createEvidenceTracer(history, trajectory);
  return trajectory.header.task.questions.map((question, index) => {
    const { asked, entries, more } = trace(index);
    const score = digest.score.questions[index];
    const fate = digest.measure.fates[index] ?? 'unread';
    return {
      text: question.text,
      type: question.type ?? null,
      answer: trajectory.end.answers[index] ?? null,
      accepted: question.answers,
      em: score?.em ?? 0,
      f1: score?.f1 ?? 0,
      fate,
      fateWords: FATE_WORDS[fate],
      asked,
      evidence: entries.map((entry) => pageTrace(entry, texts)),
      moreEvidence: more,
      support: digest.measure.retention.documents
        .filter((document) => document.question === index)
        .map(({ document, seenAt, storedAt, kept, lostAt }) => ({
          document,
          seenAt,
          storedAt,
          kept,
          lostAt,
        })),
    };
  });
}

/** Most duplicates and most contradictions that a page lists per episode. */
const MOST_FINDINGS = 20;

function listFindings(history: MemoryHistory, trajectory: Trajectory, texts: Texts): PageFindings {
  const { entries } = memoryAtEnd(history, trajectory);
  const textById = new Map(entries.map(({ id, text }) => [id, text]));
  const duplicates = findDuplicates(entries);
  const contradictions = findContradictions(entries);
  return {
    entries: entries.length,
    neverRead: neverRead(history, trajectory).filter((id) => textById.has(id)).length,
    duplicates: duplicates
      .slice(0, MOST_FINDINGS)
      .map((ids) => ids.map((id) => ({ id, text: texts.toId(textById.get(id) ?? '') }))),
    contradictions: contradictions
      .slice(0, MOST_FINDINGS)
      .map(({ first, second }) =>
        [first, second].map(({ id, sentence }) => ({ id, text: texts.toId(sentence) })),
      ),
    more: Math.max(0, duplicates.length - MOST_FINDINGS) + Math.max(0, contradictions.length - MOST_FINDINGS),
  };
}

function pageTrace({ versions, ...trace }: EntryTrace, texts: Texts): PageTrace {
  return {
    ...trace,
    versions: versions.map(({ text, before, ...version }) => {
      const change = before === null ? {} : { before: texts.toId(before), edits: wordDiff(before, text) };
      return { ...version, text: texts.toId(text), ...change };
    }),
  };
}

function pageStep(step: StepRecord, entries: number, texts: Texts, omit: Omission): PageStep {
  const { chunk, view, usage } = step;
  const whole = omit === 'nothing';
  return {
    ...(chunk !== undefined && { chunk: chunk.index }),
    ...(chunk?.text !== undefined && omit !== 'texts' && { chunkText: texts.toId(chunk.text) }),
    ...(step.question !== undefined && { question: step.question }),
    documents: chunk?.documents ?? [],
    posed: step.posed !== undefined,
    query: view.query,
    scratchpad: texts.toId(view.scratchpad),
    shown: view.entries.map(({ id, version, text, meta }) => ({
      id,
      version,
      text: texts.toId(text),
      sources: readSources({ meta }),
    })),
    prompt: whole
      ? (step.prompt ?? []).map(({ role, content }) => ({ role, text: texts.toId(content) }))
      : [],
    ...(whole && step.text !== undefined && { reply: texts.toId(step.text) }),
    reads: step.reads.map(({ query, found }) => ({ query, found })),
    operations: step.effects.map((effect) => pageOperation(effect, view.entries, texts)),
    answers: step.answers.map(({ index, text }) => ({ question: index, text })),
    issues: step.issues.map(({ kind, message }) => `${kind}: ${message}`),
    ...(step.failure && {
      failure: `${step.failure.boundary}, ${step.failure.kind}: ${step.failure.message}`,
    }),
    cost: [
      ...(usage.modelCalls > 0
        ? [
            `${usage.modelCalls} model ${usage.modelCalls === 1 ? 'call' : 'calls'}`,
            `${usage.promptTokens} tokens in`,
            `${usage.completionTokens} out`,
          ]
        : []),
      `${step.latencyMs < 10 ? step.latencyMs.toFixed(1) : step.latencyMs.toFixed(0)} ms`,
    ].join(', '),
    entries,
  };
}

function pageOperation(effect: Effect, shown: readonly Entry[], texts: Texts): PageOperation {
  const { operation } = effect;
  const refused = effect.applied ? {} : { refused: effect.reason };
  if (operation.op === 'read') {
    const found = effect.applied && effect.found ? { found: effect.found.map(({ id }) => id) } : {};
    return { op: 'read', ...refused, target: '', text: texts.toId(operation.query), sources: [], ...found };
  }
  const entry = effect.applied ? effect.entry : undefined;
  const meant = operation.op === 'create' ? undefined : findTarget(operation.target, shown);
  const named = operation.op === 'create' ? '' : nameTarget(operation.target);
  const before = effect.applied ? effect.previous : undefined;
  const text = operation.op === 'delete' ? (entry?.text ?? meant?.text ?? '') : operation.text;
  return {
    op: operation.op,
    ...refused,
    target: entry?.id ?? named,
    text: texts.toId(text),
    ...(before && { before: texts.toId(before.text), edits: wordDiff(before.text, text) }),
    sources: readSources({ meta: entry?.meta ?? {} }),
  };
}

function findTarget(target: Target, shown: readonly Entry[]): Entry | undefined {
  if (target === 'scratchpad') return undefined;
  return 'slot' in target ? shown[target.slot - 1] : shown.find(({ id }) => id === target.id);
}

function nameTarget(target: Target): string {
  if (target === 'scratchpad') return 'scratchpad';
  return 'slot' in target ? `slot ${target.slot}` : target.id;
}

function listDocuments(
  { trajectory, documents }: ReportEpisode,
  texts: Texts,
  omit: Omission,
): PageEpisode['documents'] {
  if (documents === undefined) return {};
  const read = new Set(trajectory.steps.flatMap(({ chunk }) => chunk?.documents ?? []));
  return Object.fromEntries(
    [...read].flatMap((id) => {
      const document = documents.get(id);
      return document === undefined
        ? []
        : [[id, { title: document.title, text: omit === 'texts' ? undefined : texts.toId(document.text) }]];
    }),
  );
}
