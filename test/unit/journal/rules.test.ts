import { describe, expect, it } from 'vitest';

import { isFresh, isLateEntry, mustKeepVersion, obstaclesToCorrecting, obstaclesToSigning, type NoteStanding } from '#shared/domain/journal/rules.ts';

const TZ = 'Europe/Stockholm';
const doctor = { id: 'eva', maySign: true, mayWrite: true };
const standing: NoteStanding = { authorId: 'eva', signerId: 'eva', isSystem: false, finalNo: null, draft: { authorId: 'eva', isEmpty: false } };

describe('a late entry (J-04)', () => {
  it.each([
    ['the same morning', '2026-11-22T08:00:00.000Z', '2026-11-22T10:30:00.000Z', false],
    ['the evening of the same day', '2026-11-22T08:00:00.000Z', '2026-11-22T19:59:00.000Z', false],
    ['past midnight in Stockholm, though the same day in UTC', '2026-11-22T22:30:00.000Z', '2026-11-22T23:10:00.000Z', true],
    ['the next day', '2026-11-21T10:00:00.000Z', '2026-11-22T08:00:00.000Z', true],
    ['more than twelve hours later', '2026-11-22T05:00:00.000Z', '2026-11-22T17:30:00.000Z', true],
    ['before the visit, as planned', '2026-11-23T08:00:00.000Z', '2026-11-22T08:00:00.000Z', false],
  ])('is one written %s: %s', (_name, event, entered, late) => {
    expect(isLateEntry(event, entered, TZ)).toBe(late);
  });
});

describe('signing', () => {
  it('is free for five minutes after the PIN, not a millisecond more (L-11)', () => {
    expect([0, 300_000, 300_001, null, -1].map(isFresh)).toEqual([true, true, false, false, false]);
  });
  it('is for the one responsible, on text, with signing right', () => {
    expect(obstaclesToSigning(standing, doctor)).toEqual([]);
    expect(obstaclesToSigning({ ...standing, draft: { authorId: 'eva', isEmpty: true } }, doctor)).toEqual(['empty']);
    expect(obstaclesToSigning({ ...standing, draft: null }, doctor)).toEqual(['nothingToSign']);
    expect(obstaclesToSigning(standing, { ...doctor, id: 'ove' })).toEqual(['notResponsible']);
    expect(obstaclesToSigning(standing, { ...doctor, maySign: false })).toEqual(['noSigningRight']);
  });
  it('falls to the signer whom an author without signing right named (decision 9)', () => {
    expect(obstaclesToSigning({ ...standing, authorId: 'rut', draft: { authorId: 'rut', isEmpty: false } }, doctor)).toEqual([]);
  });
});

describe('correcting (J-08)', () => {
  it('is possible only on what is closed, for whoever may write', () => {
    expect(obstaclesToCorrecting({ ...standing, finalNo: 2 }, doctor)).toEqual([]);
    expect(obstaclesToCorrecting(standing, doctor)).toEqual(['notSigned']);
    expect(obstaclesToCorrecting({ ...standing, finalNo: 2 }, { ...doctor, mayWrite: false })).toEqual(['noWritingRight']);
    expect(obstaclesToCorrecting({ ...standing, isSystem: true, finalNo: 1 }, { id: 'rut', maySign: false, mayWrite: false })).toEqual(['othersSystemNote']);
  });
});

describe('a version is kept', () => {
  const now = '2026-11-22T09:01:00.000Z';
  it('at the first save, when asked, after a minute, and when the clock was set back', () => {
    expect(mustKeepVersion({ lastKeptAt: null, now, asked: false })).toBe(true);
    expect(mustKeepVersion({ lastKeptAt: now, now, asked: true })).toBe(true);
    expect(mustKeepVersion({ lastKeptAt: '2026-11-22T09:00:00.000Z', now, asked: false })).toBe(true);
    expect(mustKeepVersion({ lastKeptAt: '2026-11-22T11:00:00.000Z', now, asked: false })).toBe(true);
  });
  it('not with every save of continued typing', () => {
    expect(mustKeepVersion({ lastKeptAt: '2026-11-22T09:00:01.000Z', now, asked: false })).toBe(false);
  });
});
