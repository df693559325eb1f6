import { describe, expect, it } from 'vitest';

import { contract } from '#shared/contract/index.ts';
import type { Procedure } from '#shared/contract/define.ts';
import { AUDIT_ACTIONS, DATA_CATEGORIES } from '#shared/domain/log/audit.ts';
import { PERMISSIONS } from '#shared/domain/permissions.ts';

const all = Object.entries(contract).flatMap(([area, procedures]) => Object.entries(procedures as Record<string, Procedure>).map(([name, procedure]) => [`${area}.${name}`, procedure] as const));

/**
 * Calls that leave no row, each with the reason somebody can argue with. Adding one here is a decision about the law. Saying
 * every few seconds that one still writes in a note already opened, pinning a code to one's own list, the lines of one's own agenda
 * and signing at once where the clinic signs by the day tell of no patient.
 */
const UNLOGGED_COMMANDS_ALLOWED = /^(session\.(rememberPlace|setLanguage)|setup\.(saveClinic|importIssuers)|restore\.|agenda\.(hold|releaseHold|keepDraft)$|writing\.(here|away)$|codes\.pin$|schedule\.keepSlotSize$|breach\.save$|signing\.saveOwn$)/;

/**
 * Opening hours, names of rooms, services and colleagues, free times, who is booking a slot or writes in a note that was opened, one's
 * own unfinished booking and stated reason, headings of blank forms, lines of the agenda, standard wordings, products and batches, addresses of clinics, counts.
 */
const UNLOGGED_QUERIES = [
  'agenda.availability', 'agenda.draft', 'agenda.holds', 'agenda.lastServices', 'agenda.nextFree', 'agenda.resources', 'agenda.services',
  'desk.counts', 'destruction.toConfirm', 'documents.recipients', 'groups.meeting', 'groups.meetings', 'incoming.countToSign', 'journal.templates', 'journalSearch.state',
  'medications.lastUsed', 'phrases.colleagues', 'phrases.list', 'phrases.ofColleague', 'prints.sheetStatus', 'recalls.counts', 'recalls.rules',
  'referrals.counts', 'reminders.standing', 'schedule.absences', 'schedule.exceptions', 'schedule.holidays', 'schedule.hours', 'schedule.previewSeries',
  'schedule.slotSize', 'signing.signers', 'waiting.counts', 'waiting.freed', 'waiting.timesFor', 'writing.others', 'writing.suggestion',
];

/** The input's own fields, also through refinements. */
function fieldsOf(procedure: Procedure): readonly string[] {
  const shape = (procedure.input as { shape?: Record<string, unknown> }).shape;
  return shape === undefined ? [] : Object.keys(shape);
}

describe('the log covers every call a screen can make (A-02, A-03)', () => {
  it('there are calls to check', () => expect(all.length).toBeGreaterThan(60));

  it.each(all)('%s has a permission and a log rule', (_path, procedure) => {
    expect(PERMISSIONS).toContain(procedure.permission);
    const rule = procedure.audit;
    if ('none' in rule) expect(rule.none.length).toBeGreaterThan(10);
    else {
      expect(AUDIT_ACTIONS).toContain(rule.action);
      expect(DATA_CATEGORIES).toContain(rule.category);
    }
  });

  it.each(all.filter(([, procedure]) => procedure.kind === 'command'))('the command %s leaves a row, or is one of the few that may not', (path, procedure) => {
    expect('action' in procedure.audit || UNLOGGED_COMMANDS_ALLOWED.test(path), path).toBe(true);
  });

  it.each(all)('%s names the patient in its log row when its input does', (_path, procedure) => {
    const { audit } = procedure;
    if (procedure.kind !== 'query' || !('action' in audit)) return;
    if (fieldsOf(procedure).includes('patientId')) expect(audit.patient).toBe('patientId');
    for (const named of [audit.patient, audit.object]) if (named !== undefined) expect(fieldsOf(procedure)).toContain(named);
  });

  it('queries about patients that leave no row are exactly these', () => {
    const about = all.filter(([, { kind, permission, audit }]) => kind === 'query' && /^(patients|journal|agenda)\./.test(permission) && 'none' in audit);
    expect(about.map(([path]) => path).sort()).toEqual(UNLOGGED_QUERIES);
  });
});
