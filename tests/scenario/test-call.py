#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an agent does in a call: mute, hold, transfer, leave, and calls of the agent's own."""
import json

from gi.repository import GLib

from support import bus, colleague, stage, tap, wait
from support.agent import APPLICATION_ID, OBJECT_PATH
from support.stage import CALLER, CALLER_SHOWN, EDITH


class Line:
    """The service's side of the conference of a task."""

    def __init__(self, desk, task):
        self.desk = desk
        told = json.loads(task['attributes'])['conference']
        self.path = f"/Conferences/{told['sid']}"
        self.caller = told['participants']['customer']
        self.own = told['participants']['worker']

    def participants(self):
        found = self.desk.service.account(f'{self.path}/Participants')['participants']
        return {p['call_sid']: p for p in found}

    def expect(self, call_sid, **flags):
        for name, value in flags.items():
            wait.equal(lambda: self.participants()[call_sid][name], value, name)

    def expect_count(self, count):
        wait.equal(lambda: len(self.participants()), count, 'how many are on the line')

    def conference(self):
        return self.desk.service.account(self.path)


def take_call(desk):
    call_sid = desk.take_call()
    return Line(desk, desk.expect_task(call_sid, 'assigned'))


@tap.scenario
def mutes_and_holds(desk):
    """Mute and Hold act on the service's side, and show what the service says"""
    desk.start_online()
    line = take_call(desk)
    desk.window.see_button('Mute')

    desk.window.press('Mute')
    line.expect(line.own, muted=True)
    wait.until(lambda: desk.window.see('Mute').checked, 'Mute to be pressed')
    desk.window.press('Mute')
    line.expect(line.own, muted=False)

    desk.window.press('Hold')
    line.expect(line.caller, hold=True)
    wait.until(lambda: desk.window.see('Hold').checked, 'Hold to be pressed')
    desk.advance(23)
    desk.window.see_text('On Hold 0:23')
    desk.advance(100)
    desk.window.see_text('Still on Hold 2:03')
    desk.window.press('Hold')
    line.expect(line.caller, hold=False)
    desk.window.see_text_gone('on Hold')

    # Somebody else does it: the window follows within seconds.
    desk.service.account(f'{line.path}/Participants/{line.caller}', 'POST', Hold='true')
    desk.advance(5)
    desk.window.see_text('On Hold')
    desk.service.account(f'{line.path}/Participants/{line.caller}', 'POST', Hold='false')
    desk.advance(5)
    desk.window.see_text_gone('On Hold')

    # A refusal is told, and the truth shown again.
    desk.service.control('POST', 'faults', Fault='status', Status=500,
                         Path='/v1/wschannels', Worker=desk.service.worker('dave')['sid'])
    desk.agent.activate('hold')
    desk.window.see_text('Couldn’t put on hold: the service is in trouble')
    assert not desk.window.see('Hold').checked
    line.expect(line.caller, hold=False)
    desk.window.press('End Conference')
    desk.window.see_text('Wrap-Up', CALLER_SHOWN)


def edith_of(desk):
    """Edith, who is available, and whose phone picks up after a second."""
    desk.service.set_activity('edith', 'Available')
    desk.service.phone_behavior(EDITH, 'answer', After=1)
    return colleague.Colleague(desk.service, 'edith')


def join(desk, edith):
    """Edith takes what she is offered."""
    reservation = edith.reservation()
    edith.accept(reservation)
    desk.advance(1)
    return reservation


OTHER = '+16505550177'
CHECKS = ('check box', 'radio button')


def has_focus(desk, name):
    """Whether the focus is in a row of that name."""
    return any(node.focused and (name in node.name or any(n.name == name for n in node.walk()))
               for node in desk.window.nodes() if node.role in CHECKS + ('list item',))


def check(desk, name):
    """Checks a box with the keyboard: GTK 4.8 offers no other way to press one."""
    for _ in range(20):
        if has_focus(desk, name):
            break
        desk.keys('Tab')
    desk.keys('space')
    wait.until(lambda: desk.window.see(name, CHECKS).checked, f'{name} to be checked')


def legs():
    """Who is on the line as far as the agent knows: call SID → connected, muted, on hold."""
    objects = bus.call(APPLICATION_ID, OBJECT_PATH, 'org.freedesktop.DBus.ObjectManager',
                       'GetManagedObjects', start=False)[0]
    calls = [faces[f'{APPLICATION_ID}.Call'] for faces in objects.values()
             if f'{APPLICATION_ID}.Call' in faces]
    return {sid: tuple(state) for call in calls for sid, _, *state in call['Participants']}


def act(desk, action, *call_sids):
    """What a button does whose turn it is only now: GTK 4.8 may not tell at once that it is there."""
    for sid in call_sids:
        wait.until(lambda: legs().get(sid, (False,))[0], f'the agent to see {sid} on the line')
    wait.until(lambda: desk.agent.is_enabled(action), f'{action} to be possible')
    desk.agent.activate(action, *(GLib.Variant('s', sid) for sid in call_sids))


