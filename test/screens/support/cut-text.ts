import type { Page } from 'playwright-core';

/**
 * Text somebody cannot read whole: cut without an ellipsis, or with one and neither a title nor a label to read it in, and
 * controls outside the window. What lies in something that scrolls is left out; so is what is hidden from sight.
 */
export const cutText = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const EDGE = 1.5;
    const found: string[] = [];
    const nameOf = (element: Element, text: string): string => `${element.tagName.toLowerCase()}.${element.className.toString().split(' ')[0] ?? ''} “${text.trim().slice(0, 60)}”`;
    const isSeen = (element: Element): boolean => element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && element.closest('.kb-visually-hidden, [aria-hidden="true"] svg') === null;
    const isReadElsewhere = (element: Element): boolean => element.closest('[title]:not([title=""]), [aria-label]:not([role="grid"]):not([role="dialog"]):not(main):not(nav):not(footer):not(section)') !== null;
    /** How far out of the nearest box that clips it a text reaches, and whether that box ends it in an ellipsis. */
    const clippedBy = (parent: Element, text: DOMRect): 'whole' | 'scrolls' | 'cut' | 'ellipsis' => {
      let ellipsis = false;
      for (let box: Element | null = parent; box && box !== document.body; box = box.parentElement) {
        const { overflowX, textOverflow } = getComputedStyle(box);
        const edge = box.getBoundingClientRect();
        ellipsis ||= textOverflow === 'ellipsis';
        // A box of one pixel is how words for screen readers alone are kept out of sight.
        if (edge.width <= 1 || edge.height <= 1) return 'whole';
        if (overflowX === 'visible' || (text.right <= edge.right + EDGE && text.left >= edge.left - EDGE)) continue;
        return overflowX === 'auto' || overflowX === 'scroll' ? 'scrolls' : ellipsis ? 'ellipsis' : 'cut';
      }
      return text.right > window.innerWidth + EDGE || text.left < -EDGE ? 'cut' : 'whole';
    };
    const check = (node: Text): void => {
      const parent = node.parentElement;
      if (!parent || !isSeen(parent)) return;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      if (text.width < 2 || text.height < 2) return;
      const how = clippedBy(parent, text);
      if (how === 'cut') found.push(`cut: ${nameOf(parent, node.data)}`);
      if (how === 'ellipsis' && !isReadElsewhere(parent)) found.push(`no title: ${nameOf(parent, node.data)}`);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) if ((node as Text).data.trim() !== '') check(node as Text);
    const scrolls = (element: Element): boolean => {
      for (let box = element.parentElement; box; box = box.parentElement) if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
      return false;
    };
    for (const control of document.querySelectorAll('button, input, a[href], [role="button"], [role="radio"], [role="tab"]')) {
      const { left, right, width } = control.getBoundingClientRect();
      if (width > 1 && isSeen(control) && !scrolls(control) && (left < -EDGE || right > window.innerWidth + EDGE)) found.push(`outside: ${nameOf(control, control.textContent)}`);
    }
    return [...new Set(found)];
  });
