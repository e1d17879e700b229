// Offsets of the service, in any unit, as the UTF-16 units of strings here.

import { OffsetEncoding } from "../gen/kayan/v1/options_pb";

/**
 * Converts ascending offsets of `text` in `encoding` to UTF-16 units, in one
 * walk over the text.
 */
export function toUtf16(text: string, offsets: readonly number[], encoding: OffsetEncoding): number[] {
  if (encoding === OffsetEncoding.UTF16) {
    return [...offsets];
  }
  const width = encoding === OffsetEncoding.CODE_POINT ? () => 1 : utf8Width;
  const found: number[] = [];
  let unit = 0;
  let walked = 0;
  for (const offset of offsets) {
    while (walked < offset && unit < text.length) {
      const point = text.codePointAt(unit) ?? 0;
      walked += width(point);
      unit += point > 0xffff ? 2 : 1;
    }
    found.push(unit);
  }
  return found;
}

function utf8Width(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair is counted as two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
}
