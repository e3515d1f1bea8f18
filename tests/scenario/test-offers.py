#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can become of an offer: refused, gone, or wanted by two hands in the same moment."""
from support import stage, tap, wait
from support.stage import DAVE


@tap.scenario
def rejects(desk):
    """Reject closes the popup, and the task is offered to the other agent"""
    desk.start_online()
    desk.advance(1)
    desk.service.set_activity('edith', 'Available')
    call_sid = desk.ring()
    desk.expect_reservations(call_sid, [('dave', 'pending')])
    desk.window.press('Reject')
    desk.window.see_gone('Accept')
    desk.expect_reservations(call_sid, [('dave', 'rejected'), ('edith', 'pending')])


@tap.scenario
def caller_gives_up(desk):
    """The caller hangs up while the popup is open: it closes and says so"""
    desk.start_online()
    call_sid = desk.ring()
    desk.service.hang_up(call_sid)
    desk.window.see_text('The caller hung up')
    desk.window.see_gone('Accept')
    desk.window.see_status('Available')
    desk.expect_task(call_sid, 'canceled')
    desk.expect_activity('dave', 'Available')


@tap.scenario
def stops_ringing(desk):
    """Stop Ringing gives the caller back, and dave is not offered the call again"""
    desk.start_online()
    desk.service.phone_behavior(DAVE, 'ask')
    call_sid = desk.ring()
    desk.window.press('Accept')
    desk.window.see_status('Ringing')
    wait.equal(lambda: desk.service.phone(DAVE)['state'], 'ringing', "dave's phone")
    desk.window.press('Stop Ringing')
    wait.equal(lambda: desk.service.phone(DAVE)['state'], 'idle', "dave's phone")
    desk.window.see_status('Offline')
    desk.expect_task(call_sid, 'pending')
    desk.expect_activity('dave', 'Offline')


@tap.scenario
def declines_at_the_phone(desk):
    """The phone is declined by hand: the caller goes back, and the window says why"""
    desk.start_online()
    desk.service.phone_behavior(DAVE, 'ask')
    call_sid = desk.ring()
    desk.window.press('Accept')
    wait.equal(lambda: desk.service.phone(DAVE)['state'], 'ringing', "dave's phone")
    desk.service.use_phone(DAVE, 'decline')
    desk.window.see_text('Your Phone Wasn’t Answered')
    desk.window.see_status('Offline')
    desk.expect_task(call_sid, 'pending')


@tap.scenario
def accepts_as_it_times_out(desk):
    """Accept in the same moment as the timeout: one outcome, told plainly"""
    desk.start_online()
    call_sid = desk.ring()
    # The service has decided; the agent's socket is silent, so the window still offers the call.
    desk.silence()
    desk.service.advance(10)
    desk.expect_reservations(call_sid, [('dave', 'timeout')])
    desk.window.press('Accept')
    desk.window.see_text('Couldn’t accept')
    desk.window.see_gone('Accept')
    desk.expect_task(call_sid, 'pending')
    desk.expect_reservations(call_sid, [('dave', 'timeout')])
    desk.expect_activity('dave', 'Offline')
    desk.window.see_status('Offline')


@tap.scenario
def accepts_twice(desk):
    """Accept twice: the phone rings once"""
    desk.start_online()
    desk.service.phone_behavior(DAVE, 'ask')
    call_sid = desk.ring()
    sid = desk.service.reservations(desk.service.task_of(call_sid))[0]['sid']
    for _ in range(2):
        desk.accept_action(sid)
    wait.equal(lambda: desk.service.phone(DAVE)['state'], 'ringing', "dave's phone")
    desk.window.see_status('Ringing')
    legs = [c for c in desk.service.account('/Calls')['calls'] if c['to'] == DAVE]
    assert len(legs) == 1, legs
    desk.service.use_phone(DAVE, 'answer')
    desk.window.see_status('In Call')
    desk.expect_reservations(call_sid, [('dave', 'accepted')])
    assert len([c for c in desk.service.account('/Calls')['calls'] if c['to'] == DAVE]) == 1


@tap.scenario
def accepts_what_another_session_took(desk):
    """Accept after another session of dave's took it: one outcome, told plainly"""
    desk.start_online()
    call_sid = desk.ring()
    task = desk.service.task_of(call_sid)
    reservation = desk.service.reservations(task)[0]
    desk.silence()
    desk.service.post(f"/Tasks/{task['sid']}/Reservations/{reservation['sid']}",
                      ReservationStatus='accepted')
    desk.window.press('Accept')
    desk.window.see_text('Couldn’t accept')
    desk.window.see_gone('Accept')
    desk.expect_reservations(call_sid, [('dave', 'accepted')])
    assert not [c for c in desk.service.account('/Calls')['calls'] if c['to'] == DAVE]


@tap.scenario
def another_session_takes_it(desk):
    """Another session of dave's accepts: the popup closes by itself"""
    desk.start_online()
    call_sid = desk.ring()
    task = desk.service.task_of(call_sid)
    reservation = desk.service.reservations(task)[0]
    desk.service.post(f"/Tasks/{task['sid']}/Reservations/{reservation['sid']}",
                      ReservationStatus='accepted')
    desk.window.see_gone('Accept')
    desk.expect_reservations(call_sid, [('dave', 'accepted')])


if __name__ == '__main__':
    stage.main()
