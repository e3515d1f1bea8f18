#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in that fails: the message names the field or the cause, and nothing typed is lost."""
import json
import socket

from gi.repository import GLib

from support import company, stage, tap, wait, window
from support.stub import Stub

OTHER = '+16505550177'
ELSEWHERE = '+4930123456'


def expect_form(desk, **changes):
    """What was typed is still there, the secret too."""
    wanted = {'Account SID': desk.service.seed['TR_ACCOUNT_SID'], 'Workspace': 'writers',
              'Worker Name': 'dave', **changes}
    for name, text in wanted.items():
        held = desk.window.entry(name).text()
        assert held == text, f'{name}: {held!r} instead of {text!r}'
    assert desk.window.entry('Auth Token or API Secret').text() != ''
    desk.window.see_button('Sign In')


@tap.scenario
def wrong_secret(desk):
    """A wrong auth token, then the right one"""
    desk.start()
    desk.fill_form(secret='0123456789abcdef0123456789abcdef')
    desk.window.press('Sign In')
    desk.window.see_text('Wrong account SID or auth token.')
    expect_form(desk)
    desk.fill_form()
    desk.window.press('Sign In')
    desk.window.see_status('Offline')


@tap.scenario
def unknown_worker(desk):
    """An unknown worker is named, then the right one signs in"""
    desk.start()
    desk.fill_form(worker='dana')
    desk.window.press('Sign In')
    desk.window.see_text('No worker named “dana” in this workspace.')
    expect_form(desk, **{'Worker Name': 'dana'})
    desk.window.type('Worker Name', 'dave')
    desk.window.press('Sign In')
    desk.window.see_status('Offline')


@tap.scenario
def unknown_workspace(desk):
    """An unknown workspace is named"""
    desk.start()
    desk.fill_form(workspace='readers')
    desk.window.press('Sign In')
    desk.window.see_text('No workspace named “readers” in this account.')
    expect_form(desk, Workspace='readers')


@tap.scenario
def api_key(desk):
    """An API key signs in as the auth token does"""
    desk.start()
    desk.sign_in(key=desk.service.seed['TR_API_KEY_SID'],
                 secret=desk.service.seed['TR_API_KEY_SECRET'])
    desk.go_online()
    desk.take_call()


@tap.scenario
def wrong_api_key(desk):
    """A wrong API secret"""
    desk.start()
    desk.fill_form(key=desk.service.seed['TR_API_KEY_SID'], secret='not-the-secret')
    desk.window.press('Sign In')
    desk.window.see_text('Wrong API key SID or secret.')
    expect_form(desk, **{'API Key SID (optional)': desk.service.seed['TR_API_KEY_SID']})


def against(desk, url, *fragments):
    """Signs in at an address that is not the service's."""
    desk.service.seed = {'TR_ACCOUNT_SID': 'AC' + '0' * 32, 'TR_AUTH_TOKEN': '0' * 32}
    desk.start_agent(f'--service-url={url}')
    desk.fill_form()
    desk.window.press('Sign In')
    desk.window.see_text(*fragments)
    expect_form(desk)


@tap.scenario
def no_one_there(desk):
    """A service that is not reachable"""
    with socket.socket() as closed:
        closed.bind(('127.0.0.1', 0))
        against(desk, f'http://127.0.0.1:{closed.getsockname()[1]}', 'This address doesn’t answer.')


@tap.scenario
def answers_html(desk):
    """A service that answers HTML, as a captive portal does"""
    with Stub(200, 'text/html', b'<html><body>Please <b>sign in</b> to the hotel</body></html>') as it:
        against(desk, it.url, 'doesn’t answer as TaskRouter does')
        assert not desk.window.has_text('hotel')


@tap.scenario
def answers_an_html_error(desk):
    """A service that answers an HTML error page"""
    with Stub(502, 'text/html', b'<html><h1>502 Bad Gateway</h1></html>') as it:
        against(desk, it.url, 'doesn’t answer as TaskRouter does')


