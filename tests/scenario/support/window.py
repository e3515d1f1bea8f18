# SPDX-License-Identifier: GPL-3.0-or-later
"""Eyes and hands: what a person sees of a program, and what it can press and type."""
import time

from . import a11y, bus, language, wait

BUTTONS = ('push button', 'toggle button')
ENTRIES = ('text', 'entry', 'password text')
MENU_ITEMS = ('menu item', 'check menu item', 'radio menu item', 'check box', 'radio button')
# What may hold labels that take no part in pointing.
HOLDERS = BUTTONS + ENTRIES + ('list item', 'check box', 'radio button', 'page tab', 'progress bar')


def is_shown(node):
    """Whether a node is on the screen.

    GTK 3 says so. GTK 4.8 says it of the active window alone, and leaves the pages of a stack that are not
    the visible one in the tree, as visible as the rest and with the size that they last had. But it
    picks only what is mapped, so being found by a point inside it is the proof. Two kinds are never
    found and go with what holds them: what is insensitive, and the inner labels of buttons and rows.
    """
    try:
        return is_shown_now(node)
    except bus.Error:
        return False # gone meanwhile


def is_shown_now(node):
    if node.showing or node.parent is None:
        return node.present
    if not node.can('Component'):
        return is_shown_now(node.parent)
    x, y, width, height = node.extents()
    if width <= 0 or height <= 0 or node.ask('Component', 'GetAlpha')[0] == 0:
        return False
    if not node.sensitive:
        return is_shown_now(above(node, lambda other: other.sensitive))
    # The box is that of the content; what lies in it may have no accessible of its own, and is then
    # found as nothing: so the padding around it is tried too.
    across = (x + width // 2, x + 1, x - 3, x + width + 2)
    down = (y + height // 2, y + 1, y - 3)
    if any(node.is_found_at(i, j) for i in across for j in down):
        return True
    holder = above(node, lambda other: other.role in HOLDERS)
    return holder is not None and is_shown_now(holder)


def above(node, fits):
    node = node.parent
    while node is not None and not fits(node):
        node = node.parent
    return node


def press(node):
    """Presses a node, or the button inside it: a menu button's is its child."""
    for candidate in (node, *node.walk()):
        if candidate.has_action():
            candidate.do_action()
            return
    raise AssertionError(f'{node.role} {node.name!r} has no action')


# While the program speaks another language: a language.Reader.
reader = None


def plain(text):
    """In English; without the marks that keep phone numbers from being reordered, and those of a
    translation that only marks what it translates (test-language.py)."""
    text = ''.join(c for c in text if c not in '\u2066\u2067\u2068\u2069\u200e\u200f⟦⟧')
    return reader.read(text) if reader else text


def is_named(node, *names):
    return any(reading in names for reading in plain(node.name).split(language.BETWEEN))


def describe(node):
    """One line of a dump."""
    depth, holder = 0, node.parent
    while holder is not None:
        depth, holder = depth + 1, holder.parent
    notes = [note for note, holds in (('not shown', not is_shown(node)),
                                      ('insensitive', not node.sensitive),
                                      ('checked', node.checked),
                                      ('focused', node.focused)) if holds]
    try:
        description = f' “{node.description}”' if node.description else ''
        return f"{'  ' * depth}{node.role} {node.name!r}{description} {', '.join(notes)}".rstrip()
    except bus.Error:
        return f"{'  ' * depth}(gone)"


class Window:
    """All windows of one process."""

    def __init__(self, process_id):
        self.process_id = process_id
        self._missing = {} # since when what is looked for was not there

    def nodes(self, is_thorough=False):
        yield from a11y.nodes_of(self.process_id, is_thorough)

    def look(self, what, fits):
        """The first node that fits, or None. What is missed for a second is looked for thoroughly."""
        def fits_still(node):
            try:
                return fits(node)
            except bus.Error:
                return False # gone meanwhile
        found = next(filter(fits_still, self.nodes()), None)
        if found is None:
            since = self._missing.setdefault(what, time.monotonic())
            if time.monotonic() - since > 1:
                found = next(filter(fits_still, self.nodes(True)), None)
        if found is not None:
            self._missing.pop(what, None)
        return found

    def find(self, name, roles=None, sensitive=None):
        """The first shown node of exactly that name, or None.

        The buttons of libadwaita's dialogs have their names twice on GTK 4.8: label and mnemonic.
        """
        def fits(node):
            return is_named(node, name, f'{name} {name}') and \
                (roles is None or node.role in roles) and \
                (sensitive is None or node.sensitive == sensitive) and is_shown(node)
        return self.look((name, roles, sensitive), fits)

    def has_text(self, fragment):
        """Whether some text on the screen holds fragment: a name, or what a text widget holds."""
        return self.look(fragment, lambda node: fragment in plain(node.name) and
                         is_shown(node)) is not None

    def windows(self):
        """The names of the windows that are open."""
        return [node.name for node in a11y.windows_of(self.process_id)]

    def dump(self):
        """The tree as text, for a person who looks for what went wrong."""
        lines = [describe(node) for node in self.nodes(True)]
        return '\n'.join(lines) or '(no window: the program is not on the accessibility bus)'

    # Waiting

    def see(self, name, roles=None, deadline=wait.DEADLINE):
        return wait.until(lambda: self.find(name, roles), f'{name!r} to be shown', deadline)

    def see_text(self, *fragments, deadline=wait.DEADLINE):
        for fragment in fragments:
            wait.until(lambda: self.has_text(fragment), f'the text {fragment!r}', deadline)

    def see_text_gone(self, fragment, deadline=wait.DEADLINE):
        wait.until(lambda: not self.has_text(fragment), f'the text {fragment!r} to go', deadline)

    def see_gone(self, name, roles=None, deadline=wait.DEADLINE):
        wait.until(lambda: self.find(name, roles) is None, f'{name!r} to go away', deadline)

    def see_button(self, name, deadline=wait.DEADLINE):
        """A button that can be pressed."""
        return wait.until(lambda: self.find(name, BUTTONS, sensitive=True),
                          f'the button {name!r}, sensitive', deadline)

    def see_status(self, name, deadline=wait.DEADLINE):
        """The status in the header."""
        self.see(f'Status: {name}', deadline=deadline)

    def see_countdown(self, seconds, deadline=wait.DEADLINE):
        """The ring that counts down, with so many seconds left."""
        def read():
            rings = [node for node in self.nodes() if is_named(node, 'Time left to answer')]
            return {round(ring.value()) for ring in rings if ring.can('Value')}
        wait.equal(read, {seconds}, 'the countdowns', deadline)

    def see_timer(self, name, seconds, deadline=wait.DEADLINE):
        """The ring that shows a running time: 'In Call 1:12'. The service's time is known to the
        agent from answers that tell whole seconds, so it may be one off."""
        names = [f'{name} {s // 60}:{s % 60:02}' for s in (seconds - 1, seconds, seconds + 1)]
        wait.until(lambda: any(self.find(n) for n in names), f'one of {names}', deadline)

    # Doing

    def press(self, name):
        press(self.see_button(name))

    def press_menu_button(self, prefix):
        """Opens the menu of the button whose name starts so."""
        def find():
            return next((node for node in self.nodes()
                         if plain(node.name).startswith(prefix) and is_shown(node)), None)
        press(wait.until(find, f'the menu button {prefix!r}'))

    def entry(self, name):
        return wait.until(lambda: self.find_entry(name), f'the entry {name!r}')

    def find_entry(self, name):
        return self.find(name, ENTRIES)

    def type(self, name, text):
        """Fills an entry. Read back, because GTK takes the text in its next turn."""
        entry = self.entry(name)
        entry.set_text(text)
        wait.until(lambda: len(entry.text()) == len(text), f'the entry {name!r} to take its text')
