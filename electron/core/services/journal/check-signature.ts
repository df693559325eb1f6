import type * as z from 'zod';

import type { journal } from '#shared/contract/journal.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { digestOfRecord, findVersion, type StoredVersion } from '../../repositories/note-version.ts';
import { signaturesOfNotes, type StoredSignature } from '../../repositories/signature.ts';
import { readableNote } from './access.ts';
import type { JournalDeps } from './deps.ts';
import { toSignatureMark } from './to-contract.ts';

type Input<P extends keyof typeof journal> = z.output<(typeof journal)[P]['input']>;
type Verdict = z.input<(typeof journal)['verifySignature']['output']>;

/** How the exported pair of files is called. */
export const fileStem = (noteId: string, no: number): string => `anteckning-${noteId}-v${no}`;
/** What anybody can type on any computer with stock OpenSSL; `-purpose any` because a signing certificate is not one for e-mail. */
export const opensslCommand = (stem: string): string =>
  `openssl cms -verify -cades -binary -inform DER -in ${stem}.p7s -content ${stem}.json -CAfile utfardare.pem -purpose any -out /dev/null`;

async function signedVersion(deps: JournalDeps, ctx: CallContext, input: Input<'verifySignature'>): Promise<{ version: StoredVersion; record: string; signature: StoredSignature }> {
  const note = await readableNote(deps, ctx, input);
  const [version, signatures] = await Promise.all([findVersion(deps.db.reader, note.id, input.no), signaturesOfNotes(deps.db.reader, [note.id])]);
  if (!version) throw new AppError('record.notFound');
  const signature = signatures.find(one => one.no === input.no);
  if (!signature || version.record === null) throw new AppError('journal.notSigned');
  return { version, record: version.record, signature };
}

/** Everything that must hold for the signature to prove what the screen shows. */
export async function verifySignature(deps: JournalDeps, ctx: CallContext, input: Input<'verifySignature'>): Promise<Verdict> {
  const { version, record, signature } = await signedVersion(deps, ctx, input);
  const failed = await firstFailure(deps, version, record, signature);
  return {
    ok: failed === null, failed, signature: toSignatureMark(signature), certSha256: signature.certSha256, opensslCommand: opensslCommand(fileStem(version.noteId, version.no)),
  };
}

async function firstFailure(deps: JournalDeps, version: StoredVersion, record: string, signature: StoredSignature): Promise<Verdict['failed']> {
  if (digestOfRecord(record) !== version.digest) return 'digest';
  if (!columnsMatch(version, JSON.parse(record) as NoteRecord)) return 'columns';
  const previous = version.no === 1 ? undefined : await findVersion(deps.db.reader, version.noteId, version.no - 1);
  if ((previous?.digest ?? null) !== version.previous) return 'chain';
  const verdict = await deps.signer.verify(new TextEncoder().encode(record), signature.cms);
  return verdict.ok ? null : verdict.failed;
}

/** The columns that lists show must say what the signed text says. */
const columnsMatch = (version: StoredVersion, record: NoteRecord): boolean =>
  record.noteId === version.noteId && record.no === version.no && record.kind === version.kind && record.previous === version.previous &&
  record.author.id === version.authorId && record.author.name === version.authorName && record.author.title === version.authorTitle &&
  record.createdAt === version.createdAt && record.eventTime === version.eventTime && record.reason === version.reason && record.replaces === version.replaces;

/** The signed bytes and the signature, as they are, for checking without this program. */
export async function exportSignature(deps: JournalDeps, ctx: CallContext, input: Input<'exportSignature'>): Promise<z.input<(typeof journal)['exportSignature']['output']>> {
  const { version, record, signature } = await signedVersion(deps, ctx, input);
  await deps.db.write(tx => ctx.log(tx, { action: 'EXPORT', category: 'note', patientId: input.patientId, objectType: 'note', objectId: version.noteId, objectVersion: version.no }));
  return { content: Buffer.from(record, 'utf8').toString('base64'), cms: Buffer.from(signature.cms).toString('base64'), fileName: fileStem(version.noteId, version.no) };
}
