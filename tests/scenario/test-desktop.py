#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rest of the desktop: notifications, the keyboard, a second start, the demo."""
import json
import os
import subprocess

from gi.repository import GLib

from support import a11y, stage, tap, wait, window
from support.stage import CALLER_SHOWN, DAVE


@tap.scenario
def accepts_from_the_notification(desk):
    """Accept in the notification accepts"""
    desk.start_online()
    call_sid = desk.ring()
    bubble = desk.notifications()
    bubble.see_text('Incoming call', CALLER_SHOWN)
    bubble.press('Accept')
    desk.window.see_status('Ringing')
    desk.advance(1)
    desk.window.see_status('In Call')
    desk.expect_reservations(call_sid, [('dave', 'accepted')])


@tap.scenario
def rejects_from_the_notification(desk):
    """Reject in the notification rejects"""
    desk.start_online()
    desk.advance(1)
    desk.service.set_activity('edith', 'Available')
    call_sid = desk.ring()
    desk.notifications().press('Reject')
    desk.window.see_gone('Accept')
    desk.expect_reservations(call_sid, [('dave', 'rejected'), ('edith', 'pending')])


@tap.scenario
def withdraws_the_notification(desk):
    """The notification goes away when the offer does"""
    desk.start_online()
    call_sid = desk.ring()
    bubble = desk.notifications()
    bubble.see_button('Accept')
    desk.service.hang_up(call_sid)
    bubble.see_gone('Accept')


CHOICES = ('check box', 'radio button')


def focus_is_in(desk, name):
    """Whether the row of that name has the focus."""
    return any(node.focused and any(name == below.name for below in (node, *node.walk()))
               for node in desk.window.nodes(True) if node.role in (*CHOICES, 'list item'))


@tap.scenario
def works_by_keyboard(desk):
    """A whole shift by keyboard alone: from signing in to a task that is completed with a note"""
    desk.start()
    seed = desk.service.seed
    for name, text in (('Account SID', seed['TR_ACCOUNT_SID']),
                       ('Auth Token or API Secret', seed['TR_AUTH_TOKEN']),
                       ('Workspace', 'writers'), ('Worker Name', 'dave')):
        desk.focus_entry(name)
        desk.type(text)
    desk.keys('Return')
    desk.window.see_status('Offline')
    desk.keys('ctrl+g')
    desk.window.see_status('Available')
    call_sid = desk.ring()
    desk.agent.advance(1) # the popup takes no keys at first: they may be meant for another window
    desk.keys('ctrl+shift+a')
    desk.window.see_status('Ringing')
    desk.advance(1)
    desk.window.see_status('In Call')
    desk.keys('ctrl+shift+h')
    desk.window.see_text('On Hold')
    desk.keys('ctrl+shift+h')
    desk.window.see_text_gone('On Hold')

    # Handing the call over: whom, how, and another thought.
    desk.service.set_activity('edith', 'Available')
    desk.keys('ctrl+shift+t')
    desk.window.see('edith', CHOICES)
    assert [node.role for node in a11y.windows_of(desk.window.process_id)
            if node.name == 'Transfer Call'] == ['dialog']
    desk.type('edi')
    wait.until(lambda: desk.window.see('edith', CHOICES).checked, 'edith to be chosen')
    for _ in range(12):
        if focus_is_in(desk, 'Transfer Right Away'):
            break
        desk.keys('Tab')
    desk.keys('space')
    wait.until(lambda: desk.window.see('Transfer Right Away', CHOICES).checked, 'the other way')
    desk.keys('Escape')
    wait.until(lambda: 'Transfer Call' not in desk.window.windows(), 'the dialog to close')
    desk.expect_task(call_sid, 'assigned')

    desk.keys('ctrl+comma')
    wait.until(lambda: 'Preferences' in desk.window.windows(), 'the preferences')
    desk.keys('Escape')
    wait.until(lambda: 'Preferences' not in desk.window.windows(), 'the preferences to close')

    desk.keys('ctrl+n')
    desk.type('invoice sent')
    wait.until(lambda: any(node.can('Text') and node.text() == 'invoice sent'
                           for node in desk.window.nodes() if node.role == 'text'), 'the note')
    desk.keys('ctrl+shift+e')
    desk.window.see_text('Wrap-Up')
    desk.keys('ctrl+Return')
    desk.window.see_status('Offline')
    task = desk.expect_task(call_sid, 'completed')
    assert json.loads(task['attributes'])['conversations']['content'] == 'invoice sent', task


@tap.scenario
def ignores_early_keys(desk):
    """Return and space that were meant for another window neither accept nor reject"""
    desk.start_online()
    call_sid = desk.ring()
    desk.keys('Return', 'space', 'Return')
    wait.stays(lambda: desk.service.statuses(desk.service.task_of(call_sid)) ==
               [('dave', 'pending')], 'the reservation')


@tap.scenario
def fits_in_a_line(desk):
    """F8 folds the window to a line, in which a call is taken and ended, and back"""
    desk.start_online()
    desk.keys('F8')
    desk.window.see_button('Whole Window')
    assert desk.window.windows() == ['Task Router Agent'], desk.window.windows()
    assert desk.window.find('Now', ('page tab',)) is None, 'the main window is shown'
    desk.window.see_text('Ready for Calls')

    call_sid = desk.ring()
    desk.agent.advance(1)
    desk.window.press('Accept')
    desk.window.see_button('Stop Ringing')
    desk.advance(1)
    desk.window.see_button('Mute')
    desk.window.see_text(CALLER_SHOWN)
    desk.window.press('End Conference')
    desk.window.press('Complete')
    desk.expect_task(call_sid, 'completed')
    desk.window.see_text('Offline')
    desk.keys('F8')
    desk.window.see_status('Offline')
    desk.window.see_gone('Whole Window')

    # Whatever asks for the window brings it back, and closing the line does too.
    desk.keys('F8')
    desk.window.see_button('Whole Window')
    desk.agent.perform('show')
    desk.window.see_status('Offline')
    desk.keys('F8')
    desk.window.see_button('Whole Window')
    desk.keys('ctrl+w')
    desk.window.see_status('Offline')


