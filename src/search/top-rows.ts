export interface RowScore {
  readonly row: number;
  readonly score: number;
}

/** The best rows so far of a scan that goes through them in ascending order. */
export interface TopRows {
  /** A later row must score more than this to count; a later one that scores the same does not. */
  readonly threshold: number;
  /** Best first, ties by row. */
  readonly rows: readonly RowScore[];
  offer(found: readonly RowScore[]): void;
}

export function createTopRows(limit: number): TopRows {
  let rows: readonly RowScore[] = [];
  return {
    get threshold() {
      return rows.length < limit ? Number.NEGATIVE_INFINITY : rows[limit - 1]!.score;
    },
    get rows() {
      return rows;
    },
    offer(found) {
      // The sort is stable, and earlier rows stand first: ties stay in the order of rows.
      rows = [...rows, ...found].sort((left, right) => right.score - left.score).slice(0, limit);
    },
  };
}
