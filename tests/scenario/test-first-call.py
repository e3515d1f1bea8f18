#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An agent's day: signs in, misses a call, doesn't pick up, takes a call, ends it."""
import json

from support import stage, tap, wait
from support.stage import CALLER, CALLER_SHOWN, DAVE


def conference_of(desk, task):
    """The one conference of a task, or None."""
    found = [c for c in desk.service.account('/Conferences')['conferences']
             if c['friendly_name'] == task['sid']]
    assert len(found) <= 1, found
    return found[0] if found else None


def expect_in_call(desk, call_sid):
    """The service's side of a call that runs; returns the task and its conference."""
    task = desk.expect_task(call_sid, 'assigned')
    conference = wait.until(lambda: conference_of(desk, task), 'the conference')
    wait.equal(lambda: conference_of(desk, task)['status'], 'in-progress', 'the conference')
    participants = desk.service.account(
        f"/Conferences/{conference['sid']}/Participants")['participants']
    told = json.loads(desk.service.task_of(call_sid)['attributes'])['conference']
    assert told['sid'] == conference['sid'], told
    assert told['participants']['customer'] == call_sid, told
    assert {told['participants']['customer'], told['participants']['worker']} == \
        {p['call_sid'] for p in participants}, (told, participants)
    return task, conference, told['participants']


@tap.scenario
def signs_in(desk):
    """Sign in as dave, online, offline and online again"""
    desk.start()
    desk.sign_in()
    desk.window.see_text('You’re Offline', 'writers', 'support')
    assert desk.service.activity_of('dave') == 'Offline'

    desk.go_online()
    desk.window.see_text('Ready for Calls')
    desk.window.press('Go Offline')
    desk.window.see_status('Offline')
    desk.expect_activity('dave', 'Offline')
    desk.go_online()


@tap.scenario
def chooses_every_activity(desk):
    """The status switch offers every activity of the workspace"""
    desk.start()
    desk.sign_in()
    for activity in ('Unavailable', 'Available', 'Offline'):
        desk.choose_status(activity)
        desk.window.see_status(activity)
        desk.expect_activity('dave', activity)


@tap.scenario
def misses_a_call(desk):
    """A call that is not answered is missed, and the window says which"""
    desk.start_online()
    call_sid = desk.ring()
    desk.window.see_status('Incoming')
    desk.window.see_text(CALLER_SHOWN, 'Support')
    desk.window.see_countdown(10)
    desk.advance(4)
    desk.window.see_countdown(6)
    desk.advance(6)

    desk.window.see_status('Offline')
    desk.window.see_text('You Missed a Call', CALLER_SHOWN)
    desk.window.see_gone('Accept')
    desk.expect_activity('dave', 'Offline')
    desk.expect_task(call_sid, 'pending')
    desk.expect_reservations(call_sid, [('dave', 'timeout')])

    # The same caller still waits, and is offered again.
    desk.window.press('Go Online')
    desk.window.see_status('Incoming')
    desk.expect_reservations(call_sid, [('dave', 'timeout'), ('dave', 'pending')])


def phone_is_not_answered(desk, *sandbox_options):
    desk.start_online(*sandbox_options)
    desk.service.phone_behavior(DAVE, 'no-answer')
    call_sid = desk.ring()
    desk.window.press('Accept')
    desk.window.see_status('Ringing')
    desk.window.see_text('Ringing Your Phone', CALLER_SHOWN)
    desk.advance(25)

    desk.window.see_text('Your Phone Wasn’t Answered', CALLER_SHOWN)
    desk.window.see_status('Offline')
    desk.expect_activity('dave', 'Offline')
    desk.expect_task(call_sid, 'pending')
    # Not again and again: where the service offers the same caller at once, before it is told of
    # the new status, the agent gives it back by itself.
    wait.until(lambda: is_given_back(desk, call_sid), 'the caller to be given back')
    before = desk.service.statuses(desk.service.task_of(call_sid))
    desk.advance(30)
    assert desk.service.statuses(desk.service.task_of(call_sid)) == before
    desk.window.see_text('Your Phone Wasn’t Answered')
    desk.window.see_button('Go Online')


