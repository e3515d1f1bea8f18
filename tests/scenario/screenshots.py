#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""screenshots.py FOLDER: pictures of the agent's states, light and dark, for people to look at."""
import os
import sys

from support import session, stage
from support.stage import DAVE


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

    desk.go_online()
    desk.drop()
    desk.window.see_text('Connection lost')
    save('connection-lost')


def hold_still(home):
    """Turns animations off: a spinner never comes to rest."""
    config = os.path.join(home, '.config', 'gtk-4.0')
    os.makedirs(config, exist_ok=True)
    with open(os.path.join(config, 'settings.ini'), 'w', encoding='utf-8') as file:
        file.write('[Settings]\ngtk-enable-animations=false\n')


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    with session.Session() as desktop:
        for scheme in ('light', 'dark'):
            desk = stage.Desk(desktop, scheme)
            hold_still(desk.home)
            desktop.environment['ADW_DEBUG_COLOR_SCHEME'] = f'prefer-{scheme}'

            def save(name, scheme=scheme):
                path = os.path.join(folder, f'{name}-{scheme}.png')
                desktop.portrait(path)
                print(path, flush=True)

            try:
                walk(desk, save)
            finally:
                desk.close(failed=False)


if __name__ == '__main__':
    main()