@tap.scenario
def answers_broken_json(desk):
    """A service that answers broken JSON"""
    with Stub(200, 'application/json', b'{"workspaces":[{"sid":') as it:
        against(desk, it.url, 'doesn’t answer as TaskRouter does')


@tap.scenario
def answers_deep_json(desk):
    """A service that answers JSON deep enough to crash a parser"""
    with Stub(200, 'application/json', b'[' * 100000) as it:
        against(desk, it.url, 'doesn’t answer as TaskRouter does')


@tap.scenario
def names_missing_fields(desk):
    """An empty field is named before anything is sent"""
    desk.start()
    desk.fill_form(worker='')
    desk.window.press('Sign In')
    desk.window.see_text('Enter a worker name.')
    expect_form(desk, **{'Worker Name': ''})


@tap.scenario
def company_takes_calls(desk):
    """With a company's server: wrong password, right one, a call that the server ends, the next start"""
    before = desk.desktop.keyring_items()
    with company.server_of(desk, '[sessions]\nsupervisors=dave\n[calls]\ndial-out=dave\n') as server:
        desk.start_agent()
        company.sign_in_at(desk, server, 'wrong horse')
        desk.window.see_text('Wrong worker name or password.')
        assert desk.window.entry('Server Address').text() == server.url
        company.sign_in_at(desk, server)
        desk.window.see_status('Offline')
        desk.go_online()
        desk.take_call()
        # What the account's credentials can do the server does for the desk.
        desk.window.press('Transfer')
        desk.window.see('edith', ('check box', 'radio button'))
        desk.window.type('Search colleagues and queues', '+1 650 555-0177')
        desk.window.see_text('+1 650-555-0177')
        desk.window.press('Cancel')
        wait.until(lambda: 'Transfer Call' not in desk.window.windows(), 'the dialog to close')
        desk.window.press('Hold')
        wait.until(lambda: desk.window.see('Hold').checked, 'Hold to be pressed')
        desk.desktop.keys('alt+4')
        desk.window.see_text('edith')
        desk.desktop.keys('alt+1')
        desk.window.press('End Conference')
        desk.window.see_button('Complete')
        desk.window.press('Complete')
        desk.window.see_status('Offline')
        words = desk.agent.words() + desk.agent.files_text()
        for secret in (company.PASSWORD, 'tsr_', 'eyJ', desk.service.seed['TR_AUTH_TOKEN']):
            assert secret not in words, 'a secret is in a file or in the log'

        desk.agent.quit()
        desk.start_agent()
        desk.window.see_status('Offline')
        desk.go_online()

        desk.agent.activate('sign-out')
        desk.confirm('Sign Out')
        desk.window.see_button('Sign In')
        assert desk.window.entry('Server Address').text() == server.url
        assert desk.window.entry('Password').text() == ''
        wait.until(lambda: desk.desktop.keyring_items() == before, 'an empty place in the keyring')


@tap.scenario
def company_ends_the_session(desk):
    """A company's server that ended the session asks for the password again"""
    with company.server_of(desk) as server:
        desk.start_agent()
        company.sign_in_at(desk, server)
        desk.window.see_status('Offline')
        desk.agent.quit()
        server.set_password('another horse') # ends what there is
        desk.start_agent()
        desk.window.press('Sign In…')
        desk.window.see_text('Your session has ended. Enter your password again.')
        company.sign_in_at(desk, server, 'another horse')
        desk.window.see_status('Offline')


def give_password(desk, password, *words):
    """Answers the dialog that asks for the password alone; words: what it says then, if it stays."""
    wait.until(lambda: desk.window.find_entry('Password'), 'to be asked for the password')
    desk.window.type('Password', password)
    desk.window.press('Sign In')
    desk.window.see_text(*words)


def edit_attributes(desk):
    desk.window.press_menu_button('What to do for edith')
    window.press(desk.window.see('Change Skills…', window.MENU_ITEMS))


