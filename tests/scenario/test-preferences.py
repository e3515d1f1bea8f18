#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The preferences: what the company decides, and what is kept of the agent's own."""
import os
import subprocess

from support import agent, stage, tap, wait, window

FOLDER = '[org/example/TaskRouterAgent]'
DEFAULTS = f"""{FOLDER}
ring-timeout=uint32 33
appearance='dark'
outcomes=['Sold', 'Not sold']
history-days=uint32 7
"""
LOCKS = ''.join(f'/org/example/TaskRouterAgent/{key}\n'
                for key in ('ring-timeout', 'appearance', 'outcomes'))
BY_COMPANY = 'Set by your organization'
SCHEMAS = os.path.join(os.path.dirname(os.environ['TASK_ROUTER_AGENT']), '..', '..', 'data')


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def company(desk):
    """Settings by dconf, with a company's defaults and locks: what the agent is started with."""
    write(f'{desk.home}/company.d/defaults', DEFAULTS)
    write(f'{desk.home}/company.d/locks/all', LOCKS)
    subprocess.run(['dconf', 'compile', f'{desk.home}/company', f'{desk.home}/company.d'],
                   check=True, env=desk.desktop.environment)
    write(f'{desk.home}/profile', f'user-db:user\nfile-db:{desk.home}/company\n')
    # The bus has started dconf's own service with the desktop's home.
    return {'GSETTINGS_BACKEND': 'dconf', 'DCONF_PROFILE': f'{desk.home}/profile',
            'XDG_CONFIG_HOME': os.path.join(desk.desktop.environment['HOME'], '.config')}


def control_of(desk, title):
    """The control in the row of that title."""
    return wait.until(lambda: desk.window.find(title, ('spin button',)), title)


@tap.scenario
def honours_the_company(desk):
    """What the company locks in dconf holds, is shown as its own, and cannot be changed"""
    environment = company(desk)
    desk.start(environment=environment)
    desk.sign_in()
    desk.agent.activate('preferences')
    locked = control_of(desk, 'Ring My Phone For')
    assert not locked.sensitive and locked.value() == 33, locked.value()
    # One for each lock, in words.
    wait.equal(lambda: sum(node.name == BY_COMPANY and node.role == 'label'
                           for node in desk.window.nodes()), 3, 'the rows that say who set them')
    assert locked.name == 'Ring My Phone For', f'it is read as {locked.name!r}'

    # A default of the company's is only that.
    free = control_of(desk, 'Keep My Calls For')
    assert free.sensitive and free.value() == 7, free.value()
    settings = {**desk.agent.environment}

    def change(key, value):
        return subprocess.run(['gsettings', '--schemadir', SCHEMAS, 'set', agent.APPLICATION_ID, key,
                               value], env=settings, check=False, capture_output=True).returncode
    assert change('history-days', '9') == 0
    wait.equal(lambda: control_of(desk, 'Keep My Calls For').value(), 9, 'the row')
    change('ring-timeout', '20')
    assert control_of(desk, 'Ring My Phone For').value() == 33


@tap.scenario
def forgets_the_secret(desk):
    """Forget takes the secret out of the keyring; who is signed in stays so until the end"""
    before = desk.desktop.keyring_items()
    desk.start()
    desk.sign_in()
    wait.until(lambda: desk.desktop.keyring_items() - before, 'the secret in the keyring')
    desk.agent.activate('preferences')
    desk.window.see_text('Ring My Phone For')
    tab = wait.until(lambda: desk.window.find('Account', ('page tab',)), 'the page')
    window.press(tab)
    desk.window.see_text('then renewed by itself', 'Kept in the system keyring')
    desk.window.press('Forget')
    desk.window.see_text('Not kept')
    wait.equal(desk.desktop.keyring_items, before, 'the keyring')
    desk.keys('Escape')
    desk.go_online()
    desk.agent.quit()
    desk.start_agent(f'--service-url={desk.service.url}')
    desk.window.see_button('Sign In')


if __name__ == '__main__':
    stage.main()
