/** How much larger than fitting, and which part is in the middle (0 to 1 each way). */
export interface Looking {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

const ZOOM_MAX = 8;

export const FITTING: Looking = { zoom: 1, x: 0.5, y: 0.5 };
export const closer = (looking: Looking, factor: number): Looking => ({ ...looking, zoom: Math.max(1, Math.min(ZOOM_MAX, looking.zoom * factor)) });
