import type * as z from 'zod';

import type { journal } from '#shared/contract/journal.ts';
import { ENDINGS, type MediaType } from '#shared/domain/attachments/file-type.ts';
import { pdfState } from '#shared/domain/attachments/pdf-state.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import type { CopiedAttachmentPrint } from '../../pdf/journal-copy.ts';
import { attachmentBytes, attachmentsForCopy, copyEntries, type CopiedAttachment } from '../../repositories/copy-entries.ts';
import { digestOf } from '../../repositories/document-text.ts';
import { readingMode } from './access.ts';
import { decidedCopy, type DecidedCopy } from './decided.ts';
import type { JournalDeps } from './deps.ts';

type Input = z.output<(typeof journal)['copyFile']['input']>;
export type CopyFileName = z.input<(typeof journal)['print']['output']>['files'][number];

/** A picture larger than this is listed and goes along as a file: a copy must stay possible to open. */
const PICTURE_MAX_BYTES = 12_000_000;

/** Pages of foreign PDFs would break PDF/A (fonts, colours and scripts that nobody vouches for), so they go along as they are (ADR 0014). */
const isOnPage = ({ mediaType, size }: CopiedAttachment): boolean => ['image/jpeg', 'image/png'].includes(mediaType) && size <= PICTURE_MAX_BYTES;

/** The file beside the pages is called by its checksum, which the copy's list shows too: no patient, no title. */
const nameOf = ({ mediaType, sha256 }: CopiedAttachment): string => `bilaga-${sha256.slice(0, 12)}.${ENDINGS[mediaType as MediaType]}`;

/** The attachments that a decided copy holds: those there were when it was decided, without what is withheld. */
export async function attachmentsOfCopy(deps: Pick<JournalDeps, 'db' | 'clinic'>, { patientId, scope, withheld, at }: DecidedCopy): Promise<CopiedAttachment[]> {
  const left = new Set(withheld.map(one => one.id));
  const entries = await copyEntries(deps.db.reader, { patientId, scope, timeZone: deps.clinic.timeZone });
  return attachmentsForCopy(deps.db.reader, { ids: entries.filter(entry => entry.kind === 'attachment' && !left.has(entry.id)).map(entry => entry.id), until: at });
}

/** As the copy prints them: a picture with its bytes, or a named file with what is wrong with it. One at a time in memory. */
export async function printedAttachments(db: Reader, found: readonly CopiedAttachment[]): Promise<CopiedAttachmentPrint[]> {
  const printed: CopiedAttachmentPrint[] = [];
  for (const one of found) {
    const bytes = await attachmentBytes(db, one.id);
    const isLost = digestOf(bytes) !== one.sha256;
    const state = one.mediaType === 'application/pdf' ? pdfState(bytes) : 'whole';
    printed.push({
      title: one.title, mediaType: one.mediaType, sha256: one.sha256, eventTime: one.eventTime, authorName: one.authorName, picture: isOnPage(one) && !isLost ? bytes : null,
      fileName: isOnPage(one) || isLost ? null : nameOf(one), trouble: isLost ? 'lost' : state === 'whole' ? null : state,
    });
  }
  return printed;
}

/** What goes along with a copy's pages, to be fetched one by one with `journal.copyFile`. */
export const copyFilesOf = (found: readonly CopiedAttachment[]): CopyFileName[] =>
  found.filter(one => !isOnPage(one)).map(one => ({ attachmentId: one.id, name: nameOf(one), type: one.mediaType, size: one.size }));

/** One file that goes along with a decided copy, byte for byte. Errors: disclosures.missing, record.notFound for what the copy does not hold, attachment.damaged. */
export async function copyFile(deps: JournalDeps, ctx: CallContext, input: Input): Promise<{ content: string }> {
  if ((await readingMode(deps, ctx, input.patientId)) !== 'all') throw new AppError('auth.forbidden');
  const disclosure = await decidedCopy(deps, input);
  const one = (await attachmentsOfCopy(deps, disclosure)).find(file => file.id === input.attachmentId);
  if (!one) throw new AppError('record.notFound');
  const bytes = await attachmentBytes(deps.db.reader, one.id);
  if (digestOf(bytes) !== one.sha256) throw new AppError('attachment.damaged');
  await deps.db.write(tx =>
    ctx.log(tx, { action: 'DISCLOSURE', category: 'document', patientId: input.patientId, objectType: 'attachment', objectId: one.id, reasonCode: `disclosed.${disclosure.recipientKind}.${disclosure.basis}`, reasonText: disclosure.id }),
  );
  return { content: Buffer.from(bytes).toString('base64') };
}
