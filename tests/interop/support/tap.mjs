// SPDX-License-Identifier: GPL-3.0-or-later
// The Test Anything Protocol, as much as a list of stories needs.

const stories = [];

/** Adds a story; they run in the order they were added. */
export function story (name, run) {
  stories.push ({ name, run });
}

/** A line of meson's log. */
export function note (text) {
  for (const line of String (text).split ('\n'))
    console.log (`# ${line}`);
}

/** Says loudly that nothing was judged, and why. */
export function skipAll (reason) {
  console.error (`interop: NOT RUN: ${reason}`);
  console.log (`1..0 # SKIP ${reason}`);
  process.exit (0);
}

/** Runs all stories, each followed by @clear, then @finish, and ends the process. */
export async function run (finish, clear = async () => {}) {
  let failed = 0;

  console.log (`1..${stories.length}`);
  for (const [index, { name, run: tell }] of stories.entries ()) {
    try {
      await tell ().finally (clear);
      console.log (`ok ${index + 1} ${name}`);
    } catch (error) {
      failed++;
      console.log (`not ok ${index + 1} ${name}`);
      note (error.stack ?? error);
    }
  }
  await finish ();
  process.exit (failed > 0 ? 1 : 0);
}
