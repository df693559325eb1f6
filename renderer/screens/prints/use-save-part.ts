import type { PrintSettingDraft } from '#shared/domain/prints/print-setting.ts';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { notify, useText } from '#renderer/ui/index.ts';

export type Settings = OutputOf<'prints', 'settings'>;

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
