import type { PersonChange } from '#shared/contract/staff.ts';
import { ROLES } from '#shared/domain/permissions.ts';
import { PROFESSIONS } from '#shared/domain/staff/person.ts';

import { Text, useFormats, useHasText, useText } from '#renderer/ui/index.ts';

import classes from './Staff.module.css';

/** Earlier states of the person, newest first, with who changed what. */
export function PersonHistory({ history }: { readonly history: readonly PersonChange[] }) {
  const t = useText();
  const { stamp } = useFormats();
  const hasText = useHasText();
  const shown = useShownValue();
  if (history.length === 0) return <Text muted>{t('staff.history.none')}</Text>;
  const fieldName = (field: string) => {
    const key = `staff.history.field.${field}`;
    return hasText(key) ? t(key as 'staff.history.field.name') : field;
  };
  return (
    <ol className={classes.history}>
      {history.map(entry => (
        <li key={`${entry.at}-${entry.changes.map(change => change.field).join()}`} className={classes.change}>
          <p><Text muted small num>{t('staff.history.by', { date: stamp(entry.at), by: entry.by })}</Text></p>
          {entry.changes.map(change => (
            <p key={change.field}>{t('staff.history.change', { field: fieldName(change.field), from: shown(change.field, change.from), to: shown(change.field, change.to) })}</p>
          ))}
        </li>
      ))}
    </ol>
  );
}

/** A stored value in words. */
function useShownValue(): (field: string, value: string) => string {
  const t = useText();
  return (field, value) => {
    if (value === '') return t('staff.history.empty');
    if (field === 'status') return t(value === 'closed' ? 'staff.history.closed' : 'staff.history.active');
    if (field === 'roles') return ROLES.filter(role => value.includes(`"${role}"`)).map(role => t(`staff.role.${role}`)).join(', ');
    const profession = PROFESSIONS.find(one => field === 'profession' && one === value);
    return profession ? t(`staff.profession.${profession}`) : value;
  };
}
