# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop without a display: X, a session bus, a window manager and the desktop's services.

Each session has its own home, display and bus. What it starts it ends, by process id. One process
has one session: the session bus of a process is asked for once.
"""
import glob
import os
import shutil
import signal
import subprocess
import tempfile
import time

from gi.repository import GLib

from . import wait

KEYRING_PASSWORD = 'scenario-keyring'
LOGIN_COLLECTION = '/org/freedesktop/secrets/collection/login'
SERVICES = '/usr/share/dbus-1/services'

BUS_CONFIG = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:dir={runtime}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''

NOTIFIER_CONFIG = '''<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-notifyd" version="1.0">
  <property name="expire-timeout" type="int" value="3600"/>
</channel>
'''

# What a program of ours is told from outside; everything else starts clean.
KEPT = ('PATH', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS', 'TMPDIR')


# What a clock on the wall shows when a session begins: a test that is walked at midnight sees the
# same day as any other. $SCENARIO_TIME is another one, to look for what depends on it.
LOCAL_TIME = '14:00:00'


def zone_of(local_time):
    """A time zone in which it is that time now, as $TZ has it: so many hours and more west of UTC."""
    hours, minutes, seconds = map(int, local_time.split(':'))
    west = (int(time.time()) - (hours * 3600 + minutes * 60 + seconds)) % 86400
    return f'TST+{west // 3600}:{west // 60 % 60:02}:{west % 60:02}'


class Session:
    """keyring: 'unlocked', or 'absent': none is installed."""

    def __init__(self, keyring='unlocked', notifications=True):
        self.keyring = keyring
        self.notifications = notifications
        self.processes = []
        self.notifier = None
        self.environment = {}
        self.folder = None

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='scenario-')
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def _start(self):
        runtime = self.path('run')
        os.mkdir(runtime, 0o700)
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment.update({
            'HOME': self.new_home('desktop'),
            'XDG_RUNTIME_DIR': runtime,
            'LC_ALL': 'C.UTF-8',
            'TZ': zone_of(os.environ.get('SCENARIO_TIME', LOCAL_TIME)),
            'G_SLICE': 'always-malloc',
            'GDK_BACKEND': 'x11',
            'GDK_DEBUG': 'gl-disable',
            'GSK_RENDERER': 'cairo',
            'GSETTINGS_BACKEND': 'keyfile',
            'GIO_USE_PROXY_RESOLVER': 'dummy',
            'LIBGL_ALWAYS_SOFTWARE': '1',
        })
        self._start_display()
        self._start_bus()
        self.spawn('openbox', ['openbox'])
        if self.keyring == 'unlocked':
            self.start_keyring()
        if self.notifications:
            self._start_notifications()

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def new_home(self, name):
        """Makes an empty home folder and returns its path. Its owner wants nothing to move on the
        screen: what is drawn sixty times until it is there takes the time of the tests."""
        home = self.path(f'home-{name}')
        folder = os.path.join(home, '.config', 'gtk-4.0')
        os.makedirs(folder, 0o700, exist_ok=True)
        with open(os.path.join(folder, 'settings.ini'), 'w', encoding='utf-8') as file:
            file.write('[Settings]\ngtk-enable-animations=false\n')
        return home

    def spawn(self, name, command, **options):
        """Starts a program of the desktop; its words go to NAME.log."""
        options.setdefault('env', self.environment)
        with open(self.path(f'{name}.log'), 'ab') as log:
            process = subprocess.Popen(command, stdout=options.pop('stdout', log), stderr=log,
                                       stdin=options.pop('stdin', subprocess.DEVNULL), **options)
        self.processes.append(process)
        return process

    def _spawn_telling(self, name, make_command):
        """Starts a program that writes one line into a pipe when it is ready; returns the line."""
        reading, writing = os.pipe()
        try:
            self.spawn(name, make_command(writing), pass_fds=[writing])
        finally:
            os.close(writing)
        with os.fdopen(reading) as pipe:
            line = pipe.readline().strip()
        if not line:
            with open(self.path(f'{name}.log'), encoding='utf-8', errors='replace') as log:
                raise RuntimeError(f'{name} did not start: {log.read()}')
        return line

    def _start_display(self):
        number = self._spawn_telling('xvfb', lambda fd: [
            'Xvfb', '-displayfd', str(fd), '-screen', '0', '1280x900x24', '-nolisten', 'tcp',
            '-noreset'])
        self.environment['DISPLAY'] = f':{number}'

    def _start_bus(self):
        services = self.path('services')
        os.mkdir(services)
        wanted = ['ca.desrt.dconf', 'org.a11y.Bus', 'org.xfce.Xfconf', 'org.gnome.keyring.SystemPrompter']
        if self.keyring != 'absent':
            wanted.append('org.freedesktop.secrets')
        for name in wanted:
            shutil.copy(f'{SERVICES}/{name}.service', services)
        config = self.path('bus.conf')
        with open(config, 'w', encoding='utf-8') as file:
            file.write(BUS_CONFIG.format(runtime=self.path('run'), services=services))
        address = self._spawn_telling('bus', lambda fd: [
            'dbus-daemon', '--nofork', f'--config-file={config}', f'--print-address={fd}'])
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = address
        # This process is on the same desktop.
        for name in ('DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'HOME'):
            os.environ[name] = self.environment[name]

    def a11y_address(self):
        """Where assistive technology listens, for a program that has another session bus."""
        from . import bus
        return bus.call('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', '()', ())[0]

    def start_keyring(self):
        """Starts gnome-keyring with its login keyring open, as signing in to a desk does."""
        daemon = self.spawn('keyring', ['gnome-keyring-daemon', '--unlock', '--foreground',
                                        '--components=secrets'],
                            stdin=subprocess.PIPE)
        daemon.stdin.write(KEYRING_PASSWORD.encode())
        daemon.stdin.close()
        wait.until(lambda: self.collection_property('Locked') is False, 'an unlocked keyring')

    def collection_property(self, name):
        """A property of the login keyring, or None while there is none."""
        from . import bus
        try:
            return bus.call('org.freedesktop.secrets', LOGIN_COLLECTION,
                            'org.freedesktop.DBus.Properties', 'Get', '(ss)',
                            ('org.freedesktop.Secret.Collection', name), start=False)[0]
        except bus.Error:
            return None

    def keyring_items(self):
        """The object paths of what the login keyring holds."""
        return set(self.collection_property('Items') or ())

    def lock_keyring(self):
        from . import bus
        bus.call('org.freedesktop.secrets', '/org/freedesktop/secrets',
                 'org.freedesktop.Secret.Service', 'Lock', '(ao)', ([LOGIN_COLLECTION],))
        wait.until(lambda: self.collection_property('Locked'), 'a locked keyring')

    def unlock_keyring(self):
        """Unlocks without a prompt, by the call that the sign-in to a desk makes."""
        from . import bus
        name, path = 'org.freedesktop.secrets', '/org/freedesktop/secrets'
        _, session = bus.call(name, path, 'org.freedesktop.Secret.Service', 'OpenSession', '(sv)',
                              ('plain', GLib.Variant('s', '')))
        bus.call(name, path, 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface',
                 'UnlockWithMasterPassword', '(o(oayays))',
                 (LOGIN_COLLECTION, (session, b'', KEYRING_PASSWORD.encode(), 'text/plain')))
        wait.until(lambda: self.collection_property('Locked') is False, 'an unlocked keyring')

    def _start_notifications(self):
        from . import bus
        # They stay until they are closed, however long a test takes to read them.
        folder = os.path.join(self.environment['HOME'], '.config/xfce4/xfconf/xfce-perchannel-xml')
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'xfce4-notifyd.xml'), 'w', encoding='utf-8') as file:
            file.write(NOTIFIER_CONFIG)
        found = glob.glob('/usr/lib*/xfce4/notifyd/xfce4-notifyd') + \
            glob.glob('/usr/lib/*/xfce4/notifyd/xfce4-notifyd')
        self.notifier = self.spawn('notifications', [found[0]])
        wait.until(lambda: bus.has_owner('org.freedesktop.Notifications'),
                   'the notification service')

    def focus(self):
        """The process id of the window that keys go to, and its name; None while there is none."""
        told = subprocess.run(['xdotool', 'getwindowfocus', 'getwindowpid', 'getwindowname'],
                              env=self.environment, check=False, capture_output=True, text=True)
        pid, _, name = told.stdout.rstrip('\n').partition('\n')
        return (int(pid), name) if told.returncode == 0 and pid.isdecimal() else None

    def keys(self, *keys):
        """Types keys (xdotool's names) into whatever window has the focus."""
        subprocess.run(['xdotool', 'key', '--clearmodifiers', *keys],
                       env=self.environment, check=True)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--delay', '12', text],
                       env=self.environment, check=True)

    def sees_menu(self):
        """Whether a program that is not ours has opened a menu: a window without a frame or a name."""
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'Wrapper-2.0'],
                               env=self.environment, check=False, capture_output=True, text=True)
        return len(found.stdout.split()) > 1

    def screenshot(self, path):
        """The whole screen as it is now."""
        subprocess.run(['import', '-window', 'root', path], env=self.environment, check=False,
                       timeout=30)

    def portrait(self, path):
        """The windows without the empty screen around them, when nothing moves any more."""
        def read():
            return subprocess.run(['import', '-window', 'root', 'rgb:-'], env=self.environment,
                                  check=True, capture_output=True, timeout=30).stdout
        seen = [None, read()]

        def still():
            seen[:] = [seen[1], read()]
            return seen[0] == seen[1]

        wait.until(still, 'the screen to stand still')
        subprocess.run(['import', '-window', 'root', '-trim', '+repage', '-strip', path],
                       env=self.environment, check=True, timeout=30)

    def stop(self):
        for process in reversed(self.processes):
            end(process)
        self.processes.clear()
        if self.folder is not None:
            # Services that the bus started write for a moment after it is gone.
            shutil.rmtree(self.folder, ignore_errors=True)


def end(process, patience=wait.DEADLINE):
    """Ends a process by its id, and waits for it: a leak checker takes its time."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()
