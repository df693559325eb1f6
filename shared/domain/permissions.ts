/**
 * What a procedure may ask for. `anyone` needs no sign-in (sign-in itself, first run, restore);
 * `signedIn` needs a session but no particular role. Everything else follows from roles.
 */
export const PERMISSIONS = [
  'anyone', 'signedIn',
  'patients.read', 'patients.write', 'patients.import', 'patients.revealProtected',
  'agenda.read', 'agenda.write', 'agenda.block', 'agenda.configure', 'reminders.configure',
  'money.read', 'money.write', 'money.configure',
  'journal.readOwn', 'journal.read', 'journal.write', 'journal.sign', 'journal.print', 'incoming.register', 'journal.search', 'journal.destroy', 'medications.recall',
  'log.patient', 'log.review', 'log.verify',
  'staff.read', 'staff.manage', 'backup.run', 'backup.configure', 'settings.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['receptionist', 'assistant', 'practitioner', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

const EVERYBODY: readonly Permission[] = ['anyone', 'signedIn', 'staff.read'];

/**
 * Nordic practice (product.md decision 9): reception books and registers and sees only system notes and its own;
 * assistants read and write where there is a care relation, under the name of somebody who signs; practitioners also sign;
 * administrators manage and read no journals.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  receptionist: [...EVERYBODY, 'patients.read', 'patients.write', 'patients.import', 'agenda.read', 'agenda.write', 'agenda.block', 'money.read', 'money.write', 'journal.readOwn', 'incoming.register'],
  assistant: [
    ...EVERYBODY, 'patients.read', 'patients.write', 'agenda.read', 'agenda.write', 'agenda.block', 'journal.readOwn', 'journal.read', 'journal.write', 'incoming.register',
  ],
  practitioner: [
    ...EVERYBODY, 'patients.read', 'patients.write', 'patients.revealProtected', 'agenda.read', 'agenda.write', 'agenda.block', 'money.read', 'money.write',
    'journal.readOwn', 'journal.read', 'journal.write', 'journal.sign', 'journal.print', 'incoming.register', 'journal.search', 'medications.recall', 'log.patient',
  ],
  administrator: [
    ...EVERYBODY, 'patients.import', 'incoming.register', 'agenda.read', 'agenda.block', 'agenda.configure', 'reminders.configure', 'money.read', 'money.write', 'money.configure', 'medications.recall', 'log.patient', 'log.review', 'log.verify',
    'staff.manage', 'backup.run', 'backup.configure', 'settings.manage', 'journal.destroy',
  ],
};

/** The union of what the roles may do; a person with two roles may do both. */
export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap(role => ROLE_PERMISSIONS[role]));
}
