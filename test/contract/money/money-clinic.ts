import { v7 } from 'uuid';

import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { createGroupsService } from '#electron/core/services/groups/groups-service.ts';
import { createMoneyService } from '#electron/core/services/money/money-service.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { groups } from '#shared/contract/groups.ts';
import { money } from '#shared/contract/money.ts';
import { addDays, toInstant } from '#shared/domain/agenda/zone.ts';
import type { ChargeDraft } from '#shared/domain/money/line.ts';
import { DEFAULT_MONEY_SETTINGS, type MoneySettings, type PayerDraft } from '#shared/domain/money/settings.ts';
import { startTestClinic } from '#test/support/harness.ts';

export const SETTINGS: MoneySettings = {
  ...DEFAULT_MONEY_SETTINGS, legalName: 'Provkliniken AB', street: 'Storgatan 1', postCode: '262 32', city: 'Ängelholm', vatNumber: 'SE556036079301', fTax: true, bankgiro: '5805-6201',
  swish: '123 785 69 01', firstInvoiceNumber: 10_001,
};

export const COMPANY: PayerDraft = {
  kind: 'company', name: 'Åkeriet i Lund AB', organisationNumber: '5560360793', street: 'Industrigatan 4', postCode: '222 28', city: 'Lund', reference: 'Avtal 77', termsDays: 20,
  showPatientName: false, showPatientNumber: false, active: true,
};

/** A clinic that can send invoices, with one practitioner; the clock stands at Monday 2026-11-23 08:00. */
export async function startMoneyClinic() {
  const clinic = await startTestClinic({ agenda, groups, money }, deps => ({ agenda: createAgendaService(deps), groups: createGroupsService(deps), money: createMoneyService(deps) }));
  const [reception, admin, anna] = [await clinic.as('receptionist'), await clinic.as('administrator'), await clinic.as('practitioner')];
  clinic.clock.set(toInstant({ date: '2026-11-23', time: '08:00' }, 'Europe/Stockholm'));
  const at = () => clinic.clock.now().toISOString();
  const seeded = await clinic.db.write(async tx => {
    await tx('clinic').insert({ id: clinic.deps.clinic.id, name: clinic.deps.clinic.name, organisation_number: '5560360793', hsa_id: '', country: 'SE', time_zone: 'Europe/Stockholm', is_demo: 1, created_at: at() });
    return seedAgenda(tx, { practitioners: [{ userId: anna.userId, name: 'Anna' }], newId: v7, at: at(), by: null, language: 'sv' });
  });
  await admin.money.saveSettings({ settings: SETTINGS });
  const [annaId = ''] = seeded.practitionerIds;
  const [, returnVisit = '', treatment = '', laser = '', phone = ''] = seeded.serviceIds;

  const addPatient = async (familyName = 'Karlsson', protection: 'none' | 'protected' = 'none'): Promise<string> => {
    const id = v7();
    const who = { created_at: at(), created_by: reception.userId, changed_at: at(), changed_by: reception.userId };
    await clinic.db.write(async tx => {
      await tx('patient').insert({ id, family_name: familyName, given_name: 'Åsa', family_fold: familyName.toLowerCase(), given_fold: 'asa', birth_date: '1980-01-01', sex: 'F', protection, ...who });
      await tx('address').insert({ id: v7(), patient_id: id, kind: 'home', street: 'Hemgatan 9', care_of: '', post_code: '262 50', city: 'Ängelholm', country: 'SE', ...who });
    });
    return id;
  };

  let minutes = 0;
  /** A visit that has come as far as `status`; each has a time of its own. The service costs what the seed says unless `priceMinor` does. */
  const visit = async (options: { readonly patientId?: string | null; readonly status?: 'arrived' | 'done' | 'noShow'; readonly serviceId?: string; readonly day?: string } = {}) => {
    const { status = 'done', serviceId = returnVisit, day = '2026-11-23' } = options;
    const patientId = options.patientId === undefined ? await addPatient() : options.patientId;
    const start = new Date(Date.parse(toInstant({ date: addDays(day, Math.floor(minutes / 480)), time: '09:00' }, 'Europe/Stockholm')) + (minutes % 480) * 60_000).toISOString();
    minutes += 60;
    const booked = await reception.agenda.book({
      serviceId, resourceIds: [annaId], start: { instant: start }, patientId, outsideHours: true, overbook: true, ...(patientId === null ? { walkIn: { name: 'Nils Drop', phone: '' } } : {}),
    });
    let { version } = booked;
    const steps = status === 'noShow' ? (['noShow'] as const) : status === 'arrived' ? (['arrived'] as const) : (['arrived', 'inTreatment', 'done'] as const);
    for (const step of steps) ({ version } = await reception.agenda.setStatus({ id: booked.id, version, status: step }));
    return { id: booked.id, version, patientId, start };
  };

  const open = (one: { readonly id: string; readonly patientId: string | null }) => reception.money.visit({ appointmentId: one.id, patientId: one.patientId });
  /** Pays the visit as it is proposed. */
  const pay = async (one: { readonly id: string; readonly patientId: string | null }, payment: Parameters<typeof reception.money.settle>[0]['payment'] | undefined = undefined) => {
    const shown = await open(one);
    const sum = shown.lines.reduce((total, line) => total + line.unitMinor, 0);
    return reception.money.settle({ appointmentId: one.id, version: shown.version, lines: shown.lines, payment: payment === undefined ? { method: 'card', amountMinor: sum } : payment });
  };
  const rows = async <T>(sql: string, bindings: readonly (string | number)[] = []): Promise<T[]> => (await clinic.db.reader.raw(sql, [...bindings])) as T[];
  return { ...clinic, reception, admin, anna, annaId, services: { returnVisit, treatment, laser, phone }, addPatient, visit, open, pay, rows };
}
export type MoneyClinic = Awaited<ReturnType<typeof startMoneyClinic>>;

export const line = (parts: Partial<ChargeDraft> = {}): ChargeDraft => ({
  kind: 'service', text: 'Återbesök', quantityHundredths: 100, unitMinor: 80_000, discountMinor: 0, vatCode: 'exempt', vatReasonNoteId: null, payerId: null, ...parts,
});
