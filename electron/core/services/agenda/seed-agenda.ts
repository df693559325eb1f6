import type { WorkingHours } from '#shared/domain/agenda/schedule.ts';
import type { ServiceDraft } from '#shared/domain/agenda/service.ts';
import type { Writer } from '../../db/handles.ts';
import { insertResource } from '../../repositories/resource.ts';
import { replaceHours } from '../../repositories/schedule.ts';
import { insertService } from '../../repositories/service.ts';

export interface SeedPractitioner {
  readonly userId: string;
  readonly name: string;
}

export interface SeededAgenda {
  readonly practitionerIds: readonly string[];
  readonly roomIds: readonly string[];
  readonly equipmentIds: readonly string[];
  /** In the order of the services below: new visit, return visit, treatment, laser, phone, injection. */
  readonly serviceIds: readonly string[];
}

const NAMES = {
  sv: { services: ['Nybesök', 'Återbesök', 'Behandling', 'Laserbehandling', 'Telefontid', 'Injektionsbehandling'], rooms: ['Rum 1', 'Rum 2', 'Rum 3'], laser: 'Laser' },
  en: { services: ['New visit', 'Return visit', 'Treatment', 'Laser treatment', 'Phone call', 'Injection treatment'], rooms: ['Room 1', 'Room 2', 'Room 3'], laser: 'Laser' },
} as const;

type Shape = Omit<ServiceDraft, 'name'>;
const shape = (parts: Pick<Shape, 'durationMin' | 'bufferAfterMin' | 'priceMinor' | 'colour'> & Partial<Shape>): Shape => ({
  bufferBeforeMin: 0, vatCode: 'exempt', needs: [], rules: { lateCancelHours: 24, noShowFeeMinor: 40_000 }, active: true, ...parts,
});
const SHAPES: readonly Shape[] = [
  shape({ durationMin: 45, bufferAfterMin: 10, priceMinor: 120_000, colour: 'blue' }),
  shape({ durationMin: 30, bufferAfterMin: 5, priceMinor: 85_000, colour: 'teal' }),
  shape({ durationMin: 40, bufferAfterMin: 5, priceMinor: 95_000, colour: 'green' }),
  shape({
    durationMin: 30, bufferAfterMin: 10, bufferBeforeMin: 5, priceMinor: 180_000, colour: 'plum', vatCode: 'standard', needs: ['room', 'equipment'],
    rules: { lateCancelHours: 48, noShowFeeMinor: 90_000, minimumAge: 18 },
  }),
  shape({ durationMin: 15, bufferAfterMin: 0, priceMinor: 30_000, colour: 'slate', rules: { lateCancelHours: 24 } }),
  // J-23: an injection asks for two days between information and treatment (förordning 2021:367 §5), for a checked identity (G-10) and for consent.
  shape({
    durationMin: 30, bufferAfterMin: 10, priceMinor: 250_000, colour: 'rose', vatCode: 'standard', needs: ['room'],
    rules: { lateCancelHours: 48, noShowFeeMinor: 90_000, minimumAge: 18, thinkingDays: 2, identityRequired: true, consentRequired: true },
  }),
];

const day = (weekday: number, start: string, end: string): WorkingHours => ({ weekday, start, end, everyWeeks: 1, validFrom: '2020-01-01', validTo: null });
/** Monday to Thursday with lunch, a shorter Friday. */
const WEEK: readonly WorkingHours[] = [1, 2, 3, 4, 5].flatMap(weekday => [day(weekday, '08:00', '12:00'), day(weekday, '13:00', weekday === 5 ? '15:00' : '17:00')]);

/**
 * A working agenda for demo clinics and measurements: these practitioners with office hours, three rooms, a laser and
 * six services. Nothing about patients.
 */
export async function seedAgenda(
  tx: Writer,
  seed: { readonly practitioners: readonly SeedPractitioner[]; readonly newId: () => string; readonly at: string; readonly by: string | null; readonly language: 'sv' | 'en' },
): Promise<SeededAgenda> {
  const change = { at: seed.at, by: seed.by };
  const names = NAMES[seed.language];
  const addResource = async (kind: 'practitioner' | 'room' | 'equipment', name: string, userId: string | null): Promise<string> => {
    const id = seed.newId();
    await insertResource(tx, id, { kind, userId, name, policy: kind === 'practitioner' ? 'warn' : 'forbid', capacity: 1, active: true }, change);
    return id;
  };
  const practitionerIds: string[] = [];
  for (const { userId, name } of seed.practitioners) {
    const id = await addResource('practitioner', name, userId);
    await replaceHours(tx, id, WEEK.map(rule => ({ ...rule, id: seed.newId() })), change);
    practitionerIds.push(id);
  }
  const roomIds: string[] = [];
  for (const name of names.rooms) roomIds.push(await addResource('room', name, null));
  const equipmentIds = [await addResource('equipment', names.laser, null)];
  const serviceIds: string[] = [];
  for (const [index, draft] of SHAPES.entries()) {
    const id = seed.newId();
    await insertService(tx, { id, draft: { ...draft, name: names.services[index] ?? '' }, resourceIds: [] }, change);
    serviceIds.push(id);
  }
  return { practitionerIds, roomIds, equipmentIds, serviceIds };
}
