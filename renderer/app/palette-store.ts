import { createSpotlight } from '@mantine/spotlight';

/** The one palette of the frame: its state, and open, close and toggle. */
export const [paletteStore, palette] = createSpotlight();
