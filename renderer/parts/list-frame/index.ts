export { ListFrame, ListHead, RowFoot, SideHead, SideItem } from './ListFrame.tsx';
