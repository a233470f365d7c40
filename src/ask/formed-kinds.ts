/**
 * Kinds of answers that a text shows by their form.
 *
 * @module
 */
import type { AnswerKind } from './question.ts';

/** Kinds whose answers are figures or dates. */
export const FIGURE_KINDS: ReadonlySet<AnswerKind> = new Set(['date', 'time', 'duration', 'money', 'number']);

/** Figures, dates and names of people. */
export const FORMED_KINDS: ReadonlySet<AnswerKind> = new Set([...FIGURE_KINDS, 'person']);
