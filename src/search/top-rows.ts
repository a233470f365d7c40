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
  const rows: RowScore[] = [];
  let threshold = Number.NEGATIVE_INFINITY;
  return {
    get threshold() {
      return threshold;
    },
    rows,
    offer(row, score) {
      if (score <= threshold) return;
      let place = rows.length;
      while (place > 0 && rows[place - 1]!.score < score) place--;
      rows.splice(place, 0, { row, score });
      if (rows.length > limit) rows.pop();
      if (rows.length === limit) threshold = rows[limit - 1]!.score;
    },
  };
}
