import { v7 } from 'uuid';

import { startSettings } from '#shared/domain/reminders/settings.ts';
import type { WishDraft } from '#shared/domain/waiting/wish.ts';

import { clock, DAY, type ReceptionDay } from './reception-day.ts';

export interface BusyDay {
  /** A patient with warnings, contacts, visits, a note, an invoice and a recall. */
  readonly patientId: string;
  readonly visitId: string;
  readonly groupId: string;
  /** A service with a long name that needs a room; booked at 15:00 for the fifth patient. */
  readonly longService: string;
}

const noWish = (): Omit<WishDraft, 'patientId' | 'name' | 'phone' | 'serviceId' | 'priority'> => ({ resourceIds: [], weekdays: [], timeFrom: null, timeTo: null, earliest: null, latest: null, note: '', groupId: null, visitId: null });
const LONG_NAME = 'Fysioterapeutisk läkemedelsöverkänslighetsutredning';

/**
 * Puts something of everything into the day: visits in every state, a name without a patient, a protected identity, an
 * overbooking, a group, a series, wishes, recalls, money, absences, closed days and reminders that are on. The clock ends at 10:37.
 * The day must have been started with all three roles.
 */
export async function fillBusyDay(day: ReceptionDay): Promise<BusyDay> {
  const { client, clock: now } = day.desk;
  const patient = (index: number): string => day.patients[index]?.id ?? '';
  const column = (index: number): string => day.columns[index]?.id ?? '';
  const book = (index: number, at: number, time: string, more: object = {}) =>
    client.agenda.book({ serviceId: day.services.returnVisit, resourceIds: [column(at)], start: { instant: clock(time) }, patientId: patient(index), ...more });
  now.set(clock('07:45'));
  const early = await book(0, 0, '08:00');
  const missed = await book(1, 1, '08:00', { serviceId: day.services.newVisit });
  await book(2, 2, '08:30');
  const arrived = await book(8, 0, '10:00', { note: 'Behöver tolk, kommer med dottern' });
  const treated = await book(4, 3, '10:00', { serviceId: day.services.newVisit });
  const confirmed = await book(5, 1, '11:00');
  await book(6, 2, '11:00');
  await book(7, 2, '11:15', { overbook: true });
  await book(9, 0, '13:00', { durationMin: 5 });
  const late = await book(10, 4, '11:30');
  const moved = await book(11, 5, '09:00');
  await client.agenda.book({ serviceId: day.services.newVisit, resourceIds: [column(5)], start: { instant: clock('14:00') }, patientId: null, walkIn: { name: 'Bertil Utan-Nummer', phone: '070-111 22 33', birthDate: null } });
  await book(0, 0, '14:00', { start: { instant: clock('14:00', '2026-11-26') } });
  await client.agenda.setStatus({ id: confirmed.id, version: confirmed.version, status: 'confirmed' });
  await client.agenda.setStatus({ id: moved.id, version: moved.version, status: 'rescheduled' });
  await client.agenda.cancel({ id: late.id, version: late.version, reason: 'patientIll' });
  now.set(clock('09:50'));
  await client.agenda.setStatus({ id: missed.id, version: missed.version, status: 'noShow' });
  const walk = async (visit: { id: string; version: number }, to: readonly ('inTreatment' | 'done')[]) => {
    let { version } = await client.agenda.checkIn({ id: visit.id, version: visit.version, identityProof: 'swedishId' });
    for (const status of to) ({ version } = await client.agenda.setStatus({ id: visit.id, version, status }));
  };
  await walk(early, ['inTreatment', 'done']);
  await walk(treated, ['inTreatment']);
  await walk(arrived, []);
  const groupId = await groupAndSeries(day);
  await waitingAndRecalls(day);
  const long = await settingsOfTheClinic(day);
  await book(4, 3, '15:00', { serviceId: long });
  await aboutOne(day, early.id);
  now.set(clock('10:37'));
  return { patientId: patient(0), visitId: arrived.id, groupId, longService: LONG_NAME };
}

async function groupAndSeries({ desk: { client }, columns, services, patients }: ReceptionDay): Promise<string> {
  const group = { serviceId: services.newVisit, title: 'Ryggskola för nybörjare', resourceIds: [columns[4]?.id ?? ''], durationMin: 60, capacity: 4, weeks: 3 };
  const [first] = await client.groups.create({ ...group, start: { date: DAY, time: '13:00' } });
  for (const { id } of patients.slice(5, 8)) await client.groups.join({ groupId: first?.id ?? '', patientId: id });
  const moments = ['2026-11-24', '2026-12-01', '2026-12-08'].map(date => ({ date, time: '15:00' }));
  await client.schedule.bookSeries({
    serviceId: services.returnVisit, resourceIds: [columns[3]?.id ?? ''], repeats: { every: 'week', interval: 1, weekdays: [2], count: 3, until: null }, moments, patientId: patients[3]?.id ?? null,
  });
  return first?.id ?? '';
}

