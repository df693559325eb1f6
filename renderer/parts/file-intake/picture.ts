import type { ImageType } from '#shared/domain/attachments/image-header.ts';
import { THUMBNAIL_MAX_BYTES } from '#shared/domain/attachments/limits.ts';
import { stripImage } from '#shared/domain/attachments/strip-image.ts';

const THUMBNAIL_SIDE = 320;
const QUALITY = 0.9;

/** A picture made anew from its pixels, and a small one for lists. */
export interface Redrawn {
  readonly picture: Blob;
  readonly thumbnail: Blob;
}

/**
 * Decodes a picture here, in the sandboxed page, turns it the way it was held, makes it at most `longestSide` pixels, and encodes it
 * anew: nothing but pixels is left (K-24). The original is not kept. Rejects when it cannot be decoded.
 */
export async function redraw(bytes: Uint8Array<ArrayBuffer>, type: ImageType, longestSide: number): Promise<Redrawn> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type }));
  try {
    return { picture: await draw(bitmap, { longestSide, type, quality: QUALITY }), thumbnail: await thumbnailOf(bitmap) };
  } finally {
    bitmap.close();
  }
}

async function thumbnailOf(bitmap: ImageBitmap): Promise<Blob> {
  for (const quality of [0.8, 0.6, 0.4]) {
    const blob = await draw(bitmap, { longestSide: THUMBNAIL_SIDE, type: 'image/jpeg', quality });
    if (blob.size <= THUMBNAIL_MAX_BYTES) return blob;
  }
  return draw(bitmap, { longestSide: THUMBNAIL_SIDE / 2, type: 'image/jpeg', quality: 0.4 });
}

interface Drawing {
  readonly longestSide: number;
  readonly type: ImageType;
  readonly quality: number;
}

async function draw(bitmap: ImageBitmap, { longestSide, type, quality }: Drawing): Promise<Blob> {
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  if (type === 'image/jpeg') {
    // JPEG has no transparency: what was see-through becomes paper, not black.
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const encoded = await canvas.convertToBlob({ type, quality });
  return new Blob([stripImage(new Uint8Array(await encoded.arrayBuffer()), type)], { type });
}
