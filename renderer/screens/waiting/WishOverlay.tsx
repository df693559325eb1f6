import { WishDialog } from './WishDialog.tsx';
import { openWish, useOpenWish } from '#renderer/parts/open-wish.ts';

/** The dialog of the waiting list, on whatever screen somebody asks for it. */
export function WishOverlay() {
  const open = useOpenWish();
  return open ? <WishDialog open={open} onClose={() => openWish(undefined)} /> : null;
}
