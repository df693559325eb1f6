import * as z from 'zod';

import type { RawConnection } from '../db/driver/driver.ts';

const Clinic = z.object({ id: z.string(), name: z.string(), country: z.enum(['SE', 'DK', 'NO', 'DE']), time_zone: z.string(), is_demo: z.int() });
const Content = z.object({ value: z.string() });

/** What the sign-in screen of this computer must know about a restored clinic: who it is and whose cards to trust. */
export interface RestoredClinic {
  readonly clinic: { readonly id: string; readonly name: string; readonly country: 'SE' | 'DK' | 'NO' | 'DE'; readonly timeZone: string; readonly isDemo: boolean };
  /** The `trust` setting as stored, unread. */
  readonly trust: unknown;
}

/** Reads it from a database that was just restored; null when its first tables cannot be read. */
export async function readRestoredClinic(connection: RawConnection): Promise<RestoredClinic | null> {
  const [row] = await connection.all('SELECT id, name, country, time_zone, is_demo FROM clinic');
  const parsed = Clinic.safeParse(row);
  if (!parsed.success) return null;
  const [setting] = await connection.all("SELECT value FROM setting WHERE key = 'trust'");
  const trust = Content.safeParse(setting);
  const { id, name, country, time_zone: timeZone, is_demo: isDemo } = parsed.data;
  return { clinic: { id, name, country, timeZone, isDemo: isDemo === 1 }, trust: trust.success ? JSON.parse(trust.data.value) : null };
}
