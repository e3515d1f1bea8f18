#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose status it is: two desks of one agent, others who change it, and what waits for its turn."""
import contextlib
import os

from support import agent, session, stage, tap


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


if __name__ == '__main__':
    stage.main()
