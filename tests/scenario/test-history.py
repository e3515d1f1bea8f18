#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent's own calls, from the service to the file and back; who waits; what support asks for."""
import contextlib
import csv
import io
import os
import sqlite3
import stat

from gi.repository import GLib

from support import mock, stage, tap, wait, window
from support.stage import CALLER, CALLER_SHOWN

# 72 seconds, and one more or less: the clocks are turned one after the other.
TALKED = ('1:11', '1:12', '1:13')


def history_file(desk):
    for folder, _, names in os.walk(desk.home):
        if 'history.sqlite' in names:
            return os.path.join(folder, 'history.sqlite')
    raise AssertionError('there is no history.sqlite below the home')


def read_calls(desk):
    """The file's rows, as (end, caller, flight)."""
    uri = f'file:{history_file(desk)}?mode=ro'
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
        return database.execute('SELECT end, caller, flight FROM call ORDER BY offered').fetchall()


def has_talked(desk):
    """Whether a call of that length is listed: as a text of its own, for 11:10 is no length."""
    return any(desk.window.find(text) for text in TALKED)


def miss_a_call(desk):
    desk.ring()
    desk.advance(10)
    desk.window.see_text('You Missed a Call')


def finish_a_call(desk):
    desk.window.press('Accept')
    desk.window.see_status('Ringing')
    desk.advance(1)
    desk.window.see_status('In Call')
    desk.advance(72)
    desk.window.press('End Conference')
    desk.window.see_text('Wrap-Up')
    desk.advance(15)
    desk.window.press('Complete')
    desk.window.see_status('Offline')


def is_focused(desk, name):
    return any(node.focused and name in node.name for node in desk.window.nodes())


@tap.scenario
def keeps_a_day(desk):
    """A missed call and a taken one: page, file, popup, and the next start"""
    desk.start_online()
    miss_a_call(desk)
    desk.window.press('Go Online')
    finish_a_call(desk)
    desk.window.see_text('1 call answered', '1 missed · 1 minute talking')

    desk.keys('alt+2')
    desk.window.see_text('Answered', 'Average wrap-up', CALLER_SHOWN, 'Support · Missed',
                         'handled, 1 missed')
    wait.until(lambda: has_talked(desk), 'the call that was taken')
    desk.window.press('Missed')
    wait.until(lambda: not has_talked(desk), 'the calls that were missed alone')
    desk.window.press('All')
    wait.until(lambda: has_talked(desk), 'all calls')

    # What happened on this computer while it rang, and nobody else may read it.
    wait.equal(lambda: [end for end, _, _ in read_calls(desk)], ['timed-out', 'handled'], 'the file')
    missed = read_calls(desk)[0]
    assert missed[1] == CALLER, missed
    for what in ('event-in', 'popup-mapped', 'notification-shown', 'ended'):
        assert f' {what}\n' in missed[2], missed[2]
    mode = os.stat(history_file(desk)).st_mode
    assert stat.S_IMODE(mode) == 0o600, oct(mode)

    # The same caller once more: this desk remembers.
    desk.keys('alt+1')
    desk.go_online()
    with mock.Mock(desk.desktop, 'org.gnome.ScreenSaver', '/org/gnome/ScreenSaver',
                   'org.gnome.ScreenSaver') as saver:
        desk.tell(saver, 'ActiveChanged', 'b', GLib.Variant('b', True))
        call_sid = desk.ring()
        desk.window.see_text('2nd call this week, last: Support')
        desk.set('show-banners', 'false', 'org.gnome.desktop.notifications')
        desk.window.see_text('banners are off')
        desk.service.hang_up(call_sid)
        desk.window.see_gone('Accept')
    # Nobody could see it: the screen was locked when it came, and then the banners went off.
    wait.equal(lambda: len(read_calls(desk)), 3, 'the calls in the file')
    flight = read_calls(desk)[2][2]
    assert flight.startswith('0 event-in\n0 screen-locked\n'), flight
    assert ' banners-off\n' in flight, flight

    desk.agent.quit()
    desk.start_agent(f'--service-url={desk.service.url}')
    desk.window.see_status('Offline')
    # Who asks for a page by its key works in it, wherever the focus was.
    desk.keys('alt+2')
    wait.until(lambda: is_focused(desk, 'Search calls'), 'the focus to be in the page')
    desk.window.see_text('Support · Missed', 'Missed: the caller hung up')
    wait.until(lambda: has_talked(desk), 'the call that was taken')
    desk.keys('ctrl+f')
    wait.until(lambda: is_focused(desk, 'Search the log'), 'the focus to be in the log')
    desk.keys('Escape')
    wait.until(lambda: is_focused(desk, 'Kind of events'), 'the focus to leave the search')
    desk.keys('alt+1')
    wait.until(lambda: is_focused(desk, 'You’re Offline'), 'the focus to be on the heading')


