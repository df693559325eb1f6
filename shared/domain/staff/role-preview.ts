import { permissionsOf, type Permission, type Role } from '../permissions.ts';

/** What people recognise of their day, and which right it takes; the text is in messages `staff.can.*`. */
export const ABILITIES = {
  registerPatients: 'patients.write',
  importPatients: 'patients.import',
  seeProtected: 'patients.revealProtected',
  book: 'agenda.write',
  configureAgenda: 'agenda.configure',
  configureReminders: 'reminders.configure',
  takePayments: 'money.write',
  configureMoney: 'money.configure',
  readJournals: 'journal.read',
  writeNotes: 'journal.write',
  signNotes: 'journal.sign',
  printJournals: 'journal.print',
  registerIncoming: 'incoming.register',
  searchJournals: 'journal.search',
  recallBatch: 'medications.recall',
  seePatientLog: 'log.patient',
  reviewLog: 'log.review',
  manageStaff: 'staff.manage',
  runBackups: 'backup.run',
  changeSettings: 'settings.manage',
} as const satisfies Readonly<Record<string, Permission>>;
export type Ability = keyof typeof ABILITIES;

/** Each ability with whether a person with these roles has it: what the administrator sees before saving. */
export function previewOf(roles: readonly Role[]): readonly { readonly ability: Ability; readonly granted: boolean }[] {
  const granted = permissionsOf(roles);
  return (Object.keys(ABILITIES) as Ability[]).map(ability => ({ ability, granted: granted.has(ABILITIES[ability]) }));
}
