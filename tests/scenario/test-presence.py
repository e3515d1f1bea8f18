#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent's place on the desktop: its icon in the panel, and what the machine tells of the agent."""
import os
import signal
import subprocess

from gi.repository import GLib

from support import agent, bus, mock, panel, stage, tap, wait
from support.stage import CALLER, CALLER_SHOWN, DAVE

def leg(desk, number):
    """The participant of the running conference whose call is to or from a number."""
    conference = desk.service.account('/Conferences')['conferences'][0]['sid']
    for participant in desk.service.account(f'/Conferences/{conference}/Participants')['participants']:
        call = desk.service.call(participant['call_sid'])
        if number in (call['from'], call['to']):
            return participant
    raise AssertionError(f'nobody of {number} is on the line')


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

        # The call itself, by the same actions as the window's buttons: as the service says it.
        wait.until(lambda: 'Mute' in icon.labels() and 'Hold' in icon.labels(), 'the rows of a call')
        icon.press('Mute')
        wait.until(lambda: 'Unmute' in icon.labels(), 'the row of a muted call')
        wait.equal(lambda: leg(desk, DAVE)['muted'], True, "the agent's leg")
        icon.press('Unmute')
        wait.equal(lambda: leg(desk, DAVE)['muted'], False, "the agent's leg")
        icon.press('Hold')
        wait.until(lambda: 'Resume' in icon.labels(), 'the row of a caller on hold')
        wait.equal(lambda: leg(desk, CALLER)['hold'], True, "the caller's leg")
        icon.press('Resume')
        wait.equal(lambda: leg(desk, CALLER)['hold'], False, "the caller's leg")

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


@tap.scenario
def keeps_running_without_a_window(desk):
    """Closed while signed in it runs on, says so once, and still offers calls"""
    desk.start_online()
    bubble = desk.notifications()
    desk.keys('ctrl+w')
    wait.until(lambda: not desk.window.windows(), 'the window to be hidden')
    bubble.see_text('keeps running')
    bubble.press('Show')
    desk.window.see_status('Available')
    desk.keys('ctrl+w')
    wait.until(lambda: not desk.window.windows(), 'the window to be hidden')
    bubble.see_gone('Quit')

    desk.service.dial(stage.CALLER)
    desk.window.see_button('Accept') # the popup
    desk.window.press('Accept')
    desk.window.see_status('Ringing')
    desk.advance(1)
    desk.window.see_status('In Call')
    desk.keys('ctrl+w')
    wait.until(lambda: not desk.window.windows(), 'the window to be hidden')
    second = subprocess.run([*desk.agent.process.args[:1]], env=desk.agent.environment, timeout=wait.DEADLINE,
                            check=False)
    assert second.returncode == 0, second
    desk.window.see_status('In Call')

    # Quitting in a call asks; undone in the settings, closing is quitting.
    desk.change(run_in_background='false')
    desk.keys('ctrl+w')
    desk.window.see_text('Quit During a Call?')
    desk.window.press('Quit')
    wait.until(lambda: desk.agent.process.poll() is not None, 'the agent to end')
    desk.expect_activity('dave', 'Offline')


@tap.scenario
def asks_before_it_rejects(desk):
    """Quit while a caller waits asks, and says what follows"""
    desk.start_online()
    call_sid = desk.ring()
    desk.agent.activate('quit')
    desk.window.see_text('Quit Without Answering?')
    desk.window.see_text('set Offline')
    desk.expect_reservations(call_sid, [('dave', 'pending')])
    desk.window.press('Quit')
    wait.until(lambda: desk.agent.process.poll() is not None, 'the agent to end')
    desk.expect_reservations(call_sid, [('dave', 'rejected')])


