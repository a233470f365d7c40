/**
 * Differences between two texts, word by word.
 *
 * @module
 */
/** One edit: a positive number keeps that many UTF-16 code units, a negative one drops them, a string is new. */
export type Edit = number | string;

/** Maximum number of differences. Beyond it, the middle is shown as replaced. */
const MOST_DIFFERENCES = 600;

/**
 * Returns the edits from one text to another, word by word (Myers, 1986). Applying the edits to the old text gives
 * the new one.
 *
 * @example wordDiff('born in 1815', 'born in 1816') // [8, -4, '1816']
 */
export function wordDiff(before: string, after: string): readonly Edit[] {
  const old = splitWords(before);
  const fresh = splitWords(after);
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (
    end < old.length - start &&
    end < fresh.length - start &&
    old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
  ) {
    end += 1;
  }
  const edits = createEdits();
  for (const word of old.slice(0, start)) edits.keep(word);
  replaceMiddle(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end), edits);
  for (const word of old.slice(old.length - end)) edits.keep(word);
  return edits.done();
}

/** Applies edits to the old text and returns the new one. */
export function applyEdits(before: string, edits: readonly Edit[]): string {
  let place = 0;
  let after = '';
  for (const edit of edits) {
    if (typeof edit === 'string') after += edit;
    else {
      if (edit > 0) after += before.slice(place, place + edit);
      place += Math.abs(edit);
    }
  }
  return after;
}

function splitWords(text: string): readonly string[] {
  return text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];
}

interface Edits {
  keep(word: string): void;
  drop(word: string): void;
  add(word: string): void;
  done(): readonly Edit[];
}

/**
 * Merges single words into runs, with dropped words before new ones. A space between two replaced words belongs to
 * the change, because phrases are easier to read.
 */
function createEdits(): Edits {
  const edits: Edit[] = [];
  let dropped = 0;
  let added = '';
  let space = '';
  const keepNow = (text: string): void => {
    const last = edits.at(-1);
    if (typeof last === 'number' && last > 0) edits[edits.length - 1] = last + text.length;
    else if (text !== '') edits.push(text.length);
  };
  const flush = (): void => {
    if (dropped > 0) edits.push(-dropped);
    if (added !== '') edits.push(added);
    dropped = 0;
    added = '';
    keepNow(space);
    space = '';
  };
  const takeSpace = (): void => {
    dropped += space.length;
    added += space;
    space = '';
  };
  return {
    keep(word) {
      const between = dropped > 0 && added !== '' && space === '' && word.trim() === '';
      if (between) {
        space = word;
        return;
      }
      flush();
      keepNow(word);
    },
    drop(word) {
      takeSpace();
      dropped += word.length;
    },
    add(word) {
      takeSpace();
      added += word;
    },
    done() {
      flush();
      return edits;
    },
  };
}

function replaceMiddle(old: readonly string[], fresh: readonly string[], edits: Edits): void {
  const path = shortestPath(old, fresh);
  if (path === undefined) {
    for (const word of old) edits.drop(word);
    for (const word of fresh) edits.add(word);
    return;
  }
  for (const { kind, word } of path) edits[kind](word);
}

interface Move {
  readonly kind: 'keep' | 'drop' | 'add';
  readonly word: string;
}

/** Finds the shortest edit script between two lists. Returns `undefined` beyond the limit. */
function shortestPath(old: readonly string[], fresh: readonly string[]): readonly Move[] | undefined {
  const most = Math.min(old.length + fresh.length, MOST_DIFFERENCES);
  const offset = most + 1;
  const reach = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let differences = 0; differences <= most; differences++) {
    trace.push(reach.slice());
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const down = goesDown(reach, offset, diagonal, differences);
      let x = down ? reach[offset + diagonal + 1]! : reach[offset + diagonal - 1]! + 1;
      while (x < old.length && x - diagonal < fresh.length && old[x] === fresh[x - diagonal]) x += 1;
      reach[offset + diagonal] = x;
      if (x >= old.length && x - diagonal >= fresh.length) return walkBack(trace, offset, old, fresh);
    }
  }
  return undefined;
}

function goesDown(reach: Int32Array, offset: number, diagonal: number, differences: number): boolean {
  if (diagonal === -differences) return true;
  return diagonal !== differences && reach[offset + diagonal - 1]! < reach[offset + diagonal + 1]!;
}

function walkBack(
  trace: readonly Int32Array[],
  offset: number,
  old: readonly string[],
  fresh: readonly string[],
): readonly Move[] {
  const moves: Move[] = [];
  let x = old.length;
  let y = fresh.length;
  for (let differences = trace.length - 1; differences >= 0; differences--) {
    const reach = trace[differences]!;
    const diagonal = x - y;
    const down = goesDown(reach, offset, diagonal, differences);
    const from = down ? diagonal + 1 : diagonal - 1;
    const startX = differences === 0 ? 0 : reach[offset + from]!;
    const startY = differences === 0 ? 0 : startX - from;
    while (x > startX && y > startY) {
      moves.push({ kind: 'keep', word: old[x - 1]! });
      x -= 1;
      y -= 1;
    }
    if (differences === 0) break;
    moves.push(down ? { kind: 'add', word: fresh[y - 1]! } : { kind: 'drop', word: old[x - 1]! });
    x = startX;
    y = startY;
  }
  return moves.reverse();
}