@tap.scenario
def shows_who_waits(desk):
    """Callers who wait, why none comes, and the page for support, without a secret"""
    desk.start()
    desk.sign_in()
    desk.window.see_text('Waiting Callers', 'No one waiting')
    desk.service.dial(CALLER)
    desk.advance(25)
    desk.window.see_text('Longest wait')

    desk.agent.activate('why')
    desk.window.see_text('Your status is Offline, and in that status no calls are offered.')
    desk.keys('Escape')
    desk.window.see_text_gone('in that status no calls')

    desk.agent.activate('diagnostics')
    desk.window.see_text('Troubleshooting', 'SQLite', 'Connected', 'Answer Time')
    assert not desk.window.has_text(desk.service.seed['TR_AUTH_TOKEN'])


def name_file(desk, dialog, path):
    """Types a path into the toolkit's own dialog, and saves."""
    wait.until(lambda: desk.window.find_entry('Name:'), f'the dialog {dialog!r}')
    desk.window.type('Name:', path)
    desk.window.press('Save')


def read_file(path):
    """What is in a file that only its owner may read."""
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, oct(os.stat(path).st_mode)
    with open(path, encoding='utf-8-sig') as file:
        return file.read()


@tap.scenario
def saves_files(desk):
    """Calls as CSV and the log as text: saved, put in another's place, given up, and where it can't be"""
    desk.start_online()
    # GTK's own dialog: GIO and libcloudproviders leave some 4 KiB of what they know of each folder.
    desk.agent.left_at_the_end = 16 * 1024
    miss_a_call(desk)
    folder = os.path.join(desk.home, 'Documents')
    os.makedirs(folder)

    desk.keys('alt+2')
    desk.window.see_text('Support · Missed')
    desk.window.press_menu_button('More')
    window.press(desk.window.see('Export…', window.MENU_ITEMS))
    calls = os.path.join(folder, 'calls.csv')
    name_file(desk, 'Export Calls', calls)
    desk.window.see_text('Saved')
    rows = list(csv.DictReader(io.StringIO(read_file(calls))))
    # With a mark before it, or a spreadsheet would take it for a formula.
    assert [(row['Caller'], row['End']) for row in rows] == [("'" + CALLER, 'Missed')], rows
    assert desk.service.seed['TR_AUTH_TOKEN'] not in read_file(calls)

    # The toolkit asks before it gives the name of a file that is there.
    desk.keys('alt+3')
    log = os.path.join(folder, 'a.log')
    with open(log, 'w', encoding='utf-8') as file:
        file.write('of another')
    desk.window.press('Save the Log')
    name_file(desk, 'Save the Log', log)
    desk.window.see_text('A file named “a.log” already exists.')
    desk.window.press('_Replace Replace') # as GTK 4.8 reads it out
    wait.until(lambda: os.path.getsize(log) != len('of another'), 'the log in its place')
    assert CALLER_SHOWN in read_file(log) or CALLER in read_file(log), read_file(log)

    # Given up: nothing is written, and nothing is said.
    desk.window.press('Save the Log')
    wait.until(lambda: desk.window.find_entry('Name:'), 'the dialog')
    desk.window.press('Cancel')
    desk.window.see_gone('Name:')
    assert sorted(os.listdir(folder)) == ['a.log', 'calls.csv']

    # A place where nobody may write, whoever runs this: it is said, and the agent can try again.
    desk.window.press('Save the Log')
    name_file(desk, 'Save the Log', '/proc/a.log')
    desk.window.see_text('Couldn’t save')
    desk.window.press('Save the Log')
    name_file(desk, 'Save the Log', os.path.join(folder, 'b.log'))
    wait.until(lambda: os.path.exists(os.path.join(folder, 'b.log')), 'the log')


if __name__ == '__main__':
    stage.main()
