/**
 * The entry `atommem/engines/local`: a small transformer that trains and samples on this machine's CPU.
 *
 * @module
 */
export {
  createLocalEngine,
  type LocalEngine,
  type LocalEngineOptions,
  openLocalEngine,
  type TensorAccess,
} from '../engine/local/local-engine.ts';
