import { MIGRATIONS, type Migration } from '#electron/core/db/migrations/index.ts';

const shipped = MIGRATIONS.length;

/** From now on every clinic is opened by a program that knows one more step of the schema. */
export function installNextProgram(): void {
  const version = (MIGRATIONS.at(-1)?.version ?? 0) + 1;
  (MIGRATIONS as Migration[]).push({ version, up: async tx => void (await tx.raw(`CREATE TABLE made_by_${version} (id TEXT) STRICT`)) });
}

/** The program as it is. */
export function removeNextPrograms(): void {
  (MIGRATIONS as Migration[]).length = shipped;
}