def act_and_see(desk, action, call_sid, *state):
    """The same, until the agent has seen what came of it: muted, on hold."""
    act(desk, action, call_sid)
    wait.equal(lambda: legs().get(call_sid), (True, *state), action)


def choose_target(desk, name):
    """Opens the dialog and searches; the first who fits is chosen."""
    desk.window.press('Transfer')
    desk.window.see(name, CHECKS)
    desk.window.type('Search colleagues and queues', name[:4])
    wait.until(lambda: desk.window.see(name, CHECKS).checked, name)


def confirm_transfer(desk):
    """Presses the dialog's own button: the call's has the same name."""
    desk.press_in('Transfer Call', 'Transfer')


def call_number(desk, how=None):
    """Opens the dialog and types a number, which is called."""
    desk.window.press('Transfer')
    desk.window.type('Search colleagues and queues', '+1 650 555-0177')
    desk.window.see_text('+1 650-555-0177')
    if how is not None:
        check(desk, how)
    confirm_transfer(desk)


@tap.scenario
def introduces_a_colleague(desk):
    """A warm transfer: the caller waits, edith joins, the agent leaves, and they talk on"""
    desk.start_online()
    edith = edith_of(desk)
    line = take_call(desk)
    choose_target(desk, 'edith')
    confirm_transfer(desk)
    desk.window.see_text('Waiting for edith')
    line.expect(line.caller, hold=True)
    desk.advance(3)
    desk.window.see_text('· 0:03')

    # Taken back: the caller stays on hold until the agent resumes.
    desk.window.press('Cancel Transfer')
    desk.window.see_text_gone('Waiting for edith')
    task = desk.service.tasks()[0]
    wait.equal(lambda: ('edith', 'canceled') in desk.service.statuses(task), True, 'canceled')
    line.expect(line.caller, hold=True)

    choose_target(desk, 'edith')
    confirm_transfer(desk)
    desk.window.see_text('Waiting for edith')
    join(desk, edith)
    line.expect_count(3)
    desk.advance(5)
    desk.window.see_text('Introduce the caller')
    assert not desk.agent.is_enabled('leave-call')
    desk.window.press('Complete Transfer')
    desk.window.see_text('Wrap-Up')
    line.expect_count(2)
    line.expect(line.caller, hold=False)
    assert line.conference()['status'] == 'in-progress'
    wait.equal(lambda: desk.service.statuses(task).count(('dave', 'wrapping')), 1, 'wrap-up')


@tap.scenario
def leaves_three(desk):
    """With three on the line each has controls; the agent may go and the others talk on"""
    desk.start_online()
    edith = edith_of(desk)
    line = take_call(desk)
    choose_target(desk, 'edith')
    confirm_transfer(desk)
    desk.window.see_text('Waiting for edith')
    join(desk, edith)
    line.expect_count(3)
    desk.advance(5)
    wait.equal(lambda: legs().get(line.caller), (True, False, True), 'the caller on hold')
    act_and_see(desk, 'hold-leg', line.caller, False, False)
    line.expect(line.caller, hold=False)
    third = (set(line.participants()) - {line.caller, line.own}).pop()
    act_and_see(desk, 'hold-leg', third, False, True)
    line.expect(third, hold=True)
    act_and_see(desk, 'hold-leg', third, False, False)
    line.expect(third, hold=False)
    act_and_see(desk, 'mute-leg', third, True, False)
    line.expect(third, muted=True)
    desk.window.press('End Conference')
    desk.window.see_text('End the Call for Everyone?')
    desk.confirm('Cancel')
    desk.window.see_text_gone('End the Call for Everyone?')
    line.expect_count(3)
    desk.window.press('Remove edith')
    line.expect_count(2)
    wait.until(lambda: third not in legs(), 'the agent to see them gone')
    assert line.conference()['status'] == 'in-progress'
    desk.window.press('End Conference')
    desk.window.see_text('Wrap-Up')


@tap.scenario
def transfers_right_away(desk):
    """A cold transfer to a queue: the agent is out at once, and the queue has the caller"""
    desk.start_online()
    line = take_call(desk)
    desk.window.press('Transfer')
    desk.window.see_text('Offline')
    desk.window.type('Search colleagues and queues', 'edith')
    wait.stays(lambda: not desk.window.see('edith', CHECKS).checked, 'edith, who is offline, not chosen')
    desk.window.press('Queues')
    desk.window.type('Search colleagues and queues', 'xyz')
    desk.window.see_text('No Results', 'Try another word.')
    desk.window.type('Search colleagues and queues', '+1 650')
    desk.window.see_text('This number is too short.')
    desk.window.type('Search colleagues and queues', 'Sal')
    check(desk, 'Transfer Right Away')
    confirm_transfer(desk)
    desk.window.see_text('Wrap-Up')
    line.expect_count(1)
    assert desk.service.tasks()[0]['task_queue_friendly_name'] == 'Sales'


