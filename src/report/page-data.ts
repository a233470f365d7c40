/**
 * The data that the report page embeds for its script.
 *
 * @module
 */
import type { AnswerFate } from '../score/answer-fate.ts';
import type { EntryTrace } from './evidence-trace.ts';
import type { Edit } from './word-diff.ts';

/**
 * One episode as the page's script reads it from an embedded JSON block. A `TextId` is an index into `texts`,
 * because views, prompts and versions repeat texts.
 */
export interface PageEpisode {
  readonly policy: string;
  readonly dataset: string;
  readonly stream: string;
  /** Settings and costs as readable lines. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly chunks: number;
  readonly texts: readonly string[];
  /** Titles and texts of known documents, by id. If the page would be too large, texts are absent. */
  readonly documents: { readonly [id: string]: { readonly title: string; readonly text?: TextId } };
  readonly questions: readonly PageQuestion[];
  readonly steps: readonly PageStep[];
  readonly findings: PageFindings;
  /** Note about omissions that keep the page small. */
  readonly omitted: string | null;
}

export type TextId = number;

/** Findings about the memory at the end. */
export interface PageFindings {
  readonly entries: number;
  /** Of those, entries that no view showed and no Read found. */
  readonly neverRead: number;
  /** Groups of near-equal entries, and pairs of sentences that disagree. */
  readonly duplicates: readonly (readonly PageFinding[])[];
  readonly contradictions: readonly (readonly PageFinding[])[];
  /** Number of groups and pairs that are not listed. */
  readonly more: number;
}

export interface PageFinding {
  readonly id: string;
  readonly text: TextId;
}

export interface PageQuestion {
  readonly text: string;
  readonly type: string | null;
  readonly answer: string | null;
  readonly accepted: readonly string[];
  readonly em: number;
  readonly f1: number;
  readonly fate: AnswerFate;
  /** The fate's name and meaning. */
  readonly fateWords: readonly [title: string, meaning: string];
  /** Last step that asked it. */
  readonly asked: number | null;
  readonly evidence: readonly PageTrace[];
  readonly moreEvidence: number;
  readonly support: readonly PageSupport[];
}

/** An evidence document of a question and whether memory kept it. */
export interface PageSupport {
  readonly document: string;
  readonly seenAt: number | null;
  readonly storedAt: number | null;
  readonly kept: boolean;
  readonly lostAt: number | null;
}

export interface PageTrace extends Omit<EntryTrace, 'versions'> {
  readonly versions: readonly {
    readonly step: number;
    readonly chunk: number | null;
    readonly version: number | null;
    readonly text: TextId;
    /** The previous version and the edits since. Absent for the first version. */
    readonly before?: TextId;
    readonly edits?: readonly Edit[];
    readonly sources: readonly string[];
  }[];
}

export interface PageStep {
  /** 0-based chunk, or 0-based question. */
  readonly chunk?: number;
  readonly question?: number;
  readonly documents: readonly string[];
  readonly chunkText?: TextId;
  readonly posed: boolean;
  readonly query: string | null;
  readonly scratchpad: TextId;
  readonly shown: readonly PageEntry[];
  readonly prompt: readonly { readonly role: string; readonly text: TextId }[];
  readonly reply?: TextId;
  readonly reads: readonly { readonly query: string | null; readonly found: readonly string[] }[];
  readonly operations: readonly PageOperation[];
  readonly answers: readonly { readonly question: number; readonly text: string }[];
  readonly issues: readonly string[];
  readonly failure?: string;
  /** Model calls, tokens and time, in words. */
  readonly cost: string;
  /** Stored entries after the step. */
  readonly entries: number;
}

export interface PageEntry {
  readonly id: string;
  readonly version: number;
  readonly text: TextId;
  readonly sources: readonly string[];
}

export interface PageOperation {
  readonly op: 'create' | 'read' | 'update' | 'delete';
  /** Reason it was not applied. */
  readonly refused?: string;
  /** Id of the entry, or the target as the operation named it. */
  readonly target: string;
  /** The new text, the query, or the text that was deleted. */
  readonly text: TextId;
  /** The text before an Update, and the edits. */
  readonly before?: TextId;
  readonly edits?: readonly Edit[];
  readonly sources: readonly string[];
  /** Entries found by a Read that was answered within the step. */
  readonly found?: readonly string[];
}
