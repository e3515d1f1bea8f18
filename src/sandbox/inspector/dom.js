// SPDX-License-Identifier: GPL-3.0-or-later
// Elements are made and kept up to date here. What comes from the wire is only ever text.

/** An element: h ('button', { class: 'flat', onclick: f }, 'Words', child, …). */
export function h (name, attributes = {}, ...children) {
  const element = document.createElement (name);

  for (const [key, value] of Object.entries (attributes)) {
    if (value === undefined || value === null || value === false)
      continue;
    if (key.startsWith ('on'))
      element.addEventListener (key.slice (2), value);
    else
      element.setAttribute (key, value === true ? '' : String (value));
  }
  element.append (...children.filter (child => child !== null && child !== undefined));
  return element;
}

export const byId = id => document.getElementById (id);

/** Sets a text if it is another one: a screen reader and a selection are left alone. */
export function setText (element, text) {
  const words = text === null || text === undefined ? '' : String (text);

  if (element.textContent !== words)
    element.textContent = words;
}

export function setAttribute (element, name, value) {
  if (value === null || value === undefined || value === false)
    element.removeAttribute (name);
  else if (element.getAttribute (name) !== String (value))
    element.setAttribute (name, String (value));
}

/**
 * Makes a parent's children those of a list. An item keeps its element as long as its key is there,
 * and with it focus, selection and what was opened. @make gives { element, update }.
 */
export function syncList (parent, items, keyOf, make) {
  const rows = parent.rows ??= new Map ();
  const seen = new Set ();
  let place = parent.firstElementChild;

  for (const item of items) {
    const key = keyOf (item);
    let row = rows.get (key);

    seen.add (key);
    if (row === undefined) {
      row = make (item);
      rows.set (key, row);
    }
    if (row.element === place)
      place = place.nextElementSibling;
    else
      parent.insertBefore (row.element, place);
    row.update (item);
  }
  for (const [key, row] of rows) {
    if (!seen.has (key)) {
      row.element.remove ();
      rows.delete (key);
    }
  }
  parent.hidden = items.length === 0;
}

/** The list, or the words that say that it is empty. */
export function syncOrEmpty (id, items, keyOf, make) {
  syncList (byId (id), items, keyOf, make);
  byId (`${id}-empty`).hidden = items.length > 0;
}

/** A word in a shape of its own: never told by its colour alone. */
export function badge () {
  const element = h ('span', { class: 'badge' });

  return { element, update (words, kind) {
    setText (element, words);
    setAttribute (element, 'data-kind', kind);
  } };
}

/** A button that opens and closes what is below it; @opened is called each time it opens. */
export function disclosure (words, body, opened) {
  const button = h ('button', { type: 'button', class: 'flat disclosure', 'aria-expanded': 'false',
                                onclick () {
    const open = body.hidden;

    body.hidden = !open;
    button.setAttribute ('aria-expanded', String (open));
    if (open)
      opened ();
  } }, words);

  body.hidden = true;
  return button;
}
