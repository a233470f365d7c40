/**
 * Shows one step of an episode as lines for a terminal.
 *
 * @module
 */
import type { Effect, Operation, Target } from '../memory/operation.ts';
import type { Observation } from '../task/observation.ts';
import type { StepRecord } from '../trajectory/trajectory.ts';
import { oneLine, type Style } from './terminal.ts';

export interface TimelineOptions {
  readonly style: Style;
  /** Columns of a line. */
  readonly width: number;
  /** Operations of one kind to show per step. The rest are counted. */
  readonly each: number;
}

/** Formats one step of an episode: its place in the stream and its effects on memory. */
export function timelineLines(
  step: StepRecord,
  observation: Observation,
  { style, width, each }: TimelineOptions,
): readonly string[] {
  const kinds = new Map<string, Effect[]>();
  for (const effect of step.effects) {
    const kind = effect.applied ? effect.operation.op : 'refused';
    kinds.set(kind, [...(kinds.get(kind) ?? []), effect]);
  }
  const lines: string[] = [style.bold(headline(observation))];
  for (const [kind, effects] of kinds) {
    const written = effects.slice(0, each).map((effect) => effectLine(effect, style, width));
    lines.push(...written);
    if (effects.length > each) lines.push(style.dim(`    … and ${countMore(effects.length - each, kind)}`));
  }
  if (step.failure)
    lines.push(style.red(`    ! ${step.failure.boundary}: ${oneLine(step.failure.message, width - 12)}`));
  if (step.effects.length === 0 && !step.failure && observation.stage === 'memorise') {
    lines.push(style.dim('    nothing stored'));
  }
  return lines;
}

function countMore(count: number, kind: string): string {
  return `${count} more ${kind}${kind === 'refused' || count === 1 ? '' : 's'}`;
}

function headline(observation: Observation): string {
  if (observation.stage === 'answer') return `question ${observation.index + 1}`;
  if (observation.stage === 'act') return `turn ${observation.turn + 1}`;
  const { index, count, documents } = observation.chunk;
  const size = documents.length === 1 ? '1 document' : `${documents.length} documents`;
  return `chunk ${index + 1} of ${count} · ${size}`;
}

function effectLine(effect: Effect, style: Style, width: number): string {
  const { operation } = effect;
  const room = width - 30;
  if (!effect.applied) {
    return style.red(
      `    ✗ refused ${operation.op} (${effect.reason}) ${oneLine(describeOperation(operation), room - 12)}`,
    );
  }
  const id = (effect.entry?.id ?? '').padEnd(10);
  switch (operation.op) {
    case 'create':
      return `    ${style.green('+ create')} ${style.dim(id)} ${oneLine(joinTitle(operation.text), room)}`;
    case 'update':
      return `    ${style.yellow('~ update')} ${style.dim(id)} ${oneLine(describeChange(effect), room)}`;
    case 'delete':
      return `    ${style.red('- delete')} ${style.dim(id)} ${oneLine(effect.entry?.text ?? '', room)}`;
    case 'read':
      return `    ${style.blue('? read  ')} ${style.dim(''.padEnd(10))} ${oneLine(operation.query, room)}`;
  }
}

/** Puts a title and the text below it on one line. */
function joinTitle(text: string): string {
  return text.replace('\n', ': ');
}

/**
 * Returns the text that an Update added if it kept the beginning of the old text, otherwise the changed
 * lines.
 */
function describeChange(effect: Effect): string {
  if (!effect.applied || effect.operation.op !== 'update') return '';
  const before = effect.previous?.text ?? '';
  const after = effect.operation.text;
  if (after === '') return '(emptied)';
  if (before !== '' && after.startsWith(before)) return `… ${after.slice(before.length)}`;
  const kept = new Set(before.split('\n'));
  const fresh = after.split('\n').filter((line) => !kept.has(line));
  return (fresh.length > 0 ? fresh : after.split('\n')).join(' ');
}

function describeOperation(operation: Operation): string {
  if (operation.op === 'read') return operation.query;
  if (operation.op === 'delete') return targetName(operation.target);
  return operation.text;
}

function targetName(target: Target): string {
  if (target === 'scratchpad') return 'scratchpad';
  return 'slot' in target ? `slot ${target.slot}` : target.id;
}
