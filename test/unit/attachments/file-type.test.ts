import { expect, it } from 'vitest';

import { cleanImage } from '#shared/domain/attachments/clean-image.ts';
import { sniffFile } from '#shared/domain/attachments/file-type.ts';
import { FILE_MAX_BYTES } from '#shared/domain/attachments/limits.ts';
import { jpeg, pdf, png, zip } from '#test/support/attachments/samples.ts';

const typeOf = (bytes: Uint8Array | string): string => {
  const found = sniffFile(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  return found.ok ? found.type : found.code;
};

it('K-24 a file is what it contains, whatever it is called', () => {
  expect(typeOf(png())).toBe('image/png');
  expect(typeOf(jpeg())).toBe('image/jpeg');
  expect(typeOf(pdf())).toBe('application/pdf');
  expect(typeOf('Blodtryck 130/80\nPuls 64 åäö 🫀\n')).toBe('text/plain');
  expect(typeOf(zip(['[Content_Types].xml', 'word/document.xml']))).toContain('wordprocessingml');
  expect(typeOf(zip(['[Content_Types].xml', 'xl/workbook.xml']))).toContain('spreadsheetml');
});

it('H30 H31 H38 web pages, programs, macros and files that are two things at once are refused', () => {
  for (const page of ['<!DOCTYPE html><script>1</script>', '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', '<?xml version="1.0"?><x/>', '\n  <HTML>', 'MIME-Version: 1.0\n\n<html>', '[InternetShortcut]\nURL=file:///c:/x'])
    expect(typeOf(page), page).toBe('attachment.typeUnknown');
  expect(typeOf(Buffer.from('MZ\x90\0\x03\0', 'latin1'))).toBe('attachment.typeUnknown');
  expect(typeOf(Buffer.from('GIF89a\x01\0\x01\0', 'latin1'))).toBe('attachment.typeUnknown');
  expect(typeOf(zip(['a.txt']))).toBe('attachment.typeUnknown');
  expect(typeOf(zip(['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin']))).toBe('attachment.macros');
  expect(typeOf(Buffer.concat([pdf(), zip(['evil.class'])]))).toBe('attachment.twoTypes');
  expect(typeOf(Buffer.concat([Buffer.from('%PDF-1.7\n<html><script>alert(1)</script>'), pdf()]))).toBe('attachment.twoTypes');
  expect(typeOf(Buffer.concat([Buffer.from('\n'), pdf()]))).not.toBe('application/pdf');
});

it('H35 H39 nothing, too much, a flood of pixels and a broken head are told apart before anything is decoded', () => {
  expect(typeOf('')).toBe('attachment.empty');
  expect(typeOf(new Uint8Array(FILE_MAX_BYTES + 1))).toBe('attachment.tooLarge');
  expect(typeOf(png({ says: [65_535, 65_535] }))).toBe('attachment.tooManyPixels');
  expect(typeOf(png({ says: [0, 3] }))).toBe('attachment.imageDamaged');
  expect(typeOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]))).toBe('attachment.imageDamaged');
  expect(typeOf(Buffer.from('\0\0\0\x18ftypheic', 'latin1'))).toBe('attachment.heic');
});

it('K-24 a picture that says where it was taken, or anything else but pixels, is not clean', () => {
  expect(cleanImage(png())).toMatchObject({ type: 'image/png', width: 4, height: 3 });
  expect(cleanImage(jpeg())).toMatchObject({ type: 'image/jpeg', width: 24, height: 16 });
  expect(cleanImage(jpeg({ exif: 'GPS 59.33 18.06' }))).toBeUndefined();
  expect(cleanImage(jpeg({ tail: 'PK\x03\x04' }))).toBeUndefined();
  expect(cleanImage(png({ more: [['tEXt', 'Author\0Eva']] }))).toBeUndefined();
  expect(cleanImage(png({ more: [['eXIf', 'MM']] }))).toBeUndefined();
  expect(cleanImage(png({ more: [['iCCP', 'x\0\0']] }))).toBeUndefined();
  expect(cleanImage(Buffer.concat([png(), Buffer.from('x')]))).toBeUndefined();
  const riff = (parts: string): Buffer => Buffer.concat([Buffer.from('RIFF'), Buffer.from([4 + parts.length, 0, 0, 0]), Buffer.from(`WEBP${parts}`, 'latin1')]);
  const picture = `VP8L\x0a\0\0\0\x2f\x03\x80\0\0\0\0\0\0\0`;
  expect(cleanImage(riff(picture))).toMatchObject({ type: 'image/webp', width: 4, height: 3 });
  expect(cleanImage(riff(`${picture}EXIF\x02\0\0\0MM`))).toBeUndefined();
});
