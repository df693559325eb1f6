import { Extension } from '@tiptap/core';
import type { Node as ProseNode } from '@tiptap/pm/model';
import { NodeSelection, Plugin, type EditorState } from '@tiptap/pm/state';

const idOf = (node: ProseNode | null | undefined): string | undefined => (node?.type.name === 'attachment' ? String(node.attrs['id']) : undefined);

/** The file the cursor has taken hold of, or stands right beside. */
function fileAt({ selection }: EditorState): string | undefined {
  if (selection instanceof NodeSelection) return idOf(selection.node);
  return idOf(selection.$from.nodeBefore) ?? idOf(selection.$from.nodeAfter);
}

/** Alt+Enter with the cursor at a file, or a double click on it, shows the file. */
export const openFileKeys = (open: (id: string) => void) =>
  Extension.create({
    name: 'openFileKeys',
    addKeyboardShortcuts() {
      return {
        'Alt-Enter': () => {
          const id = fileAt(this.editor.state);
          if (id !== undefined) open(id);
          return id !== undefined;
        },
      };
    },
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handleDoubleClickOn: (_view, _at, node) => {
            const id = idOf(node);
            if (id !== undefined) open(id);
            return id !== undefined;
          },
        },
      }),
    ],
  });
