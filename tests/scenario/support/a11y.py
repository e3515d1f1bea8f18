# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessibility bus: what a screen reader is told of a program's widgets.

Spoken over D-Bus itself, not through a binding: on GTK 4.8 asking an application for its second
window just after that was hidden ends the application (GetChildAtIndex on its root), and the
bindings ask so. GetChildren is safe, and one call instead of many.
"""
from gi.repository import Gio, GLib

from . import bus

ACCESSIBLE = 'org.a11y.atspi.Accessible'
PROPERTIES = 'org.freedesktop.DBus.Properties'
REGISTRY = ('org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root')

# Bits of GetState.
CHECKED, FOCUSED, PRESSED, SENSITIVE, SHOWING, VISIBLE = 4, 12, 20, 24, 25, 30
WINDOW_COORDINATES = 1

# Answers of GetRole, as far as programs here have them. GetRoleName is each toolkit's own wording.
ROLES = {
    2: 'alert', 7: 'check box', 8: 'check menu item', 11: 'combo box', 16: 'dialog', 20: 'filler',
    23: 'frame', 27: 'image', 29: 'label', 31: 'list', 32: 'list item', 33: 'menu',
    35: 'menu item', 37: 'page tab', 38: 'page tab list', 39: 'panel', 40: 'password text',
    41: 'popup menu', 42: 'progress bar', 43: 'push button', 44: 'radio button',
    45: 'radio menu item', 48: 'scroll bar', 49: 'scroll pane', 52: 'spin button', 55: 'table', 56: 'table cell',
    61: 'text', 62: 'toggle button', 69: 'window', 79: 'entry', 83: 'heading',
}

# Milliseconds: a program that is busy for longer is not well.
PATIENCE = 60000

_connection = None


def connection():
    global _connection
    if _connection is None:
        address = bus.call('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress')[0]
        _connection = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    return _connection


def call(reference, interface, method, signature=None, arguments=()):
    """Calls a method of an accessible, (bus name, object path); returns its results."""
    name, path = reference
    parameters = GLib.Variant(signature, arguments) if signature else None
    return connection().call_sync(name, path, interface, method, parameters, None,
                                  Gio.DBusCallFlags.NO_AUTO_START, PATIENCE, None).unpack()


def get(reference, interface, name):
    return call(reference, PROPERTIES, 'Get', '(ss)', (interface, name))[0]


def children(reference):
    """The accessibles right below one; none if it is gone."""
    try:
        return call(reference, ACCESSIBLE, 'GetChildren')[0]
    except bus.Error:
        return []


def process_of(name):
    try:
        return call(('org.freedesktop.DBus', '/org/freedesktop/DBus'), 'org.freedesktop.DBus',
                    'GetConnectionUnixProcessID', '(s)', (name,))[0]
    except bus.Error:
        return None # it went away meanwhile


_applications = {}


def application_of(process_id):
    """The root of a process's accessibles, or None while it has none."""
    if process_id not in _applications:
        for reference in children(REGISTRY):
            if process_of(reference[0]) == process_id:
                _applications[process_id] = reference
    return _applications.get(process_id)


class Glance:
    """What a program's accessibles are at one moment, in one answer instead of three calls for each.

    GTK's cache holds those that were asked for before, as they are now. What it lacks shows by the
    number of children, and is then asked for one by one. But it also holds what was hidden since,
    and calls it visible: together with a sibling that came and was never asked for the number is
    right again. A thorough glance takes no list of children from it.
    """

    def __init__(self, name, is_thorough=False):
        self._is_thorough = is_thorough
        items = call((name, '/org/a11y/atspi/cache'), 'org.a11y.atspi.Cache', 'GetItems')[0]
        self._items = {item[0]: item for item in items}
        self._children = {}
        for item in items:
            self._children.setdefault(item[2], []).append(item)

    def find(self, reference):
        """Name, role number and low word of the states; None if it was never asked for."""
        item = self._items.get(reference)
        return (item[6], item[7], item[9][0]) if item else None

    def children(self, reference):
        """The accessibles right below one, or None if not all of them are known."""
        if self._is_thorough:
            return None
        item = self._items.get(reference)
        found = sorted(self._children.get(reference, ()), key=lambda child: child[3])
        if item is None or len(found) != item[4]:
            return None
        return [child[0] for child in found]


