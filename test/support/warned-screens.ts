/**
 * Where a patient with a warning is seen, and how the screen says so (K-21). `strip`: the patient strip stands above it with
 * kind, text and severity; `mark`: each name has the warning in words beside it; anything else is the reason for neither.
 */
export const WARNED_SCREENS: Readonly<Record<string, string>> = {
  '/': 'mark', '/agenda': 'mark', '/agenda/queue': 'mark', '/lists': 'mark', '/lists/groups': 'mark', '/lists/incoming': 'mark', '/lists/recalls': 'mark', '/lists/referrals': 'mark', '/lists/waiting': 'mark',
  '/journal/unsigned': 'mark', '/journal-search': 'mark', '/medications/batch': 'mark', '/money': 'mark', '/patients': 'mark', '/agenda/absence': 'mark',
  '/agenda/information': 'strip', '/agenda/series': 'strip', '/money/patient/$patientId': 'strip', '/patients/$patientId': 'strip', '/patients/$patientId/copy': 'strip', '/patients/$patientId/journal': 'strip', '/patients/$patientId/log': 'strip',
  '/log': 'who opened what: nobody is treated from it, and it keeps to what the log says',
  '/patients/import': 'people who are not registered yet', '/patients/new': 'somebody who is not registered yet',
  '/signing/ageing': 'staff and counts', '/staff': 'staff', '/staff/$userId': 'staff', '/staff/new': 'staff',
  '/agenda/settings': 'no patient', '/backup': 'no patient', '/backup/server': 'no patient', '/destruction': 'administrator, names only', '/drill': 'no patient', '/drill/kit': 'no patient', '/leaving': 'no patient', '/log/breaches': 'counts; those affected go out as a file', '/money/settings': 'no patient', '/phrases': 'no patient', '/settings/attachments': 'no patient', '/settings/codes': 'no patient', '/settings/incoming': 'no patient',
  '/settings/letterhead': 'no patient', '/settings/prints': 'no patient', '/settings/reminders': 'no patient', '/settings/templates': 'no patient', '/signing/settings': 'no patient',
};
