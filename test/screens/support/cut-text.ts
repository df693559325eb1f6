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
    const check = (node: Text): void => {
      const parent = node.parentElement;
      if (!parent || !isSeen(parent)) return;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      if (text.width < 2 || text.height < 2) return;
      let ellipsis = false;
      for (let box: Element | null = parent; box && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box);
        const edge = box.getBoundingClientRect();
        if (edge.width <= 1 || edge.height <= 1) return;
        ellipsis ||= style.textOverflow === 'ellipsis';
        const isOut = text.right > edge.right + EDGE || text.left < edge.left - EDGE;
        if (isOut && (style.overflowX === 'auto' || style.overflowX === 'scroll')) return;
        if (isOut && style.overflowX !== 'visible') {
          if (!ellipsis || !isReadElsewhere(parent)) found.push(`${ellipsis ? 'no title' : 'cut'}: ${nameOf(parent, node.data)}`);
          return;
        }
      }
      if (text.right > window.innerWidth + EDGE || text.left < -EDGE) found.push(`outside: ${nameOf(parent, node.data)}`);
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
