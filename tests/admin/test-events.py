#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What task-router-admin tells of what happens: events, statistics, the board."""
import contextlib
import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import termios

from support import desk, tap, wait

CALLER = desk.CALLER


class Tail:
    """A program that goes on, and what it says line by line."""

    def __init__(self, at, *arguments):
        self.process = subprocess.Popen([os.environ['TASK_ROUTER_ADMIN'], *arguments],
                                        env=at.environment, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def see(self, words):
        """Reads until a line has the words in it."""
        for line in self.process.stdout:
            if words in line:
                return line
        raise AssertionError(f'it ended without {words}')

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


@tap.scenario
def events(at):
    """Events are listed oldest first, by type, task, worker and queue"""
    at.run('workers', 'set-activity', 'dave', 'Available')
    task = at.offer()
    rows = at.json('events', 'list')
    dates = [row['event_date_ms'] for row in rows]
    assert dates == sorted(dates) and len({row['sid'] for row in rows}) == len(rows)
    types = [row['event_type'] for row in at.json('events', 'list', f"--task={task['sid']}")]
    assert types[0] == 'task.created' and types[-1] == 'reservation.created', types
    assert {row['event_type'] for row in at.json('events', 'list', '--type=reservation.*')} == \
        {'reservation.created'}
    assert [row['event_type'] for row in at.json('events', 'list', '--worker=dave', '--limit=1')] == \
        ['reservation.created']
    assert at.json('events', 'list', '--worker=edith', '--type=reservation.created') == []
    assert at.json('events', 'list', '--queue=Support', '--type=task-queue.entered') != []
    at.run('events', 'list', '--worker=nobody', status=1)
    assert at.table('events', 'list', '--limit=1')[0] == ['TIME', 'TYPE', 'WHAT', 'ABOUT']


@tap.scenario
def following(at):
    """The tail begins with what was, and goes on with what comes, each event once"""
    with Tail(at, 'events', 'tail', '--type=worker.*', '--json-lines') as tail:
        tail.see('worker.created')
        at.run('workers', 'set-activity', 'dave', 'Available')
        assert json.loads(tail.see('activity.update'))['event_data']['worker_name'] == 'dave'
        at.service.advance(120)
        at.run('workers', 'set-activity', 'dave', 'Offline')
        data = json.loads(tail.see('activity.update'))['event_data']
        assert data['worker_activity_name'] == 'Offline', data


@tap.scenario
def statistics(at):
    """Workspace, queues and workers are counted, now and lately"""
    at.run('workers', 'set-activity', 'dave', 'Available')
    at.offer()
    at.service.advance(11) # missed
    whole = at.json('stats', 'workspace')
    assert whole['cumulative']['reservations_timed_out'] == 1
    assert whole['realtime']['tasks_by_status']['pending'] == 1
    assert dict(at.table('stats', 'workspace'))['missed'] == '1'
    support = at.json('stats', 'queues')[0]
    assert support['task_queue_friendly_name'] == 'Support'
    assert support['realtime']['tasks_by_status']['pending'] == 1
    assert at.table('stats', 'queues')[1][:2] == ['Support', '1']
    assert len(at.json('stats', 'queues', '--limit=1')) == 1
    offline = at.json('stats', 'workers')[0]
    assert (offline['friendly_name'], offline['workers']) == ('Offline', 3)
    at.service.advance(3600)
    assert at.json('stats', 'workspace', '--minutes=5')['cumulative']['reservations_timed_out'] == 0
    assert at.json('stats', 'workspace', '--minutes=90')['cumulative']['reservations_timed_out'] == 1


class Terminal:
    """The board on a terminal of 80 columns, and all that was written to it."""

    def __init__(self, at, *arguments):
        self.shown = ''
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
            os.execve(os.environ['TASK_ROUTER_ADMIN'], ['task-router-admin', *arguments],
                      {**at.environment, 'TERM': 'xterm'})

    def see(self, words):
        """Reads on until the words have come since the last time; returns what came up to them."""
        while words not in self.shown:
            block = os.read(self.fd, 65536).decode()
            assert block, f'it ended without {words}: {self.shown}'
            self.shown += block
        before, self.shown = self.shown.split(words, 1)
        return before

    def resize(self, rows, columns):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def end(self):
        """What is still written, and how it ends."""
        rest = self.shown
        with contextlib.suppress(OSError): # the terminal ends with the program
            while block := os.read(self.fd, 65536).decode():
                rest += block
        os.close(self.fd)
        return rest, os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@tap.scenario
def the_board(at):
    """The board follows events and the terminal's size, takes no orders from names, and q ends it"""
    at.service.post('/Workers', FriendlyName='e\x1b]0;vil\x07', Attributes='{}')
    terminal = Terminal(at, 'watch')
    assert '\x1b[?1049h' in terminal.see('writers: 0 waiting')
    assert 'e ]0;vil' in terminal.see('workflow.') + terminal.see('worker.created')
    at.run('workers', 'set-activity', 'dave', 'Available')
    at.offer()
    terminal.see('1 offered')
    terminal.see(desk.CALLER)
    terminal.resize(10, 30)
    terminal.see('writers: 0 waiting, 1 offered\x1b[K') # cut at 29 columns
    os.write(terminal.fd, b'q')
    rest, status = terminal.end()
    assert status == 0 and rest.endswith('\x1b[?25h\x1b[?1049l'), (status, rest[-200:])


def terminal_of(at, *arguments):
    """The board on a terminal that is nobody's session: nothing but the terminal tells that it is gone."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen([os.environ['TASK_ROUTER_ADMIN'], *arguments], stdin=terminal, stdout=terminal,
                               stderr=subprocess.PIPE, env={**at.environment, 'TERM': 'xterm'})
    shown = b''
    while b' waiting' not in shown:
        shown += os.read(controller, 65536)
    return process, controller, terminal


@tap.scenario
def ways_out_of_the_board(at):
    """q, Ctrl+D, Ctrl+C, signals and a terminal that goes away end the board, which leaves it as it was"""
    for way in ('q', '\x04', '\x03', signal.SIGTERM, signal.SIGHUP):
        process, controller, terminal = terminal_of(at, 'watch')
        during = termios.tcgetattr(terminal)
        assert not during[3] & (termios.ICANON | termios.ECHO), during
        if way == '\x03': # the terminal is nobody's, so it sends nobody the signal
            way = signal.SIGINT
        if isinstance(way, str):
            os.write(controller, way.encode())
        else:
            process.send_signal(way)
        assert process.wait(60) == 0, way
        after = termios.tcgetattr(terminal)
        assert after[3] & termios.ICANON and after[3] & termios.ECHO, (way, after)
        assert after[6][termios.VSUSP] == b'\x1a' and after[6][termios.VQUIT] == b'\x1c', (way, after)
        assert process.stderr.read() == b'', way
        process.stderr.close()
        os.close(controller)
        os.close(terminal)
    for in_session in (True, False):
        if in_session:
            one = Terminal(at, 'watch')
            one.see('writers: 0 waiting')
            os.close(one.fd)
            status = os.waitstatus_to_exitcode(os.waitpid(one.pid, 0)[1])
        else:
            process, controller, terminal = terminal_of(at, 'watch')
            os.close(terminal)
            os.close(controller)
            status = process.wait(60)
            process.stderr.close()
        assert status == 0, (in_session, status)


@tap.scenario
def nobody_waits_for_an_answer(at):
    """Who leaves the board while the service does not answer leaves at once"""
    one = Terminal(at, 'watch')
    one.see('writers: 0 waiting')
    at.service.control('POST', 'faults', Fault='no-answer', Path='/v1/Workspaces')
    wait.until(lambda: not at.service.control('GET', 'faults')['faults'], 'a request that is not answered')
    os.write(one.fd, b'q')
    assert one.end()[1] == 0


@tap.scenario
def nobody_reads(at):
    """Whoever follows ends with its reader, also while nothing happens"""
    for arguments in (('events', 'tail'), ('watch',)):
        process = subprocess.Popen([os.environ['TASK_ROUTER_ADMIN'], *arguments], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=at.environment)
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(60) == -signal.SIGPIPE, arguments
        assert process.stderr.read() == b''
        process.stderr.close()


@tap.scenario
def the_board_in_a_pipe(at):
    """Where there is no terminal it prints plain lines"""
    with Tail(at, 'watch') as tail:
        assert tail.see('writers: 0 waiting').count('\x1b') == 0
        at.run('workers', 'set-activity', 'dave', 'Available')
        tail.see('Worker dave updated')
        tail.see('1 of 3 workers available')
    at.run('watch', status=3, TR_BASE_URL='http://127.0.0.1:1')
    at.run('watch', status=1, WORKSPACE_SID='nowhere')


if __name__ == '__main__':
    tap.run(desk.desk)
