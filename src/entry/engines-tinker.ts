/**
 * The entry `atommem/engines/tinker`: an engine on a server that speaks the Tinker protocol.
 *
 * @module
 */
export {
  SERVER_PROFILES,
  type ServerProfile,
  type ServerProfileName,
} from '../engine/tinker/server-profile.ts';
export { createTinkerEngine } from '../engine/tinker/tinker-engine.ts';
