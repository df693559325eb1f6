import { deflateSync, crc32 } from 'node:zlib';

/** One PNG part. */
function part(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A real PNG of one colour; `more` puts further parts before its end, `says` makes the header lie. */
export function png({ width = 4, height = 3, shade = 128, more = [], says = [width, height] }: { width?: number; height?: number; shade?: number; more?: readonly (readonly [string, string])[]; says?: readonly [number, number] } = {}): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(says[0], 0);
  head.writeUInt32BE(says[1], 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, shade);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), part('IHDR', head), part('IDAT', deflateSync(rows)),
    ...more.map(([name, text]) => part(name, Buffer.from(text, 'latin1'))), part('IEND', Buffer.alloc(0)),
  ]);
}

/** The skeleton of a JPEG: JFIF head, one frame, one scan; with EXIF in front when asked. */
export function jpeg({ exif = '', tail = '' }: { exif?: string; tail?: string } = {}): Buffer {
  const segment = (marker: number, data: Buffer) => Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]), data]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('4a46494600010100000100010000', 'hex')),
    ...(exif === '' ? [] : [segment(0xe1, Buffer.from(`Exif\0\0${exif}`, 'latin1'))]),
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, Buffer.from([8, 0, 16, 0, 24, 1, 1, 0x11, 0])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd9]), Buffer.from(tail, 'latin1'),
  ]);
}

/** A PDF that draws one word on each of its pages; `extra` stands among its objects, `root` in its catalogue. */
export function pdf({ word = 'Hej', pages = 1, extra = '', root = '' }: { word?: string; pages?: number; extra?: string; root?: string } = {}): Buffer {
  const objects: string[] = ['', `<< /Type /Catalog /Pages 2 0 R ${root} >>`, ''];
  const kids: number[] = [];
  const content = `BT /F1 24 Tf 60 700 Td (${word}) Tj ET`;
  objects.push(`<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>`, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  for (let page = 0; page < pages; page += 1) {
    kids.push(objects.length);
    objects.push('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R /Annots [] >>');
  }
  objects[2] = `<< /Type /Pages /Count ${pages} /Kids [${kids.map(id => `${id} 0 R`).join(' ')}] >>`;
  if (extra !== '') objects.push(extra);
  let text = '%PDF-1.7\n';
  const places = objects.map((body, id) => {
    const at = text.length;
    if (id > 0) text += `${id} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length}\n0000000000 65535 f \n${places.slice(1).map(at => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(`${text}trailer\n<< /Size ${objects.length} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`, 'latin1');
}

/** A ZIP of empty parts with these names. */
export function zip(names: readonly string[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const name of names) {
    const head = Buffer.alloc(30);
    head.write('PK\x03\x04', 'latin1');
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    local.push(head, Buffer.from(name));
    central.push(entry, Buffer.from(name));
    at += 30 + name.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, ...central, end]);
}
