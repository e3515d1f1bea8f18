// SPDX-License-Identifier: GPL-3.0-or-later
// Figures and words for people.

/** 75 → "1:15". */
export function duration (seconds) {
  const all = Math.max (0, Math.floor (seconds));
  const two = value => String (value).padStart (2, '0');
  const hours = Math.floor (all / 3600);
  const minutes = Math.floor (all / 60) % 60;

  return hours > 0 ? `${hours}:${two (minutes)}:${two (all % 60)}` : `${minutes}:${two (all % 60)}`;
}

/** Seconds since the epoch → "14:03:05", by the viewer's zone; with thousandths where they help. */
export function timeOfDay (epoch, exact = false) {
  const date = new Date (epoch * 1000);
  const two = value => String (value).padStart (2, '0');
  const time = [date.getHours (), date.getMinutes (), date.getSeconds ()].map (two).join (':');

  return exact ? `${time}.${String (date.getMilliseconds ()).padStart (3, '0')}` : time;
}

export function count (n, one, many) {
  return `${n} ${n === 1 ? one : many}`;
}

/** "3 of 1000" where only a beginning is shown. */
export function shown (n, total) {
  return n < total ? `${n} of ${total}` : String (n);
}

export function size (bytes) {
  if (bytes < 1000)
    return `${bytes} B`;
  return bytes < 1000000 ? `${(bytes / 1000).toFixed (1)} kB` : `${(bytes / 1000000).toFixed (1)} MB`;
}

/** "no-answer" → "No answer". */
export function words (word) {
  const text = word.replaceAll ('-', ' ');

  return text.charAt (0).toUpperCase () + text.slice (1);
}

/** JSON with its lines; anything else as it is. */
export function pretty (text) {
  try {
    return JSON.stringify (JSON.parse (text), null, 2);
  } catch {
    return text;
  }
}