@tap.scenario
def starts_at_login(desk):
    """Started at login it signs in without a window; the file comes and goes with the setting"""
    desk.start()
    desk.sign_in()
    desk.set('start-at-login', 'true')
    wait.until(lambda: os.path.exists(desk.autostart_file()), 'the autostart file')
    subprocess.run(['desktop-file-validate', desk.autostart_file()], check=True)
    with open(desk.autostart_file(), encoding='utf-8') as file:
        command = next(line for line in file if line.startswith('Exec=')).strip()
    assert command == f'Exec="{os.environ["TASK_ROUTER_AGENT"]}" --background', command

    desk.agent.quit()
    desk.start_agent('--background', '--activity=unavailable', f'--service-url={desk.service.url}')
    desk.expect_activity('dave', 'Unavailable')
    wait.stays(lambda: not desk.window.windows(), 'the absence of a window')
    desk.agent.perform('show')
    desk.window.see_status('Unavailable')
    desk.set('start-at-login', 'false')
    wait.until(lambda: not os.path.exists(desk.autostart_file()), 'no autostart file')


@tap.scenario
def starts_at_login_with_a_form(desk):
    """Started at login with nobody to sign in by itself: the form"""
    desk.start_agent('--background')
    desk.window.see_button('Sign In')


@tap.scenario
def asks_the_portal(desk):
    """In a sandbox the portal is asked for the start at login, and its refusal is what holds"""
    desk.service.start()
    with mock.Mock(desk.desktop, 'org.freedesktop.portal.Desktop',
                   '/org/freedesktop/portal/desktop', 'org.freedesktop.portal.Background') as portal:
        portal.add_method('RequestBackground', 'sa{sv}', 'o',
                          'ret = dbus.ObjectPath("/org/freedesktop/portal/desktop/request/x")')
        # Asked at any start with this: what GTK itself wants of a portal's settings.
        portal.add_method('Read', 'ss', 'v', 'ret = dbus.Boolean(False, variant_level=2) if args[1] == "high-contrast" '
                          'else dbus.UInt32(0, variant_level=2)',
                          interface='org.freedesktop.portal.Settings')
        portal.add_method('ReadAll', 'as', 'a{sa{sv}}', 'ret = {}',
                          interface='org.freedesktop.portal.Settings')
        desk.start_agent(f'--service-url={desk.service.url}', environment={'GTK_USE_PORTAL': '1'})
        # With portals GTK 4.8 is not on the accessibility bus; that the action shows is enough.
        wait.until(lambda: desk.agent.is_enabled('show'), 'the program')

        def asked():
            desk.set('start-at-login', 'false')
            desk.set('start-at-login', 'true')
            return [options for _, options in portal.calls('RequestBackground')
                    if options['autostart']]
        options = wait.until(asked, 'the request')[-1]
        assert options['commandline'] == ['task-router-agent', '--background'], options
        assert not os.path.exists(desk.autostart_file())

        sender = bus.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                          'GetNameOwner', '(s)', (agent.APPLICATION_ID,))[0]
        handle = '/org/freedesktop/portal/desktop/request/' \
            f'{sender[1:].replace(".", "_")}/{options["handle_token"]}'
        portal.add_object(handle, 'org.freedesktop.portal.Request')
        portal.emit('Response', 'ua{sv}', GLib.Variant('u', 1), GLib.Variant('a{sv}', {}),
                    path=handle, interface='org.freedesktop.portal.Request')

        def setting():
            path = os.path.join(desk.home, '.config/glib-2.0/settings/keyfile')
            with open(path, encoding='utf-8') as file:
                return 'start-at-login=false' in file.read()
        wait.until(setting, 'the refusal in the settings')


@tap.scenario
def takes_orders_from_the_command_line(desk):
    """The desktop file's actions change the status of the program that runs"""
    desk.start()
    desk.sign_in()

    def order(*options):
        second = subprocess.run([*desk.agent.process.args[:1], *options], timeout=wait.DEADLINE, check=False,
                                env=desk.agent.environment)
        assert second.returncode == 0, second

    order('--go-online')
    desk.window.see_status('Available')
    order('--activity=UNAVAILABLE')
    desk.window.see_status('Unavailable')
    desk.agent.perform('go-offline') # as a desktop does that starts by D-Bus
    desk.expect_activity('dave', 'Offline')


