#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose status it is: two desks of one agent, others who change it, and what waits for its turn."""
import contextlib
import os

from gi.repository import GLib

from support import agent, mock, session, stage, tap, wait


class OtherDesk(agent.Agent):
    """The same agent's other computer: the same screen reader, but a bus of its own."""

    def _is_up(self):
        return self.process.poll() is None and self.window.windows()


@contextlib.contextmanager
def another_desk(desk):
    home = desk.desktop.new_home('other')
    config = desk.desktop.path('other-bus.conf')
    with open(config, 'w', encoding='utf-8') as file:
        # Nothing is started on it, not even a keyring.
        file.write(session.BUS_CONFIG.format(runtime=desk.desktop.path('run'), services=home))
    address = desk.desktop._spawn_telling('other-bus', lambda fd: [
        'dbus-daemon', '--nofork', f'--config-file={config}', f'--print-address={fd}'])
    a11y = desk.desktop.a11y_address()
    other = OtherDesk(os.environ['TASK_ROUTER_AGENT'],
                      {**desk.desktop.environment, 'DBUS_SESSION_BUS_ADDRESS': address,
                       'AT_SPI_BUS_ADDRESS': a11y},
                      home, desk.desktop.path('other-agent.log'))
    other.allowed += ['org.freedesktop.Notifications', 'unable to send notification']
    try:
        other.start(f'--service-url={desk.service.url}')
        yield other
    except BaseException:
        tap.comment(other.words()[-2000:])
        raise
    finally:
        other.quit()


@tap.scenario
def asks_which_desk_has_the_calls(desk):
    """Two desks of one agent: the later one has the calls, the other asks, and neither fights"""
    desk.start_online()
    with another_desk(desk) as other:
        here = desk.window
        desk.agent, first = other, desk.agent
        desk.fill_form()
        other.window.press('Sign In')
        other.window.see_status('Available')
        desk.agent = first
        here.see_text('Signed In Elsewhere', 'dave is signed in on another computer.')
        here.see_status('Elsewhere')
        assert desk.service.control('GET', 'sockets/dave')['sockets'] == 1
        desk.expect_activity('dave', 'Available')

        # Whoever stays out rings for nobody.
        here.press('Stay Out')
        here.see_gone('Stay Out')
        call_sid = desk.service.dial(stage.CALLER)
        other.window.see_button('Accept')
        assert here.find('Accept') is None
        desk.agent.advance(120)
        here.see_status('Elsewhere')
        desk.service.control('POST', f'calls/{call_sid}/hangup')
        other.window.see_gone('Reject')

        here.press('Take Over')
        here.see_status('Available')
        other.window.see_status('Elsewhere')
        other.window.press('Stay Out')
        assert desk.service.control('GET', 'sockets/dave')['sockets'] == 1
        desk.agent.advance(20)
        here.see_status('Available')
    # The desk without the calls went, and left the status as it is.
    desk.expect_activity('dave', 'Available')


@tap.scenario
def waits_and_tells(desk):
    """A status that waits is shown and taken back; one that drops a caller asks; others are named"""
    desk.start_online()
    call_sid = desk.ring()
    desk.choose_status('Unavailable')
    desk.window.see_text('Change Your Status Now?', 'the call goes to someone else')
    desk.expect_reservations(call_sid, [('dave', 'pending')])
    desk.window.press('Change Afterwards')
    desk.window.see('Then: Unavailable. Take back')
    desk.window.press('Accept')
    desk.window.see_status('Ringing')
    desk.advance(1)
    desk.window.see_status('In Call')
    desk.expect_activity('dave', 'Available')
    desk.window.press('Then: Unavailable. Take back')
    desk.window.see_gone('Then: Unavailable. Take back')
    desk.choose_status('Unavailable')
    desk.window.see('Then: Unavailable. Take back')
    desk.window.press('End Conference')
    desk.window.see_text('Wrap-Up')
    desk.expect_activity('dave', 'Unavailable')
    desk.window.press('Complete')
    desk.window.see_status('Unavailable')

    # Made by an administrator meanwhile, and there when somebody looks.
    desk.service.post('/Activities', FriendlyName='Training', Available='false')
    desk.choose_status('Training')
    desk.window.see_status('Training')
    desk.service.set_activity('dave', 'Available')
    desk.window.see_text('Set to Available by someone else')

    call_sid = desk.ring()
    desk.choose_status('Training')
    desk.window.press('Reject and Change')
    desk.window.see_status('Training')
    desk.expect_reservations(call_sid, [('dave', 'rejected')])


