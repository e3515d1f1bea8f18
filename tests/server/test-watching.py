#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""task-router-server as a program that hears what happens: killed, called again, and scraped."""
import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import re
import socket
import subprocess
import tempfile
import threading
import urllib.parse
import urllib.request

from support import service, tap, wait

PROGRAM = os.environ['TASK_ROUTER_SERVER']
READY = 'task-router-server ready at '
KEY = 'a key of sixteen bytes and more'
CALLER = '+16505550101'


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Server:
    """One that can be killed, and comes back at the same port."""

    def __init__(self, stage):
        port = free_port()
        self.stage = stage
        self.url = f'http://127.0.0.1:{port}'
        self.config = os.path.join(stage.folder, f'{port}.conf')
        with open(self.config, 'w', encoding='utf-8') as file:
            file.write(f'[listen]\naddresses=127.0.0.1:{port}\n[passwords]\nyescrypt-cost=1\n'
                       f'[callbacks]\npublic-url={self.url}\n')
        self.start()

    def start(self):
        with open(self.config + '.log', 'ab') as log:
            self.process = subprocess.Popen([PROGRAM, f'--config={self.config}'], text=True,
                                            stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL,
                                            env=self.stage.environment)
        timer = threading.Timer(wait.DEADLINE, self.process.kill)
        timer.start()
        line = self.process.stdout.readline()
        timer.cancel()
        assert line.startswith(READY), line

    def kill(self):
        """As a crash or a power cut would."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        self.process.terminate()
        status = self.process.wait(wait.DEADLINE)
        self.process.stdout.close()
        return status

    def read(self, path):
        request = urllib.request.Request(self.url + path, headers={'Authorization': f'Bearer {KEY}'})
        with urllib.request.urlopen(request, timeout=wait.DEADLINE) as answer:
            return answer.headers, answer.read().decode()

    def tell(self, sid):
        """One event, as the service would; returns whether it was taken."""
        seed = self.stage.sandbox.seed
        form = {'EventType': 'task.updated', 'AccountSid': seed['TR_ACCOUNT_SID'], 'Sid': sid,
                'WorkspaceSid': seed['WORKSPACE_SID'], 'Timestamp': '1768471200'}
        text = self.url + '/v1/events' + ''.join(name + form[name] for name in sorted(form))
        mac = hmac.new(seed['TR_AUTH_TOKEN'].encode(), text.encode(), hashlib.sha1).digest()
        request = urllib.request.Request(self.url + '/v1/events', urllib.parse.urlencode(form).encode(),
                                         {'X-Twilio-Signature': base64.b64encode(mac).decode()})
        try:
            with urllib.request.urlopen(request, timeout=wait.DEADLINE) as answer:
                return answer.status == 204
        except (OSError, http.client.HTTPException):
            return False

    def events(self, query=''):
        return json.loads(self.read('/v1/events?limit=1000' + query)[1])['events']


class Stage:
    """A sandbox that calls a server back, with events from before that none heard of."""

    def __init__(self, folder):
        kept = {name: os.environ[name] for name in os.environ if name.endswith('SAN_OPTIONS')}
        self.folder = folder
        self.environment = {**kept, 'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'HOME': folder}
        self.sandbox = service.Sandbox(os.environ['TASK_ROUTER_SANDBOX'], self.environment,
                                       os.path.join(folder, 'sandbox.log'))
        self.sandbox.start()
        self.environment.update(self.sandbox.seed, TR_BASE_URL=self.sandbox.url, TR_ADMIN_KEY=KEY,
                                TSV_DATABASE=os.path.join(folder, 'server.sqlite'))
        self.servers = []

    def server(self):
        self.servers.append(Server(self))
        return self.servers[-1]

    def call_back(self, server):
        self.sandbox.rest('POST', self.sandbox.workspace, EventCallbackUrl=server.url + '/v1/events')

    def told(self):
        """What the service says that happened, by SID."""
        return {event['sid'] for event in self.sandbox.get('/Events', PageSize=1000)['events']}


@contextlib.contextmanager
def stage():
    with tempfile.TemporaryDirectory() as folder:
        one = Stage(folder)
        try:
            yield one
        finally:
            ends = [server.stop() for server in one.servers]
            ends.append(one.sandbox.stop())
        assert not any(ends), ends


@tap.scenario
def hears_both(at):
    """What the service tells is in both servers of one database, whole and once, without gaps"""
    first, second = at.server(), at.server()
    before = at.told()
    at.call_back(first)
    at.sandbox.set_activity('dave', 'Available')
    at.sandbox.dial(CALLER)
    at.sandbox.advance(11) # missed
    wait.until(lambda: second.events('&type=reservation.timeout'), 'the missed offer')
    wait.equal(lambda: {event['sid'] for event in second.events()}, at.told() - before, 'what was stored')
    sids = [event['sid'] for event in first.events()]
    assert len(sids) == len(set(sids))
    gaps = json.loads(first.read('/v1/events/gaps')[1])
    assert gaps['gaps'] == [], gaps


@tap.scenario
def survives_kills(at):
    """Killed while events come, it has each that it took; those that are sent again are there once"""
    first, second = at.server(), at.server()
    sids = [f'EV{number:032x}' for number in range(5000)]
    taken = []

    def send():
        for sid in sids:
            if not first.tell(sid):
                break
            taken.append(sid)
    sender = threading.Thread(target=send)
    sender.start()
    wait.until(lambda: len(taken) > 20, 'some events')
    first.kill()
    sender.join(wait.DEADLINE)
    assert len(taken) < 900, len(taken)
    assert set(taken) <= {event['sid'] for event in second.events()}
    first.start()
    again = sids[:len(taken) + 2] # the service does not know whether the last one was taken
    assert all(server.tell(sid) for server in (first, second) for sid in again[::-3] + again)
    assert sorted(event['sid'] for event in first.events()) == again


@tap.scenario
def is_scraped(at):
    """What Prometheus is told is in its format, and each family has its type and help"""
    server = at.server()
    server.read('/v1/queues')
    headers, text = server.read('/metrics')
    assert headers['Content-Type'].startswith('text/plain; version=0.0.4'), headers['Content-Type']
    typed = set()
    for line in text.splitlines():
        if line.startswith('# TYPE '):
            name, kind = line.split(' ')[2:]
            assert kind in ('counter', 'gauge') and name not in typed, line
            assert (kind == 'counter') == name.endswith('_total'), line
            typed.add(name)
        elif not line.startswith('# HELP '):
            found = re.fullmatch(r'([a-z_]+)(\{[a-z_]+="[^"\\]*"\})? \d+', line)
            assert found and found[1] in typed, line
    assert 'task_router_server_queue_waiting_tasks' in typed, typed
    try:
        from prometheus_client.parser import text_string_to_metric_families
    except ImportError:
        return
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert families['task_router_server_events'].type == 'counter', families
    assert len(families['task_router_server_queue_waiting_tasks'].samples) >= 1


@tap.scenario
def keeps_the_key(at):
    """The administrator's key is in no log and not on the command line; a short one is refused"""
    server = at.server()
    server.read('/metrics')
    with open(f'/proc/{server.process.pid}/cmdline', encoding='utf-8') as file:
        assert KEY not in file.read()
    with open(server.config + '.log', encoding='utf-8') as file:
        assert KEY not in file.read()
    done = subprocess.run([PROGRAM, f'--config={server.config}', '--check-config'], text=True,
                          env={**at.environment, 'TR_ADMIN_KEY': 'short'}, capture_output=True, timeout=60)
    assert done.returncode == 2 and 'TR_ADMIN_KEY' in done.stderr, done
    for text, words in (('[callbacks]\npublic-url=calls.example.com\n', '[callbacks] public-url'),
                        ('[events]\nkeep-days=0\n', '[events] keep-days'),
                        ('[safety]\nvanish-seconds=x\n', '[safety] vanish-seconds'),
                        ('[assignment a]\ntask=x ==\nanswer={}\n', '[assignment a] task: column')):
        path = os.path.join(at.folder, 'bad.conf')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        done = subprocess.run([PROGRAM, f'--config={path}', '--check-config'], text=True,
                              env=at.environment, capture_output=True, timeout=60)
        assert done.returncode == 2 and words in done.stderr, done


if __name__ == '__main__':
    tap.run(stage)
