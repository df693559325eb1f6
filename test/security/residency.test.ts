import { generateKeyPairSync } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { judgeHost, openResidencyTable, PINNED_SHA256, residencyRow, TABLE_TRUST } from '#electron/core/security/residency/residency-table.ts';
import { judgeHost as judgeBy } from '#shared/domain/backup/residency/judge.ts';
import builtIn from '#shared/domain/backup/residency/table.json' with { type: 'json' };
import { digestOf, signTable } from '../../build/scripts/residency.mjs';

const classOf = (endpoint: string): string => judgeHost(endpoint).class;

describe('where a server stands is judged by its exact host (SG-04, DC-30)', () => {
  it.each([
    ['https://fsn1.your-objectstorage.com', 'eu', 'DE'], ['https://hel1.your-objectstorage.com', 'eu', 'FI'], ['https://s3.nl-ams.scw.cloud', 'eu', 'NL'],
    ['https://s3.sto1.safedc.net', 'eu', 'SE'], ['https://swift.elastx.cloud', 'eu', 'SE'], ['https://s3.osl2.safedc.net', 'eea', 'NO'],
    ['https://s3.eu-north-1.amazonaws.com', 'euForeignOwner', 'SE'], ['https://s3.eusc-de-east-1.amazonaws.eu', 'euForeignOwner', 'DE'],
    ['https://s3.uk.io.cloud.ovh.net', 'adequacy', 'GB'], ['https://s3.amazonaws.com', 'refused', 'US'], ['https://s3.wasabisys.com', 'refused', 'US'],
  ])('%s is %s in %s, with its operator and where that is known from', (endpoint, expected, country) => {
    expect(judgeHost(endpoint)).toMatchObject({ class: expected, country, operator: expect.stringMatching(/\w/), source: expect.stringMatching(/\d{4}-\d{2}-\d{2}$/) });
  });

  it('the same region’s name is London at one provider and inside the EU at another', () => {
    expect([judgeHost('https://s3.eu-west-2.amazonaws.com'), judgeHost('https://oos.eu-west-2.outscale.com'), judgeHost('https://eu-west-2.storage.impossibleapi.net')].map(one => [one.class, one.country]))
      .toEqual([['adequacy', 'GB'], ['eu', 'FR'], ['adequacy', 'GB']]);
    expect([judgeHost('https://s3.eu-central-2.amazonaws.com'), judgeHost('https://eu-central-2.storage.impossibleapi.net'), judgeHost('https://s3.eu-central-2.ionoscloud.com')].map(one => [one.class, one.country]))
      .toEqual([['adequacy', 'CH'], ['eu', 'DE'], ['eu', 'DE']]);
    expect([judgeHost('https://s3.eu-west-1.amazonaws.com'), judgeHost('https://eu-west-1.storage.impossibleapi.net'), judgeHost('https://s3.eu-west-1.wasabisys.com')].map(one => [one.class, one.country]))
      .toEqual([['euForeignOwner', 'IE'], ['eu', 'NL'], ['refused', 'GB']]);
    // a Swedish provider whose region is called us-east-1
    expect(residencyRow('https://swift.elastx.cloud')?.region).toBe('us-east-1');
  });

  it('a bucket may stand before the host, and nothing else', () => {
    expect(classOf('https://my-clinic.fsn1.your-objectstorage.com')).toBe('eu');
    expect(classOf('https://FSN1.Your-ObjectStorage.com')).toBe('eu');
    expect(classOf('https://fsn1.your-objectstorage.com:8443')).toBe('eu');
    expect(classOf('https://a.b.fsn1.your-objectstorage.com')).toBe('refused');
    // names that only look like it belong to somebody else
    expect(classOf('https://fsn1.your-objectstorage.com.example.org')).toBe('unknown');
    expect(classOf('https://fsn1-your-objectstorage.com')).toBe('unknown');
    expect(classOf('https://xfsn1.your-objectstorage.com')).toBe('refused');
  });

  it.each([
    ['a host of a known provider whose place is not known', 'https://s3.eu-central-1.wasabisys.com'], ['another continent', 'https://s3.us-west-2.amazonaws.com'],
    ['the same with the dot of a full name', 'https://s3.us-west-2.amazonaws.com.'], ['a new region', 'https://s3.eu-north-9.amazonaws.com'],
    ['without TLS', 'http://fsn1.your-objectstorage.com'], ['an address without a name', 'https://88.198.120.10'], ['the same in disguise', 'https://0x58C6780A'],
    ['a public IPv6 address', 'https://[2a01:4f8::1]'], ['somebody’s name before the host', 'https://fsn1.your-objectstorage.com@s3.amazonaws.com'],
    ['a path', 'https://fsn1.your-objectstorage.com/x'], ['a query', 'https://fsn1.your-objectstorage.com?x'], ['another scheme', 'ftp://fsn1.your-objectstorage.com'], ['no address', 'fsn1'], ['nothing', ''],
  ])('refuses %s', (_what, endpoint) => {
    expect(classOf(endpoint)).toBe('refused');
  });

  it.each(['https://backup.clinic.example', 'https://192.168.1.20:9000', 'http://192.168.1.20:9000', 'http://localhost:7480', 'https://10.0.0.4', 'https://[fd00::1]'])('%s is nobody’s we know: a person has to say where it stands', endpoint => {
    expect(judgeHost(endpoint)).toEqual({ class: 'unknown', country: null, operator: null, source: null });
  });
});

describe('the table is this program’s own or signed by a release key; any other refuses everything', () => {
  it('the pinned digest is that of the table', () => {
    expect(digestOf(builtIn)).toBe(PINNED_SHA256);
    expect(openResidencyTable(builtIn, null, TABLE_TRUST)).not.toBeNull();
  });

  it('one changed letter anywhere: nothing is trusted, and every server is refused', () => {
    const text = JSON.stringify(builtIn);
    const forged = JSON.parse(text.replace('"class":"refused"', '"class":"eu"')) as unknown;
    expect(forged).not.toEqual(builtIn);
    const opened = openResidencyTable(forged, null, TABLE_TRUST);
    expect(opened).toBeNull();
    expect(judgeBy('https://fsn1.your-objectstorage.com', opened).class).toBe('refused');
    expect(judgeBy('https://backup.clinic.example', opened).class).toBe('refused');
  });

  it('a newer table counts only with a release key’s signature over exactly it', () => {
    const pem = String(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const newer = { ...builtIn, version: 2 };
    const { signature, publicKey } = signTable(newer, pem);
    const trust = { ...TABLE_TRUST, releaseKeys: [publicKey] };
    expect(openResidencyTable(newer, signature, trust)?.version).toBe(2);
    expect(openResidencyTable({ ...newer, version: 3 }, signature, trust)).toBeNull();
    expect(openResidencyTable(newer, null, trust)).toBeNull();
    expect(openResidencyTable(newer, signature, TABLE_TRUST)).toBeNull();
    expect(openResidencyTable({ ...newer, rows: [] }, signTable({ ...newer, rows: [] }, pem).signature, trust)).toBeNull();
  });
});
