#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk and others: other programs on the session bus, and the team of a supervisor."""
import json
import os
import subprocess

from support import bus, stage, tap, wait, window
from support.agent import APPLICATION_ID, OBJECT_PATH

DESK = 'org.example.TaskRouterAgent.Desk'
RESERVATION = 'org.example.TaskRouterAgent.Reservation'
CALL = 'org.example.TaskRouterAgent.Call'
NOT_POSSIBLE = 'org.example.TaskRouterAgent.Error.NotPossible'


def ask(path, interface, method, signature=None, arguments=()):
    return bus.call(APPLICATION_ID, path, interface, method, signature, arguments, start=False)


def refused(path, interface, method, signature=None, arguments=()):
    """The name of the error that a method is answered with."""
    try:
        ask(path, interface, method, signature, arguments)
    except bus.Error as error:
        return error.message.split(':')[1].strip()
    return None


def tell(path, interface, name):
    return ask(path, 'org.freedesktop.DBus.Properties', 'Get', '(ss)', (interface, name))[0]


def objects():
    """What the object manager has: path → interfaces → properties."""
    return ask(OBJECT_PATH, 'org.freedesktop.DBus.ObjectManager', 'GetManagedObjects')[0]


def reservations():
    return [path for path in objects() if '/Reservation/' in path]


@tap.scenario
def works_a_call(desk):
    """Status, an offer, a call and its end, by another program alone"""
    desk.start()
    desk_path = f'{OBJECT_PATH}/Desk'
    assert tell(desk_path, DESK, 'Phase') == 'signed-out'
    assert refused(desk_path, DESK, 'SetActivity', '(s)', ('Available',)) == NOT_POSSIBLE
    desk.sign_in()
    # As the README has it.
    done = subprocess.run(['gdbus', 'call', '-e', '-d', APPLICATION_ID, '-o', desk_path,
                           '-m', f'{DESK}.SetActivity', 'Available'],
                          env=desk.desktop.environment, timeout=wait.DEADLINE, check=False,
                          capture_output=True, text=True)
    assert done.returncode == 0, done
    wait.equal(lambda: tell(desk_path, DESK, 'Phase'), 'available', 'the phase')
    desk.expect_activity('dave', 'Available')

    call_sid = desk.ring()
    path, = wait.until(reservations, 'the reservation on the bus')
    assert tell(path, RESERVATION, 'Caller') == stage.CALLER
    assert json.loads(tell(path, RESERVATION, 'Attributes'))['call_sid'] == call_sid
    assert tell(path, CALL, 'Sid') == call_sid
    ask(path, RESERVATION, 'Accept')
    desk.window.see_status('Ringing')
    assert tell(path, RESERVATION, 'Status') == 'ringing'
    desk.advance(1)
    wait.equal(lambda: tell(path, RESERVATION, 'Status'), 'accepted', 'the status')
    assert refused(path, RESERVATION, 'Accept') == NOT_POSSIBLE
    wait.until(lambda: tell(path, CALL, 'Conference'), 'the conference')
    ask(path, CALL, 'EndConference')
    wait.equal(lambda: tell(path, RESERVATION, 'Status'), 'wrapping', 'the status')
    ask(path, RESERVATION, 'Complete')
    desk.expect_task(call_sid, 'completed')
    wait.equal(reservations, [], 'the reservations on the bus')

    text = json.dumps(objects())
    assert desk.service.seed['TR_AUTH_TOKEN'] not in text and 'eyJ' not in text


@tap.scenario
def documents_what_is_there(desk):
    """The interface on the bus is the documented one"""
    desk.start()
    desk.window.see_button('Sign In')
    node = ask(f'{OBJECT_PATH}/Desk', 'org.freedesktop.DBus.Introspectable', 'Introspect')[0]
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
    with open(os.path.join(root, 'data', f'{APPLICATION_ID}.xml'), encoding='utf-8') as file:
        documented = file.read()
    for name in ('Phase', 'ActivitySince', 'SetActivity', 'Missed'):
        assert f'name="{name}"' in node and f'name="{name}"' in documented, name


