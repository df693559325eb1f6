import { type BackupReceipt, receiptCode } from '#shared/domain/backup/receipt.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { backupReceiptPdf } from '../../pdf/backup-receipt.ts';
import { listGenerations } from '../../repositories/backup-run.ts';
import { putSetting } from '../../repositories/setting.ts';
import type { BackupServiceDeps } from './backup-context.ts';
import { readBackupSetting } from './backup-settings.ts';

const LOOKED_THROUGH = 400;

/** The receipt of one backup as a PDF, and the code on it. Logged. Errors: record.notFound, also for a backup that was never proven. */
export async function printReceipt(deps: BackupServiceDeps, ctx: CallContext, input: { readonly generationId: string; readonly repositoryId: string }): Promise<{ pdfBase64: string; code: string }> {
  const listed = (await listGenerations(deps.db.reader, LOOKED_THROUGH, input.repositoryId)).find(one => one.generation.id === input.generationId);
  if (listed === undefined || listed.certificate === null) throw new AppError('record.notFound');
  const { targets } = await readBackupSetting(deps.db.reader);
  const receipt: BackupReceipt = {
    clinicName: deps.clinic.name, repositoryId: listed.repositoryId, placeName: targets.find(target => target.repositoryId === listed.repositoryId)?.name ?? '',
    manifestSha256: listed.certificate.manifestSha256, generation: listed.generation,
  };
  const pdf = await backupReceiptPdf(receipt, deps.clinic.timeZone);
  const at = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    await putSetting(tx, 'backup_receipt', { value: { printedAt: at, generationId: input.generationId }, at });
    await ctx.log(tx, { action: 'PRINT', category: 'system', objectType: 'backupReceipt', objectId: input.generationId });
  });
  deps.changed('backup');
  return { pdfBase64: pdf.toString('base64'), code: receiptCode(receipt) };
}
