import { useErrorText, useJob } from '#renderer/client/index.ts';
import { Banner, ProgressLine, useText } from '#renderer/ui/index.ts';

/** What stopped the reading or the import. */
export function ImportFailure({ error }: { readonly error: unknown }) {
  const errorText = useErrorText();
  return error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null;
}

/** How far the writing is; one transaction, so nothing is there before all of it is. */
export function WritingLine() {
  const t = useText();
  const job = useJob('patientImport');
  return <ProgressLine label={t('patients.import.writing')} done={job?.done ?? 0} total={job?.total ?? 0} />;
}
