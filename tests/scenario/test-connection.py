#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection is lost and comes back, and the agent keeps its seat."""
from support import stage, tap, wait


def expect_reconnected(desk):
    """The window shows what the service says, not what it was before."""
    desk.wait_reconnected()
    desk.window.see_status(desk.service.activity_of('dave'))


@tap.scenario
def service_dies_and_comes_back(desk):
    """The service is killed and started again: told at once, and signed in without a restart"""
    desk.start_online()
    desk.service.kill()
    # The agent's clock stands still, so it waits for nothing.
    desk.window.see_text('Connection lost')
    desk.window.see_text('Trying again')
    desk.window.see_button('Reconnect Now')
    desk.window.see_text('Calls May Not Reach You')
    desk.window.see_status('Connecting…')

    desk.service.start()
    expect_reconnected(desk)
    desk.go_online()
    desk.take_call()


@tap.scenario
def reconnects_by_hand(desk):
    """Reconnect Now does not wait for the pause to end"""
    desk.start_online()
    desk.service.kill()
    desk.window.see_text('Connection lost')
    desk.service.start()
    desk.window.press('Reconnect Now')
    expect_reconnected(desk)


@tap.scenario
def keeps_trying(desk):
    """While the service is away every try fails and the next one is announced"""
    desk.start_online()
    desk.service.kill()
    desk.window.see_text('Connection lost')
    for _ in range(4):
        desk.window.see_text('Trying again')
        desk.agent.advance(31) # the longest pause between two tries
    desk.service.start()
    expect_reconnected(desk)


@tap.scenario
def socket_goes_silent(desk):
    """A socket that goes silent is found out by the heartbeat that does not come"""
    desk.start_online()
    desk.silence()
    desk.agent.advance(29)
    wait.stays(lambda: not desk.window.has_text('Connection lost'), 'patience')
    desk.agent.advance(1.1)
    # The new socket speaks: the fault was of the old one.
    expect_reconnected(desk)
    assert desk.service.activity_of('dave') == 'Available'
    desk.take_call()


@tap.scenario
def socket_is_cut(desk):
    """A socket that is cut: what happened meanwhile is shown after the reconnection"""
    desk.start_online()
    desk.drop()
    desk.window.see_text('Connection lost')
    call_sid = desk.service.dial(stage.CALLER)
    desk.expect_reservations(call_sid, [('dave', 'pending')])
    desk.wait_reconnected()
    desk.window.see_status('Incoming')
    desk.window.see_button('Accept')


@tap.scenario
def cut_in_a_call(desk):
    """Cut in a call: the call goes on, its end is shown after the reconnection"""
    desk.start_online()
    call_sid = desk.take_call()
    desk.drop()
    desk.window.see_text('Your call goes on')
    desk.service.hang_up(call_sid)
    desk.expect_task(call_sid, 'wrapping')
    desk.wait_reconnected()
    desk.window.see_text('Wrap-Up')
    desk.window.press('Complete')
    desk.expect_task(call_sid, 'completed')
    desk.window.see_status('Offline')


@tap.scenario
def heartbeats_keep_it_alive(desk):
    """A quarter of an hour with nothing but heartbeats: still connected"""
    desk.start_online()
    for _ in range(9):
        desk.advance(100)
        assert not desk.window.has_text('Connection lost')
    wait.stays(lambda: desk.window.find('Status: Available'), 'Available')
    desk.take_call()


if __name__ == '__main__':
    stage.main()
