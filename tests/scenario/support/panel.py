# SPDX-License-Identifier: GPL-3.0-or-later
"""A real panel with a tray, Xfce's; and a panel's side of a tray icon, spoken over D-Bus."""
import os
import subprocess

from gi.repository import GLib

from . import bus, session, wait

WATCHER = 'org.kde.StatusNotifierWatcher'
ITEM = 'org.kde.StatusNotifierItem'
MENU = 'com.canonical.dbusmenu'
PROPERTIES = 'org.freedesktop.DBus.Properties'

CONFIG = '''<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=640;y=885"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="icon-size" type="uint" value="24"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
'''

ICONS = os.path.join(os.path.dirname(__file__), '../../../data/icons')


class Panel:
    """Xfce's panel on a Session's desktop; as a context manager it ends with the block."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.process = None
        home = desktop.environment['HOME']
        folder = os.path.join(home, '.config/xfce4/xfconf/xfce-perchannel-xml')
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'xfce4-panel.xml'), 'w', encoding='utf-8') as file:
            file.write(CONFIG)
        # As installed: hosts find the icons by name.
        icons = os.path.join(home, '.local/share/icons')
        os.makedirs(icons, exist_ok=True)
        if not os.path.lexists(os.path.join(icons, 'hicolor')):
            os.symlink(os.path.abspath(ICONS), os.path.join(icons, 'hicolor'))

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.end()

    def start(self):
        self.process = self.desktop.spawn('panel', ['xfce4-panel', '--disable-wm-check'])
        wait.until(lambda: bus.has_owner(WATCHER), 'the panel')
        return self

    def end(self):
        session.end(self.process)
        wait.until(lambda: not bus.has_owner(WATCHER), 'the panel to end')

    @staticmethod
    def items():
        """What the watcher lists: "bus name/object path" each."""
        return bus.call(WATCHER, '/StatusNotifierWatcher', PROPERTIES, 'Get', '(ss)',
                        (WATCHER, 'RegisteredStatusNotifierItems'), start=False)[0]

    def click(self, button):
        """Clicks the icon with the mouse: 1 is left, 3 is right."""
        def find():
            found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'Wrapper-2.0'],
                                   env=self.desktop.environment, check=False, capture_output=True,
                                   text=True).stdout.split()
            for window in found:
                shell = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window],
                                       env=self.desktop.environment, check=False,
                                       capture_output=True, text=True).stdout
                values = dict(line.split('=') for line in shell.split())
                if int(values.get('WIDTH', '0')) >= 24:
                    return values
            return None
        place = wait.until(find, 'the icon in the panel')
        x = int(place['X']) + int(place['WIDTH']) // 2
        y = int(place['Y']) + int(place['HEIGHT']) // 2
        subprocess.run(['xdotool', 'mousemove', str(x), str(y), 'click', str(button)],
                       env=self.desktop.environment, check=True)


class Item:
    """A program's icon as hosts read it, by the bus name of the program."""

    def __init__(self, name):
        self.name = name

    def get(self, prop):
        return bus.call(self.name, '/StatusNotifierItem', PROPERTIES, 'Get', '(ss)', (ITEM, prop),
                        start=False)[0]

    def activate(self):
        bus.call(self.name, '/StatusNotifierItem', ITEM, 'Activate', '(ii)', (0, 0), start=False)

    def menu(self, method, signature=None, arguments=()):
        return bus.call(self.name, self.get('Menu'), MENU, method, signature, arguments,
                        start=False)

    def rows(self):
        """The menu as [(id, properties)]."""
        _, (_, _, children) = self.menu('GetLayout', '(iias)', (0, -1, []))
        return [(row_id, properties) for row_id, properties, _ in children]

    def labels(self):
        return [properties.get('label', '---') for _, properties in self.rows()]

    def chosen(self):
        """The label of the radio row that is marked."""
        marked = [p['label'] for _, p in self.rows() if p.get('toggle-state') == 1]
        return marked[0] if len(marked) == 1 else marked

    def id_of(self, label):
        return next(i for i, p in self.rows() if p.get('label') == label)

    def press(self, label):
        """As GNOME's extension does."""
        row = self.id_of(label)
        self.menu('AboutToShow', '(i)', (0,))
        self.menu('Event', '(isvu)', (row, 'clicked', GLib.Variant('i', 0), 0))
