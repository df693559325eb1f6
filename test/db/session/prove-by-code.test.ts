import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';

import type { ActiveSession } from '#electron/core/services/session/current-session.ts';
import { createProveByCode } from '#electron/core/services/session/prove-by-code.ts';
import { acceptCode } from '#electron/core/services/staff/passphrase-sign-in.ts';
import { insertCredential, saveCodeSecret } from '#electron/core/repositories/credential.ts';
import { codeOfStep, newTotpSecret, stepAt } from '#electron/core/security/passphrase/totp.ts';
import { startTestClinic, type TestClinic } from '#test/support/harness.ts';

let clinic: TestClinic<Record<never, never>>;
let active: ActiveSession;
const secret = newTotpSecret();
beforeEach(async () => {
  clinic = await startTestClinic({}, () => ({}));
  const { userId } = await clinic.as('practitioner');
  const id = v7();
  await clinic.db.write(async tx => {
    await insertCredential(tx, { id, userId, kind: 'passphrase', label: 'eva', detail: {} }, { at: clinic.clock.now().toISOString(), by: userId });
    await saveCodeSecret(tx, { credentialId: id, secret, lastStep: 0 });
  });
  active = { clinic: { db: clinic.db }, account: { id: userId } } as unknown as ActiveSession;
});
afterEach(() => clinic.stop());

const codeNow = () => codeOfStep(secret, stepAt(clinic.clock.now()));
const wrongCode = () => String((Number(codeNow()) + 1) % 1_000_000).padStart(6, '0');

describe('who signed in without a card proves anew who they are (L-11)', () => {
  it('with a one-time code, which is used up by it (L-02)', async () => {
    const prove = createProveByCode({ clock: clinic.clock, acceptCode });
    const code = codeNow();
    await prove(active, code);
    await expect(prove(active, code)).rejects.toMatchObject({ code: 'auth.codeReused' });
    clinic.clock.advance(60_000);
    await expect(prove(active, codeNow())).resolves.toBeUndefined();
  });

  it('and after five wrong codes no more are tried in the session, not even the right one', async () => {
    const prove = createProveByCode({ clock: clinic.clock, acceptCode });
    for (let tries = 0; tries < 5; tries += 1) await expect(prove(active, wrongCode())).rejects.toMatchObject({ code: 'auth.wrongCredentials' });
    await expect(prove(active, codeNow())).rejects.toMatchObject({ code: 'auth.tooManyFailures' });
  });
});
