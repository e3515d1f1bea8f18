#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""task-router-server as a program: how it is told what to serve, starts, ends, and keeps secrets."""
import contextlib
import ctypes
import errno
import glob
import json
import os
import shutil
import signal
import socket
import ssl
import stat
import struct
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request

from support import service, tap, wait

PROGRAM = os.environ['TASK_ROUTER_SERVER']
DATA = os.environ['TEST_DATA']
UNIT = os.path.join(DATA, '../../data/server/task-router-server.service.in')
READY = 'task-router-server ready at '
PASSWORD = 'correct horse'
SECRETS = ('TR_AUTH_TOKEN', 'TR_API_KEY_SECRET')


class Server:
    """One that runs."""

    def __init__(self, stage, *options, **popen):
        self.log = os.path.join(stage.folder, f'server-{len(stage.servers)}.log')
        stage.servers.append(self)
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen([*popen.pop('command', [PROGRAM]), *options], text=True,
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                                            **popen)
        timer = threading.Timer(wait.DEADLINE, self.process.kill)
        timer.start()
        self.lines = [] # debugging goes to standard output
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith(READY):
                break
        timer.cancel()
        assert self.lines and self.lines[-1].startswith(READY), self.said()
        self.url = self.lines[-1][len(READY):].strip()
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout))
        self.reader.start()

    def said(self):
        with open(self.log, encoding='utf-8') as file:
            return file.read() + ''.join(self.lines)

    def post(self, path, context=None, **body):
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(),
                                         {'Content-Type': 'application/json'})
        try:
            with urllib.request.urlopen(request, timeout=wait.DEADLINE, context=context) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def sign_in(self, **options):
        status, answer = self.post('/v1/session', worker='dave', password=PASSWORD, device='desk', **options)
        assert status == 200, answer
        return answer

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(wait.DEADLINE)
        self.reader.join(wait.DEADLINE)
        self.process.stdout.close()
        return status