class Node:
    """One accessible that was seen; any question to it fails with bus.Error once it is gone."""

    def __init__(self, reference, parent, glance=None):
        self.reference = tuple(reference)
        self.parent = parent # a Node, or None for a window
        seen = glance.find(self.reference) if glance else None
        if seen:
            self.name, role, self.states = seen
            self._role = ROLES.get(role, f'role {role}')
            return
        self.name = get(reference, ACCESSIBLE, 'Name')
        self.states, _ = call(reference, ACCESSIBLE, 'GetState')[0]
        self._role = None

    def has(self, state):
        return bool(self.states & (1 << state))

    @property
    def role(self):
        if self._role is None:
            number = call(self.reference, ACCESSIBLE, 'GetRole')[0]
            self._role = ROLES.get(number, f'role {number}')
        return self._role

    @property
    def showing(self):
        return self.has(SHOWING)

    @property
    def present(self):
        """Whether it may be on the screen: of a window, whether it is."""
        return self.showing or self.has(VISIBLE)

    @property
    def sensitive(self):
        return self.has(SENSITIVE)

    @property
    def focused(self):
        return self.has(FOCUSED)

    @property
    def checked(self):
        return self.has(CHECKED) or self.has(PRESSED)

    @property
    def description(self):
        return get(self.reference, ACCESSIBLE, 'Description')

    def can(self, interface):
        return f'org.a11y.atspi.{interface}' in call(self.reference, ACCESSIBLE, 'GetInterfaces')[0]

    def ask(self, interface, method, signature=None, arguments=()):
        return call(self.reference, f'org.a11y.atspi.{interface}', method, signature, arguments)

    def extents(self):
        """x, y, width and height of its content, in its window."""
        return self.ask('Component', 'GetExtents', '(u)', (WINDOW_COORDINATES,))[0]

    def is_found_at(self, x, y):
        """Whether it, or something in it that has an accessible, is what lies at a point."""
        found = self.ask('Component', 'GetAccessibleAtPoint', '(iiu)',
                         (x, y, WINDOW_COORDINATES))[0]
        return not found[1].endswith('/null')

    def has_action(self):
        return self.can('Action') and get(self.reference, 'org.a11y.atspi.Action', 'NActions') > 0

    def do_action(self):
        self.ask('Action', 'DoAction', '(i)', (0,))

    def value(self):
        return get(self.reference, 'org.a11y.atspi.Value', 'CurrentValue')

    def text(self):
        length = get(self.reference, 'org.a11y.atspi.Text', 'CharacterCount')
        return self.ask('Text', 'GetText', '(ii)', (0, length))[0]

    def set_text(self, text):
        self.ask('EditableText', 'SetTextContents', '(s)', (text,))

    def below(self, glance=None):
        """The nodes right below. The tree changes under our eyes: what is gone is not there."""
        known = glance.children(self.reference) if glance else None
        for reference in children(self.reference) if known is None else known:
            try:
                node = Node(reference, self, glance)
            except bus.Error:
                continue
            if node.present:
                yield node

    def walk(self, glance=None):
        """The nodes below in reading order, those that are not shown too."""
        for node in self.below(glance):
            yield node
            yield from node.walk(glance)


def windows_of(process_id):
    """The open windows of a process."""
    application = application_of(process_id)
    for reference in children(application) if application else []:
        try:
            node = Node(reference, None)
        except bus.Error:
            continue
        if node.present:
            yield node


def nodes_of(process_id, is_thorough=False):
    """All that the open windows of a process hold, the windows too, in reading order."""
    glance = None
    for window in windows_of(process_id):
        try:
            glance = glance or Glance(window.reference[0], is_thorough)
        except bus.Error:
            glance = None # it ended meanwhile, or is one of GTK 3, which has no such answer
        yield window
        yield from window.walk(glance)
