/**
 * Turns of a recorded trajectory of a web agent: what it thought and did, and the page in passages.
 *
 * @module
 */
import type { SourceDocument } from '../task/observation.ts';
import { splitPassages } from './split-passages.ts';

interface State {
  readonly url?: unknown;
  readonly action?: unknown;
  readonly thought?: unknown;
  readonly thoughts?: unknown;
  readonly accessibility_tree?: unknown;
  readonly text?: unknown;
}

/** Characters of a passage, so that several fit into the budget of a question. */
const PASSAGE = 1000;

/** Characters of the goal and of the address that each turn repeats. */
const LONGEST_HEADING = 200;

/**
 * Yields the turns of one trajectory: first its goal and outcome, then for each state the thought and action of the
 * agent, and the page in passages of at most 1,000 characters. Each turn repeats the address and the goal, because a
 * memory sees turns one at a time.
 */
export function* listTrajectoryTurns(value: unknown): Generator<SourceDocument> {
  const { id, goal, outcome, start_url, states } = Object(value) as Readonly<Record<string, unknown>>;
  const wanted = clip(Array.isArray(goal) ? goal.join(' ') : goal);
  const turn = (place: string, text: string): SourceDocument => ({
    id: `${String(id)}/${place}`,
    title: '',
    text: `agent: ${text}`,
  });
  yield turn('goal', `Goal: ${toText(goal)}\nOutcome: ${toText(outcome)}\nStart: ${toText(start_url)}`);
  for (const [number, state] of (Array.isArray(states) ? (states as readonly State[]) : []).entries()) {
    const heading = `${clip(state.url)} (goal: ${wanted})`;
    const done = [toText(state.thought ?? state.thoughts), toText(state.action)].filter(
      (part) => part !== '',
    );
    if (done.length > 0) yield turn(`${number}`, `${heading}\n${done.join('\n')}`);
    const page = { id: '', title: '', text: toText(state.accessibility_tree ?? state.text) };
    for (const [part, { text }] of splitPassages([page], PASSAGE).entries()) {
      if (text !== '') yield turn(`${number}/${part + 1}`, `${heading}\n${text}`);
    }
  }
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : Array.isArray(value) ? value.join(' ') : '';
}

function clip(value: unknown): string {
  const text = toText(value).replace(/\s+/g, ' ');
  return text.length > LONGEST_HEADING ? `${text.slice(0, LONGEST_HEADING - 1)}…` : text;
}
