# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls over the session bus."""
from gi.repository import Gio, GLib

Error = GLib.Error

_connection = None


def connection():
    global _connection
    if _connection is None:
        _connection = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        _connection.set_exit_on_close(False)
    return _connection


def call(name, path, interface, method, signature=None, arguments=(), start=True, timeout=60000):
    """Calls a method and returns its results as a tuple of plain values."""
    flags = Gio.DBusCallFlags.NONE if start else Gio.DBusCallFlags.NO_AUTO_START
    parameters = GLib.Variant(signature, arguments) if signature else None
    return connection().call_sync(name, path, interface, method, parameters, None, flags, timeout,
                                  None).unpack()


def reach(link, process_id):
    """Returns when a program has been handed all that was sent to it on a bus before.

    link: a connection to that bus. The program's own thread for the bus answers; what it handed over
    is still to be dealt with, in order, by the program's main loop.
    """
    def ask(name, path, interface, method, parameters=None):
        return link.call_sync(name, path, interface, method, parameters, None,
                              Gio.DBusCallFlags.NO_AUTO_START, 60000, None).unpack()
    driver = ('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus')
    for name in ask(*driver, 'ListNames')[0]:
        if not name.startswith(':'):
            continue
        try:
            owner = ask(*driver, 'GetConnectionUnixProcessID', GLib.Variant('(s)', (name,)))[0]
            if owner == process_id:
                ask(name, '/', 'org.freedesktop.DBus.Peer', 'Ping')
        except Error:
            continue # it went away meanwhile


def has_owner(name):
    return call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                'NameHasOwner', '(s)', (name,))[0]


def process_of(name):
    return call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                'GetConnectionUnixProcessID', '(s)', (name,))[0]
