/** What happened, in the words of requirements/domain.md §11.4. */
export const AUDIT_ACTIONS = [
  'LOGIN_OK', 'LOGIN_FAIL', 'LOGOUT', 'LOCK', 'LOCKOUT', 'CRED_CHANGE', 'ROLE_GRANT', 'ROLE_REVOKE', 'USER_ADD', 'USER_CHANGE', 'USER_DISABLE', 'STAFF_LIST',
  'PATIENT_SEARCH', 'PATIENT_LIST', 'PATIENT_OPEN', 'PATIENT_ADD', 'PATIENT_CHANGE', 'PATIENT_HISTORY', 'PATIENT_IMPORT', 'IDENTITY_CHECK',
  'NOTE_LIST', 'NOTE_READ', 'NOTE_SEARCH', 'NOTE_DRAFT', 'NOTE_FINAL', 'NOTE_SIGN', 'NOTE_CORRECT', 'SIGNATURE_VERIFY', 'CARE_RELATION', 'MEDICATION_LIST', 'MEDICATION_SET', 'MEDICATION_GIVEN', 'BATCH_SEARCH', 'WARNING_SET', 'WARNING_END', 'PROTECTED_REVEAL', 'EMERGENCY_OPEN', 'DESTROY',
  'ATTACH_LIST', 'ATTACH_READ', 'ATTACH_ADD', 'ATTACH_CHANGE', 'PHOTO_CONSENT', 'INCOMING_LIST', 'INCOMING_ADD', 'INCOMING_ASSIGN', 'INCOMING_SIGN',
  'ACCESS_DENIED', 'PRINT', 'EXPORT', 'AGENDA_READ', 'BOOK', 'MOVE', 'CANCEL', 'STATUS', 'NOSHOW', 'AGENDA_SETTINGS', 'WAITING_LIST', 'RECALL', 'INFORMATION_GIVEN', 'FEED',
  'MONEY_READ', 'CHARGE', 'PAYMENT', 'INVOICE', 'REVERSAL', 'MESSAGE_SEND',
  'LETTER_LIST', 'LETTER_READ', 'LETTER_DRAFT', 'LETTER_FINAL', 'LETTER_SIGN', 'REFERRAL', 'DISCLOSURE', 'DISCLOSURE_LIST', 'GUARDIAN_MARK',
  'SETTINGS', 'SETUP', 'BACKUP', 'VERIFY', 'RESTORE', 'RESTORE_TEST', 'CLOCK_BACKWARD', 'CHAIN_VERIFY', 'LOG_READ', 'LOG_EXTRACT', 'CHECKPOINT', 'CERTIFICATE_CHECK',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Which kind of data was touched (EHDS logging component: category of data). */
export const DATA_CATEGORIES = ['none', 'identity', 'contact', 'appointment', 'note', 'warning', 'document', 'money', 'message', 'log', 'staff', 'system'] as const;
export type DataCategory = (typeof DATA_CATEGORIES)[number];

export const AUDIT_OUTCOMES = ['ok', 'denied', 'failed'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** One row of the access log, before it gets its place in the chain. No clinical text, ever. */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly category: DataCategory;
  readonly outcome?: AuditOutcome;
  readonly patientId?: string | null;
  readonly objectType?: string | null;
  readonly objectId?: string | null;
  readonly objectVersion?: number | null;
  readonly reasonCode?: string | null;
  /** The only free text; the screen warns not to write health data here. At most 200 characters. */
  readonly reasonText?: string | null;
  /** How many rows or persons a list or search revealed. */
  readonly count?: number | null;
}
