import * as z from 'zod';

/** A row's id: a UUID, or a short name of the program's own such as a seeded service's. */
export const Id = z.string().min(1).max(64);

/** The version of a row somebody has in front of them; core refuses the change when the row has moved on. */
export const Version = z.int().min(1);

/** What a change answers with: the row and its version from now on. */
export const Changed = z.strictObject({ id: z.string(), version: z.int() });

/** How every change of one row can fail. */
export const ROW_ERRORS = ['record.notFound', 'record.changedMeanwhile'] as const;

/** A date and a time somebody typed that the clock does not have, or has twice (C-05). */
export const TIME_ERRORS = ['agenda.timeInvalid', 'agenda.timeAmbiguous'] as const;

/** A folder outside the data folder that the program is asked to write to. */
export const FOLDER_ERRORS = ['folder.missing', 'folder.readOnly', 'folder.insideData'] as const;

/** Why a visit, or a group's block, cannot lie where somebody wants it (C-03, C-05). */
export const PLACE_ERRORS = [
  ...TIME_ERRORS, 'agenda.doubleBooked', 'agenda.outsideHours', 'agenda.practitionerGone', 'agenda.past', 'agenda.resourceMissing', 'agenda.notPerformer', 'agenda.held',
] as const;

/** Why this patient cannot have it, or not yet (J-23). */
export const TREATED_ERRORS = ['agenda.ageRule', 'agenda.informationMissing', 'agenda.thinkingTime', 'agenda.ageUnverified'] as const;
