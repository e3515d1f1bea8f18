#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles in a real keyring: kept, used, listed and forgotten; and what is said without one."""
import contextlib
import json
import os
import pty
import subprocess
import sys

from support import service, session, tap, wait


class Desk(session.Session):
    """A bus with a keyring and a sandbox, and no display."""

    def _start(self):
        runtime = self.path('run')
        os.mkdir(runtime, 0o700)
        self.environment = {name: os.environ[name] for name in session.KEPT if name in os.environ}
        self.environment.update({'HOME': self.new_home('desk'), 'XDG_RUNTIME_DIR': runtime,
                                 'LC_ALL': 'C.UTF-8', 'GIO_USE_PROXY_RESOLVER': 'dummy', 'DISPLAY': ''})
        self._start_bus()
        if self.keyring == 'unlocked':
            self.start_keyring()
        self.service = service.Sandbox(os.environ['TASK_ROUTER_SANDBOX'], self.environment,
                                       self.path('sandbox.log')).start()
        self.seed = self.service.seed

    def run(self, *arguments, status=0, stdin='', **environment):
        """Runs a command; returns what it said on stdout, and on stderr."""
        done = subprocess.run([os.environ['TASK_ROUTER_ADMIN'], *arguments], input=stdin,
                              env={**self.environment, **environment}, capture_output=True, text=True,
                              timeout=wait.DEADLINE * 4)
        assert done.returncode == status, \
            f'{arguments} ended with {done.returncode}, not {status}: {done.stdout}{done.stderr}'
        for word in ('TR_AUTH_TOKEN', 'TR_API_KEY_SECRET'):
            assert self.seed[word] not in done.stdout + done.stderr, f'{word} was told'
        return done.stdout, done.stderr

    def login(self, *arguments, secret=None, **options):
        return self.run('login', f"--account={self.seed['TR_ACCOUNT_SID']}", *arguments,
                        stdin=(secret or self.seed['TR_AUTH_TOKEN']) + '\n',
                        TR_BASE_URL=self.service.url, **options)

    def stop(self):
        self.service.stop()
        super().stop()


DESK = Desk(keyring='absent' if 'absent' in sys.argv else 'unlocked')


@contextlib.contextmanager
def desk():
    yield DESK


def names():
    return [row['name'] for row in json.loads(DESK.run('profiles', '--json')[0])]


def with_keyring(function):
    return tap.scenario(function) if DESK.keyring == 'unlocked' else function


def without_keyring(function):
    return tap.scenario(function) if DESK.keyring == 'absent' else function


@with_keyring
def keeps_and_uses(at):
    """Login keeps what the service lets in, and commands need no environment then"""
    assert 'login' in at.run('workers', 'list', status=2)[1]
    at.login('--workspace=writers')
    assert names() == ['default']
    assert 'dave' in at.run('workers', 'list')[0]
    at.login('keys', f"--api-key={at.seed['TR_API_KEY_SID']}", secret=at.seed['TR_API_KEY_SECRET'])
    assert names() == ['default', 'keys']
    assert 'dave' in at.run('workers', 'list', '--profile=keys', '--workspace=writers')[0]
    assert at.run('token', 'create', 'dave', '--profile=keys', '--kind=access',
                  '--workspace=writers')[0].count('.') == 2
    at.run('workers', 'list', '--profile=nobody', status=1)


@with_keyring
def a_name_is_one_profile(at):
    """A second login under a name takes the place of the first"""
    at.login('twice', '--workspace=writers')
    at.login('twice', f"--api-key={at.seed['TR_API_KEY_SID']}", secret=at.seed['TR_API_KEY_SECRET'])
    assert names().count('twice') == 1
    row = [row for row in json.loads(at.run('profiles', '--json')[0]) if row['name'] == 'twice'][0]
    assert row['api_key_sid'] == at.seed['TR_API_KEY_SID'] and row['workspace'] == ''


@with_keyring
def wrong_ones_are_not_kept(at):
    """Nothing is kept of what the service refuses, or can't be asked about"""
    said = at.login('bad', secret='wrong-wrong', status=1)[1]
    assert 'nothing was kept' in said and 'wrong-wrong' not in said
    at.login('bad', '--workspace=nowhere', status=1)
    at.run('login', 'bad', '--account=AC1', stdin='x\n', status=2)
    at.run('login', 'bad', f"--account={at.seed['TR_ACCOUNT_SID']}", stdin='', status=2)
    at.run('login', 'bad', f"--account={at.seed['TR_ACCOUNT_SID']}", stdin='x\n', status=3,
           TR_BASE_URL='http://127.0.0.1:1')
    assert 'bad' not in names()


@with_keyring
def a_terminal_shows_no_secret(at):
    """On a terminal it asks, and what is typed for the secret is not shown"""
    answers = [at.seed['TR_ACCOUNT_SID'], '', at.seed['TR_AUTH_TOKEN']]
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(at.environment, TR_BASE_URL=at.service.url)
        os.execv(os.environ['TASK_ROUTER_ADMIN'], ['task-router-admin', 'login', 'typed'])
    shown = b''
    questions = [b'Account SID: ', b'token): ', b'Auth token: ']
    with contextlib.suppress(OSError): # the terminal ends with the program
        while block := os.read(fd, 4096):
            shown += block
            if questions and shown.endswith(questions[0]):
                questions.pop(0)
                os.write(fd, answers.pop(0).encode() + b'\n')
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, shown
    assert at.seed['TR_ACCOUNT_SID'].encode() in shown and not answers
    assert at.seed['TR_AUTH_TOKEN'].encode() not in shown
    assert 'typed' in names()


@with_keyring
def logout_forgets(at):
    """Logout forgets one, and says when there is none"""
    at.login('gone')
    at.run('logout', 'gone')
    assert 'gone' not in names()
    assert "'gone'" in at.run('logout', 'gone', status=1)[1]
    assert "'gone'" in at.run('workers', 'list', '--profile=gone', status=1)[1]


@without_keyring
def says_that_there_is_none(at):
    """Without a keyring it is said, and what to do instead"""
    for arguments in (('profiles',), ('logout',), ('workers', 'list', '--profile=x')):
        said = at.run(*arguments, status=1)[1]
        assert 'no keyring' in said and 'TR_ACCOUNT_SID' in said, said
    assert 'no keyring' in at.login(status=1)[1]
    assert 'login' in at.run('workers', 'list', status=2)[1]


if __name__ == '__main__':
    sys.argv[1:] = [word for word in sys.argv[1:] if word != 'absent']
    with DESK:
        tap.run(desk)
