/**
 * Matrix products. Strides are in floats. One stride of each matrix is 1, so a transposed matrix is the same
 * memory with its strides swapped. Both operands are packed in the order in which the inner loop reads them:
 * A in strips of 4 rows, B in panels of 8 columns. Weights are packed once per update (`packPanels`, then
 * `multiplyPanels`). Rows and depth are multiples of 4, columns of 8.
 * @module
 */

import { addTerm, floats, multiplyAdd, term, transposeBlock } from './lanes';

const DEPTH_BLOCK: i32 = 256;
const ROW_BLOCK: i32 = 64;

/**
 * Computes one 4 × 8 tile of C = scale · A · B, or C += with `accumulate`. Eight accumulators stay in
 * registers. Four steps of the depth are unrolled in the order in which V8 should issue them, which the build
 * preserves: two products, then the two sums. `strip` advances at every step because V8 adds the offset of a
 * splat with a separate instruction and keeps only the first four. The `break`s are never taken. Without them
 * Node 22 first loads the operands of all steps, which exceeds the registers.
 */
@inline
function multiplyTile(
  strip: usize, panel: usize, depth: i32, c: usize, cStride: usize, accumulate: bool, scale: f32,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let a: v128, b0: v128, b1: v128, low: v128, high: v128;
  const end = strip + 4 * floats(depth);
  while (strip < end) {
    b0 = v128.load(panel); b1 = v128.load(panel, 16);
    a = v128.load32_splat(strip); low = term(a, b0); high = term(a, b1);
    c00 = addTerm(c00, a, low); c01 = addTerm(c01, a, high);
    a = v128.load32_splat(strip, 4); low = term(a, b0); high = term(a, b1);
    c10 = addTerm(c10, a, low); c11 = addTerm(c11, a, high);
    a = v128.load32_splat(strip, 8); low = term(a, b0); high = term(a, b1);
    c20 = addTerm(c20, a, low); c21 = addTerm(c21, a, high);
    a = v128.load32_splat(strip, 12); low = term(a, b0); high = term(a, b1);
    c30 = addTerm(c30, a, low); c31 = addTerm(c31, a, high);
    strip += 16;
    if (strip == end) break;
    b0 = v128.load(panel, 32); b1 = v128.load(panel, 48);
    a = v128.load32_splat(strip); low = term(a, b0); high = term(a, b1);
    c00 = addTerm(c00, a, low); c01 = addTerm(c01, a, high);
    a = v128.load32_splat(strip, 4); low = term(a, b0); high = term(a, b1);
    c10 = addTerm(c10, a, low); c11 = addTerm(c11, a, high);
    a = v128.load32_splat(strip, 8); low = term(a, b0); high = term(a, b1);
    c20 = addTerm(c20, a, low); c21 = addTerm(c21, a, high);
    a = v128.load32_splat(strip, 12); low = term(a, b0); high = term(a, b1);
    c30 = addTerm(c30, a, low); c31 = addTerm(c31, a, high);
    strip += 16;
    if (strip == end) break;
    b0 = v128.load(panel, 64); b1 = v128.load(panel, 80);
    a = v128.load32_splat(strip); low = term(a, b0); high = term(a, b1);
    c00 = addTerm(c00, a, low); c01 = addTerm(c01, a, high);
    a = v128.load32_splat(strip, 4); low = term(a, b0); high = term(a, b1);
    c10 = addTerm(c10, a, low); c11 = addTerm(c11, a, high);
    a = v128.load32_splat(strip, 8); low = term(a, b0); high = term(a, b1);
    c20 = addTerm(c20, a, low); c21 = addTerm(c21, a, high);
    a = v128.load32_splat(strip, 12); low = term(a, b0); high = term(a, b1);
    c30 = addTerm(c30, a, low); c31 = addTerm(c31, a, high);
    strip += 16;
    if (strip == end) break;
    b0 = v128.load(panel, 96); b1 = v128.load(panel, 112);
    a = v128.load32_splat(strip); low = term(a, b0); high = term(a, b1);
    c00 = addTerm(c00, a, low); c01 = addTerm(c01, a, high);
    a = v128.load32_splat(strip, 4); low = term(a, b0); high = term(a, b1);
    c10 = addTerm(c10, a, low); c11 = addTerm(c11, a, high);
    a = v128.load32_splat(strip, 8); low = term(a, b0); high = term(a, b1);
    c20 = addTerm(c20, a, low); c21 = addTerm(c21, a, high);
    a = v128.load32_splat(strip, 12); low = term(a, b0); high = term(a, b1);
    c30 = addTerm(c30, a, low); c31 = addTerm(c31, a, high);
    strip += 16;
    panel += 128;
  }
  const factor = f32x4.splat(scale);
  storeRow(c, c00, c01, factor, accumulate);
  storeRow(c + cStride, c10, c11, factor, accumulate);
  storeRow(c + 2 * cStride, c20, c21, factor, accumulate);
  storeRow(c + 3 * cStride, c30, c31, factor, accumulate);
}

