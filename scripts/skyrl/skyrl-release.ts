/**
 * The SkyRL releases that are tested.
 *
 * @module
 */
import type { ServerProfileName } from '../../src/engine/tinker/server-profile.ts';

/** A release of SkyRL on PyPI and its requirements. */
export interface SkyrlRelease {
  readonly version: string;
  readonly profile: ServerProfileName;
  /** Packages that the release needs but does not declare. */
  readonly alsoNeeds: readonly string[];
  /** Package versions it was tested with. Without pins, a later install resolves other versions. */
  readonly pins: readonly string[];
}

/** Both releases need Python 3.12 or later. 0.3.0 declares 3.11 but fails at its first import there. */
export const PYTHON = '>=3.12,<3.15';

export const SKYRL_RELEASES: readonly SkyrlRelease[] = [
  {
    version: '0.4.0',
    profile: 'skyrl-jax',
    alsoNeeds: ['aiohttp'],
    pins: ['jax==0.12.0.1', 'flax==0.12.12', 'transformers==5.16.1', 'fastapi==0.165.0'],
  },
  {
    version: '0.3.0',
    profile: 'skyrl-jax-0.3',
    alsoNeeds: [],
    pins: ['jax==0.12.0.1', 'flax==0.12.12', 'transformers==5.8.0', 'fastapi==0.165.0'],
  },
];
