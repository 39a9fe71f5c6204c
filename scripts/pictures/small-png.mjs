// Makes a screenshot small: the empty rows at its foot go, and so do all but 256 colours. https://www.w3.org/TR/png/
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The picture with a palette; `foot` rows of the page's background are left under the last row that shows anything. */
export function smallPng(png, foot) {
  const { width, height, channels, pixels } = decode(png);
  const stride = width * channels;
  const last = lastRowOf(pixels, stride, height);
  const rows = Math.min(height, last + 1 + foot);
  const { palette, indexOf } = paletteOf(pixels, rows * stride, channels);
  const lines = Buffer.alloc(rows * (width + 1));
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < width; x += 1) {
      lines[y * (width + 1) + 1 + x] = indexOf(colorAt(pixels, y * stride + x * channels));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Chromium writes 8 bits per channel, RGB or RGBA, not interlaced. */
function decode(png) {
  const parts = [];
  let width = 0;
  let height = 0;
  let channels = 3;
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      width = data.readUInt32BE(0);
      height = data.readUInt32BE(4);
      if (data[8] !== 8 || data[12] !== 0 || (data[9] !== 2 && data[9] !== 6))
        throw new Error('not a screenshot');
      channels = data[9] === 6 ? 4 : 3;
    }
    if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  return {
    width,
    height,
    channels,
    pixels: unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels),
  };
}

/** https://www.w3.org/TR/png/#9Filters */
function unfilter(raw, stride, height, channels) {
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < channels ? 0 : pixels[at - channels];
      const up = y === 0 ? 0 : pixels[at - stride];
      const corner = x < channels || y === 0 ? 0 : pixels[at - stride - channels];
      pixels[at] =
        raw[y * (stride + 1) + 1 + x] + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
    }
  }
  return pixels;
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function colorAt(pixels, at) {
  return (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
}

function lastRowOf(pixels, stride, height) {
  const background = pixels.subarray((height - 1) * stride);
  let last = height - 1;
  while (last > 0 && pixels.subarray(last * stride, (last + 1) * stride).equals(background)) last -= 1;
  return last;
}

/** The colours that are used most; every other one is shown as the nearest of them. */
function paletteOf(pixels, end, channels) {
  const counts = new Map();
  for (let at = 0; at < end; at += channels) {
    const color = colorAt(pixels, at);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const palette = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, 256)
    .map(([color]) => color);
  const indices = new Map(palette.map((color, index) => [color, index]));
  const indexOf = (color) => {
    const known = indices.get(color);
    if (known !== undefined) return known;
    const distances = palette.map((other) => distance(color, other));
    const nearest = distances.indexOf(Math.min(...distances));
    indices.set(color, nearest);
    return nearest;
  };
  return { palette, indexOf };
}

function distance(a, b) {
  return [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
