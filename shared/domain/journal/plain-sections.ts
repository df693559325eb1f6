/** One section of a note's plain text: its heading and what stands under it. */
export interface PlainSection {
  readonly title: string;
  readonly text: string;
}

/** The sections of a note's plain text: a heading, its lines, an empty line between sections (noteToPlain). */
export const sectionsOf = (text: string): PlainSection[] =>
  text.split('\n\n').map(part => {
    const [title = '', ...lines] = part.split('\n');
    return { title, text: lines.join('\n') };
  });
