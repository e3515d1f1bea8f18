# SPDX-License-Identifier: GPL-3.0-or-later
"""Services of the desktop that are not there, in a process of their own: python-dbusmock."""
import os

from gi.repository import Gio, GLib

from . import bus, session, wait

MOCK = 'org.freedesktop.DBus.Mock'


class Mock:
    """An object on a bus that answers as it is told and writes down what it was asked.

    address: of the bus; None is the session's
    template: of python-dbusmock: one that knows how the real one behaves
    """

    def __init__(self, desktop, name, path, interface, address=None, template=None):
        self.name, self.path, self.interface = name, path, interface
        self.connection = bus.connection() if address is None else \
            Gio.DBusConnection.new_for_address_sync(
                address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
                Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        environment = dict(desktop.environment, PYTHONDONTWRITEBYTECODE='1')
        if address is not None:
            environment['DBUS_SESSION_BUS_ADDRESS'] = address
            environment['DBUS_SYSTEM_BUS_ADDRESS'] = address
        what = ['--template', template] if template else ['--session', name, path, interface]
        self.process = desktop.spawn(f'mock-{name}', ['/usr/bin/python3', '-m', 'dbusmock', *what],
                                     env=environment)
        wait.until(self._is_up, f'a mock of {name}')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        session.end(self.process)

    def _is_up(self):
        # It owns its name a moment before it has methods.
        try:
            self.ask('GetCalls')
        except GLib.Error:
            return False
        return True

    def ask(self, method, signature=None, arguments=(), path=None):
        parameters = GLib.Variant(signature, arguments) if signature else None
        return self.connection.call_sync(self.name, path or self.path, MOCK, method, parameters,
                                         None, Gio.DBusCallFlags.NO_AUTO_START, 60000,
                                         None).unpack()

    def call(self, method, signature=None, arguments=(), path=None, interface=None):
        """Calls a method as any other program does."""
        parameters = GLib.Variant(signature, arguments) if signature else None
        return self.connection.call_sync(self.name, path or self.path, interface or self.interface,
                                         method, parameters, None,
                                         Gio.DBusCallFlags.NO_AUTO_START, 60000, None).unpack()

    def update(self, path=None, interface=None, **properties):
        """Changes properties, and tells."""
        self.ask('UpdateProperties', '(sa{sv})', (interface or self.interface, properties), path)

    def add_object(self, path, interface, properties=None):
        self.ask('AddObject', '(ssa{sv}a(ssss))', (path, interface, properties or {}, []))

    def add_method(self, name, takes, gives, code, path=None, interface=None):
        self.ask('AddMethod', '(sssss)', (interface or self.interface, name, takes, gives, code),
                 path)

    def add_property(self, name, value, path=None, interface=None):
        self.ask('AddProperty', '(ssv)', (interface or self.interface, name, value), path)

    def emit(self, signal, signature, *values, path=None, interface=None):
        self.ask('EmitSignal', '(sssav)',
                 (interface or self.interface, signal, signature, list(values)), path)

    def calls(self, method, path=None):
        """The arguments of each call of a method so far."""
        return [arguments for _, name, arguments in self.ask('GetCalls', path=path)[0]
                if name == method]


class Bus:
    """A bus of its own, as the machine's system bus; as a context manager."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.process = None
        self.address = None

    def __enter__(self):
        socket = self.desktop.path('system-bus')
        config = self.desktop.path('system-bus.conf')
        with open(config, 'w', encoding='utf-8') as file:
            file.write(session.BUS_CONFIG.format(runtime='/nowhere', services='/nowhere').replace(
                'unix:dir=/nowhere', f'unix:path={socket}'))
        self.address = f'unix:path={socket}'
        self.process = self.desktop.spawn('system-bus', [
            'dbus-daemon', f'--config-file={config}', '--nofork', '--nopidfile'])
        wait.until(lambda: os.path.exists(socket), 'the system bus')
        return self

    def __exit__(self, *_):
        session.end(self.process)
