import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { clinicPlace } from '#electron/core/clinic/clinic-place.ts';
import { systemClock } from '#electron/core/ports/clock.ts';
import type { CardProvider } from '#electron/core/ports/smart-card.ts';
import { kitGroups } from '#electron/core/security/recovery-kit/kit.ts';
import { RestoreDesk } from '#electron/core/services/restore/restore-desk.ts';
import type { RestoreState } from '#shared/contract/restore.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import type { ClinicSecrets } from './backup-clinic.ts';

const noCard = (): Promise<never> => Promise.reject(new Error('no card is read in a restore with the kit'));
const NO_CARDS: CardProvider = {
  snapshot: noCard, certificates: noCard, login: noCard, capabilities: noCard, sign: noCard, unwrap: noCard, logout: noCard,
  onChange: () => () => undefined, onRemoved: () => () => undefined,
};

/** The newest backup of a folder restored into a data folder and taken into use, as the wizard does it with the kit's typed codes. */
export async function restoreWithKit(o: { readonly dataDir: string; readonly place: string; readonly secrets: ClinicSecrets }): Promise<RestoreState> {
  const desk = new RestoreDesk({ openStore, cards: NO_CARDS, place: clinicPlace(o.dataDir), clock: systemClock, isSignedIn: () => false, emit: () => undefined });
  const kit = kitGroups({ identity: new Redacted(o.secrets.recovery.identity), keyHex: new Redacted(o.secrets.keyHex) }).join(' ');
  const { choices } = await desk.unlock({ kind: 'folder', path: o.place }, { kit });
  await desk.start(choices[0]?.id ?? '');
  await desk.idle;
  return desk.state.step === 'compared' ? desk.adopt(false) : desk.state;
}