class Stage:
    """A sandbox, and a database in which dave has a password."""

    def __init__(self, folder):
        kept = {name: os.environ[name] for name in os.environ if name.endswith('SAN_OPTIONS')}
        self.folder = folder
        self.servers = []
        self.environment = {**kept, 'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'HOME': folder,
                            'G_MESSAGES_DEBUG': 'all'}
        self.sandbox = service.Sandbox(os.environ['TASK_ROUTER_SANDBOX'], self.environment,
                                       self.file('sandbox.log'))
        self.sandbox.start()
        self.environment.update(self.sandbox.seed, TR_BASE_URL=self.sandbox.url,
                                TSV_DATABASE=self.file('server.sqlite'))
        self.config = self.write('server.conf', '[listen]\naddresses=127.0.0.1:0\n[passwords]\nyescrypt-cost=1\n')
        self.run('passwd', 'dave', stdin=PASSWORD + '\n')

    def file(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text, mode=0o600):
        path = self.file(name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def open_folder(self, user):
        """That user is to have all of it."""
        if os.getuid() == 0:
            for name in ('.', *os.listdir(self.folder)):
                os.chown(self.file(name), user, -1)

    def variables(self, **changes):
        return {name: value for name, value in {**self.environment, **changes}.items() if value}

    def run(self, *arguments, status=0, stdin='', config=None, **changes):
        done = subprocess.run([PROGRAM, f'--config={config or self.config}', *arguments], input=stdin,
                              env=self.variables(**changes), capture_output=True, text=True, timeout=60)
        assert done.returncode == status, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def start(self, *options, config=None, changes=None, **popen):
        return Server(self, f'--config={config or self.config}', *options,
                      env=self.variables(**(changes or {})), **popen)


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
def keeps_secrets(at):
    """No secret is in a log, on the command line, or in a file that others may read"""
    server = at.start()
    answer = server.sign_in()
    server.post('/v1/session/refresh', refresh_token=answer['refresh_token'], device='desk')
    server.post('/v1/session', worker='dave', password='not ' + PASSWORD)
    secrets = [PASSWORD, answer['token'], answer['refresh_token'], *(at.sandbox.seed[name] for name in SECRETS)]
    with open(f'/proc/{server.process.pid}/cmdline', encoding='utf-8') as file:
        seen = file.read()
    assert server.stop() == 0
    seen += server.said()
    for path in glob.glob(at.file('server.sqlite*')):
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, path
        with open(path, 'rb') as file:
            seen += file.read().decode('latin-1')
    for secret in secrets:
        assert secret not in seen, secret


@tap.scenario
def keeps_its_memory(at):
    """No core file has its memory, and no other process of its user's"""
    user = 65534 if os.getuid() == 0 else os.getuid() # root's files are root's anyway
    program = shutil.copy(PROGRAM, at.file('program')) # theirs to start, wherever this was built
    at.open_folder(user)
    with subprocess.Popen([program, f'--config={at.config}', 'passwd', 'edith'], stdin=subprocess.PIPE,
                          user=user if os.getuid() == 0 else None, env=at.variables()) as asking:
        # proc(5): the files of a process that is not dumpable are root's.
        wait.until(lambda: os.stat(f'/proc/{asking.pid}/environ').st_uid == 0, 'its memory to be closed')
        asking.communicate(b'long enough\n')
    assert asking.returncode == 0


@tap.scenario
def closes_its_file(at):
    """A database that everybody could read is theirs no longer"""
    os.chmod(at.file('server.sqlite'), 0o644)
    at.run('passwd', 'susan', stdin='long enough\n')
    assert stat.S_IMODE(os.stat(at.file('server.sqlite')).st_mode) == 0o640


@tap.scenario
def says_what_is_wrong(at):
    """A mistake is named with its group and key, and nothing starts"""
    pem = os.path.join(DATA, 'tls', 'server.pem')
    for text, words in (
            ('[listen]\naddresses=0.0.0.0:8090\n', 'in the clear'),
            ('[listen]\naddresses=192.0.2.1:8090\n', 'in the clear'),
            ('[listen]\naddresses=somewhere\n', '[listen] addresses'),
            ('[listen]\naddresses=;\n', '[listen] addresses'),
            ('[listen]\naddresses=127.0.0.1:99999\n', '[listen] addresses'),
            ('[listen]\naddress=127.0.0.1:0\n', '[listen] address: there is no such key'),
            (f'[listen]\ncertificate={pem}\n', '[listen] key'),
            ('[listen]\ncertificate=/nowhere\nkey=/nowhere\n', '[listen] certificate'),
            ('[listen]\nbehind-proxy=perhaps\n', 'behind-proxy'),
            ('[frogs]\na=b\n', '[frogs]'),
            ('[sessions]\ntoken-seconds=5\n', '[sessions] token-seconds'),
            ('[sessions]\nsupervisor=susan\n', '[sessions] supervisor: there is no such key'),
            ('[passwords]\nyescrypt-cost=99\n', 'yescrypt-cost'),
            ('not a key file\n', 'server.conf')):
        said = at.run('--check-config', status=2, config=at.write('server.conf', text))
        assert words in said, (text, said)
    at.write('server.conf', '[listen]\naddresses=127.0.0.1:0\n')
    assert 'good' in at.run('--check-config')
    new = at.file('new.sqlite')
    at.run('--check-config', TSV_DATABASE=new)
    assert not os.path.exists(new)
    for path in (at.file('no-folder') + '/x.sqlite', at.folder, at.config):
        assert '[database] path' in at.run('--check-config', status=2, TSV_DATABASE=path), path
    for name in ('TR_ACCOUNT_SID', 'WORKSPACE_SID', 'TR_API_KEY_SECRET'):
        said = at.run('--check-config', status=2, **{name: ''})
        assert name in said, said
    at.write('server.conf', '[sessions]\nsupervisors=susan\n')
    assert 'API key' in at.run('--check-config', status=2, TR_API_KEY_SID='')
    assert 'no such file' in at.run('--check-config', status=2, config='/nowhere').lower()
    at.run('frob', status=2)


@tap.scenario
def takes_secrets_from_files(at):
    """Secrets come from private files and from systemd's credentials; an open file is refused"""
    secrets = {name: at.sandbox.seed[name] for name in SECRETS}
    nothing = dict.fromkeys(SECRETS, '')
    for name, secret in secrets.items():
        at.write(name.lower().replace('_', '-'), secret + '\n')
    at.start(changes={**nothing, 'CREDENTIALS_DIRECTORY': at.folder}).sign_in()
    path = at.write('secret', secrets['TR_API_KEY_SECRET'], 0o644)
    said = at.run('--check-config', status=2, **{**nothing, 'TR_API_KEY_SECRET_FILE': path})
    assert 'open to everybody' in said and secrets['TR_API_KEY_SECRET'] not in said, said
    os.chmod(path, 0o600)
    at.run('--check-config', **{**nothing, 'TR_API_KEY_SECRET_FILE': path})


@tap.scenario
def sets_passwords(at):
    """A password comes from a line of standard input; weak and missing ones are refused"""
    assert 'less than' in at.run('passwd', 'susan', stdin='short\n', status=1)
    assert 'no password' in at.run('passwd', 'susan', status=1)
    assert 'more than' in at.run('passwd', 'susan', stdin='x' * 513 + '\n', status=1)
    server = at.start()
    assert server.post('/v1/session', worker='susan', password='short')[0] == 401
    at.run('passwd', 'susan', stdin='long enough\n') # while it runs
    assert server.post('/v1/session', worker='susan', password='long enough')[0] == 200
    at.run('passwd', '--remove', 'susan')
    assert server.post('/v1/session', worker='susan', password='long enough')[0] == 401
    at.run('passwd', '--remove', 'susan', status=1)


def renews_its_certificate(server, pem):
    """SIGHUP: another certificate for who comes now; one that can't be read changes nothing"""
    port = int(server.url.rsplit(':', 1)[1])

    def shown():
        return ssl.get_server_certificate(('127.0.0.1', port))
    before = shown()
    with open(pem, 'w', encoding='ascii') as file:
        file.write('rubbish\n')
    server.process.send_signal(signal.SIGHUP)
    with open(os.path.join(DATA, 'tls', 'other.pem'), encoding='ascii') as file:
        other = file.read()
    assert shown() == before
    with open(pem, 'w', encoding='ascii') as file:
        file.write(other)
    server.process.send_signal(signal.SIGHUP)
    wait.until(lambda: shown() != before, 'another certificate')


@tap.scenario
def speaks_tls(at):
    """With a certificate it speaks TLS on any address, and nothing else; its key is a secret like others"""
    with open(os.path.join(DATA, 'tls', 'server.pem'), encoding='ascii') as file:
        pem = at.write('server.pem', file.read(), 0o644)
    config = at.write('server.conf', f'[listen]\naddresses=0.0.0.0:0;[::1]:0\ncertificate={pem}\nkey={pem}\n')
    said = at.run('--check-config', status=2, config=config)
    assert '[listen] key' in said and 'open to everybody' in said, said
    os.chmod(pem, 0o640)
    server = at.start(config=config)
    server.url = server.url.replace('0.0.0.0', '127.0.0.1')
    server.sign_in(context=ssl.create_default_context(cafile=os.path.join(DATA, 'tls', 'ca.pem')))
    renews_its_certificate(server, pem)
    server.url = server.url.replace('https', 'http')
    try:
        answer = server.post('/v1/session', worker='dave', password=PASSWORD)
        assert False, answer
    except (urllib.error.URLError, ConnectionError):
        pass


@tap.scenario
def drains(at):
    """SIGTERM: nobody new is let in, and who is inside gets an answer"""
    server = at.start()
    answers = []
    at.sandbox.control('POST', 'faults', Fault='latency', Path='/v1/Workspaces', Latency='5000')
    asking = threading.Thread(target=lambda: answers.append(server.sign_in()))
    asking.start()
    wait.until(lambda: at.sandbox.control('GET', 'faults')['faults'] == [], 'the service to be asked')
    server.process.send_signal(signal.SIGTERM)

    def is_closed():
        with socket.socket() as knock:
            return knock.connect_ex(('127.0.0.1', int(server.url.rsplit(':', 1)[1]))) != 0
    wait.until(is_closed, 'the port to be closed')
    assert server.process.poll() is None and not answers
    at.sandbox.advance(6)
    asking.join(wait.DEADLINE)
    assert answers and answers[0]['worker']['name'] == 'dave'
    assert server.process.wait(wait.DEADLINE) == 0


@tap.scenario
def takes_a_socket(at):
    """systemd may hold the port: it answers there, and says that it is ready"""
    with socket.socket() as port, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        port.bind(('127.0.0.1', 0))
        port.listen()
        notify.bind(at.file('notify'))
        server = at.start(command=['/bin/sh', '-c', f'exec 3<&{port.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 '
                                   'exec "$0" "$@"', PROGRAM], pass_fds=[port.fileno()],
                          changes={'NOTIFY_SOCKET': at.file('notify')})
        assert server.url == 'http://127.0.0.1:{}'.format(port.getsockname()[1])
        server.sign_in()
        assert notify.recv(100) == b'READY=1'
        assert server.stop() == 0
        assert notify.recv(100) == b'STOPPING=1'


# Numbers of sched_setattr(2), which GLib asks for before it starts a thread, by machine.
SCHED_SETATTR = {'x86_64': 314, 'aarch64': 274}


def forbid_as_unit():
    """In a child: what the unit's filter makes of a call of @resources. Source: seccomp(2), systemd.exec(5)"""
    with open(UNIT, encoding='utf-8') as file:
        is_error = 'SystemCallErrorNumber=EPERM' in file.read().splitlines()
    refused = 0x00050000 | errno.EPERM if is_error else 0x80000000 # SECCOMP_RET_ERRNO, _KILL_PROCESS
    code = struct.pack('HBBI' * 4, 0x20, 0, 0, 0, # the call's number
                       0x15, 0, 1, SCHED_SETATTR[os.uname().machine],
                       0x06, 0, 0, refused, 0x06, 0, 0, 0x7fff0000)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = ctypes.create_string_buffer(struct.pack('HP', 4, ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, program, 0, 0): # NO_NEW_PRIVS, SECCOMP
        raise OSError(ctypes.get_errno(), 'seccomp')


@tap.scenario
def hardened_unit(at):
    """It starts and works with what the systemd unit refuses"""
    if os.uname().machine not in SCHED_SETATTR:
        raise tap.Skip('the number of the call is not known here')
    server = at.start(preexec_fn=forbid_as_unit)
    server.sign_in()
    assert server.stop() == 0


@tap.scenario
def two_instances(at):
    """Two instances with one database are one server: renewals, replays and guesses count in both"""
    first, second = at.start(), at.start()
    begun = first.sign_in()
    status, renewed = second.post('/v1/session/refresh', refresh_token=begun['refresh_token'], device='desk')
    assert status == 200
    for token, server in ((begun, first), (renewed, second)):
        status, answer = server.post('/v1/session/refresh', refresh_token=token['refresh_token'], device='desk')
        assert (status, answer['code']) == (401, 'session-ended'), answer
    # Each alone would let five guess. After these one waits a second, two, four …: a slow machine may
    # be late for the first of them, and not for all.
    statuses = [(first, second)[i % 2].post('/v1/session', worker='edith', password='x')[0] for i in range(9)]
    assert statuses[:5] == [401] * 5 and 429 in statuses, statuses


if __name__ == '__main__':
    tap.run(stage)
