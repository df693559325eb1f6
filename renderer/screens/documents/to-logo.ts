/** Printed at 242 points: three pixels a point are enough for a laser printer. */
const MOST = { width: 960, height: 320 } as const;

/**
 * A chosen PNG or JPEG as a small JPEG on white, drawn anew so that nothing but the picture is left of the file: no place,
 * no camera, no hidden data. Base64. Rejects when it is no picture.
 */
export async function toLogo(file: File): Promise<string> {
  if (!['image/png', 'image/jpeg'].includes(file.type)) throw new Error('neither PNG nor JPEG');
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, MOST.width / picture.width, MOST.height / picture.height);
  const [width, height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  picture.close();
  return canvas.toDataURL('image/jpeg', 0.92).replace(/^data:image\/jpeg;base64,/, '');
}
