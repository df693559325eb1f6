import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { VaultPlace } from '../security/vault/vault.ts';

/**
 * Where everything of one installation lies. `clinic/` is moved as a whole: set-up makes it under another name and
 * renames it into place, a restore exchanges it, so that there is never half a clinic.
 */
export interface ClinicPlace {
  readonly dataDir: string;
  readonly clinicDir: string;
  readonly database: string;
  readonly vault: VaultPlace;
  /** Facts about this computer that are needed before anybody is signed in; no secrets. */
  readonly machineFile: string;
  readonly attemptsFile: string;
  readonly throttleFile: string;
}

/** The places under one data folder. `profileDir` is in the operating-system profile and holds the second anchor. */
export function clinicPlace(dataDir: string, profileDir?: string): ClinicPlace {
  return { ...placeIn(dataDir, join(dataDir, 'clinic')), ...(profileDir === undefined ? {} : { vault: { folder: join(dataDir, 'clinic', 'vault'), profileAnchor: join(profileDir, 'anchor.json') } }) };
}

/** The same installation with its clinic folder elsewhere (set-up's staging folder). */
export function placeIn(dataDir: string, clinicDir: string): ClinicPlace {
  return {
    dataDir,
    clinicDir,
    database: join(clinicDir, 'clinic.db'),
    vault: { folder: join(clinicDir, 'vault') },
    machineFile: join(dataDir, 'machine.json'),
    attemptsFile: join(dataDir, 'sign-in-attempts.ndjson'),
    throttleFile: join(dataDir, 'throttle.json'),
  };
}

/** True once set-up or a restore has put a clinic here, whatever state it is in. */
export const clinicExists = (place: ClinicPlace): boolean => existsSync(place.clinicDir);
