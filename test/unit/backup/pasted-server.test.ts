import { describe, expect, it } from 'vitest';

import { readPastedServer } from '#shared/domain/backup/pasted-server.ts';

describe('what a provider shows, pasted into the form', () => {
  it.each([
    ['a console’s list', 'Endpoint:\thttps://fsn1.your-objectstorage.com/\nRegion: fsn1\nBucket name: nackrosen\nAccess Key: AKIA123\nSecret Key: abc+/def'],
    ['environment variables', 'export AWS_ENDPOINT_URL="https://fsn1.your-objectstorage.com"\nAWS_REGION=fsn1\nBUCKET=nackrosen\nAWS_ACCESS_KEY_ID=AKIA123\nAWS_SECRET_ACCESS_KEY=abc+/def'],
    ['JSON', '{\n "endpoint": "fsn1.your-objectstorage.com",\n "region": "fsn1",\n "bucket": "nackrosen",\n "access_key": "AKIA123",\n "secret_key": "abc+/def"\n}'],
  ])('is read from %s', (_what, text) => {
    expect(readPastedServer(text)).toEqual({ endpoint: 'https://fsn1.your-objectstorage.com', region: 'fsn1', bucket: 'nackrosen', prefix: '', accessKeyId: 'AKIA123', secretAccessKey: 'abc+/def' });
  });

  it('leaves empty what is not there, and takes nothing from a text about something else', () => {
    expect(readPastedServer('Hej! Adressen är https://fsn1.your-objectstorage.com.')).toMatchObject({ endpoint: 'https://fsn1.your-objectstorage.com', bucket: '', secretAccessKey: '' });
    expect(Object.values(readPastedServer('Klockan 14:30 kommer Anna')).join('')).toBe('');
  });
});
