import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import * as z from 'zod';

import { CARD_PROFILES, PRACTICE_PROFILES, type CardProfile, type HostStart } from '#shared/domain/cards/host-protocol.ts';

/** Card software a clinic may have, in the order in which it is looked for. */
const CLINIC_PROFILES: readonly CardProfile[] = ['netid', 'thales-sac', 'opensc', 'ykcs11'];

/** `station.json` in the data folder: what is particular to this computer. Written by an administrator, not by the page. */
const Station = z.strictObject({
  cardProfile: z.enum(CARD_PROFILES).optional(),
  modulePath: z.string().max(1000).optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/).optional(),
});

export interface StationChoice {
  readonly dataDir: string;
  readonly clinicKind: HostStart['clinicKind'];
  /** Chosen on the command line of a demo or test; a clinic's own choice stands in station.json. */
  readonly cardProfile?: CardProfile | undefined;
  readonly practiceFolder?: string | undefined;
}

/** Which card software to start, first choice first. Throws when station.json is not what it should be. */
export function cardStarts({ dataDir, clinicKind, cardProfile, practiceFolder }: StationChoice): readonly HostStart[] {
  const file = path.join(dataDir, 'station.json');
  const station = existsSync(file) ? Station.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  const chosen = cardProfile ?? station.cardProfile;
  if (chosen && PRACTICE_PROFILES.includes(chosen) && clinicKind === 'real') throw new Error(`card software "${chosen}" is for practice; a clinic cannot use it`);
  if (!chosen) return CLINIC_PROFILES.map(profile => ({ profile, clinicKind }));
  return [{
    profile: chosen,
    clinicKind,
    ...(chosen === 'custom' ? { modulePath: station.modulePath, sha256: station.sha256 } : {}),
    ...(chosen === 'practice' ? { practiceFolder: practiceFolder ?? path.join(dataDir, 'practice-cards') } : {}),
  }];
}
