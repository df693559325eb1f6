import { notifications } from '@mantine/notifications';

/**
 * A quiet word in the corner that something was done, with an undo where there is one. Never for failures: those stand
 * where the person is looking (Banner, field error) until they are dealt with.
 */
export function notify(message: string, id?: string): void {
  notifications.show({ message, withBorder: true, withCloseButton: false, color: 'petrol', ...(id === undefined ? {} : { id }) });
}
