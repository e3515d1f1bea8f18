# SPDX-License-Identifier: GPL-3.0-or-later
"""Eyes and hands: what a screen reader sees of a program, and what it can press and type."""
import pyatspi

from . import wait

BUTTONS = ('push button', 'toggle button')
ENTRIES = ('text', 'entry', 'password text')
MENU_ITEMS = ('menu item', 'check menu item', 'radio menu item', 'check box', 'radio button')
# What may hold labels that take no part in pointing.
HOLDERS = BUTTONS + ENTRIES + ('list item', 'check box', 'radio button', 'page tab', 'progress bar')


class Node:
    """One accessible that was seen; may be gone by the time it is used."""

    def __init__(self, accessible, parent):
        self.accessible = accessible
        self.parent = parent # a Node, or None for a window
        self.role = accessible.getRoleName()
        self.name = accessible.name or ''
        states = accessible.getState()
        self.showing = states.contains(pyatspi.STATE_SHOWING)
        self.present = self.showing or \
            (parent is not None and states.contains(pyatspi.STATE_VISIBLE))
        self.sensitive = states.contains(pyatspi.STATE_SENSITIVE)
        self.focused = states.contains(pyatspi.STATE_FOCUSED)
        self.checked = states.contains(pyatspi.STATE_CHECKED) or \
            states.contains(pyatspi.STATE_PRESSED)

    @property
    def shown(self):
        """Whether it is on the screen.

        GTK 3 says so. GTK 4.8 says it of windows alone, and leaves the pages of a stack that are
        not the visible one in the tree, as visible as the rest and with the size that they last
        had. But it picks only what is mapped, so being found by a point inside it is the proof. Two kinds are never found and go with what holds
        them: what is insensitive, and the inner labels of buttons and rows.
        """
        if self.showing or self.parent is None:
            return self.showing
        try:
            component = self.accessible.queryComponent()
        except NotImplementedError:
            return self.parent.shown
        box = component.getExtents(pyatspi.WINDOW_COORDS)
        if box.width <= 0 or box.height <= 0 or component.getAlpha() == 0:
            return False
        if not self.sensitive:
            return self._above(lambda node: node.sensitive).shown
        # The box is that of the content; what lies in it may have no accessible of its own, and is
        # then found as nothing: so the padding around it is tried too.
        across = (box.x + box.width // 2, box.x + 1, box.x - 3, box.x + box.width + 2)
        down = (box.y + box.height // 2, box.y + 1, box.y - 3)
        if any(component.getAccessibleAtPoint(x, y, pyatspi.WINDOW_COORDS) is not None
               for x in across for y in down):
            return True
        holder = self._above(lambda node: node.role in HOLDERS)
        return holder is not None and holder.shown

    def _above(self, fits):
        node = self.parent
        while node is not None and not fits(node):
            node = node.parent
        return node

    def press(self):
        """Presses it, or the button inside it (a menu button's is its child)."""
        for node in (self, *walk(self)):
            try:
                action = node.accessible.queryAction()
            except NotImplementedError:
                continue
            if action.nActions > 0:
                action.doAction(0)
                return
        raise AssertionError(f'{self.role} {self.name!r} has no action')

    def text(self):
        text = self.accessible.queryText()
        return text.getText(0, text.characterCount)

    def set_text(self, text):
        self.accessible.queryEditableText().setTextContents(text)

    def value(self):
        return self.accessible.queryValue().currentValue

    def description(self):
        return self.accessible.description


def application_of(process_id):
    desktop = pyatspi.Registry.getDesktop(0)
    for i in range(desktop.childCount):
        try:
            application = desktop.getChildAtIndex(i)
            if application is not None and application.get_process_id() == process_id:
                return application
        except Exception:
            continue # it went away while we looked
    return None


def children(accessible, parent):
    """The nodes right below an accessible. The tree changes under our eyes: what is gone is not there."""
    try:
        count = accessible.childCount
    except Exception:
        return
    for i in range(count):
        try:
            child = accessible.getChildAtIndex(i)
            node = child and Node(child, parent)
        except Exception:
            continue
        if node and node.present:
            yield node


def walk(node):
    """Yields the nodes below a node in reading order, those that are not shown too."""
    for child in children(node.accessible, node):
        yield child
        yield from walk(child)


class Window:
    """All windows of one process."""

    def __init__(self, process_id):
        self.process_id = process_id

    def nodes(self):
        application = application_of(self.process_id)
        if application is None:
            return
        for frame in children(application, None):
            yield frame
            yield from walk(frame)

    def find(self, name, roles=None, sensitive=None):
        """The first shown node of exactly that name, or None."""
        for node in self.nodes():
            if plain(node.name) == name and (roles is None or node.role in roles) and \
               (sensitive is None or node.sensitive == sensitive) and is_shown(node):
                return node
        return None

    def has_text(self, fragment):
        """Whether some text on the screen holds fragment: a name, or what a text widget holds."""
        return any(fragment in plain(node.name) and is_shown(node) for node in self.nodes())

    def windows(self):
        """The names of the windows that are open."""
        return [node.name for node in self.nodes() if node.parent is None]

    def dump(self):
        lines = []
        for node in self.nodes():
            depth, above = 0, node.parent
            while above is not None:
                depth, above = depth + 1, above.parent
            notes = [note for note, holds in (('not shown', not is_shown(node)),
                                              ('insensitive', not node.sensitive),
                                              ('focused', node.focused)) if holds]
            lines.append(f"{'  ' * depth}{node.role} {node.name!r} {', '.join(notes)}".rstrip())
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
            ring = self.find('Time left to answer')
            return ring and round(ring.value())
        wait.equal(read, seconds, 'the countdown', deadline)

    # Doing

    def press(self, name):
        self.see_button(name).press()

    def press_menu_button(self, prefix):
        """Opens the menu of the button whose name starts so."""
        def find():
            return next((node for node in self.nodes()
                         if node.name.startswith(prefix) and is_shown(node)), None)
        wait.until(find, f'the menu button {prefix!r}').press()

    def entry(self, name):
        return wait.until(lambda: self.find_entry(name), f'the entry {name!r}')

    def find_entry(self, name):
        return self.find(name, ENTRIES)

    def type(self, name, text):
        """Fills an entry. Read back, because GTK takes the text in its next turn."""
        self.entry(name).set_text(text)
        wait.until(lambda: len(self.entry(name).text()) == len(text),
                   f'the entry {name!r} to take its text')


def is_shown(node):
    try:
        return node.shown
    except Exception:
        return False # gone meanwhile


def plain(text):
    """Without the marks that keep phone numbers from being reordered."""
    return ''.join(c for c in text if c not in '\u2066\u2067\u2068\u2069\u200e\u200f')
