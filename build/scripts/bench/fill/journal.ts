import { createHash } from 'node:crypto';

import canonicalize from 'canonicalize';

import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { noteToPlain } from '#shared/domain/journal/plain-text.ts';
import { richTextOf } from '#shared/domain/journal/rich-text.ts';
import { inserter, type Handle } from './bulk-file.ts';
import type { BaseClinic, FillInput } from './clinic.ts';
import type { Random } from './random.ts';
import { DAY_MS, type BenchPerson } from './shape.ts';
import { SENTENCES } from './words.ts';

interface Text {
  readonly canonical: string;
  readonly plain: string;
}

const TEXTS = 300;
/** A CMS signature with certificate and issuer as the product makes it; only the long journal gets it in full, or 100,000 patients would need 6 GB of signatures. */
const CMS_BYTES = 3600;
const SHORT_CMS_BYTES = 96;

const HEADINGS = [
  ['reason', 'Kontaktorsak', 1], ['history', 'Anamnes', 3], ['status', 'Status', 3], ['diagnosis', 'Bedömning och diagnos', 1], ['measures', 'Åtgärd', 1], ['plan', 'Planering', 1],
] as const;

/** A visit note of some ten sentences, in the template's headings. */
export function noteContent(random: Random): NoteContent {
  return {
    schema: 1, template: { id: 'visit', version: 1 },
    sections: HEADINGS.map(([key, title, sentences]) => ({ key, title, doc: richTextOf(Array.from({ length: sentences }, () => random.pick(SENTENCES)).join(' ')) })),
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const json = (value: string): string => JSON.stringify(value);
const authorJson = ({ hsaId, id, name, title }: BenchPerson): string => JSON.stringify({ hsaId, id, name, title });

interface VersionOf {
  readonly noteId: string;
  readonly patientId: string;
  readonly author: string;
  readonly text: Text;
  readonly createdAt: string;
  readonly eventTime: string;
  readonly no: number;
  readonly kind: 'draft' | 'final';
  readonly previous: string | null;
  readonly salt: string;
}

/** The canonical (RFC 8785) text of a record, put together by hand because two million are needed: names in order, no spaces. */
const recordOf = (clinicId: string, v: VersionOf): string =>
  `{"author":${v.author},"clinic":${json(clinicId)},"content":${v.text.canonical},"createdAt":${json(v.createdAt)},"eventTime":${json(v.eventTime)},"format":"klinikbok-note-1","kind":${json(v.kind)},` +
  `"no":${v.no},"noteId":${json(v.noteId)},"noteType":"visit","patientId":${json(v.patientId)},"previous":${v.previous === null ? 'null' : json(v.previous)},"reason":null,"replaces":null,"salt":${json(v.salt)}}`;

/**
 * Notes in order of time, each of their versions chained and hashed as the product does, the last one signed. Every third
 * note has a draft before its final version. `heavyNotes` of them are the first patient's, by the first practitioner.
 */
export function addJournal(db: Handle, input: FillInput, base: BaseClinic): void {
  const { shape, times, random } = input;
  const write = writerOf(db);
  const texts = Array.from({ length: TEXTS }, (): Text => {
    const content = noteContent(random);
    return { canonical: canonicalize(content) ?? '', plain: noteToPlain(content) };
  });
  const step = (times.now - DAY_MS - times.from) / shape.notes;
  const heavyEvery = Math.floor(shape.notes / shape.heavyNotes);
  const twoVersions = shape.versions - shape.notes;
  let heavy = 0;
  let versions = 0;
  for (let index = 0; index < shape.notes; index += 1) {
    const isHeavy = index % heavyEvery === 0 && heavy < shape.heavyNotes;
    if (isHeavy) heavy += 1;
    const at = Math.floor(times.from + index * step);
    const drafts = Math.floor(((index + 1) * twoVersions) / shape.notes) > versions ? 1 : 0;
    versions += drafts;
    const person = (isHeavy ? base.practitioners[0] : random.pick(base.practitioners)) as BenchPerson;
    const patientId = (isHeavy ? base.patientIds[0] : base.patientIds[1 + random.below(base.patientIds.length - 1)]) ?? '';
    write({ clinicId: base.clinicId, person, patientId, text: random.pick(texts), at, drafts, cmsBytes: isHeavy ? CMS_BYTES : SHORT_CMS_BYTES, random });
  }
}

interface OneNote {
  readonly clinicId: string;
  readonly person: BenchPerson;
  readonly patientId: string;
  readonly text: Text;
  readonly at: number;
  readonly drafts: number;
  readonly cmsBytes: number;
  readonly random: Random;
}

function writerOf(db: Handle): (note: OneNote) => void {
  const note = inserter(db, 'note', [
    'id', 'patient_id', 'author_id', 'author_name', 'author_title', 'signer_id', 'note_type', 'template_id', 'created_at', 'event_time', 'entered_at', 'latest_no', 'shown_no', 'final_no',
  ]);
  const version = inserter(db, 'note_version', [
    'note_id', 'no', 'kind', 'author_id', 'author_name', 'author_title', 'created_at', 'event_time', 'digest', 'prev_digest', 'plain_text', 'record',
  ]);
  const signature = inserter(db, 'signature', ['note_id', 'no', 'method', 'cms', 'cert_sha256', 'signed_at', 'signer_id', 'signer_name', 'signer_title', 'signer_hsa']);
  const certificate = sha256('certificate');
  return ({ clinicId, person, patientId, text, at, drafts, cmsBytes, random }) => {
    const noteId = random.idAt(at);
    const eventTime = new Date(at).toISOString();
    const last = 1 + drafts;
    const firstAt = new Date(at + 60_000).toISOString();
    note(noteId, patientId, person.id, person.name, person.title, person.id, 'visit', 'visit', eventTime, eventTime, firstAt, last, last, last);
    let previous: string | null = null;
    for (let no = 1; no <= last; no += 1) {
      const kind = no === last ? 'final' : 'draft';
      const createdAt = new Date(at + no * 60_000).toISOString();
      const record = recordOf(clinicId, { noteId, patientId, author: authorJson(person), text, createdAt, eventTime, no, kind, previous, salt: sha256(`${noteId}${no}`).slice(0, 32) });
      const digest = sha256(record);
      version(noteId, no, kind, person.id, person.name, person.title, createdAt, eventTime, digest, previous, text.plain, record);
      if (kind === 'final') signature(noteId, no, 'practice', Buffer.alloc(cmsBytes, noteId), certificate, createdAt, person.id, person.name, person.title, person.hsaId);
      previous = digest;
    }
  };
}
