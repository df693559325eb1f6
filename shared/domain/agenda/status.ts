/**
 * The life of a visit (C-06; FHIR R4 Appointment.status in clinic words).
 * `rescheduled` frees the time of a patient who shall have a new one but has none yet.
 */
export const APPOINTMENT_STATUSES = [
  'booked', 'confirmed', 'arrived', 'inTreatment', 'done', 'cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled',
] as const;
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number];

/**
 * Every legal step. The ones that go back exist because people press the wrong row: a check-in or a start of
 * treatment can be taken back, and somebody counted as a no-show may still come. Ended visits stay ended
 * (a cancellation can be undone for ten seconds, which is a command of its own).
 */
export const LEGAL_MOVES: Readonly<Record<AppointmentStatus, readonly AppointmentStatus[]>> = {
  booked: ['confirmed', 'arrived', 'cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled'],
  confirmed: ['arrived', 'cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled'],
  arrived: ['inTreatment', 'booked', 'cancelledLate'],
  inTreatment: ['done', 'arrived'],
  done: [],
  cancelledEarly: [],
  cancelledLate: [],
  noShow: ['arrived'],
  rescheduled: [],
};

/** True when a visit may go from one status to the other (C-06). */
export const isLegalMove = (from: AppointmentStatus, to: AppointmentStatus): boolean => LEGAL_MOVES[from].includes(to);

const FREEING: ReadonlySet<AppointmentStatus> = new Set(['cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled']);

/** True when the visit occupies its practitioner, room and equipment. A no-show gives its time back. */
export const occupies = (status: AppointmentStatus): boolean => !FREEING.has(status);

const MOVABLE: ReadonlySet<AppointmentStatus> = new Set(['booked', 'confirmed']);

/** True while the visit may still get another time or another practitioner: the patient has not come yet. */
export const isMovable = (status: AppointmentStatus): boolean => MOVABLE.has(status);