@inline
function storeRow(c: usize, low: v128, high: v128, factor: v128, accumulate: bool): void {
  if (accumulate) {
    v128.store(c, multiplyAdd(factor, low, v128.load(c)));
    v128.store(c, multiplyAdd(factor, high, v128.load(c, 16)), 16);
  } else {
    v128.store(c, f32x4.mul(factor, low));
    v128.store(c, f32x4.mul(factor, high), 16);
  }
}

/** Packs A[rows, depth] into strips of 4 rows. */
function packStrips(a: usize, rowStride: i32, columnStride: i32, rows: i32, depth: i32, target: usize): void {
  for (let i = 0; i < rows; i += 4) {
    let source = a + floats(i * rowStride);
    if (rowStride == 1) {
      for (let k = 0; k < depth; k++) {
        v128.store(target, v128.load(source));
        target += 16;
        source += floats(columnStride);
      }
    } else {
      for (let k = 0; k < depth; k += 4) {
        transposeBlock(source, floats(rowStride), target, 16);
        target += 64;
        source += 16;
      }
    }
  }
}

/** Packs B[depth, columns] into panels of 8 columns. */
export function packPanels(
  b: usize, rowStride: i32, columnStride: i32, depth: i32, columns: i32, target: usize,
): void {
  for (let j = 0; j < columns; j += 8) {
    let source = b + floats(j * columnStride);
    if (columnStride == 1) {
      for (let k = 0; k < depth; k++) {
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
        target += 32;
        source += floats(rowStride);
      }
    } else {
      for (let k = 0; k < depth; k += 4) {
        transposeBlock(source, floats(columnStride), target, 32);
        transposeBlock(source + floats(4 * columnStride), floats(columnStride), target + 16, 32);
        target += 128;
        source += 16;
      }
    }
  }
}

/** Computes C[rows, columns] from one block of the depth. Panels are `panelDepth` rows apart. */
@inline
function multiplyBlock(
  a: usize, aRowStride: i32, aColumnStride: i32, panels: usize, panelDepth: i32, c: usize, cStride: i32,
  rows: i32, columns: i32, depth: i32, accumulate: bool, scale: f32, strips: usize,
): void {
  for (let i0 = 0; i0 < rows; i0 += ROW_BLOCK) {
    const height = min(ROW_BLOCK, rows - i0);
    packStrips(a + floats(i0 * aRowStride), aRowStride, aColumnStride, height, depth, strips);
    for (let j = 0; j < columns; j += 8) {
      const panel = panels + floats(j * panelDepth);
      for (let i = 0; i < height; i += 4) {
        const tile = c + floats((i0 + i) * cStride + j);
        multiplyTile(strips + floats(i * depth), panel, depth, tile, floats(cStride), accumulate, scale);
      }
    }
  }
}

/** C = scale · A · B, or C += with `accumulate`, for a packed B. `scratch` holds 64 · 256 floats. */
export function multiplyPanels(
  a: usize, aRowStride: i32, aColumnStride: i32, panels: usize, c: usize, cStride: i32,
  rows: i32, columns: i32, depth: i32, accumulate: bool, scale: f32, scratch: usize,
): void {
  for (let k = 0; k < depth; k += DEPTH_BLOCK) {
    multiplyBlock(
      a + floats(k * aColumnStride), aRowStride, aColumnStride, panels + floats(8 * k), depth, c, cStride,
      rows, columns, min(DEPTH_BLOCK, depth - k), accumulate || k > 0, scale, scratch,
    );
  }
}

/** Does the same for an unpacked B. `scratch` holds 256 · (64 + columns) floats. */
export function multiply(
  a: usize, aRowStride: i32, aColumnStride: i32, b: usize, bRowStride: i32, bColumnStride: i32,
  c: usize, cStride: i32, rows: i32, columns: i32, depth: i32, accumulate: bool, scale: f32, scratch: usize,
): void {
  const panels = scratch + floats(ROW_BLOCK * DEPTH_BLOCK);
  for (let k = 0; k < depth; k += DEPTH_BLOCK) {
    const part = min(DEPTH_BLOCK, depth - k);
    packPanels(b + floats(k * bRowStride), bRowStride, bColumnStride, part, columns, panels);
    multiplyBlock(
      a + floats(k * aColumnStride), aRowStride, aColumnStride, panels, part, c, cStride,
      rows, columns, part, accumulate || k > 0, scale, scratch,
    );
  }
}
