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


def call(name, path, interface, method, signature=None, arguments=(), start=True, timeout=20000):
    """Calls a method and returns its results as a tuple of plain values."""
    flags = Gio.DBusCallFlags.NONE if start else Gio.DBusCallFlags.NO_AUTO_START
    parameters = GLib.Variant(signature, arguments) if signature else None
    return connection().call_sync(name, path, interface, method, parameters, None, flags, timeout,
                                  None).unpack()


def has_owner(name):
    return call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                'NameHasOwner', '(s)', (name,))[0]


def process_of(name):
    return call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                'GetConnectionUnixProcessID', '(s)', (name,))[0]
