import * as z from 'zod';

const Line = z.string().max(300);

/**
 * A booking somebody had begun when the screen locked. Kept in the encrypted file, so that nothing of it stays in the
 * page, and given back to the same person only.
 */
export const BookingDraft = z.strictObject({
  slot: z.strictObject({ resourceId: z.string().max(64), start: z.string().max(40), replacesId: z.string().max(64).optional() }),
  patient: z
    .union([
      z.strictObject({ kind: z.literal('known'), id: z.string().max(64), name: Line }),
      z.strictObject({ kind: z.literal('walkIn'), name: Line, phone: Line, birthDate: z.string().max(10).nullable() }),
    ])
    .nullable(),
  /** What stood in the search line while nobody was chosen. */
  typed: Line,
  serviceId: z.string().max(64).nullable(),
  date: z.string().max(10).nullable(),
  time: z.string().max(5).nullable(),
  minutes: z.int().nullable(),
  note: Line,
  /** The fields of a registration in the middle of the booking, as typed. */
  registration: z.record(z.string().max(40), z.string().max(10_000).nullable()).nullable(),
});
export type BookingDraft = z.infer<typeof BookingDraft>;
