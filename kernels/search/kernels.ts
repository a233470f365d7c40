/**
 * Exact search over rows of numbers, in AssemblyScript. `scripts/build-search-kernels.ts` compiles this file
 * into `src/search/kernels.generated.ts`. `src/search/typescript-kernels.ts` does the same without SIMD and
 * returns the same bits. If you change one, change the other, and keep the order of additions.
 *
 * Addresses are bytes of the imported memory. A row is `stride` f32 (a multiple of 16, zeros at the end)
 * of length 1, or holds NaN: NaN beats no threshold, which is how removed rows drop out.
 * Multiplications and additions are separate on purpose: fused ones round differently on other machines.
 *
 * @module
 */

/** Bytes of one (row: i32, score: f32) pair. */
const PAIR: usize = 8;

/**
 * Writes the rows in `from`..`to` that score above `threshold` to `found`: their count as i32, then the
 * pairs. Stops after `capacity` pairs and returns the next row to scan. `mask` has one byte per row; rows
 * with zero are skipped. Address 0 means no mask.
 */
export function scan(
  query: usize,
  rows: usize,
  from: i32,
  to: i32,
  stride: i32,
  mask: usize,
  threshold: f32,
  found: usize,
  capacity: i32,
): i32 {
  let row = from;
  let pair = found + 4;
  const full = pair + <usize>capacity * PAIR;
  for (; row < to && pair < full; row++) {
    if (mask !== 0 && load<u8>(mask + row) === 0) continue;
    const score = dot(query, rows + ((<usize>row * stride) << 2), stride);
    if (score > threshold) {
      store<i32>(pair, row);
      store<f32>(pair, score, 4);
      pair += PAIR;
    }
  }
  store<i32>(found, <i32>((pair - found - 4) / PAIR));
  return row;
}

/**
 * Returns the same result as `scan` but reads a quarter of the memory. A row is read in f32 only if its bytes
 * do not rule out that it exceeds the threshold. If r' and q' are the quantised forms of r and q, which have
 * length 1, then r·q <= r'·q' + |r - r'| (1 + |q - q'|) + |q - q'|.
 */
export function scanQuantised(
  query: usize,
  queryCodes: usize,
  queryScales: usize,
  rows: usize,
  codes: usize,
  scales: usize,
  from: i32,
  to: i32,
  stride: i32,
  mask: usize,
  threshold: f32,
  found: usize,
  capacity: i32,
): i32 {
  const queryScale = load<f32>(queryScales);
  const queryError = load<f32>(queryScales, 4);
  // Several times the error that f32 rounding can add to a sum of `stride` products.
  const rounding = <f32>(stride + 64) * 2.4e-7;
  const least = threshold - queryError - rounding;
  const errorWeight: f32 = 1 + queryError;
  const rowBytes = (<usize>stride) << 2;
  let row = from;
  let pair = found + 4;
  const full = pair + <usize>capacity * PAIR;
  while (row < to && pair < full) {
    // Four rows at a time share the loads of the query. Most groups hold no row that can exceed the threshold.
    const group = min(to - row, 4);
    const place = scales + ((<usize>row) << 3);
    if (group === 4) {
      const sums = f32x4.convert_i32x4_s(dotFourCodes(queryCodes, codes + <usize>row * stride, stride));
      const first = v128.load(place);
      const second = v128.load(place, 16);
      const factors = v128.shuffle<f32>(first, second, 0, 2, 4, 6);
      const errors = v128.shuffle<f32>(first, second, 1, 3, 5, 7);
      const approximate = f32x4.mul(f32x4.mul(sums, f32x4.splat(queryScale)), factors);
      const most = f32x4.add(approximate, f32x4.mul(errors, f32x4.splat(errorWeight)));
      if (!v128.any_true(f32x4.ge(most, f32x4.splat(least)))) {
        row += 4;
        continue;
      }
    }
    for (const end = row + group; row < end && pair < full; row++) {
      if (mask !== 0 && load<u8>(mask + row) === 0) continue;
      const scale = load<f32>(scales + ((<usize>row) << 3));
      const error = load<f32>(scales + ((<usize>row) << 3), 4);
      const product = <f32>dotCodes(queryCodes, codes + <usize>row * stride, stride);
      if (!(product * queryScale * scale + error * errorWeight >= least)) continue;
      const score = dot(query, rows + <usize>row * rowBytes, stride);
      if (score > threshold) {
        store<i32>(pair, row);
        store<f32>(pair, score, 4);
        pair += PAIR;
      }
    }
  }
  store<i32>(found, <i32>((pair - found - 4) / PAIR));
  return row;
}

/** Widens the codes of a query to 16 bits, in place: `codes` holds `stride` bytes and has room for twice as many. */
export function widen(codes: usize, stride: i32): void {
  for (let place = stride - 8; place >= 0; place -= 8) {
    v128.store(codes + ((<usize>place) << 1), v128.load_ext<i8>(codes + <usize>place));
  }
}