@tap.scenario
def hands_over_to_a_number(desk):
    """A number that is typed is called: told if it is busy, introduced, or left with the caller"""
    desk.start_online()
    line = take_call(desk)
    desk.service.phone_behavior(OTHER, 'busy', New='true')
    call_number(desk)
    desk.window.see_text('Waiting for')
    desk.advance(5)
    desk.window.see_text('is busy')
    line.expect(line.caller, hold=False)
    line.expect_count(2)

    desk.service.phone_behavior(OTHER, 'answer', After=2)
    call_number(desk)
    desk.window.see_text('Waiting for')
    line.expect(line.caller, hold=True)
    desk.advance(5)
    desk.window.see_text('Introduce the caller', 'Someone Else', '+1 650 555 0177')
    third = next(p for p in line.participants().values() if p['label'] == OTHER)
    assert not third['end_conference_on_exit'], third
    desk.window.press('Complete Transfer')
    desk.window.see_text('Wrap-Up')
    line.expect_count(2)
    line.expect(line.caller, hold=False)
    assert line.conference()['status'] == 'in-progress'


@tap.scenario
def leaves_to_a_number(desk):
    """A cold transfer to a number: the agent stays until it has answered, and is gone then"""
    desk.start_online()
    line = take_call(desk)
    desk.service.phone_behavior(OTHER, 'answer', New='true', After=2)
    call_number(desk, 'Transfer Right Away')
    desk.window.see_text('Waiting for')
    line.expect(line.caller, hold=False)
    line.expect_count(3)
    desk.advance(5)
    desk.window.see_text('Wrap-Up')
    line.expect_count(2)
    assert line.own not in line.participants()
    assert line.conference()['status'] == 'in-progress'


@tap.scenario
def is_handed_a_call(desk):
    """A call that a colleague transfers: the popup says who sends it, and both are on the line"""
    desk.start_online()
    edith = edith_of(desk)
    desk.service.set_activity('dave', 'Unavailable')
    desk.service.dial(CALLER, '1')
    task = wait.until(lambda: next(iter(desk.service.tasks()), None), 'the task')
    reservation = join(desk, edith)
    wait.equal(lambda: desk.service.statuses(task), [('edith', 'accepted')], 'edith in the call')
    desk.window.press('Go Online')
    desk.expect_activity('dave', 'Available')
    edith.transfer(reservation, task['sid'], desk.service.worker('dave')['sid'])
    desk.window.see_text('Transferred Call', 'By edith · Support queue')
    desk.window.press('Accept')
    desk.window.see_status('Ringing')
    desk.advance(1)
    desk.window.see_status('In Call')
    desk.advance(5)
    line = Line(desk, task := desk.service.tasks()[0])
    line.expect_count(3)
    assert desk.service.statuses(task) == [('dave', 'accepted'), ('edith', 'accepted')]


@tap.scenario
def calls_out(desk):
    """A call of the agent's own: a link fills in the number, only Call calls, and each end is told"""
    desk.start()
    desk.sign_in()
    desk.agent.activate('dial', GLib.Variant('s', 'tel:+1-650-555-0177'))
    desk.window.see_text('+1 650-555-0177')
    wait.equal(lambda: desk.window.entry('Phone number').text(), '+16505550177', 'the number alone')
    wait.stays(lambda: not desk.service.tasks(), 'nothing to be called by itself')
    desk.window.type('Phone number', 'hello')
    desk.window.see_text('This is not a phone number.')
    desk.window.type('Phone number', '+16505550177')
    # The agent gives its requests 15 s of its own clock: it is not turned much further than needed.
    for behavior, words, seconds, after in (('busy', 'was busy', 2, {}),
                                            ('no-answer', 'didn’t answer', 62, {}),
                                            ('answer', None, 5, {'After': 2})):
        desk.service.phone_behavior(OTHER, behavior, New='true', **after)
        if behavior != 'busy':
            desk.agent.activate('dial', GLib.Variant('s', OTHER))
        desk.window.press('Call')
        desk.window.see_status('Ringing')
        desk.advance(1)
        desk.window.see_status('In Call')
        desk.advance(seconds)
        if words is not None:
            desk.window.see_text('Wrap-Up', words)
            desk.window.press('Complete')
            desk.window.see_status('Offline')
            continue
        wait.equal(lambda: desk.service.phone(OTHER)['state'], 'in-call', 'their phone')
        desk.service.use_phone(OTHER, 'hangup')
        desk.window.see_text('Wrap-Up', 'The other side hung up.')


if __name__ == '__main__':
    stage.main()