@tap.scenario
def holds_back_sleep_during_a_call(desk):
    """During a call the machine neither sleeps nor idles, with a reason; after it, it may"""
    with mock.Mock(desk.desktop, 'org.gnome.SessionManager', '/org/gnome/SessionManager',
                   'org.gnome.SessionManager') as manager:
        manager.add_method('Inhibit', 'susu', 'u', 'ret = dbus.UInt32(77)')
        manager.add_method('Uninhibit', 'u', '', '')
        desk.start_online()
        desk.take_call()
        wait.equal(lambda: [call[2:] for call in manager.calls('Inhibit')], [['A call is on', 13]],
                   'what is held back')
        assert manager.calls('Uninhibit') == []
        desk.window.press('End Conference')
        desk.window.see_text('Wrap-Up')
        wait.equal(lambda: manager.calls('Uninhibit'), [[77]], 'what is let go')


@tap.scenario
def rings_beside_a_frozen_session_manager(desk):
    """A session manager that doesn't answer holds up neither the offer nor the call"""
    with mock.Mock(desk.desktop, 'org.gnome.SessionManager', '/org/gnome/SessionManager',
                   'org.gnome.SessionManager') as manager:
        manager.add_method('Inhibit', 'susu', 'u', 'ret = dbus.UInt32(77)')
        manager.add_method('Uninhibit', 'u', '', '')
        desk.start_online()
        os.kill(manager.process.pid, signal.SIGSTOP)
        try:
            desk.take_call()
            desk.window.press('End Conference')
            desk.window.see_text('Wrap-Up')
        finally:
            os.kill(manager.process.pid, signal.SIGCONT)
        # What it was asked for late is not left with it.
        wait.equal(lambda: manager.calls('Uninhibit'), [[77]], 'what is let go')


@tap.scenario
def ends_in_order_when_told(desk):
    """A SIGTERM sets the status, lets the caller go, takes back notification and icon, and ends well"""
    with panel.Panel(desk.desktop) as tray:
        desk.start_online()
        wait.until(tray.items, 'the icon')
        call_sid = desk.ring()
        bubble = desk.notifications()
        bubble.see_button('Accept')
        desk.agent.quit() # asks nobody, and fails unless the exit status is 0
        assert desk.service.activity_of('dave') == 'Offline'
        desk.expect_reservations(call_sid, [('dave', 'rejected')])
        bubble.see_gone('Accept')
        wait.equal(tray.items, [], "the panel's items")


def logind_on(desk, system):
    """A logind with one session, which is the agent's."""
    logind = mock.Mock(desk.desktop, 'org.freedesktop.login1', '/org/freedesktop/login1',
                       'org.freedesktop.login1.Manager', system.address, 'logind')
    logind.ask('AddSession', '(ssusb)', ('c7', 'seat0', os.getuid(), 'dave', True))
    return logind


def held_back(logind):
    """What holds back the machine's sleep: "what, why, mode" each."""
    return [(what, why, mode) for what, _, why, mode, _, _ in logind.call('ListInhibitors')[0]]


def machine(system):
    return {'DBUS_SYSTEM_BUS_ADDRESS': system.address, 'XDG_SESSION_ID': 'c7'}


HELD = ('sleep', 'Your status is set first', 'delay')


@tap.scenario
def is_set_before_sleep(desk):
    """Before the machine sleeps the status is set and the caller let go; after it, the way back"""
    with mock.Bus(desk.desktop) as system, logind_on(desk, system) as logind:
        desk.start(environment=machine(system))
        desk.sign_in()
        desk.go_online()
        wait.equal(lambda: held_back(logind), [HELD], 'what holds back sleep')
        call_sid = desk.ring()
        logind.emit('PrepareForSleep', 'b', GLib.Variant('b', True))
        wait.equal(lambda: held_back(logind), [], 'what holds back sleep')
        # Sleep begins when nobody holds it back: by then the service knows.
        assert desk.service.activity_of('dave') == 'Offline'
        desk.expect_reservations(call_sid, [('dave', 'rejected')])

        desk.drop()
        desk.window.see_text('Connection lost')
        logind.emit('PrepareForSleep', 'b', GLib.Variant('b', False))
        desk.window.see_text('You were set to Offline when the computer went to sleep.')
        wait.equal(lambda: held_back(logind), [HELD], 'what holds back sleep')
        desk.window.press('Go Back to Available')
        desk.expect_activity('dave', 'Available')
        desk.window.see_text_gone('You were set to')

        # Nobody's status, nothing to hold back.
        desk.set('sleep-activity', "''")
        wait.equal(lambda: held_back(logind), [], 'what holds back sleep')