/**
 * Quantises `count` rows to signed bytes (`codes`, `stride` bytes a row). For each row, `scales` receives two
 * f32: the factor that converts bytes to numbers, and an upper bound of the distance to the exact row.
 */
export function quantise(rows: usize, count: i32, stride: i32, codes: usize, scales: usize): void {
  const rowBytes = (<usize>stride) << 2;
  for (let row = 0; row < count; row++) {
    const largest = findLargest(rows, stride);
    const scale = largest / 127;
    const perUnit: f32 = largest > 0 ? 127 / largest : 0;
    let squares = f32x4.splat(0);
    for (let place: usize = 0; place < rowBytes; place += 64) {
      const a = toCodes(rows + place, perUnit);
      const b = toCodes(rows + place + 16, perUnit);
      const c = toCodes(rows + place + 32, perUnit);
      const d = toCodes(rows + place + 48, perUnit);
      squares = f32x4.add(squares, squaredError(rows + place, a, scale));
      squares = f32x4.add(squares, squaredError(rows + place + 16, b, scale));
      squares = f32x4.add(squares, squaredError(rows + place + 32, c, scale));
      squares = f32x4.add(squares, squaredError(rows + place + 48, d, scale));
      v128.store(
        codes + (place >> 2),
        i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)),
      );
    }
    store<f32>(scales, scale);
    // Slightly more than measured, so that rounding cannot make the bound too small.
    store<f32>(scales, sqrt<f32>(addLanes(squares)) * 1.001 + 1e-6, 4);
    rows += rowBytes;
    codes += stride;
    scales += 8;
  }
}

function dot(left: usize, right: usize, stride: i32): f32 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  const end = right + ((<usize>stride) << 2);
  for (; right < end; left += 64, right += 64) {
    a = f32x4.add(a, f32x4.mul(v128.load(left), v128.load(right)));
    b = f32x4.add(b, f32x4.mul(v128.load(left, 16), v128.load(right, 16)));
    c = f32x4.add(c, f32x4.mul(v128.load(left, 32), v128.load(right, 32)));
    d = f32x4.add(d, f32x4.mul(v128.load(left, 48), v128.load(right, 48)));
  }
  return addLanes(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
}

/** Multiplies a query of 16-bit codes with a row of bytes. */
function dotCodes(query: usize, row: usize, stride: i32): i32 {
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  const end = row + <usize>stride;
  for (; row < end; query += 32, row += 16) {
    a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(query), v128.load_ext<i8>(row)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load(query, 16), v128.load_ext<i8>(row, 8)));
  }
  a = i32x4.add(a, b);
  return (
    i32x4.extract_lane(a, 0) +
    i32x4.extract_lane(a, 1) +
    (i32x4.extract_lane(a, 2) + i32x4.extract_lane(a, 3))
  );
}

/** Multiplies a query of 16-bit codes with four adjacent rows of bytes. */
function dotFourCodes(query: usize, row: usize, stride: i32): v128 {
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let c = i32x4.splat(0);
  let d = i32x4.splat(0);
  const step = <usize>stride;
  const end = row + step;
  for (; row < end; query += 32, row += 16) {
    const low = v128.load(query);
    const high = v128.load(query, 16);
    const third = row + step * 2;
    a = i32x4.add(a, i32x4.dot_i16x8_s(low, v128.load_ext<i8>(row)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(low, v128.load_ext<i8>(row + step)));
    c = i32x4.add(c, i32x4.dot_i16x8_s(low, v128.load_ext<i8>(third)));
    d = i32x4.add(d, i32x4.dot_i16x8_s(low, v128.load_ext<i8>(third + step)));
    a = i32x4.add(a, i32x4.dot_i16x8_s(high, v128.load_ext<i8>(row, 8)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(high, v128.load_ext<i8>(row + step, 8)));
    c = i32x4.add(c, i32x4.dot_i16x8_s(high, v128.load_ext<i8>(third, 8)));
    d = i32x4.add(d, i32x4.dot_i16x8_s(high, v128.load_ext<i8>(third + step, 8)));
  }
  // Transposed, so that one addition of vectors sums all four rows.
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}

function addLanes(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
  );
}

/** Returns NaN if the row contains NaN. */
function findLargest(row: usize, stride: i32): f32 {
  let largest = f32x4.splat(0);
  for (let end = row + ((<usize>stride) << 2); row < end; row += 16) {
    largest = f32x4.max(largest, f32x4.abs(v128.load(row)));
  }
  return max<f32>(
    max<f32>(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max<f32>(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
}

function toCodes(numbers: usize, perUnit: f32): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(numbers), f32x4.splat(perUnit))));
}

function squaredError(numbers: usize, codes: v128, scale: f32): v128 {
  const stored = f32x4.mul(f32x4.convert_i32x4_s(codes), f32x4.splat(scale));
  const error = f32x4.sub(v128.load(numbers), stored);
  return f32x4.mul(error, error);
}
