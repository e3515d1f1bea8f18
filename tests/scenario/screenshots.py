#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""screenshots.py FOLDER [LOOK…]: pictures of the agent's states, for people to look at.

The looks are light, dark, contrast, narrow (360 px), large (text at 200 %, 360 px) and rtl (mirrored,
as for a language that is written from right to left; the words stay English), and each language of ours
(de, es, fr; 360 px). With $SCREENSHOT_TOURS set
only those parts of the day are walked: day, around, demo, company, calls, help.
"""
import json
import os
import subprocess
import sys

from gi.repository import GLib

from support import company, language, session, stage, wait, window
from support.stage import DAVE

NARROW = {'window-width': 360, 'window-height': 640}

# Of each look: what the environment says, what the desktop's settings say, and our own.
LOOKS = {
    'light': ({}, {}, {}),
    'dark': ({'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}, {}, {}),
    'contrast': ({'ADW_DEBUG_HIGH_CONTRAST': '1'}, {}, {}),
    # As a desktop with the usual close button alone has it.
    'narrow': ({}, {'gtk-decoration-layout': ':close'}, NARROW),
    'rtl': ({'LANGUAGE': 'ar', 'TASK_ROUTER_LOCALE_DIR': '{folder}/rtl'}, {}, {}),
    'large': ({}, {'gtk-decoration-layout': ':close'}, NARROW),
}
LANGUAGES = ('de', 'es', 'fr')
LOOKS.update({each: ({'LANGUAGE': each, 'TASK_ROUTER_LOCALE_DIR': '{folder}/locale'},
                         {'gtk-decoration-layout': ':close'}, NARROW) for each in LANGUAGES})


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
    # One more or less: the clocks are turned one after the other.
    wait.until(lambda: any(desk.window.has_text(text) for text in ('1:11', '1:12', '1:13')), 'the time')
    save('in-call')
    desk.window.press('End Conference')
    desk.window.see_text('Wrap-Up')
    desk.advance(15)
    save('wrap-up')
    desk.window.press('Complete')
    desk.window.see_status('Offline')
    desk.keys('alt+2')
    desk.window.see_text('Answered')
    save('today')
    desk.keys('alt+1')

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
        desk.keys('F9')
    desk.window.see_button('Simulate a Call')
    save('demo-panel')
    desk.window.press('Simulate a Call')
    desk.window.press('Accept')
    desk.window.see_button('Answer')
    desk.keys('alt+3')
    desk.window.see_text('Show')
    save('log')


def walk_around(desk, save):
    """What is around the calls: menus, windows and dialogs, and a supervisor's team."""
    desk.start()
    dave = desk.service.worker('dave')
    attributes = {**json.loads(dave['attributes']), 'roles': ['supervisor']}
    desk.service.post('/Workers/' + dave['sid'], Attributes=json.dumps(attributes))
    desk.sign_in()
    desk.window.press_menu_button('Status: ')
    save('status-menu')
    desk.keys('Escape')
    desk.service.set_activity('edith', 'Available')
    desk.service.dial(stage.CALLER)
    desk.keys('alt+4')
    desk.window.see_text('Is offered')
    save('team')
    desk.window.press_menu_button('What to do for edith')
    window.press(desk.window.see('Set Offline…', window.MENU_ITEMS))
    desk.window.see_text('Set edith to Offline?')
    save('team-dialog')
    desk.keys('Escape')
    desk.window.see_text_gone('Set edith to Offline?')
    desk.window.press_menu_button('What to do for edith')
    window.press(desk.window.see('Change Skills…', window.MENU_ITEMS))
    desk.window.see_text('Whose tasks this worker could get')
    save('skills-change')
    desk.keys('Escape')
    desk.window.see_text_gone('Whose tasks this worker could get')
    desk.agent.activate('wallboard')
    desk.window.see_text('As of')
    save('wallboard')
    desk.agent.activate('wallboard')
    desk.window.see_text_gone('As of')
    desk.agent.activate('accounts')
    desk.window.see_text('Another Account…')
    save('accounts')
    desk.keys('Escape')
    desk.window.see_text_gone('Another Account…')
    desk.keys('alt+1')

    # GTK 4.8's own, of two labels of its shortcuts window.
    desk.agent.allowed.append('reported min width -3')
    for key, text, name in (('ctrl+comma', 'General', 'preferences'),
                            ('ctrl+question', 'GtkShortcutsWindow', 'shortcuts')):
        desk.keys(key)
        desk.window.see_text(text)
        save(name)
        # The toolkit's own window of the shortcuts has no title.
        desk.keys('Escape', window='task-router-agent' if name == 'shortcuts' else None)
    desk.agent.activate('about')
    desk.window.see_text('Task Router Agent')
    save('about')
    desk.keys('Escape')
    desk.agent.activate('sign-out')
    desk.window.see_text('Sign Out?')
    save('sign-out')
    desk.keys('Escape')


