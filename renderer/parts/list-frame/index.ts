export { ListFrame, ListHead, RowFoot, SideItem } from './ListFrame.tsx';
