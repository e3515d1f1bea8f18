#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""screenshots.py FOLDER [LOOK…]: pictures of the agent's states, for people to look at.

The looks are light, dark, contrast, narrow (360 px) and large (text at 200 %, 360 px).
"""
import os
import sys

from support import session, stage
from support.stage import DAVE

NARROW = {'window-width': 360, 'window-height': 640}

# Of each look: what the environment says, what the desktop's settings say, and our own.
LOOKS = {
    'light': ({}, {}, {}),
    'dark': ({'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}, {}, {}),
    'contrast': ({'ADW_DEBUG_HIGH_CONTRAST': '1'}, {}, {}),
    # As a desktop with the usual close button alone has it.
    'narrow': ({}, {'gtk-decoration-layout': ':close'}, NARROW),
    'large': ({}, {'gtk-decoration-layout': ':close', 'gtk-xft-dpi': 2 * 96 * 1024}, NARROW),
}


def walk(desk, save):
    """An agent's day, with a picture of each state."""
    desk.start()
    desk.window.see_button('Try the Demo')
    save('sign-in')
    desk.fill_form(worker='dana')
    desk.window.press('Sign In')
    desk.window.see_text('No worker named')
    save('sign-in-problem')
    desk.sign_in()
    save('offline')
    desk.go_online()
    save('available')
    desk.service.phone_behavior(DAVE, 'ask')

    desk.ring()
    desk.advance(3)
    desk.window.see_countdown(7)
    save('reservation')
    desk.advance(7)
    desk.window.see_text('You Missed a Call')
    save('missed')

    desk.window.press('Go Online')
    desk.window.press('Accept')
    desk.window.see_text('Ringing Your Phone')
    desk.advance(3)
    save('ringing')
    desk.service.use_phone(DAVE, 'decline')
    desk.window.see_text('Your Phone Wasn’t Answered')
    save('phone-not-answered')

    desk.window.press('Go Online')
    desk.window.press('Accept')
    desk.window.see_text('Ringing Your Phone')
    desk.service.use_phone(DAVE, 'answer')
    desk.window.see_status('In Call')
    desk.advance(72)
    desk.window.see_text('1:12')
    save('in-call')
    desk.window.press('End Conference')
    desk.window.see_text('Wrap-Up')
    desk.advance(15)
    save('wrap-up')
    desk.window.press('Complete')
    desk.window.see_status('Offline')
    desk.desktop.keys('alt+2')
    desk.window.see_text('Answered')
    save('today')
    desk.desktop.keys('alt+1')

    desk.go_online()
    desk.drop()
    desk.window.see_text('Connection lost')
    save('connection-lost')


def walk_demo(desk, save):
    """The demo, with its panel and the log."""
    desk.start_agent('--demo')
    desk.window.press('Go Online')
    desk.window.see_status('Available')
    # In a narrow window the panel is out of the way at first.
    if desk.window.find('Simulate a Call') is None:
        save('demo')
        desk.desktop.keys('F9')
    desk.window.see_button('Simulate a Call')
    save('demo-panel')
    desk.window.press('Simulate a Call')
    desk.window.press('Accept')
    desk.window.see_button('Answer')
    desk.desktop.keys('alt+3')
    desk.window.see_text('Show')
    save('log')


def write_ini(folder, name, section, settings):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
        file.write(f'[{section}]\n')
        file.writelines(f'{key}={value}\n' for key, value in settings.items())


def dress(desk, gtk, own):
    """Writes the settings of a look into the agent's home."""
    config = os.path.join(desk.home, '.config')
    # A spinner never comes to rest, and pictures are taken when all does.
    write_ini(os.path.join(config, 'gtk-4.0'), 'settings.ini', 'Settings',
              {'gtk-enable-animations': 'false', **gtk})
    write_ini(os.path.join(config, 'glib-2.0', 'settings'), 'keyfile',
              'org/example/TaskRouterAgent', own)


def take(desktop, folder, look):
    environment, gtk, own = LOOKS[look]
    desktop.environment.update(environment)

    def save(name):
        path = os.path.join(folder, f'{name}-{look}.png')
        desktop.portrait(path)
        print(path, flush=True)

    for name, tour in (('day', walk), ('demo', walk_demo)):
        desk = stage.Desk(desktop, f'{look}-{name}')
        dress(desk, gtk, own)
        try:
            tour(desk, save)
        finally:
            desk.close(failed=False)
    for name in environment:
        del desktop.environment[name]


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    with session.Session() as desktop:
        for look in sys.argv[2:] or LOOKS:
            take(desktop, folder, look)


if __name__ == '__main__':
    main()
