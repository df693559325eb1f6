import type { CallContext } from '../../api/context.ts';
import type { CardEnroller } from '../../ports/card-enroller.ts';
import type { DeviceSecretStore } from '../../ports/device-secret-store.ts';
import type { Change } from '../../repositories/user-account.ts';
import type { Throttle } from '../../security/passphrase/throttle.ts';
import type { ServiceDeps } from '../service-deps.ts';
import type { VaultAccess } from './vault-access.ts';

/** What the staff service needs besides the database. */
export interface StaffDeps extends ServiceDeps {
  readonly vault: VaultAccess;
  readonly cards: CardEnroller;
  readonly deviceSecrets: DeviceSecretStore;
  readonly throttle: Throttle;
  /** Ends every session of this person now (J-14, H109). */
  readonly endSessionsOf: (userId: string) => Promise<void>;
}

/** Who changes what when, for the row and its history. */
export const changeBy = (deps: StaffDeps, ctx: CallContext): Change => ({ at: deps.clock.now().toISOString(), by: ctx.userId });