@tap.scenario
def second_start_raises(desk):
    """A second start raises the first one's window and ends"""
    desk.start()
    desk.sign_in()
    second = subprocess.run(desk.agent.process.args[:1], env=desk.agent.environment, timeout=wait.DEADLINE,
                            check=False, capture_output=True)
    assert second.returncode == 0, second
    assert len(desk.window.windows()) == 1, desk.window.windows()
    desk.window.see_status('Offline')


@tap.scenario
def second_start_refuses_options(desk):
    """A second start with options says that they are too late, and fails"""
    desk.start()
    desk.sign_in()
    for option in '--demo', '--service-url=http://127.0.0.1:1', '--clock=manual':
        second = subprocess.run([*desk.agent.process.args[:1], option], timeout=wait.DEADLINE, check=False,
                                env=desk.agent.environment, capture_output=True, text=True)
        assert second.returncode == 1, second
        assert 'is running already' in second.stderr, second
        assert option.partition('=')[0] in second.stderr, second
        assert second.stdout == '', second
    desk.window.see_status('Offline')


@tap.scenario
def refuses_wrong_options(desk):
    """What can't be meant is told before anything starts, with status 2"""
    program = os.environ['TASK_ROUTER_AGENT']
    for options, words in ((['--frob'], ('Unknown option --frob', '--help')),
                           (['--service-url=foo'], ('--service-url can’t be used',)),
                           (['--clock=fast'], ('“manual” is the only kind',))):
        done = subprocess.run([program, *options], env=desk.desktop.environment, timeout=wait.DEADLINE,
                              check=False, capture_output=True, text=True)
        assert done.returncode == 2 and done.stdout == '', done
        assert all(word in done.stderr for word in words), done


@tap.scenario
def says_that_there_is_no_display(desk):
    """Without a display it says so, in one line, and fails"""
    environment = {name: value for name, value in desk.desktop.environment.items()
                   if name not in ('DISPLAY', 'WAYLAND_DISPLAY')}
    done = subprocess.run([os.environ['TASK_ROUTER_AGENT']], env=environment, timeout=wait.DEADLINE,
                          check=False, capture_output=True, text=True)
    assert done.returncode == 1 and 'There is no display' in done.stderr, done
    assert done.stderr.count('\n') == 1, done


@tap.scenario
def service_without_a_wish_ends(desk):
    """Started by the bus and asked for nothing, it ends by itself"""
    desk.start_agent('--gapplication-service')
    wait.until(lambda: desk.agent.process.poll() is not None, 'the agent to end')


@tap.scenario
def service_shows_its_window(desk):
    """Started by the bus for an action that can't be done: signs in again and shows the window"""
    desk.start()
    desk.sign_in()
    desk.agent.quit()
    desk.start_agent('--gapplication-service', f'--service-url={desk.service.url}')
    desk.agent.perform('accept', GLib.Variant('s', 'WR00000000000000000000000000000001'))
    desk.window.see_status('Offline')
    desk.go_online()


@tap.scenario
def service_shows_the_form(desk):
    """Started by the bus for a window, with nobody to sign in again: the form"""
    desk.start_agent('--gapplication-service')
    desk.agent.perform('show')
    desk.window.see_button('Sign In')


@tap.scenario
def tries_the_demo(desk):
    """Try the Demo: a sandbox of its own, a simulated call, answered and ended by hand"""
    desk.start_agent()
    desk.window.press('Try the Demo')
    desk.window.see_status('Offline')
    desk.window.press('Go Online')
    desk.window.see_status('Available')
    desk.window.press('Simulate a Call')
    desk.window.press('Accept')
    desk.window.see_status('Ringing')
    desk.window.press('Answer')
    desk.window.see_status('In Call')
    desk.window.press('End Conference')
    desk.window.press('Complete')
    desk.window.see_status('Offline')
    # Neither the phone nor the caller is on the line any more.
    wait.until(lambda: desk.window.find('Hang Up', window.BUTTONS, sensitive=True) is None,
               'no Hang Up that can be pressed')


@tap.scenario
def demo_phone_is_declined(desk):
    """Decline at the simulated phone"""
    desk.start_agent('--demo')
    desk.window.press('Go Online')
    desk.window.press('Simulate a Call')
    desk.window.press('Accept')
    desk.window.press('Decline')
    desk.window.see_text('Your Phone Wasn’t Answered')


def is_running(pid):
    try:
        with open(f'/proc/{pid}/stat', encoding='utf-8') as file:
            return file.read().rpartition(')')[2].split()[0] != 'Z'
    except FileNotFoundError:
        return False


@tap.scenario
def demo_ends_with_the_agent(desk):
    """The demo's sandbox ends when the agent does, even if the agent is killed"""
    desk.start_agent('--demo')
    desk.window.see_status('Offline')
    children = desk.children_of_agent()
    assert children, 'no sandbox was started'
    desk.agent.kill()
    wait.until(lambda: not any(is_running(pid) for pid in children), 'the sandbox to end')


if __name__ == '__main__':
    stage.main()
