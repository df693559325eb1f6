import type { AuditAction } from './audit.ts';

/** Actions as people ask for them: what the log's filter offers. Every action is in exactly one group. */
export const ACTION_GROUPS = {
  signIn: ['LOGIN_OK', 'LOGIN_FAIL', 'LOGOUT', 'LOCK', 'LOCKOUT', 'CERTIFICATE_CHECK'],
  people: ['CRED_CHANGE', 'ROLE_GRANT', 'ROLE_REVOKE', 'USER_ADD', 'USER_CHANGE', 'USER_DISABLE', 'STAFF_LIST'],
  patient: [
    'PATIENT_SEARCH', 'PATIENT_LIST', 'PATIENT_OPEN', 'PATIENT_ADD', 'PATIENT_CHANGE', 'PATIENT_HISTORY', 'PATIENT_IMPORT', 'IDENTITY_CHECK', 'WARNING_SET', 'WARNING_END', 'PROTECTED_REVEAL',
    'CARE_RELATION', 'EMERGENCY_OPEN',
  ],
  journal: ['NOTE_LIST', 'NOTE_READ', 'NOTE_SEARCH', 'NOTE_DRAFT', 'NOTE_FINAL', 'NOTE_SIGN', 'NOTE_CORRECT', 'SIGNATURE_VERIFY', 'MEDICATION_LIST', 'MEDICATION_SET', 'MEDICATION_GIVEN', 'BATCH_SEARCH'],
  attachments: ['ATTACH_LIST', 'ATTACH_READ', 'ATTACH_ADD', 'ATTACH_CHANGE', 'PHOTO_CONSENT', 'INCOMING_LIST', 'INCOMING_ADD', 'INCOMING_ASSIGN', 'INCOMING_SIGN'],
  agenda: ['AGENDA_READ', 'BOOK', 'MOVE', 'CANCEL', 'STATUS', 'NOSHOW', 'AGENDA_SETTINGS', 'WAITING_LIST', 'RECALL', 'INFORMATION_GIVEN', 'FEED'],
  money: ['MONEY_READ', 'CHARGE', 'PAYMENT', 'INVOICE', 'REVERSAL'],
  messages: ['MESSAGE_SEND'],
  handedOut: ['PRINT', 'EXPORT', 'LOG_EXTRACT'],
  refused: ['ACCESS_DENIED'],
  system: ['SETTINGS', 'SETUP', 'BACKUP', 'VERIFY', 'RESTORE', 'RESTORE_TEST', 'CLOCK_BACKWARD', 'CHAIN_VERIFY', 'LOG_READ', 'CHECKPOINT'],
} as const satisfies Readonly<Record<string, readonly AuditAction[]>>;
export type ActionGroup = keyof typeof ACTION_GROUPS;
export const ACTION_GROUP_NAMES = Object.keys(ACTION_GROUPS) as ActionGroup[];