@tap.scenario
def helps_the_team(desk):
    """A supervisor sees who works on what, rejects an offer with a status, listens in, completes"""
    desk.start()
    dave, edith = desk.service.worker('dave'), desk.service.worker('edith')
    desk.service.post('/Workers/' + dave['sid'],
                      Attributes=json.dumps({**json.loads(dave['attributes']),
                                             'roles': ['agent', 'supervisor']}))
    desk.sign_in()
    desk.service.set_activity('edith', 'Available')
    call_sid = desk.service.dial(stage.CALLER)
    desk.keys('alt+4')
    desk.window.see_text('edith', 'susan', f'Is offered {stage.CALLER_SHOWN}, Support')

    desk.window.press_menu_button('What to do for edith')
    window.press(desk.window.see('Set Unavailable…', window.MENU_ITEMS))
    desk.window.see_text('Set edith to Unavailable?', 'is rejected, and goes to somebody else')
    desk.window.press('Set Status')
    desk.expect_activity('edith', 'Unavailable')
    desk.expect_reservations(call_sid, [('edith', 'rejected')])
    desk.window.see_text_gone('Is offered')

    desk.service.set_activity('edith', 'Available')
    task = desk.service.task_of(call_sid)
    pending = wait.until(lambda: [r for r in desk.service.reservations(task)
                                  if r['reservation_status'] == 'pending'], 'an offer to edith')
    desk.service.post(f"/Tasks/{task['sid']}/Reservations/{pending[0]['sid']}",
                      Instruction='conference', EndConferenceOnExit='true')
    desk.advance(2)
    desk.advance(5)
    desk.window.see_text(f'In a call with {stage.CALLER_SHOWN}, Support')
    desk.window.press_menu_button('What to do for edith')
    window.press(desk.window.see('Listen In…', window.MENU_ITEMS))
    desk.window.press('Listen In')
    wait.until(lambda: desk.service.phone(stage.DAVE)['state'] != 'idle', "the supervisor's phone")
    desk.advance(2)
    conference, = desk.service.account('/Conferences', Status='in-progress')['conferences']
    people = desk.service.account(f"/Conferences/{conference['sid']}/Participants")['participants']
    assert sorted(p['muted'] for p in people) == [False, False, True], people

    desk.service.use_phone(stage.EDITH, 'hangup')
    desk.expect_task(call_sid, 'wrapping')
    desk.advance(5)
    desk.window.see_text('Wrap-up of')
    desk.window.press_menu_button('What to do for edith')
    window.press(desk.window.see('Complete the Task…', window.MENU_ITEMS))
    desk.window.press('Complete')
    desk.expect_task(call_sid, 'completed')
    change_skills(desk, edith)


def change_skills(desk, edith):
    """What others change meanwhile stays, unless it is the same; then one is asked."""
    path, skills = '/Workers/' + edith['sid'], 'Skills, with commas between them'
    attributes = json.loads(desk.service.worker('edith')['attributes'])
    for changed, conflicts in (({'languages': ['de']}, False), ({'skills': ['spanish']}, True)):
        attributes.update(changed)
        desk.window.press_menu_button('What to do for edith')
        window.press(desk.window.see('Change Skills…', window.MENU_ITEMS))
        desk.window.see_text('Whose tasks this worker could get')
        desk.service.post(path, Attributes=json.dumps(attributes))
        desk.window.type(skills, f'sales, {len(changed)}, {conflicts}')
        desk.window.see_text('Not any more')
        desk.window.press('Save')
        if conflicts:
            desk.window.see_text('Somebody else changed skills while you did')
            assert json.loads(desk.service.worker('edith')['attributes']) == attributes
            desk.window.press('Save')
        desk.window.see_text_gone('Whose tasks this worker could get')
        attributes['skills'] = ['sales', '1', str(conflicts)]
        assert json.loads(desk.service.worker('edith')['attributes']) == attributes
        attributes['skills'] = ['support']
        desk.service.post(path, Attributes=json.dumps(attributes))


@tap.scenario
def hides_the_team(desk):
    """Without the role there is no such page; with it taken away, there is none any more"""
    desk.start()
    desk.sign_in()
    dave = desk.service.worker('dave')
    assert desk.window.find('Team') is None
    attributes = json.loads(dave['attributes'])
    path = '/Workers/' + dave['sid']
    desk.service.post(path, Attributes=json.dumps({**attributes, 'roles': ['supervisor']}))
    desk.window.see('Team')
    desk.keys('alt+4')
    desk.window.see_text('edith')
    desk.service.post(path, Attributes=json.dumps(attributes))
    desk.window.see_gone('Team')
    desk.window.see_text('You’re Offline')


if __name__ == '__main__':
    stage.main()