def offer_chat(desk, call_sid):
    """Somebody writes, to the queue of a call that is on."""
    task = desk.service.task_of(call_sid)
    attributes = json.loads(task['attributes'])
    chat = {key: value for key, value in attributes.items()
            if key not in ('call_sid', 'conference', 'caller', 'called', 'to', 'direction')}
    chat.update({'name': 'Ada Lovelace', 'subject': 'The invoice of last month', 'from': 'ada@example.com'})
    desk.service.post('/Tasks', Attributes=json.dumps(chat), TaskChannel='chat',
                      WorkflowSid=task['workflow_sid'])


def walk_calls(desk, save):
    """The windows of a call: dial pad, transfer, and more than one task at a time."""
    desk.start()
    desk.sign_in()
    desk.go_online()
    desk.service.set_activity('edith', 'Available')
    desk.agent.activate('dial', GLib.Variant('s', 'tel:+1-650-555-0177'))
    desk.window.see_text('+1 650-555-0177')
    save('dial-pad')
    desk.keys('Escape')
    desk.window.see_gone('Call')

    desk.agent.activate('compact')
    desk.window.see_button('Whole Window')
    save('compact')
    call_sid = desk.ring()
    save('compact-offer')
    desk.window.press('Accept')
    desk.window.see_button('Stop Ringing')
    desk.advance(1)
    desk.window.see_button('End Conference')
    desk.window.see_gone('Accept')
    save('compact-call')
    desk.agent.activate('compact')
    desk.window.see_status('In Call')
    desk.window.press('Hold')
    desk.window.see_text('On Hold')
    desk.advance(130)
    save('on-hold')
    desk.window.press('Transfer')
    desk.window.see('edith', ('check box', 'radio button'))
    save('transfer')
    desk.keys('Escape')
    wait.until(lambda: 'Transfer Call' not in desk.window.windows(), 'the dialog to close')
    desk.service.set_activity('edith', 'Offline')
    offer_chat(desk, call_sid)
    desk.window.see_button('Accept')
    save('task-offer')
    desk.window.press('Accept')
    desk.window.see_text('Ada Lovelace')
    desk.window.see_gone('Accept')
    save('task-cards')


def walk_company(desk, save):
    """Signed in with a company's server: what is asked of it, and what it does not do."""
    with company.server_of(desk, '[sessions]\nsupervisors=dave\n') as server:
        desk.start_agent()
        desk.window.see_button('Sign In')
        save('company-sign-in')
        company.sign_in_at(desk, server, 'wrong horse')
        desk.window.see_text('Wrong worker name or password.')
        save('company-sign-in-problem')
        company.sign_in_at(desk, server)
        desk.window.see_status('Offline')
        desk.agent.activate('dial', GLib.Variant('s', 'tel:+1-650-555-0177'))
        desk.window.see_text('lets you take calls only')
        save('company-dial-pad')
        desk.keys('Escape')
        desk.window.see_gone('Call')
        desk.service.set_activity('edith', 'Available')
        desk.keys('alt+4')
        desk.window.see_text('edith')
        save('company-team')
        desk.window.press_menu_button('What to do for edith')
        window.press(desk.window.see('Change Skills…', window.MENU_ITEMS))
        desk.window.see_text('Whose tasks this worker could get')
        save('company-skills')
        desk.keys('Escape')
        desk.window.see_text_gone('Whose tasks this worker could get')
        desk.agent.activate('accounts')
        desk.window.see_text('Another Account…')
        save('company-accounts')
        desk.keys('Escape')
        desk.window.see_text_gone('Another Account…')
        desk.keys('alt+1')
        desk.go_online()
        desk.ring()
        desk.window.press('Accept')
        desk.window.see_button('Stop Ringing')
        desk.advance(1)
        desk.window.see_status('In Call')
        desk.advance(5)
        save('company-call')
        desk.window.press('Transfer')
        desk.window.see('edith', ('check box', 'radio button'))
        save('company-transfer')
        desk.keys('Escape')
        wait.until(lambda: 'Transfer Call' not in desk.window.windows(), 'the dialog to close')
        desk.window.press('End Conference')
        desk.window.press('Complete')
        desk.window.see_status('Offline')
        server.set_password('another horse')
        desk.service.fault('expire-token', 'dave')
        company.wait_signed_out(desk)
        save('company-signed-out')
        desk.window.press('Sign In…')
        desk.window.see_text('Enter the password for')
        save('company-password')
        desk.window.type('Password', company.PASSWORD)
        desk.window.press('Sign In')
        desk.window.see_text('Wrong worker name or password.')
        save('company-password-wrong')
        desk.keys('Escape')


