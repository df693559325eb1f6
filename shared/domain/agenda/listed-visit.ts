import * as z from 'zod';

import { APPOINTMENT_STATUSES } from './status.ts';

/**
 * A visit as every list shows it: names instead of ids, so that a list asks one question. `name` is the patient's, or what
 * the caller gave before registration. No address, phone or number (G-11).
 */
export const ListedVisit = z.strictObject({
  id: z.string(),
  version: z.int(),
  status: z.enum(APPOINTMENT_STATUSES),
  /** ISO UTC. */
  start: z.string(),
  end: z.string(),
  serviceId: z.string(),
  service: z.string(),
  /** The practitioner's column; empty when only a room was booked. */
  resourceId: z.string(),
  practitioner: z.string(),
  patientId: z.string().nullable(),
  name: z.string(),
  isProtected: z.boolean(),
});