@tap.scenario
def sleep_does_not_wait_for_ever(desk):
    """A service that does not answer holds back the machine's sleep for two seconds"""
    with mock.Bus(desk.desktop) as system, logind_on(desk, system) as logind:
        desk.start(environment=machine(system))
        desk.sign_in()
        desk.go_online()
        wait.equal(lambda: held_back(logind), [HELD], 'what holds back sleep')
        os.kill(desk.service.process.pid, signal.SIGSTOP)
        try:
            desk.tell(logind, 'PrepareForSleep', 'b', GLib.Variant('b', True))
            desk.agent.advance(1)
            wait.stays(lambda: held_back(logind) == [HELD], 'what holds back sleep')
            desk.agent.advance(1)
            wait.equal(lambda: held_back(logind), [], 'what holds back sleep')
        finally:
            os.kill(desk.service.process.pid, signal.SIGCONT)


@tap.scenario
def is_set_when_locked(desk):
    """Minutes of a locked screen set the status of the settings, but not of one in a call"""
    with mock.Mock(desk.desktop, 'org.gnome.ScreenSaver', '/org/gnome/ScreenSaver',
                   'org.gnome.ScreenSaver') as saver:
        desk.settings(lock_activity="'Unavailable'", call_activity="''",
                      after_call_activity="'Available'")
        desk.start_online()

        def lock(is_locked):
            desk.tell(saver, 'ActiveChanged', 'b', GLib.Variant('b', is_locked))

        lock(True)
        desk.advance(299)
        desk.expect_activity('dave', 'Available')
        desk.advance(2)
        desk.expect_activity('dave', 'Unavailable')
        wait.stays(lambda: not desk.window.has_text('You were set to'), 'the silence')
        lock(False)
        desk.window.see_text('You were set to Unavailable when the screen was locked.')
        desk.window.press('Keep')
        desk.window.see_text_gone('You were set to')
        desk.expect_activity('dave', 'Unavailable')

        desk.window.press('Go Online')
        desk.expect_activity('dave', 'Available')
        lock(True)
        desk.take_call()
        desk.advance(310)
        desk.expect_activity('dave', 'Available')
        desk.window.press('End Conference')
        desk.window.press('Complete')
        desk.expect_activity('dave', 'Unavailable')


@tap.scenario
def is_set_by_the_lid_and_the_network(desk):
    """A closed lid and a lost network set the status of the settings, and who is back goes back"""
    with mock.Bus(desk.desktop) as system, logind_on(desk, system) as logind, \
         mock.Mock(desk.desktop, 'org.freedesktop.UPower', '/org/freedesktop/UPower',
                   'org.freedesktop.UPower', system.address) as upower, \
         mock.Mock(desk.desktop, 'org.freedesktop.NetworkManager',
                   '/org/freedesktop/NetworkManager', 'org.freedesktop.NetworkManager',
                   system.address, 'networkmanager') as network:
        upower.add_property('LidIsClosed', GLib.Variant('b', False))
        desk.settings(lid_activity="'Unavailable'", network_activity="'Unavailable'")
        desk.start(environment=machine(system))
        desk.sign_in()
        desk.go_online()
        wait.equal(lambda: held_back(logind), [HELD], 'the system bus to be heard')

        upower.update(LidIsClosed=GLib.Variant('b', True))
        desk.expect_activity('dave', 'Unavailable')
        upower.update(LidIsClosed=GLib.Variant('b', False))
        desk.window.see_text('You were set to Unavailable when the lid was closed.')
        desk.window.press('Go Back to Available')
        desk.expect_activity('dave', 'Available')

        network.ask('SetConnectivity', '(u)', (1,))
        network.ask('SetGlobalConnectionState', '(u)', (20,))
        desk.expect_activity('dave', 'Unavailable')
        desk.window.see_text('You were set to Unavailable because the network was gone.')
        # Somebody else's word is the last: there is no way back any more.
        desk.service.set_activity('dave', 'Offline')
        desk.window.see_text_gone('You were set to')


if __name__ == '__main__':
    stage.main()