def is_given_back(desk, call_sid):
    statuses = desk.service.statuses(desk.service.task_of(call_sid))
    return statuses in ([('dave', 'canceled')], [('dave', 'canceled'), ('dave', 'rejected')])


@tap.scenario
def does_not_pick_up(desk):
    """The agent's phone is not answered: Offline, and the window says why"""
    phone_is_not_answered(desk)


@tap.scenario
def does_not_pick_up_and_is_ignored(desk):
    """The same where the service ignores the post-work activity"""
    phone_is_not_answered(desk, '--ignore-post-work-activity')


@tap.scenario
def takes_a_call(desk):
    """Accept, the phone is answered: a conference of two, and the window shows the call"""
    desk.start_online()
    desk.service.phone_behavior(DAVE, 'answer', After=7)
    call_sid = desk.ring()
    desk.window.press('Accept')
    desk.window.see_status('Ringing')
    desk.advance(7, stride=1)
    desk.window.see_status('In Call')
    task, conference, _ = expect_in_call(desk, call_sid)
    # Voice is full: no other call comes, and other tasks may.
    desk.expect_activity('dave', 'Available')
    desk.expect_reservations(call_sid, [('dave', 'accepted')])
    for queue in desk.service.account('/Queues')['queues']:
        assert queue['current_size'] == 0, queue
    assert desk.service.phone(DAVE)['state'] == 'in-call'

    desk.window.see_text(CALLER_SHOWN)
    desk.window.see_button('End Conference')
    desk.window.see_timer('In Call', 0)
    desk.advance(72)
    desk.window.see_timer('In Call', 72)
    assert conference_of(desk, task)['sid'] == conference['sid']


def ends_the_call(desk, end):
    """From a call to Offline; end: what ends it. Returns nothing, leaves no one on the line."""
    call_sid = desk.take_call()
    task, _, participants = expect_in_call(desk, call_sid)
    end(call_sid)
    desk.window.see_text('Wrap-Up', CALLER_SHOWN)
    desk.expect_task(call_sid, 'wrapping')
    wait.equal(lambda: conference_of(desk, task)['status'], 'completed', 'the conference')
    for leg in participants.values():
        wait.equal(lambda: desk.service.call(leg)['status'], 'completed', 'a leg of the call')
    assert desk.service.phone(DAVE)['state'] == 'idle'

    desk.window.press('Complete')
    desk.window.see_status('Offline')
    desk.expect_task(call_sid, 'completed')
    desk.expect_reservations(call_sid, [('dave', 'completed')])
    desk.expect_activity('dave', 'Offline')
    assert all(t['assignment_status'] != 'wrapping' for t in desk.service.tasks())


@tap.scenario
def ends_a_call(desk):
    """End Conference ends both legs; wrap-up, Complete, then the status of the settings"""
    desk.start_online()
    ends_the_call(desk, lambda _: desk.window.press('End Conference'))


@tap.scenario
def ends_a_call_and_is_ignored(desk):
    """The same where the service ignores the post-work activity"""
    desk.start_online('--ignore-post-work-activity')
    ends_the_call(desk, lambda _: desk.window.press('End Conference'))


@tap.scenario
def caller_hangs_up_in_the_call(desk):
    """The caller hangs up during the call: wrap-up as well"""
    desk.start_online()
    ends_the_call(desk, desk.service.hang_up)


@tap.scenario
def takes_three_calls(desk):
    """One call after the other, each with its own caller and clean numbers"""
    desk.start_online()
    for _ in range(3):
        ends_the_call(desk, lambda _: desk.window.press('End Conference'))
        desk.go_online()


if __name__ == '__main__':
    stage.main()
