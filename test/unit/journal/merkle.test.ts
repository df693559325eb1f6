import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { merklePath, merkleRoot, rootFromPath } from '#shared/domain/journal/merkle.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const hex = (bytes: Uint8Array | null): string => (bytes ? Buffer.from(bytes).toString('hex') : 'none');

// The reference leaves and roots that every implementation of RFC 6962 is checked with (certificate-transparency, merkle tests).
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(text => Buffer.from(text, 'hex'));
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the tree over a day\'s notes (J-07, RFC 6962)', () => {
  it('has the reference roots for one to eight leaves, and the hash of nothing for none', () => {
    for (const [at, root] of ROOTS.entries()) expect(hex(merkleRoot(LEAVES.slice(0, at + 1), sha256))).toBe(root);
    expect(hex(merkleRoot([], sha256))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('has the reference path for the first of eight leaves', () => {
    expect(merklePath(0, LEAVES, sha256).map(hex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });

  it('leads every leaf of every size up to 33 to the root, and no leaf from another place, length or text', () => {
    const many = Array.from({ length: 33 }, (_, at) => sha256(Buffer.from(`note ${at}`)));
    for (let count = 1; count <= many.length; count += 1) {
      const leaves = many.slice(0, count);
      const root = hex(merkleRoot(leaves, sha256));
      for (const [index, leaf] of leaves.entries()) {
        const path = merklePath(index, leaves, sha256);
        expect(hex(rootFromPath({ leaf, index, count, path }, sha256))).toBe(root);
        expect(hex(rootFromPath({ leaf: sha256(leaf), index, count, path }, sha256))).not.toBe(root);
        if (count > 1) expect(hex(rootFromPath({ leaf, index: (index + 1) % count, count, path }, sha256))).not.toBe(root);
        expect(rootFromPath({ leaf, index, count, path: [...path, leaf] }, sha256)).toBeNull();
      }
    }
    expect(rootFromPath({ leaf: sha256(Buffer.of()), index: 3, count: 3, path: [] }, sha256)).toBeNull();
    expect(() => merklePath(8, LEAVES, sha256)).toThrow(RangeError);
  });

  it('takes no node for a leaf', () => {
    const [a, b] = [sha256(Buffer.of(1)), sha256(Buffer.of(2))];
    const inner = Buffer.concat([sha256(Buffer.from([0, ...a])), sha256(Buffer.from([0, ...b]))]);
    expect(hex(merkleRoot([inner], sha256))).not.toBe(hex(merkleRoot([a, b], sha256)));
  });
});
