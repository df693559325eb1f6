import type * as z from 'zod';

import type { journal } from '#shared/contract/journal.ts';
import { canonicalText } from '#shared/domain/journal/day-manifest.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { digestOfRecord, findVersion, type StoredVersion } from '../../repositories/note-version.ts';
import { signaturesOfNotes, type StoredSignature } from '../../repositories/signature.ts';
import { readableNote } from './access.ts';
import { dayBinding, dayFailure, dayFiles, dayStem, opensslFor, type DayBinding } from './check-day.ts';
import { decidedNote } from './decided.ts';
import type { JournalDeps } from './deps.ts';
import { toSignatureMark } from './to-contract.ts';

type Input<P extends keyof typeof journal> = z.output<(typeof journal)[P]['input']>;
type Verdict = z.input<(typeof journal)['verifySignature']['output']>;

/** How the exported files of a version are called. */
export const fileStem = (noteId: string, no: number): string => `anteckning-${noteId}-v${no}`;
/** The stock command for a version: over its own text, or over the day's manifest, to which its proof leads. */
export const opensslCommand = (stem: string, day: string | null = null): string => opensslFor(day === null ? stem : dayStem(day), 'json');
/** The whole way from text to card, for either kind of signature (build/docs/signatures.md). */
const scriptCommand = (stem: string): string => `python3 verify_note.py --ca utfardare.pem ${stem}.json`;

interface SignedVersion {
  readonly version: StoredVersion;
  readonly record: string;
  readonly signature: StoredSignature;
}

async function signedVersion(deps: JournalDeps, ctx: CallContext, input: Input<'verifySignature'>): Promise<SignedVersion> {
  const note = await readableNote(deps, ctx, input);
  const [version, signatures] = await Promise.all([findVersion(deps.db.reader, note.id, input.no), signaturesOfNotes(deps.db.reader, [note.id])]);
  if (!version) throw new AppError('record.notFound');
  const signature = signatures.find(one => one.no === input.no);
  if (!signature || version.record === null) throw new AppError('journal.notSigned');
  return { version, record: version.record, signature };
}

/** Everything that must hold for the signature to prove what the screen shows. */
export async function verifySignature(deps: JournalDeps, ctx: CallContext, input: Input<'verifySignature'>): Promise<Verdict> {
  const signed = await signedVersion(deps, ctx, input);
  const { version, signature } = signed;
  const binding = await dayBinding(deps, version, signature);
  const failed = await firstFailure(deps, signed, binding);
  const stem = fileStem(version.noteId, version.no);
  return {
    ok: failed === null, failed, signature: toSignatureMark(signature), certSha256: signature.certSha256,
    day: binding && { id: binding.day.id, count: binding.day.count, index: binding.proof.index, root: binding.day.root },
    opensslCommand: opensslCommand(stem, binding?.day.id), scriptCommand: scriptCommand(stem),
  };
}

async function firstFailure(deps: JournalDeps, { version, record, signature }: SignedVersion, binding: DayBinding | null): Promise<Verdict['failed']> {
  if (digestOfRecord(record) !== version.digest) return 'digest';
  if (!columnsMatch(version, JSON.parse(record) as NoteRecord)) return 'columns';
  const previous = version.no === 1 ? undefined : await findVersion(deps.db.reader, version.noteId, version.no - 1);
  if ((previous?.digest ?? null) !== version.previous) return 'chain';
  if (binding) return dayFailure(deps, binding, signature);
  if (signature.cms === null) return 'signature';
  const verdict = await deps.signer.verify(new TextEncoder().encode(record), signature.cms);
  return verdict.ok ? null : verdict.failed;
}

/** The columns that lists show must say what the signed text says. */
const columnsMatch = (version: StoredVersion, record: NoteRecord): boolean =>
  record.noteId === version.noteId && record.no === version.no && record.kind === version.kind && record.previous === version.previous &&
  record.author.id === version.authorId && record.author.name === version.authorName && record.author.title === version.authorTitle &&
  record.createdAt === version.createdAt && record.eventTime === version.eventTime && record.reason === version.reason && record.replaces === version.replaces;

type Exported = z.input<(typeof journal)['exportSignature']['output']>;
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes as string).toString('base64');
const JSON_FILE = 'application/json';
const CMS_FILE = 'application/pkcs7-signature';

/** The signed bytes, the signature and the proof between them, as they are, for checking without this program; the text leaves by its examination only (J-18). */
export async function exportSignature(deps: JournalDeps, ctx: CallContext, input: Input<'exportSignature'>): Promise<Exported> {
  const { version, record, signature } = await signedVersion(deps, ctx, input);
  const disclosure = await decidedNote(deps, input);
  const binding = await dayBinding(deps, version, signature);
  await deps.db.write(tx => ctx.log(tx, { action: 'EXPORT', category: 'note', patientId: input.patientId, objectType: 'note', objectId: version.noteId, objectVersion: version.no, reasonText: disclosure.id }));
  const stem = fileStem(version.noteId, version.no);
  const cms = binding?.day.cms ?? signature.cms;
  if (!cms) throw new AppError('journal.notSigned');
  const note = { name: `${stem}.json`, type: JSON_FILE, content: base64(record) };
  const files = binding
    ? [note, { name: `${stem}.proof.json`, type: JSON_FILE, content: base64(canonicalText(binding.proof)) }, ...dayFiles(binding)]
    : [note, { name: `${stem}.p7s`, type: CMS_FILE, content: base64(cms) }];
  return { content: note.content, cms: base64(cms), fileName: stem, files };
}
