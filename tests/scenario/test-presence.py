#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent's place on the desktop: its icon in the panel, and what the machine tells of the agent."""
from support import agent, bus, panel, stage, tap, wait
from support.stage import CALLER_SHOWN

ICON = agent.APPLICATION_ID + '-tray'


@tap.scenario
def shows_the_status_in_a_panel(desk):
    """The panel's icon tells the status, and its menu changes it and answers calls"""
    desk.start()
    desk.sign_in()
    icon = panel.Item(agent.APPLICATION_ID)
    with panel.Panel(desk.desktop) as tray:
        # The agent was there first, and is found by its connection's own name.
        owner = bus.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                         'GetNameOwner', '(s)', (agent.APPLICATION_ID,))[0]
        wait.equal(tray.items, [f'{owner}/StatusNotifierItem'], "the panel's items")
        wait.equal(lambda: icon.get('IconName'), f'{ICON}-away-symbolic', 'the icon')
        wait.equal(lambda: icon.get('Title'), 'Task Router Agent – Offline', 'the title')
        assert icon.get('ToolTip')[2] == 'Task Router Agent – Offline'
        assert icon.get('IconAccessibleDesc') == 'Task Router Agent – Offline'
        assert icon.labels() == ['Offline', 'Available', 'Unavailable', '---',
                                 'Show Task Router Agent', 'Quit'], icon.labels()
        assert icon.chosen() == 'Offline', icon.rows()

        # By the mouse, as Xfce does it: the second row.
        tray.click(3)
        wait.until(desk.desktop.sees_menu, 'the menu')
        desk.desktop.keys('Down', 'Down', 'Return')
        desk.window.see_status('Available')
        wait.equal(lambda: icon.get('IconName'), f'{ICON}-available-symbolic', 'the icon')
        wait.equal(icon.chosen, 'Available', 'the marked row')

        desk.ring()
        wait.equal(lambda: icon.get('Status'), 'NeedsAttention', 'the attention')
        assert icon.get('AttentionIconName') == f'{ICON}-call-symbolic'
        assert icon.get('AttentionAccessibleDesc').endswith(f'Incoming call from {CALLER_SHOWN}')
        assert icon.labels()[:4] == [f'Incoming · {CALLER_SHOWN}', 'Accept', 'Reject', '---']
        icon.press('Accept')
        desk.window.see_status('Ringing')
        desk.advance(1)
        desk.window.see_status('In Call')
        wait.equal(lambda: icon.get('Status'), 'Active', 'the attention')
        desk.advance(70)
        wait.until(lambda: icon.labels()[0].startswith(f'In call · {CALLER_SHOWN} · 1:1'),
                   'the time of the call in the first row')

        # The next panel finds it again.
        tray.end()
        tray.start()
        wait.equal(tray.items, [f'{owner}/StatusNotifierItem'], "the panel's items")
        icon.press('End Conference')
        desk.window.see_text('Wrap-Up')
        icon.press('Complete')
        desk.window.see_status('Offline')
        icon.press('Quit')
        wait.equal(tray.items, [], "the panel's items")
        wait.until(lambda: desk.agent.process.poll() is not None, 'the agent to end')


if __name__ == '__main__':
    stage.main()
