import { useState } from 'react';

import { SHEET_DAYS_MAX, SHEET_FILE } from '#shared/domain/prints/print-setting.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, NumberField, Section, Stack, StatusRow, Switch, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Prints.module.css';
import { SheetPassword } from './SheetPassword.tsx';
import { useSheet } from './use-sheet.ts';
import { useSavePart, type Settings } from './use-save-part.ts';

/** The emergency sheet: where, how far ahead, its password, and how it stands. */
export function SheetPart({ settings }: { readonly settings: Settings }) {
  const t = useText();
  const errorText = useErrorText();
  const { words, reason } = useSheet();
  const write = useCommandOf('prints', 'writeSheet');
  const { save, isSaving, error } = useSavePart(settings);
  const [folder, setFolder] = useState(settings.sheetFolder ?? '');
  const [days, setDays] = useState<number | null>(settings.sheetDays);
  const [withPhone, setWithPhone] = useState(settings.sheetWithPhone);
  const isOn = settings.sheetFolder !== null;
  const submit = (): void => save({ sheetFolder: folder.trim() === '' ? null : folder.trim(), sheetDays: days ?? settings.sheetDays, sheetWithPhone: withPhone });
  return (
    <Section title={t('prints.settings.sheet.title')}>
      <Stack gap={4}>
        <Text muted>{t('prints.settings.sheet.lead')}</Text>
        {words ? <StatusRow tone={words.tone} label={t('prints.sheet.name')} value={words.text} {...(reason === undefined ? {} : { detail: reason })} /> : null}
        {isOn && !settings.hasSheetPassword ? <Banner tone="attention">{t('prints.settings.sheet.noPassword')}</Banner> : null}
        <form className={classes.form} noValidate onSubmit={event => { event.preventDefault(); submit(); }}>
          <div data-whole><TextField label={t('prints.settings.sheet.folder')} help={t('prints.settings.sheet.folderHelp', { file: SHEET_FILE })} value={folder} onChange={setFolder} maxLength={1000} error={error} /></div>
          <div className={classes.narrow}><NumberField label={t('prints.settings.sheet.days')} value={days} onChange={setDays} min={0} max={SHEET_DAYS_MAX} /></div>
          <Switch label={t('prints.settings.sheet.withPhone')} checked={withPhone} onChange={setWithPhone} />
          <div data-whole className={classes.actions}>
            <Button kind="primary" type="submit" loading={isSaving}>{t('prints.settings.save')}</Button>
            <SheetPassword isFirst={!settings.hasSheetPassword} canMake={isOn} />
            {isOn && settings.hasSheetPassword ? <Button loading={write.isRunning} onClick={() => write.start({})}>{t('prints.settings.sheet.write')}</Button> : null}
          </div>
        </form>
        {write.error ? <Banner tone="danger" live>{errorText(write.error).text}</Banner> : null}
      </Stack>
    </Section>
  );
}
