import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Editing must work on macOS, where it hangs on the menu; elsewhere there is none. Reload and zoom stay; nothing opens a page. */
export function setMenu(isDevelopment: boolean): void {
  if (process.platform !== 'darwin' && !isDevelopment) return Menu.setApplicationMenu(null);
  const template: MenuItemConstructorOptions[] = [
    { role: 'appMenu' },
    { role: 'editMenu' },
    { label: 'View', submenu: [{ role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'resetZoom' }, { role: 'togglefullscreen' }, ...(isDevelopment ? [{ role: 'toggleDevTools' } as const] : [])] },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
