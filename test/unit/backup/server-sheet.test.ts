import { execFileSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { formatServerSheet, hasServerSheet, parseServerSheet, type ServerSheet, serverSheetCheck } from '#shared/domain/backup/server-sheet.ts';
import { Redacted } from '#shared/kernel/redacted.ts';

const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${'QUJD'.repeat(16)}\nREVG\n-----END CERTIFICATE-----\n`;
const SHEET: ServerSheet = {
  clinicId: '0199', repositoryId: '0200', name: 'Servern i Falkenstein', createdAt: '2026-11-22T09:00:00.000Z',
  place: { kind: 's3', endpoint: 'https://fsn1.your-objectstorage.com', region: 'fsn1', bucket: 'nackrosen', prefix: 'c1/', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: new Redacted('wJalr+XUtn/FEMI'), authority: CERTIFICATE },
};

describe('the server sheet, supplement to the paper kit (XM-76)', () => {
  it('reads back what was printed: from the text, typed with blanks in the keys and without the sign at the line’s beginning', () => {
    const text = formatServerSheet(SHEET);
    expect(hasServerSheet(text)).toBe(true);
    for (const typed of [text, text.replaceAll('\n', '\r\n'), text.replaceAll('# ', ''), text.replace('wJalr+XUtn/FEMI', 'wJal r+XU tn/F EMI')]) {
      const read = parseServerSheet(typed);
      expect({ ...read, place: { ...read.place, secretAccessKey: read.place.secretAccessKey.reveal() } })
        .toEqual({ ...SHEET, place: { ...SHEET.place, secretAccessKey: SHEET.place.secretAccessKey.reveal() } });
    }
  });

  it('finds a mistyped character by the digits at the foot, and names the line that is missing or malformed', () => {
    const text = formatServerSheet(SHEET);
    const field = (changed: string) => {
      try {
        return parseServerSheet(changed) && 'nothing';
      } catch (error) {
        return (error as { params: { field: string } }).params.field;
      }
    };
    expect(field(text.replace('wJalr', 'wJa1r'))).toBe('check');
    expect(field(text.replace('nackrosen', 'nackrosem'))).toBe('check');
    expect(field(text.replace(/# bucket.*\n/, ''))).toBe('bucket');
    expect(field(text.replace('https://fsn1.your-objectstorage.com', 'fsn1.your-objectstorage.com'))).toBe('endpoint');
    expect(field(text.replace('c1/', '../x'))).toBe('prefix');
    expect(field('hello')).toBe('endpoint');
  });

  it('has digits that anybody can recompute with zlib', () => {
    const { place } = SHEET;
    const lines = [place.endpoint, place.region, place.bucket, place.prefix, place.accessKeyId, place.secretAccessKey.reveal(), `${'QUJD'.repeat(16)}REVG`];
    const python = 'import sys,zlib; print("%08x" % zlib.crc32(sys.stdin.buffer.read()))';
    expect(execFileSync('python3', ['-c', python], { input: lines.map(line => `${line}\n`).join('') }).toString().trim()).toBe(serverSheetCheck(SHEET));
  });

  it('prints no secret by accident', () => {
    expect(JSON.stringify(SHEET)).not.toContain('wJalr');
  });
});
