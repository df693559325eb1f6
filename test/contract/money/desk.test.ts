import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startMoneyClinic, type MoneyClinic } from './money-clinic.ts';

let clinic: MoneyClinic;
beforeAll(async () => {
  clinic = await startMoneyClinic();
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

describe('money at the desk', () => {
  it('smoke', async () => {
    const visit = await clinic.visit();
    const shown = await clinic.open(visit);
    console.log(JSON.stringify(shown));
    const paid = await clinic.pay(visit);
    console.log(JSON.stringify(paid));
    console.log(JSON.stringify(await clinic.reception.money.document({ id: paid.document?.id ?? '', patientId: visit.patientId })));
  });
});