def show_tab(desk, name):
    tab = wait.until(lambda: desk.window.find(name, ('page tab',)), name)
    window.press(tab)


def walk_help(desk, save):
    """What is asked when something is not right; and all of the preferences."""
    desk.start()
    desk.sign_in()
    desk.agent.activate('why')
    desk.window.see_text('in that status no calls are offered')
    save('why')
    desk.keys('Escape')
    desk.window.see_text_gone('in that status no calls are offered')
    desk.agent.activate('diagnostics')
    desk.window.see_text('Answer Time')
    save('diagnostics')
    desk.keys('Escape')
    desk.window.see_text_gone('Answer Time')

    desk.agent.activate('ready-check')
    desk.window.see_button('Check Now')
    save('ready-check')
    desk.window.press('Check Now')
    desk.window.see_text('Press Accept in the window')
    save('ready-check-rings')
    desk.window.press('Accept')
    desk.window.see_text('Answered')
    save('ready-check-done')
    desk.keys('Escape')
    desk.window.see_gone('Check Now')

    desk.agent.activate('preferences')
    desk.window.see_text('Go Online Sets')
    save('preferences-general')
    show_tab(desk, 'Alerts')
    desk.window.see_text('Accept by Itself')
    save('preferences-alerts')
    show_tab(desk, 'Keys')
    desk.window.see_text('Hold or Resume')
    save('preferences-keys')
    show_tab(desk, 'Account')
    desk.window.see_text('Kept in the system keyring')
    save('preferences-account')


def make_mirrored_translation(folder):
    """A translation to Arabic without a word: GTK asks for one before it mirrors by its own."""
    messages = os.path.join(folder, 'ar', 'LC_MESSAGES')
    os.makedirs(messages, exist_ok=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    subprocess.run(['msgfmt', '-o', os.path.join(messages, 'task-router-agent.mo'), '-'],
                   input=header, text=True, check=True)


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


# With our own settings that it needs: who is in a call is offered more only while available.
TOURS = {'day': (walk, {}), 'around': (walk_around, {}), 'demo': (walk_demo, {}),
         'company': (walk_company, {}), 'calls': (walk_calls, {'call-activity': "''"}), 'help': (walk_help, {})}


def take(desktop, folder, look, wanted):
    environment, gtk, own = LOOKS[look]
    before = dict(desktop.environment)
    if look == 'rtl':
        make_mirrored_translation(desktop.path('rtl'))
    window.reader = None
    if look in LANGUAGES:
        language.compile_translation(look, desktop.path('locale'))
        window.reader = language.Reader(look)
    desktop.environment.update({name: value.format(folder=desktop.folder)
                                for name, value in environment.items()})

    # On X11 GTK takes the size of text from the display, and not from its settings.
    resources = 'Xft.dpi:\t192\n' if look == 'large' else ''
    subprocess.run(['xprop', '-root', '-format', 'RESOURCE_MANAGER', '8s', '-set',
                    'RESOURCE_MANAGER', resources], env=desktop.environment, check=True)

    def save(name):
        path = os.path.join(folder, f'{name}-{look}.png')
        desktop.portrait(path)
        print(path, flush=True)

    for name, (tour, needed) in TOURS.items():
        if wanted and name not in wanted:
            continue
        desk = stage.Desk(desktop, f'{look}-{name}')
        dress(desk, gtk, {**own, **needed})
        try:
            tour(desk, save)
        finally:
            desk.close(failed=False)
    desktop.environment.clear()
    desktop.environment.update(before)


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    with session.Session() as desktop:
        for look in sys.argv[2:] or LOOKS:
            take(desktop, folder, look, os.environ.get('SCREENSHOT_TOURS', '').split())


if __name__ == '__main__':
    main()
