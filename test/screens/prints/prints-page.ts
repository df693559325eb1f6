import { openReal } from '../support/real-answers.ts';
import { at, MONDAY, startPrintsClinic, type PrintsClinic } from '#test/contract/prints/prints-clinic.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';
import type { Role } from '#shared/domain/permissions.ts';

export { at, MONDAY, startPrintsClinic, type PrintsClinic };

type Person = PrintsClinic['reception'];

/** The built page as this person, its calls answered by the real services of the clinic. */
export async function openPrints(clinic: PrintsClinic, person: Person, parts: { readonly roles: readonly Role[]; readonly place: string; readonly language?: 'sv' | 'en'; readonly dark?: boolean }): Promise<FakePage> {
  const { agenda, patients, prints, feeds } = person;
  return openReal({
    areas: { agenda, patients, prints, feeds }, userId: person.userId, roles: parts.roles, place: parts.place, language: parts.language ?? 'sv', changed: clinic.changed,
    options: { colorScheme: parts.dark ? 'dark' : 'light', acceptDownloads: true, now: clinic.clock.now() },
  });
}
