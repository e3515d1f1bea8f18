#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that are not the service's, or should not be: said in a line, and never obeyed."""
import contextlib
import http.server
import json
import os
import pty
import subprocess
import threading

from support import tap

ACCOUNT = 'AC' + '1' * 32
WORKSPACE = 'WS' + '2' * 32


class Server:
    """A service that answers what a function of path and number of the request says."""

    def __init__(self, answer):
        self.count = 0
        self.headers = {} # of refusals

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(handler):
                self.count += 1
                status, kind, body = answer(handler.path, self)
                with contextlib.suppress(OSError): # the other side may have had enough
                    handler.send_response(status)
                    handler.send_header('Content-Type', kind)
                    handler.send_header('Connection', 'close')
                    for name, value in self.headers.items() if status >= 400 else ():
                        handler.send_header(name, value)
                    handler.end_headers()
                    handler.wfile.write(body)

            do_POST = do_DELETE = do_GET

            def log_message(handler, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_port}'

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    @property
    def environment(self):
        kept = {name: os.environ[name] for name in os.environ if name.endswith('SAN_OPTIONS')}
        return {**kept, 'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'TR_BASE_URL': self.url,
                'TR_ACCOUNT_SID': ACCOUNT, 'TR_AUTH_TOKEN': 'not-a-real-token', 'WORKSPACE_SID': WORKSPACE}

    def run(self, *arguments):
        done = subprocess.run([os.environ['TASK_ROUTER_ADMIN'], *arguments], env=self.environment,
                              capture_output=True, timeout=60)
        return done.returncode, done.stdout.decode(), done.stderr.decode()


def json_answer(document):
    return 200, 'application/json', json.dumps(document).encode()


def page_of(key, rows, following=None):
    return {key: rows, 'meta': {'key': key, 'next_page_url': following, 'page_size': 50, 'page': 0}}


def workspace_or(document):
    """The workspace where it is asked for, else that document."""
    def answer(path, server):
        if path.split('?')[0].endswith(WORKSPACE):
            return json_answer({'sid': WORKSPACE, 'friendly_name': 'w\x1b[2J', 'timeout_activity_sid': 'WA1'})
        return json_answer(document(path, server) if callable(document) else document)
    return answer


@tap.scenario
def web_pages(_):
    """A web page in the service's place is not taken for an answer"""
    for status, kind, body in ((200, 'text/html', b'<html><title>Sign in</title>\x1b[2J</html>'),
                               (502, 'text/html', b'<h1>Bad Gateway</h1>'), (200, 'application/json', b''),
                               (200, 'application/json', b'{"workers": ['), (200, 'application/json', b'[]')):
        with Server(lambda path, server: (status, kind, body)) as server:
            ended, out, said = server.run('workers', 'list')
            assert ended == (1 if status == 502 else 3) and out == '', (ended, out, said)
            assert said.count('\n') == 1 and '\x1b' not in said and 'not-a-real' not in said, said


@tap.scenario
def wrong_types(_):
    """Lists and members of another type than they should be crash nothing"""
    odd = [None, 7, 'x', [], {'sid': 3}, {'friendly_name': {'a': 1}, 'attributes': 5, 'sid': None},
           {'date_status_changed': 'yesterday', 'available': 'perhaps', 'event_date_ms': 'now', 'age': 1.5e300}]
    commands = (('workers', 'list'), ('tasks', 'list'), ('tasks', 'reservations'), ('events', 'list'),
                ('stats', 'queues'), ('stats', 'workers'), ('stats', 'workspace'), ('queues', 'list'),
                ('calls', 'list'), ('conferences', 'list'), ('explain', 'dave'), ('doctor',),
                ('workers', 'offline', '--all', '--dry-run'), ('explain', 'WT' + '3' * 32))
    for rows in (odd[:4], odd[4:], 'rows'):
        def lists(path, _, rows=rows):
            name = path.split('?')[0].rsplit('/', 1)[-1]
            return {**page_of('things', rows), 'realtime': rows, 'cumulative': {'activity_durations': rows},
                    'path': name}
        with Server(workspace_or(lists)) as server:
            for command in commands:
                ended, _, said = server.run(*command)
                assert ended in (0, 1, 3), (command, rows, ended, said)
                assert 'CRITICAL' not in said and 'WARNING' not in said, (command, rows, said)


