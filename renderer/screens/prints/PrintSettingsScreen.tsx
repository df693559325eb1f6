import type { PrintSettingDraft } from '#shared/domain/prints/print-setting.ts';

import { useCommandOf, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, notify, Page, useText } from '#renderer/ui/index.ts';

import { FeedsPart } from './FeedsPart.tsx';
import { PapersPart } from './PapersPart.tsx';
import classes from './Prints.module.css';
import { SheetPart } from './SheetPart.tsx';

export type Settings = OutputOf<'prints', 'settings'>;

/** What stands on the clinic's papers, the emergency sheet and calendar files. For the administrator. */
export function PrintSettingsScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('prints', 'settings', {});
  return (
    <Page title={t('prints.settings.title')}>
      <div className={classes.screen}>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
        {data ? <PapersPart settings={data} /> : null}
        {data ? <SheetPart settings={data} /> : null}
        <FeedsPart />
      </div>
    </Page>
  );
}

/** Saves a part of the settings on top of what is stored; the error stays with the part that was saved. */
export function useSavePart(settings: Settings) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('prints', 'saveSettings');
  const { version, hasSheetPassword: _known, ...stored } = settings;
  return {
    isSaving: save.isRunning,
    error: save.error ? errorText(save.error).text : undefined,
    save: (part: Partial<PrintSettingDraft>) => save.start({ version, draft: { ...stored, ...part } }, () => notify(t('prints.settings.saved'), 'prints-saved')),
  };
}