@tap.scenario
def company_asks_for_the_password(desk):
    """A session that ends while one works: the password alone goes on, through a typo and an outage"""
    with company.server_of(desk) as server:
        desk.start_agent()
        company.sign_in_at(desk, server)
        desk.window.see_status('Offline')
        server.set_password('another horse') # ends what there is
        desk.service.fault('expire-token', 'dave')
        company.wait_signed_out(desk)
        desk.window.press('Sign In…')
        desk.window.see_text('Enter the password for dave on 127.0.0.1.')
        give_password(desk, company.PASSWORD, 'Wrong worker name or password.')
        assert desk.window.entry('Password').text() == ''
        assert server.stop() == 0
        give_password(desk, 'another horse', 'The server doesn’t answer.')
        server.start_again()
        give_password(desk, 'another horse')
        desk.window.see_status('Offline')
        wait.until(lambda: 'Sign In Again' not in desk.window.windows(), 'the dialog to close')
        desk.go_online()

        # What was typed is as good as before: the next start asks nobody.
        desk.agent.quit()
        desk.start_agent()
        desk.window.see_status('Offline')
        desk.go_online()
        desk.take_call()
        words = desk.agent.words() + desk.agent.files_text()
        for secret in (company.PASSWORD, 'another horse', 'tsr_', 'eyJ'):
            assert secret not in words, 'a secret is in a file or in the log'


@tap.scenario
def company_is_away_for_a_while(desk):
    """A company's server that is away when a token has to be renewed: it is tried again, and nobody asked"""
    with company.server_of(desk) as server:
        desk.start_agent()
        company.sign_in_at(desk, server)
        desk.window.see_status('Offline')
        desk.go_online()
        assert server.stop() == 0
        desk.service.fault('expire-token', 'dave')
        desk.window.see_text('Connection lost')
        assert not desk.window.has_text('Signed Out')
        server.start_again()
        desk.wait_reconnected()
        desk.window.see_status('Available')
        desk.take_call()


def transfer_to(desk, number):
    desk.window.press('Transfer')
    desk.window.type('Search colleagues and queues', number)
    desk.press_in('Transfer Call', 'Transfer')


@tap.scenario
def company_dials_out(desk):
    """With a company's server that lets nobody call numbers, and then dave some"""
    with company.server_of(desk) as server:
        desk.start_agent()
        company.sign_in_at(desk, server)
        desk.window.see_status('Offline')
        desk.agent.activate('dial', GLib.Variant('s', OTHER))
        desk.window.see_text('Your company’s server lets you take calls only. Ask your administrator.')
        assert desk.window.find('Call', window.BUTTONS, sensitive=True) is None
        desk.agent.quit()
        server.restart('[calls]\ndial-out=dave\ndial-out-numbers=+1650\n')
        desk.start_agent()
        desk.window.see_status('Offline')
        desk.service.phone_behavior(OTHER, 'answer', New='true', After=2)
        desk.agent.activate('dial', GLib.Variant('s', OTHER))
        desk.window.press('Call')
        desk.window.see_status('Ringing')
        desk.advance(1)
        desk.window.see_status('In Call')
        desk.advance(5)
        wait.equal(lambda: desk.service.phone(OTHER)['state'], 'in-call', 'their phone')
        desk.service.use_phone(OTHER, 'hangup')
        desk.window.see_text('Wrap-Up', 'The other side hung up.')
        desk.window.press('Complete')
        desk.window.see_status('Offline')

        # A number that the company does not want called: the server says no, whatever the desk asks.
        desk.service.phone_behavior(ELSEWHERE, 'answer', New='true')
        desk.go_online()
        desk.take_call()
        transfer_to(desk, ELSEWHERE)
        desk.window.see_text('Couldn’t ')
        assert desk.service.phone(ELSEWHERE)['state'] == 'idle'
        desk.window.see_status('In Call')
        transfer_to(desk, OTHER)
        desk.window.see_text('Waiting for')
        desk.advance(5)
        wait.equal(lambda: desk.service.phone(OTHER)['state'], 'in-call', 'their phone')


def skills_of(desk, name):
    return json.loads(desk.service.worker(name)['attributes'])['skills']