async function waitingAndRecalls({ desk: { client }, services, patients }: ReceptionDay): Promise<void> {
  const id = (index: number): string => patients[index]?.id ?? '';
  await client.waiting.add({ draft: { ...noWish(), patientId: id(8), name: '', phone: '', serviceId: services.returnVisit, priority: 'urgent', note: 'Kan komma med kort varsel', weekdays: [1, 3], timeFrom: '08:00', timeTo: '12:00' } });
  await client.waiting.add({ draft: { ...noWish(), patientId: id(6), name: '', phone: '', serviceId: services.newVisit, priority: 'normal' } });
  await client.waiting.add({ draft: { ...noWish(), patientId: null, name: 'Bertil Utan-Nummer', phone: '0701112233', serviceId: services.newVisit, priority: 'normal' } });
  await client.recalls.add({ draft: { patientId: id(1), serviceId: services.returnVisit, dueDate: '2026-10-15', repeatMonths: 12, note: 'Ring helst efter klockan tre' } });
  await client.recalls.add({ draft: { patientId: id(6), serviceId: null, dueDate: '2026-11-02', repeatMonths: null, note: '' } });
  await client.recalls.saveRule({ id: null, version: 0, serviceId: services.returnVisit, months: 12, active: true });
}

async function settingsOfTheClinic({ desk: { client, clock: now }, columns }: ReceptionDay): Promise<string> {
  const long = await client.schedule.saveService({ id: null, version: 0, draft: { name: LONG_NAME, durationMin: 60, bufferBeforeMin: 5, bufferAfterMin: 15, priceMinor: 1_250_000, vatCode: 'standard', colour: 'plum', needs: ['room'], rules: { lateCancelHours: 24, minimumAge: 18, noShowFeeMinor: 40_000 }, active: true }, resourceIds: [] });
  await client.schedule.saveAbsence({ resourceId: columns[5]?.id ?? '', from: { date: DAY, time: '15:00' }, to: { date: DAY, time: '17:00' }, kind: 'meeting', label: 'Planeringsmöte' });
  await client.schedule.saveAbsence({ resourceId: null, from: { date: '2026-12-28', time: '08:00' }, to: { date: '2026-12-30', time: '17:00' }, kind: 'holiday', label: 'Mellandagarna' });
  await client.schedule.saveException({ resourceId: columns[0]?.id ?? '', day: { date: '2026-11-27', spans: [{ start: '08:00', end: '12:00' }], label: 'Slutar tidigare' } });
  await client.money.savePayer({ id: null, version: 0, draft: { kind: 'company', name: 'Försäkringsaktiebolaget Trygg Vård', organisationNumber: '', street: 'Box 12', postCode: '100 01', city: 'Stockholm', reference: 'Avtal 44-2026', termsDays: 30, showPatientName: true, showPatientNumber: false, active: true } });
  await client.reminders.recordDecision({ decision: { verdict: 'allowed', decidedOn: now.now().toISOString().slice(0, 10), decidedBy: 'Maria Ek', analysis: 'Behov och risker är bedömda: påminnelser minskar uteblivna besök.', reference: 'Pärm 4, dokument 17' } });
  const { version } = await client.reminders.settings({});
  await client.reminders.saveSettings({ version, settings: { ...startSettings('Ekens mottagning', 'sv'), enabled: true, consentRule: 'notDeclined' }, credential: { user: 'u', secret: 's' } });
  return long.id;
}

/** One patient of whom everything is known. */
async function aboutOne({ desk: { client }, patients }: ReceptionDay, visitId: string): Promise<void> {
  const patientId = patients[0]?.id ?? '';
  await client.patients.saveWarning({ patientId, id: v7(), version: null, draft: { kind: 'hypersensitivity', severity: 'lifeThreatening', text: 'Penicillin: anafylaxi', source: 'patient' } });
  await client.patients.saveAddress({ patientId, id: v7(), version: null, draft: { kind: 'home', careOf: '', street: 'Långholmsgatan 144', postCode: '117 33', city: 'Stockholm', country: 'SE' } });
  const { lines, version } = await client.money.visit({ appointmentId: visitId, patientId });
  await client.money.settle({ appointmentId: visitId, version, lines, payment: { method: 'card', amountMinor: 20_000, reference: '', registerReceipt: '' } });
  await client.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  await client.journal.create({ patientId, templateId: (await client.journal.templates({}))[0]?.id ?? '', language: 'sv' });
}
