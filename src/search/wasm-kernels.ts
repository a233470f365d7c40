/**
 * The kernels in WebAssembly.
 *
 * @module
 */
import { SEARCH_KERNELS } from './kernels.generated.ts';
import type { Kernels, QuantisedKernels } from './kernels.ts';

const MOST_PAGES = 65_536;

/**
 * Creates the kernels in WebAssembly, with a memory of up to 4 GiB. Returns `undefined` if WebAssembly SIMD is
 * missing or forbidden, as in some edge runtimes.
 */
export function createWasmKernels(): Kernels | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const binary = Uint8Array.from(atob(SEARCH_KERNELS), (character) => character.charCodeAt(0));
  try {
    if (!WebAssembly.validate(binary)) return undefined;
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
    const instance = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
    const { scan, ...quantised } = instance.exports as unknown as Pick<Kernels, 'scan'> & QuantisedKernels;
    return { kind: 'wasm', memory, scan, quantised };
  } catch {
    return undefined;
  }
}
