import { DateInput } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';

import { useText } from '../text.tsx';
import { inputProps, type FieldProps } from './field.ts';
import { parseTypedDate } from './parse-date.ts';

export interface DateFieldProps extends FieldProps<string | null> {
  /** Earliest and latest day that can be taken, `YYYY-MM-DD`. */
  readonly min?: string;
  readonly max?: string;
  /** Today's calendar date in the clinic; decides two-digit years and "imorgon". */
  readonly today: string;
}

/** A calendar date, typed in any usual form or taken from the month that opens under it. Value `YYYY-MM-DD` or null. */
export function DateField({ min, max, today, ...field }: DateFieldProps) {
  const t = useText();
  return (
    <DateInput
      {...inputProps(field)}
      value={field.value}
      onChange={value => field.onChange(value)}
      valueFormat="YYYY-MM-DD"
      dateParser={typed => parseTypedDate(typed, today) ?? null}
      defaultDate={field.value ?? today}
      fixOnBlur
      popoverProps={{ withinPortal: false, transitionProps: { duration: 0 }, trapFocus: false }}
      leftSection={<IconCalendar size={16} stroke={1.6} aria-hidden />}
      placeholder={field.placeholder ?? t('ui.date.placeholder')}
      {...(min === undefined ? {} : { minDate: min })}
      {...(max === undefined ? {} : { maxDate: max })}
    />
  );
}
