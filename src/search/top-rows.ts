/**
 * The best rows of a scan so far.
 *
 * @module
 */
export interface RowScore {
  readonly row: number;
  readonly score: number;
}

/** Collects the best rows of a scan in ascending order. */
export interface TopRows {
  /** A later row counts only if its score is greater than this. */
  readonly threshold: number;
  /** Best first, ties by row. */
  readonly rows: readonly RowScore[];
  offer(row: number, score: number): void;
}

export function createTopRows(limit: number): TopRows {
  // Two arrays of numbers, because a search offers many rows and keeps few.
  const rows: number[] = [];
  const scores: number[] = [];
  let threshold = Number.NEGATIVE_INFINITY;
  return {
    get threshold() {
      return threshold;
    },
    get rows() {
      return rows.map((row, place) => ({ row, score: scores[place]! }));
    },
    offer(row, score) {
      if (score <= threshold) return;
      let place = rows.length < limit ? rows.length : limit - 1;
      for (; place > 0 && scores[place - 1]! < score; place--) {
        rows[place] = rows[place - 1]!;
        scores[place] = scores[place - 1]!;
      }
      rows[place] = row;
      scores[place] = score;
      if (rows.length === limit) threshold = scores[limit - 1]!;
    },
  };
}