MANAGER = 'org.gnome.SessionManager'
CLIENT = '/org/gnome/SessionManager/Client1'
PRIVATE = 'org.gnome.SessionManager.ClientPrivate'


@tap.scenario
def leaves_with_the_session(desk):
    """The desktop's session ends: asked about in a call, and the status is set before the end"""
    with mock.Mock(desk.desktop, MANAGER, '/org/gnome/SessionManager', MANAGER) as manager:
        manager.add_method('Inhibit', 'susu', 'u', 'ret = dbus.UInt32(77)')
        manager.add_method('Uninhibit', 'u', '', '')
        manager.add_method('RegisterClient', 'ss', 'o', f'ret = dbus.ObjectPath("{CLIENT}")')
        manager.add_object(CLIENT, PRIVATE)
        manager.add_method('EndSessionResponse', 'bs', '', '', path=CLIENT, interface=PRIVATE)
        desk.start_online()
        # Others of the session may make themselves known as well.
        wait.until(lambda: [agent.APPLICATION_ID, ''] in manager.calls('RegisterClient'),
                   'the agent to be known to the session manager')

        def tell(signal):
            manager.emit(signal, 'u', GLib.Variant('u', 0), path=CLIENT, interface=PRIVATE)

        def answers():
            return manager.calls('EndSessionResponse', path=CLIENT)

        tell('QueryEndSession')
        wait.equal(answers, [[True, '']], 'the answer of an idle desk')
        desk.take_call()
        tell('QueryEndSession')
        wait.equal(answers, [[True, ''], [False, 'A call is on']], 'the answer during a call')
        desk.window.see_text('Quit During a Call?')
        # Who asks again does not put a second question above the first.
        tell('QueryEndSession')
        wait.equal(lambda: len(answers()), 3, 'the second answer during a call')
        desk.window.press('Cancel')
        desk.window.see_gone('Cancel')
        desk.window.see_status('In Call')
        tell('EndSession')
        wait.until(lambda: desk.agent.process.poll() is not None, 'the agent to end')
        desk.agent.quit() # has ended, and well
        assert desk.service.activity_of('dave') == 'Offline'


@tap.scenario
def pauses_the_recording(desk):
    """A call that is recorded says so, and what is not to be heard is kept out of it"""
    desk.settings(record_calls='true')
    desk.start_online()
    desk.take_call()
    desk.window.see_text('Recording')
    desk.window.press('Pause Recording')
    desk.window.see_text('Not Recording')

    def statuses():
        return [r['status'] for r in desk.service.account('/Recordings')['recordings']]

    assert statuses() == ['paused'], statuses()
    desk.window.press('Record Again')
    desk.window.see('Pause Recording')
    assert statuses() == ['in-progress'], statuses()


@tap.scenario
def goes_online_when_started_for_it(desk):
    """Started by the desktop for Go Available: signed in as before, and online"""
    desk.start()
    desk.sign_in()
    desk.agent.quit()
    desk.start_agent('--gapplication-service', f'--service-url={desk.service.url}')
    desk.agent.perform('go-online')
    desk.window.see_status('Available')
    desk.expect_activity('dave', 'Available')
    desk.keys('F7')
    desk.window.see_text('Skills and Channels', 'support', '0 of 1 task open')
    desk.keys('Escape')
    desk.window.see_gone('Skills and Channels')


if __name__ == '__main__':
    stage.main()
