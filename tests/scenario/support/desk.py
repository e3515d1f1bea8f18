# SPDX-License-Identifier: GPL-3.0-or-later
"""A sandbox of one's own, and an administrator in front of it."""
import contextlib
import json
import os
import re
import subprocess
import tempfile

from . import service, wait

CALLER = '+16505550100'
DAVE = '+16505551111'


class Desk:
    """A sandbox of its own, and an administrator in front of it."""

    def __init__(self, folder, *options):
        kept = {name: os.environ[name] for name in os.environ if name.endswith('SAN_OPTIONS')}
        self.environment = {**kept, 'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC',
                            'HOME': folder}
        self.service = service.Sandbox(os.environ['TASK_ROUTER_SANDBOX'], self.environment,
                                       os.path.join(folder, 'sandbox.log'))
        self.service.start(*options)
        self.environment.update(self.service.seed, TR_BASE_URL=self.service.url)

    def run(self, *arguments, status=0, stdin='', **environment):
        """Runs a command; returns what it said on stdout, and on stderr."""
        variables = {name: value for name, value in {**self.environment, **environment}.items() if value}
        done = subprocess.run([os.environ['TASK_ROUTER_ADMIN'], *arguments], env=variables, input=stdin,
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == status, \
            f'{arguments} ended with {done.returncode}, not {status}: {done.stdout}{done.stderr}'
        return done.stdout, done.stderr

    def table(self, *arguments, **options):
        """What a command prints for people, with times and spaces as they don't matter."""
        out, _ = self.run(*arguments, **options)
        out = re.sub(r'\b\d+[smhd](?: \d+[smhd])?\b', 'TIME', out)
        return [re.split(r' {2,}', line.strip()) for line in out.splitlines()]

    def json(self, *arguments, **options):
        return json.loads(self.run(*arguments, '--json', **options)[0])

    def offer(self):
        """A caller is offered to dave; returns the task."""
        call = self.service.dial(CALLER)
        return wait.until(lambda: self.service.task_of(call), 'the task')


@contextlib.contextmanager
def desk():
    with tempfile.TemporaryDirectory() as folder:
        one = Desk(folder)
        try:
            yield one
        finally:
            status = one.service.stop()
        assert status == 0, f'the sandbox ended with {status}'
