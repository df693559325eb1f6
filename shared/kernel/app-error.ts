/**
 * Every failure a caller may see, grouped by area. Adding one means adding its text under
 * `shared/messages/<language>/error.json`; a test walks this list in every language.
 */
export const ERROR_CODES = [
  'input.invalid', 'internal', 'busy', 'cancelled',
  // sign-in and permission
  'auth.locked', 'auth.forbidden', 'auth.wrongCredentials', 'auth.delayed', 'auth.freshRequired', 'auth.codeReused',
  'auth.reasonRequired', 'auth.passphraseTooShort', 'auth.passphraseTooLong', 'auth.passphraseTooCommon', 'auth.accountClosed', 'auth.tooManyFailures', 'auth.codeWrong', 'auth.enrolmentExpired',
  'record.changedMeanwhile', 'record.notFound',
  // cards (design/cards.md, error taxonomy)
  'card.moduleMissing', 'card.moduleRejected', 'card.moduleInvalid', 'card.noReader', 'card.absent', 'card.unreadable',
  'card.wrongType', 'card.wrongUser', 'card.certExpired', 'card.certNotYetValid', 'card.certRevoked', 'card.certUntrusted',
  'card.issuerNotAccepted', 'card.loaTooLow', 'card.revocationUnknown', 'card.hsaIdUnknown', 'card.hsaIdInactive',
  'card.pinWrong', 'card.pinWrongFew', 'card.pinWrongLast', 'card.pinFormat', 'card.pinLocked', 'card.pinExpired',
  'card.pinpadRequired', 'card.removed', 'card.keyUnsupported', 'card.unwrapFailed', 'card.hostCrashed', 'card.hostTimeout',
  'card.unknown', 'card.practiceRefused', 'card.several', 'card.noSigningKey',
  // the database file (design/storage.md C3)
  'db.encryptionUnavailable', 'db.keyWrong', 'db.headerDamaged', 'db.missing', 'db.empty', 'db.corrupt', 'db.diskFull',
  'db.busy', 'db.io', 'db.readOnly', 'db.tooNew', 'db.notOurs', 'db.rolledBack', 'db.exists', 'db.networkDrive',
  // vault and first run
  'vault.damaged', 'vault.rolledBack', 'vault.entryMissing', 'vault.lastAdministrator',
  'setup.alreadyDone', 'setup.kitGroupsWrong', 'setup.stepMissing', 'instance.alreadyRunning',
  // areas
  'staff.hsaIdTaken', 'staff.userNameTaken', 'staff.lastAdministrator', 'staff.closed', 'staff.cardOfAnother', 'staff.cardTaken',
  'patients.duplicateNationalId', 'patients.notFound', 'patients.identifierInvalid', 'patients.protected', 'patients.contactInvalid', 'patients.linkCircular', 'patients.warningsExist',
  'import.unreadable', 'import.tooLarge', 'import.columnsMissing', 'import.changedSincePreview', 'import.nothingToImport', 'import.workerFailed',
  'agenda.doubleBooked', 'agenda.outsideHours', 'agenda.practitionerGone', 'agenda.illegalMove', 'agenda.timeInvalid', 'agenda.timeAmbiguous', 'agenda.past',
  'agenda.resourceMissing', 'agenda.ageRule', 'agenda.undoTooLate', 'agenda.held', 'agenda.informationMissing', 'agenda.thinkingTime', 'agenda.ageUnverified', 'agenda.identityMissing', 'agenda.consentMissing', 'agenda.serviceClosed', 'agenda.notPerformer',
  'schedule.hoursOverlap', 'schedule.nothingRepeats', 'schedule.seriesTaken',
  'waiting.alreadyTaken', 'waiting.answered', 'waiting.alreadyAsked', 'groups.full', 'groups.alreadyIn', 'groups.followsGroup', 'recalls.alreadyOpen',
  'journal.signed', 'journal.notSigned', 'journal.empty', 'journal.notYours', 'journal.signatureInvalid', 'journal.reasonRequired', 'journal.fieldsLeft', 'journal.codeNotSelectable', 'journal.referenceStale', 'phrases.taken',
  'attachment.empty', 'attachment.tooLarge', 'attachment.typeUnknown', 'attachment.heic', 'attachment.twoTypes', 'attachment.macros', 'attachment.tooManyPixels', 'attachment.imageDamaged', 'attachment.imageNotClean',
  'attachment.tooMany', 'attachment.consentMissing', 'attachment.withheld', 'attachment.struck', 'attachment.damaged', 'attachment.exists',
  'incoming.noFolder', 'incoming.fileGone', 'incoming.fileNotRegular', 'incoming.fileChanging', 'incoming.notKept', 'incoming.notPractitioner', 'incoming.signedOff', 'incoming.notResponsible', 'incoming.unassigned', 'incoming.answersReferral', 'incoming.tooManyTries',
  'codes.unreadable', 'codes.tooLarge', 'codes.empty', 'codes.editionExists', 'codes.changedSincePlan',
  'documents.locked', 'documents.notYours', 'documents.empty', 'documents.recipientMissing', 'documents.gapsLeft', 'documents.codeNotSelectable', 'documents.notFinished', 'documents.signed', 'documents.logoUnreadable', 'documents.replaced', 'documents.notSigned',
  'referrals.stepImpossible', 'referrals.reasonMissing', 'referrals.notAnAnswer', 'disclosures.missing', 'disclosures.nothing',
  'money.nothingToCharge', 'money.vatReason', 'money.clinicalText', 'money.alreadySettled', 'money.settingsMissing', 'money.patientMissing', 'money.payerIncomplete',
  'money.tooMuch', 'money.registerReceipt', 'money.dateInFuture', 'money.alreadyReversed', 'money.alreadyCredited',
  'reminders.decisionMissing', 'reminders.decisionFuture', 'reminders.credentialMissing', 'reminders.textRefused', 'reminders.phoneInvalid', 'reminders.unreachable', 'reminders.credentials',
  'reminders.credit', 'reminders.refused', 'reminders.unknown',
  'log.writeFailed',
  'backup.placeMissing', 'backup.placeFull', 'backup.placeReadOnly', 'backup.placeDamaged', 'backup.placeFailing', 'backup.placeRolledBack', 'backup.placeForeign',
  'backup.notConfigured', 'backup.running', 'backup.verifyFailed', 'backup.placeInsideData', 'backup.computerFull', 'backup.computerDisk', 'backup.placeTaken', 'backup.serverRefused', 'backup.decisionMissing', 'backup.sheetDigitsWrong', 'backup.sendingPaused',
  'drill.running', 'update.unproven',
  'leaving.nameWrong', 'leaving.onlyCopy', 'leaving.ownerKeysMissing', 'leaving.folderUsed',
  'breach.closed', 'breach.windowEmpty',
  'destruction.notLawful', 'destruction.decidedInFuture', 'destruction.paperWrong', 'destruction.patientUnknown', 'destruction.entriesMissing', 'destruction.nothingLeft', 'destruction.samePerson', 'destruction.settled',
  // a server that keeps backups
  'server.unreachable', 'server.timedOut', 'server.untrusted', 'server.keyUnknown', 'server.secretWrong', 'server.regionWrong', 'server.denied', 'server.full',
  'server.clockWrong', 'server.bucketMissing', 'server.notS3', 'server.redirects', 'server.addressRefused', 'server.failing',
  'folder.missing', 'folder.readOnly', 'folder.insideData', 'prints.cancelled', 'prints.notVisited', 'feeds.noFolder',
  'restore.kitWrong', 'restore.cardWrong', 'restore.noBackups', 'restore.diskFull', 'restore.computerDisk', 'restore.comparisonFailed', 'restore.signatureWrong', 'restore.serverSheetWrong',
  'restore.receiptWrong', 'restore.notConfirmed', 'restore.samePerson', 'restore.sameKey',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Values shown inside the message. Never patient data, never secrets. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** An expected refusal: the user can be told what happened, what was kept and what to do next. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
    this.params = params;
  }
}

/** True when `error` is a refusal with exactly this code. */
export const isAppError = (error: unknown, code?: ErrorCode): error is AppError =>
  error instanceof AppError && (code === undefined || error.code === code);
