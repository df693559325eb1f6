import * as z from 'zod';

import { ERROR_CODES } from '../../kernel/app-error.ts';
import { line, paragraph } from '../patients/patient.ts';

/** How many days after today the emergency sheet covers. A week holds for a weekend and a computer under repair. */
export const SHEET_DAYS_MAX = 30;
/** The sheet's file in the clinic's folder: the same name always, so that the old one is replaced; nothing about anybody in it. */
export const SHEET_FILE = 'klinikbok-reservlista.pdf';
/** Changes are on the sheet after at most this many minutes while somebody is signed in. */
export const SHEET_EVERY_MINUTES = 15;

/** What the clinic decides about its papers. */
export const PrintSettingDraft = z.strictObject({
  /** As on a letter, one line each. */
  address: paragraph(300),
  phone: line(40),
  /** The clinic's own words on the appointment card: where to park, what to bring. */
  cardText: paragraph(300),
  /** Off unless the clinic chooses otherwise: a card that is left lying shall not tell what it was for. */
  cardShowsService: z.boolean(),
  /** Where the emergency sheet is written; null: none. */
  sheetFolder: line(1000).pipe(z.string().min(1)).nullable(),
  sheetDays: z.int().min(0).max(SHEET_DAYS_MAX),
  sheetWithPhone: z.boolean(),
});
export type PrintSettingDraft = z.infer<typeof PrintSettingDraft>;

/** The password itself is told once, when it is made. */
export const PrintSetting = z.strictObject({ ...PrintSettingDraft.shape, version: z.int(), hasSheetPassword: z.boolean() });
export type PrintSetting = z.infer<typeof PrintSetting>;

/** `off`: no folder or no password chosen; `waiting`: chosen but nothing written yet; `failed`: the newest attempt failed. */
export const SHEET_STATES = ['off', 'waiting', 'ok', 'failed'] as const;
export const SheetStatus = z.strictObject({
  state: z.enum(SHEET_STATES),
  /** When what lies in the folder was written, ISO UTC. */
  writtenAt: z.string().nullable(),
  /** The last day it covers. */
  until: z.string().nullable(),
  problem: z.enum(ERROR_CODES).nullable(),
});
export type SheetStatus = z.infer<typeof SheetStatus>;

export const LIST_LAYOUTS = ['pages', 'compact'] as const;
export const PAPER_LANGUAGES = ['sv', 'en'] as const;

/** One line of the shortcut card, in the words of the screen. */
export const ShortcutGroup = z.strictObject({
  title: line(80),
  rows: z.array(z.strictObject({ label: line(160), keys: line(60) })).max(120),
});
export type ShortcutGroup = z.infer<typeof ShortcutGroup>;
