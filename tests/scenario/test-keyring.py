#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The secret is kept in the system keyring, and the next start is signed in."""
from support import stage, tap, wait
from support.session import KEYRING_PASSWORD


@tap.scenario
def signs_in_again(desk):
    """Signed in again at the next start, with nothing typed"""
    desk.start()
    desk.sign_in()
    desk.agent.quit()
    desk.start_agent(f'--service-url={desk.service.url}')
    desk.window.see_status('Offline')
    desk.window.see_text('writers')
    desk.go_online()


@tap.scenario
def keeps_the_secret_from_files(desk):
    """The secret is in no file, no log line, no argument and no environment of the process"""
    desk.start()
    desk.sign_in()
    desk.go_online()
    desk.take_call()
    process = f'/proc/{desk.agent.process.pid}'
    secret = desk.service.seed['TR_AUTH_TOKEN']
    places = {'the log': desk.agent.words(), 'its files': desk.agent.files_text()}
    for name in ('cmdline', 'environ'):
        try:
            with open(f'{process}/{name}', 'rb') as file:
                places[name] = file.read().decode(errors='replace')
        except PermissionError:
            continue # other programs of the user cannot read it either, which is the point
    for place, text in places.items():
        assert secret not in text, f'{place} holds the secret'
        assert 'eyJ' not in text, f'{place} holds a token'
    desk.window.press('End Conference')


@tap.scenario
def forgets_when_signed_out(desk):
    """Sign Out forgets: the next start asks again"""
    desk.start()
    desk.sign_in()
    desk.agent.activate('sign-out')
    desk.confirm('Sign Out')
    desk.window.see_button('Sign In')
    desk.agent.quit()
    desk.start_agent(f'--service-url={desk.service.url}')
    desk.window.see_button('Sign In')
    wait.stays(lambda: desk.window.find('Status: Offline') is None, 'signed out')


@tap.scenario
def forgets_later_when_locked(desk):
    """Sign Out with a locked keyring says that the secret stays; the next start removes it"""
    before = desk.desktop.keyring_items()
    desk.start()
    desk.sign_in()
    wait.until(lambda: desk.desktop.keyring_items() > before, 'the secret in the keyring')
    desk.desktop.lock_keyring()
    try:
        desk.agent.activate('sign-out')
        desk.confirm('Sign Out')
        desk.window.see_text('The keyring is locked and still holds the secret')
        desk.window.see_button('Sign In')
        desk.agent.quit()
    finally:
        desk.desktop.unlock_keyring()
    desk.start_agent(f'--service-url={desk.service.url}')
    desk.window.see_button('Sign In')
    wait.equal(desk.desktop.keyring_items, before, 'what the keyring holds')


@tap.scenario
def offers_to_unlock(desk):
    """A locked keyring is told, and unlocking it signs in"""
    desk.start()
    desk.sign_in()
    desk.agent.quit()
    desk.desktop.lock_keyring()
    desk.start_agent(f'--service-url={desk.service.url}')
    desk.window.see_text('Your Keyring Is Locked')
    desk.window.press('Unlock')
    desk.answer_prompt(KEYRING_PASSWORD)
    desk.window.see_status('Offline')


@tap.scenario
def stays_locked(desk):
    """A keyring that stays locked: the form is there, and signing in by hand works"""
    desk.start()
    desk.sign_in()
    desk.agent.quit()
    desk.desktop.lock_keyring()
    try:
        desk.start_agent(f'--service-url={desk.service.url}')
        desk.window.see_text('Your Keyring Is Locked')
        assert desk.window.entry('Worker Name').text() == 'dave'
        desk.window.type('Auth Token or API Secret', desk.service.seed['TR_AUTH_TOKEN'])
        desk.window.press('Sign In')
        desk.window.see_status('Offline')
        desk.go_online()
    finally:
        desk.desktop.unlock_keyring()


if __name__ == '__main__':
    stage.main()
