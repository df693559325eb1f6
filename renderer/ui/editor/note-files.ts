import { createContext, useContext } from 'react';

/** Shows a file of the journal by its id. */
export type OpenNoteFile = (id: string) => void;

/** Put around notes whose references to files can be opened; without it they are words. */
export const NoteFiles = createContext<OpenNoteFile | null>(null);
export const useNoteFiles = (): OpenNoteFile | null => useContext(NoteFiles);