@tap.scenario
def company_changes_skills(desk):
    """A supervisor changes a colleague's skills through the company's server, and not whose phone rings"""
    with company.server_of(desk, '[sessions]\nsupervisors=dave\n') as server:
        desk.start_agent()
        company.sign_in_at(desk, server)
        desk.window.see_status('Offline')
        desk.keys('alt+4')
        edit_attributes(desk)
        desk.window.see_text('Whose tasks this worker could get')
        before = skills_of(desk, 'edith')
        desk.window.type('Skills, with commas between them', ', '.join([*before, 'cheese']))
        # Somebody else is at it, too: what both did is kept.
        edith = desk.service.worker('edith')
        desk.service.post('/Workers/' + edith['sid'],
                          Attributes=json.dumps({**json.loads(edith['attributes']), 'desk': 'by the window'}))
        desk.window.press('Save')
        wait.equal(lambda: skills_of(desk, 'edith'), [*before, 'cheese'], 'her skills')
        now = json.loads(desk.service.worker('edith')['attributes'])
        assert now == {**json.loads(edith['attributes']), 'skills': [*before, 'cheese'],
                       'desk': 'by the window'}, now
        wait.until(lambda: 'edith' not in desk.window.windows(), 'the window to close')

        edit_attributes(desk)
        desk.window.see_text('Whose tasks this worker could get')
        desk.window.type('All Attributes', json.dumps({**now, 'contact_uri': OTHER}))
        desk.window.press('Save')
        desk.window.see_text('Couldn’t save the attributes: you aren’t allowed to')
        assert json.loads(desk.service.worker('edith')['attributes']) == now
        desk.keys('Escape')
        desk.window.press('Discard')
        wait.until(lambda: 'edith' not in desk.window.windows(), 'the window to close')


def wait_beat(desk, server):
    """Cuts the agent's socket, and waits until it is back and has told the company's server."""
    before = server.last_beat()
    desk.drop()
    desk.window.see_text('Connection lost')
    desk.wait_reconnected()
    wait.until(lambda: server.last_beat() != before, 'a heartbeat')


@tap.scenario
def company_misses_the_desk(desk):
    """A desk that is killed: the company's server ends its wrap-up and sends the worker offline"""
    with company.server_of(desk) as server:
        desk.start_agent()
        company.sign_in_at(desk, server)
        desk.window.see_status('Offline')
        wait.until(server.last_beat, 'a heartbeat')
        desk.go_online()
        call_sid = desk.take_call()
        desk.window.press('End Conference')
        desk.window.see_button('Complete')
        available = next(activity['sid'] for activity in desk.service.get('/Activities')['activities']
                         if activity['friendly_name'] == 'Available')
        desk.service.post('/Workers/' + desk.service.worker('dave')['sid'], ActivitySid=available)
        desk.expect_task(call_sid, 'wrapping')
        desk.expect_activity('dave', 'Available')
        # From now on by the real clock, which the agent's is not: what takes long comes before.
        server.restart('[safety]\nwrap-up-seconds=4\nvanish-seconds=4\n')
        wait_beat(desk, server)
        desk.agent.kill()
        desk.expect_activity('dave', 'Offline')
        desk.expect_task(call_sid, 'completed')


@tap.scenario
def company_is_away(desk):
    """A company's server that does not answer, and an address that can't be one"""
    with socket.socket() as closed:
        closed.bind(('127.0.0.1', 0))
        desk.start_agent()
        desk.window.type('Server Address', 'http://calls.example.com')
        desk.window.see_text('Plain http is for this computer only.')
        desk.window.type('Server Address', f'http://127.0.0.1:{closed.getsockname()[1]}')
        desk.window.see_text_gone('Plain http is for this computer only.')
        # The keyboard walks all fields.
        for name, text in (('Worker Name', 'dave'), ('Password', 'x')):
            desk.focus_entry(name)
            desk.type(text)
        desk.keys('Return')
        desk.window.see_text('The server doesn’t answer.')


if __name__ == '__main__':
    stage.main()
