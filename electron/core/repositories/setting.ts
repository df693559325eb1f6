import type * as z from 'zod';

import type { Reader, Writer } from '../db/handles.ts';

/** Every value the clinic keeps by name. JSON; secrets among them never leave the encrypted file. */
export type SettingKey =
  | 'trust' | 'setup_step' | 'idle_minutes' | 'card_record' | 'backup' | 'backup_identity' | 'recovery_kit' | 'practice_cards' | `backup_${string}` | `staff_${string}` | `log_${string}` | `schedule_${string}` | `money_${string}` | `attachments_${string}` | `incoming_${string}` | `journal_${string}`;

/** The value, checked by its schema, or undefined. */
export async function findSetting<T>(db: Reader, key: SettingKey, schema: z.ZodType<T>): Promise<T | undefined> {
  const [row] = (await db.raw('SELECT value FROM setting WHERE key = ?', [key])) as { value: string }[];
  return row === undefined ? undefined : schema.parse(JSON.parse(row.value));
}

/** Sets it; the caller logs why. `at` is an instant. */
export async function putSetting(tx: Writer, key: SettingKey, { value, at }: { readonly value: unknown; readonly at: string }): Promise<void> {
  await tx.raw('INSERT INTO setting (key, value, changed_at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at', [key, JSON.stringify(value), at]);
}
