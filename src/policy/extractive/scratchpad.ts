/** The scratchpad: lines of evidence "Title: sentences", the best first, within a bound. */
import { type Profile, profileText, type QuestionProfile, sentencesOf, stringList } from './profile.ts';
import { coverage, type Ranked } from './relevance.ts';
import type { Meta, Operation, Settings } from './types.ts';

/** Reads the lines of a scratchpad back; its meta names the title and the sources of each. */
export function readScratchpad(text: string, meta: Meta): Profile[] {
  if (text === '') return [];
  const lines = Array.isArray(meta.lines) ? (meta.lines as Meta[]) : [];
  return text.split('\n').map((line, index) => {
    const known = lines[index];
    const title =
      typeof known?.title === 'string' && line.startsWith(`${known.title}: `)
        ? known.title
        : line.slice(0, Math.max(0, line.indexOf(': ')));
    return profileText(
      title,
      line.startsWith(`${title}: `) ? line.slice(title.length + 2) : line,
      known ? stringList(known, 'sources') : [],
      'scratchpad',
    );
  });
}

/** Shortens a text to its most telling sentences, in their order; the first one, which says what the thing is, stays. */
export function condense(questions: readonly QuestionProfile[], profile: Profile, limit: number): string {
  const flat = profile.text.replace(/\s*\n\s*/g, ' ');
  if (flat.length <= limit) return flat;
  const parts = sentencesOf(profile).map((sentence, index) => ({
    sentence,
    index,
    value:
      (index === 0 ? 0.3 : 0) +
      Math.max(0, ...questions.map((question) => coverage(question, sentence.stems))),
  }));
  const kept: typeof parts = [];
  let length = 0;
  for (const part of parts.sort((left, right) => right.value - left.value)) {
    if (length + part.sentence.text.length + 1 > limit) continue;
    kept.push(part);
    length += part.sentence.text.length + 1;
  }
  if (kept.length === 0) return flat.slice(0, limit);
  return kept
    .sort((left, right) => left.index - right.index)
    .map((part) => part.sentence.text.replace(/\s*\n\s*/g, ' '))
    .join(' ');
}

export interface Line {
  readonly title: string;
  readonly text: string;
  readonly sources: readonly string[];
}

const sameSubject = (left: Line, right: Line): boolean =>
  left.title === right.title &&
  (left.text === right.text || left.sources.some((id) => right.sources.includes(id)));

/** Fills the scratchpad from several rankings in turn, so that every question has its share. */
export function packLines(
  rankings: readonly (readonly Ranked[])[],
  questions: readonly QuestionProfile[],
  settings: Settings,
): Line[] {
  const lines: Line[] = [];
  let length = 0;
  const longest = Math.max(0, ...rankings.map((ranking) => ranking.length));
  for (let place = 0; place < longest; place += 1)
    for (const ranking of rankings) {
      const ranked = ranking[place];
      if (!ranked || ranked.score <= 0) continue;
      const { profile } = ranked;
      const limit = profile.from === 'scratchpad' ? Number.POSITIVE_INFINITY : settings.lineCharacters;
      const line = {
        title: profile.title,
        text: condense(questions, profile, limit),
        sources: profile.sources,
      };
      const size = line.title.length + line.text.length + 3;
      if (length + size > settings.scratchpadCharacters || lines.some((other) => sameSubject(other, line)))
        continue;
      lines.push(line);
      length += size;
    }
  return lines;
}

/** The update that writes these lines, or nothing where the scratchpad already holds them. */
export function writeScratchpad(lines: readonly Line[], before: string, extra: Meta): Operation[] {
  const text = lines.map((line) => `${line.title}: ${line.text}`).join('\n');
  if (text === '' || (text === before && Object.keys(extra).length === 0)) return [];
  const sources = [...new Set(lines.flatMap((line) => line.sources))];
  const meta: Meta = {
    ...extra,
    sources,
    lines: lines.map(({ title, sources: own }) => ({ title, sources: own })),
  };
  return [{ op: 'update', target: 'scratchpad', text, meta }];
}