@tap.scenario
def endless_lists(_):
    """A list without an end, and a page that is too long, are given up"""
    def endless(path, server):
        return page_of('workers', [{'sid': f'WK{server.count}', 'friendly_name': 'w'}],
                       f'{server.url}{path.split("?")[0]}?Page={server.count}')
    with Server(workspace_or(endless)) as server:
        ended, out, _ = server.run('workers', 'list')
        assert ended == 3 and out == '' and server.count <= 501, (ended, server.count)
        server.count = 0
        ended, out, _ = server.run('workers', 'list', '--limit=3', '--json')
        assert ended == 0 and len(json.loads(out)) == 3 and server.count <= 4
    def elsewhere(path, server):
        return page_of('workers', [], 'http://127.0.0.1:1/v1/steal?Page=1')
    with Server(workspace_or(elsewhere)) as server:
        assert server.run('workers', 'list')[0] != 0
    huge = b'{"workers": [' + b'{"friendly_name": "' + b'x' * 2**20 + b'"},' * 80
    with Server(lambda *_: (200, 'application/json', huge)) as server:
        ended, out, said = server.run('workers', 'list')
        assert ended == 3 and out == '' and len(said) < 1000, (ended, said[:300])


@tap.scenario
def too_much(_):
    """Who is asked for a pause makes it and goes on, and gives up where the pause is too long"""
    rows = page_of('workers', [{'sid': 'WK1', 'friendly_name': 'w'}])
    for status, struck, wanted in ((429, (2,), 0), (503, (2,), 0), (500, (2, 3), 1), (429, (2, 3, 4, 5), 1)):
        def answer(path, server, status=status, struck=struck):
            if server.count in struck:
                return status, 'application/json', b'{"code": 20429, "message": "too much"}'
            return workspace_or(rows)(path, server)
        with Server(answer) as server:
            server.headers = {'Retry-After': '31' if len(struck) > 3 else '1'}
            ended, out, said = server.run('workers', 'list')
            assert ended == wanted, (status, struck, ended, out, said)
            assert wanted == 0 or 'too much' in said


@tap.scenario
def orders_to_the_terminal(_):
    """No name reaches the terminal as an order, in tables, cards, JSON and errors"""
    evil = 'a\x1b]0;t\x07b\x9b2Jc\u202ed\u2028e\r\nf'
    row = {'sid': 'WK' + '4' * 32, 'friendly_name': evil, 'activity_name': evil, 'attributes': evil,
           'available': True, 'description': evil, 'event_type': evil, 'event_date': evil, 'status': evil,
           'from': evil, evil: evil, 'event_date_ms': 1}
    with Server(workspace_or(page_of('workers', [row]))) as server:
        for command in (('workers', 'list'), ('workers', 'show', evil), ('events', 'list'), ('calls', 'list'),
                        ('doctor',), ('explain', evil), ('workflows', 'list')):
            for style in ((), ('--json',), ('--json-lines',)):
                _, out, said = server.run(*command, *style)
                for sign in ('\x1b', '\x07', '\x9b', '\u202e', '\u2028', '\r'):
                    assert sign not in out + said, (command, style, sign, out, said)
        shown = json.loads(server.run('workers', 'show', evil, '--json')[1])
        assert shown['friendly_name'] == evil
    refusal = json.dumps({'code': 20001, 'message': evil, 'status': 400}).encode()
    with Server(lambda *_: (400, 'application/json', refusal)) as server:
        ended, _, said = server.run('workers', 'list')
        assert ended == 1 and said.count('\n') == 1 and '\x1b' not in said and '\x9b' not in said, said


@tap.scenario
def progress(_):
    """What takes long says so on a terminal, and takes it back"""
    go_on = threading.Event()

    def answer(path, server):
        go_on.wait(60)
        return page_of('workers', [])
    with Server(workspace_or(answer)) as server:
        controller, terminal = pty.openpty()
        process = subprocess.Popen([os.environ['TASK_ROUTER_ADMIN'], 'workers', 'list'],
                                   env=server.environment, stderr=terminal, stdout=subprocess.PIPE)
        os.close(terminal)
        shown = b''
        while b'Waiting for the service' not in shown:
            shown += os.read(controller, 4096)
        go_on.set()
        with contextlib.suppress(OSError): # the terminal ends with the program
            while block := os.read(controller, 4096):
                shown += block
        assert process.wait() == 0 and b'\x1b[KThere are no workers' in shown, shown
        assert process.stdout.read() == b''
        process.stdout.close()
        os.close(controller)


if __name__ == '__main__':
    tap.run(lambda: contextlib.nullcontext())
