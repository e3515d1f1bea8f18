#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk without a keyring and without a notification service: all works, and it is told."""
from support import stage, tap


@tap.scenario
def works_without(desk):
    """Without a keyring the agent says so, signs in and takes a call"""
    desk.start()
    desk.agent.allowed += ['org.freedesktop.Notifications', 'unable to send notification']
    desk.fill_form()
    desk.window.press('Sign In')
    desk.window.see_text('no keyring took it') # for five seconds: looked for first
    desk.window.see_status('Offline')
    desk.go_online()
    desk.take_call()


@tap.scenario
def asks_again(desk):
    """Without a keyring the next start asks for the secret, and for nothing else"""
    desk.start()
    desk.sign_in()
    desk.agent.quit()
    desk.start_agent(f'--service-url={desk.service.url}')
    desk.window.see_button('Sign In')
    assert desk.window.entry('Worker Name').text() == 'dave'
    assert desk.window.entry('Account SID').text() == desk.service.seed['TR_ACCOUNT_SID']
    assert desk.window.entry('Auth Token or API Secret').text() == ''


if __name__ == '__main__':
    stage.main(keyring='absent', notifications=False)
