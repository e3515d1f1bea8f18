# SPDX-License-Identifier: GPL-3.0-or-later
"""A company's own server, as a program in front of a sandbox."""
import contextlib
import os
import sqlite3
import subprocess
import threading
import urllib.parse

from . import session, wait

READY = 'task-router-server ready at '
PASSWORD = 'correct horse'
CONFIG = '[listen]\naddresses=127.0.0.1:{}\n[database]\npath={}\n[passwords]\nyescrypt-cost=1\n'


class Server:
    """folder: of its own; in its database dave has a password."""

    def __init__(self, sandbox, folder):
        os.makedirs(folder, exist_ok=True)
        self.log = os.path.join(folder, 'server.log')
        self.conf = os.path.join(folder, 'conf')
        self.database = os.path.join(folder, 'server.sqlite')
        self.program = [os.environ['TASK_ROUTER_SERVER'], '--config=' + self.conf]
        self.environment = {**sandbox.environment, **sandbox.seed, 'TR_BASE_URL': sandbox.url}
        self.process = None
        self.url = None
        self.write(0)
        self.set_password(PASSWORD)

    def write(self, port, lines=''):
        with open(self.conf, 'w', encoding='utf-8') as file:
            file.write(CONFIG.format(port, self.database) + lines)

    def restart(self, lines):
        """At the same address, with these lines in its settings besides."""
        status = self.stop()
        assert status == 0, f'the server ended with {status}: see {self.log}'
        self.write(urllib.parse.urlsplit(self.url).port, lines)
        return self.start()

    def start_again(self):
        """At the same address, with the settings of a new one."""
        self.write(urllib.parse.urlsplit(self.url).port)
        return self.start()

    def last_beat(self):
        """When a desk last said that it is there: seconds since the epoch; None if it never did."""
        database = sqlite3.connect(self.database)
        try:
            return database.execute('SELECT max(beat) FROM session').fetchone()[0]
        finally:
            database.close()

    def set_password(self, password):
        subprocess.run([*self.program, 'passwd', 'dave'], input=password + '\n', text=True, check=True,
                       env=self.environment, capture_output=True, timeout=60)

    def start(self):
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(self.program, stdout=subprocess.PIPE, stderr=log, text=True,
                                            stdin=subprocess.DEVNULL, env=self.environment)
        timer = threading.Timer(wait.DEADLINE, self.process.kill)
        timer.start()
        for line in self.process.stdout:
            if line.startswith(READY):
                self.url = line[len(READY):].strip()
                break
        timer.cancel()
        if self.url is None or self.process.poll() is not None:
            raise RuntimeError(f'the server did not start: see {self.log}')
        return self

    def stop(self):
        """Returns the exit status; 0, unless it crashed or leaked."""
        if self.process is None:
            return 0
        status = session.end(self.process)
        self.process.stdout.close()
        self.process = None
        return status


@contextlib.contextmanager
def server_of(desk, lines=''):
    """A company's server in front of a sandbox of the desk's, and an agent that knows of neither."""
    desk.service.start()
    server = Server(desk.service, desk.desktop.path(f'{desk.name}-company'))
    server.write(0, lines)
    server.start()
    try:
        yield server
    finally:
        status = server.stop()
    assert status == 0, f'the server ended with {status}: see {server.log}'


def sign_in_at(desk, server, password=PASSWORD):
    for name, text in (('Server Address', server.url), ('Worker Name', 'dave'), ('Password', password)):
        desk.window.type(name, text)
    desk.window.press('Sign In')


def wait_signed_out(desk):
    """Has the agent try again, without turning its clock away from the service's, until it was told
    that there is no session."""
    def read():
        if desk.window.has_text('Trying again in'):
            desk.agent.activate('reconnect')
        return desk.window.find('Status: Signed Out')
    wait.until(read, 'the session to end')
