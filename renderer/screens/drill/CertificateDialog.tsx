import { useState } from 'react';

import { type DrillCertificate, drillSpeed } from '#shared/domain/drill/drill.ts';

import { saveFile, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useReason } from '#renderer/parts/drill-line/index.ts';
import { Banner, Button, Dialog, FactList, Row, Stack, Text, useFormats, useLanguage, useText } from '#renderer/ui/index.ts';

import { CheckTable } from './CheckTable.tsx';
import classes from './Drill.module.css';

/** One certificate: what was restored from where, every check, and the ways to keep it outside the program. */
export function CertificateDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const reason = useReason();
  const { stamp } = useFormats();
  const { data: certificate, error } = useQueryOf('drill', 'certificate', { id });
  return (
    <Dialog open onClose={onClose} size="large" title={t('drill.certificate.title', { when: certificate ? stamp(certificate.endedAt) : '' })} safeLabel={t('drill.certificate.close')}>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      {certificate ? (
        <Stack gap={4}>
          {certificate.outcome === 'failed' ? <Banner tone="danger" title={t('drill.list.failed')}>{reason(certificate.errorCode)}</Banner> : null}
          <Facts certificate={certificate} />
          <Papers id={id} />
          <CheckTable lines={certificate.lines} />
        </Stack>
      ) : null}
    </Dialog>
  );
}

function Facts({ certificate: c }: { readonly certificate: DrillCertificate }) {
  const t = useText();
  const { stamp, bytes, duration, number } = useFormats();
  const speed = drillSpeed(c);
  const ordered = c.orderedBy === null ? t('drill.certificate.planned') : [c.orderedBy.name, c.orderedBy.title].filter(Boolean).join(', ');
  return (
    <FactList
      facts={[
        { label: t('drill.certificate.place'), value: c.place.where === c.place.name ? c.place.name : `${c.place.name} (${c.place.where})` },
        ...(c.generation === null ? [] : [{ label: t('drill.certificate.backup'), value: t('drill.certificate.backupOf', { when: stamp(c.generation.createdAt), size: bytes(c.generation.databaseBytes) }) }]),
        { label: t('drill.certificate.took'), value: speed === null ? duration(c.durationMs) : t('drill.certificate.tookOf', { duration: duration(c.durationMs), speed: number(Math.round(speed)) }) },
        { label: t('drill.certificate.keys'), value: t(c.keys === 'kit' ? 'drill.certificate.keysKit' : 'drill.certificate.keysClinic') },
        { label: t('drill.certificate.ordered'), value: ordered },
      ]}
    />
  );
}

/** PDF, and the signed files with the commands that check them. */
function Papers({ id }: { readonly id: string }) {
  const t = useText();
  const errorText = useErrorText();
  const language = useLanguage();
  const print = useCommandOf('drill', 'pdf');
  const files = useCommandOf('drill', 'files');
  const [commands, setCommands] = useState<readonly string[]>([]);
  const failure = print.error ?? files.error;
  const saveFiles = () => files.start({ id }, saved => {
    for (const one of saved.files) saveFile(one.content, one.name, one.type);
    setCommands(saved.commands);
  });
  return (
    <Stack gap={3}>
      <Row gap={2} wrap>
        <Button loading={print.isRunning} onClick={() => print.start({ id, language }, ({ pdf, fileName }) => saveFile(pdf, fileName, 'application/pdf'))}>{t('drill.certificate.print')}</Button>
        <Button loading={files.isRunning} onClick={saveFiles}>{t('drill.certificate.files')}</Button>
      </Row>
      {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      {commands.length > 0 ? (
        <Stack gap={2}>
          <Text>{t('drill.certificate.openssl')}</Text>
          <pre className={classes.command}>{commands.join('\n')}</pre>
          <Text muted small>{t('drill.certificate.key')}</Text>
        </Stack>
      ) : null}
    </Stack>
  );
}
