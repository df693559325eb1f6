import * as z from 'zod';

import { AffectedPerson, BreachCount, BreachDraft, BreachScope } from '../domain/breach/breach.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const Report = z.strictObject({ id: Id, version: z.int(), draft: BreachDraft, createdAt: z.iso.datetime(), createdBy: z.string(), closedAt: z.iso.datetime().nullable() });
export type BreachReport = z.infer<typeof Report>;

/** Reports of personal data breaches (G-12, GDPR art. 33): who is affected, by the log; a draft; the clock. */
export const breach = {
  /** Counts who and what is affected. */
  count: query({
    permission: 'log.review',
    input: z.strictObject({ scope: BreachScope }),
    output: BreachCount,
    errors: ['breach.windowEmpty'],
    audit: { action: 'LOG_READ', category: 'log' },
  }),
  /** Those affected, by name, most rows first; for the notice of art. 34. */
  affected: query({
    permission: 'log.review',
    input: z.strictObject({ scope: BreachScope, limit: z.int().min(1).max(1000).default(200) }),
    output: z.strictObject({ persons: z.array(AffectedPerson), total: z.int() }),
    errors: ['breach.windowEmpty'],
    audit: { action: 'LOG_READ', category: 'identity' },
  }),
  /** What can be chosen: computers the log knows, newest first. */
  workstations: query({
    permission: 'log.review',
    input: z.strictObject({}),
    output: z.strictObject({ workstations: z.array(z.string()) }),
    audit: { none: 'names of computers; nothing about a person' },
  }),
  list: query({
    permission: 'log.review',
    input: z.strictObject({}),
    output: z.array(Report),
    audit: { none: 'reports name no patient' },
  }),
  /** Makes a report, which is logged, or changes one that is not closed: saved while somebody writes, every version kept. */
  save: command({
    permission: 'log.review',
    input: z.strictObject({ id: Id, version: z.int().min(0), draft: BreachDraft }),
    output: Report,
    errors: ['breach.closed', 'record.changedMeanwhile', 'breach.windowEmpty'],
    audit: { none: 'a draft that names no patient; its making, closing and handing out are logged, its versions kept in record_history' },
  }),
  /** Ends the work on it: from now on it stays as it is (art. 33(5)). */
  close: command({
    permission: 'log.review',
    input: z.strictObject({ id: Id, version: z.int() }),
    output: Report,
    errors: ['breach.closed', 'record.changedMeanwhile', 'record.notFound'],
    audit: { action: 'SETTINGS', category: 'log' },
  }),
  /** The report as A4 and as JSON, with the numbers as they are now; the list of those affected (CSV) only when asked for. */
  papers: command({
    permission: 'log.review',
    input: z.strictObject({ id: Id, language: z.enum(['sv', 'en']), withPersons: z.boolean() }),
    output: z.strictObject({ files: z.array(z.strictObject({ name: z.string(), type: z.string(), content: z.base64() })) }),
    errors: ['record.notFound'],
    audit: { action: 'LOG_EXTRACT', category: 'log' },
  }),
} as const;
