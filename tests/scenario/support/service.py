# SPDX-License-Identifier: GPL-3.0-or-later
"""The sandbox as a program, and the service's side of the story: REST and the control API."""
import base64
import json
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request

from . import session, wait

READY = 'Task Router sandbox ready at '


class Answer(Exception):
    """An HTTP answer that is not a 2xx."""

    def __init__(self, status, body):
        super().__init__(f'HTTP {status}: {body[:300]}')
        self.status = status
        self.body = body


class Sandbox:
    """program: path of task-router-sandbox; its clock stands still until it is turned."""

    def __init__(self, program, environment, log):
        self.program = program
        self.environment = environment
        self.log = log
        self.process = None
        self.port = 0
        self.seed = {}
        self.url = None

    def start(self, *options):
        """Starts it; a second start uses the same port, as a service that comes back does."""
        command = [self.program, f'--port={self.port}', '--print-env', '--clock=virtual', *options]
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True,
                                            stdin=subprocess.DEVNULL, env=self.environment)
        # A sandbox that says nothing must not hang the test: the timer ends it, and with it the pipe.
        timer = threading.Timer(wait.DEADLINE, self.process.kill)
        timer.start()
        for line in self.process.stdout:
            line = line.rstrip('\n')
            if line.startswith(READY):
                self.url = line[len(READY):]
                break
            name, equals, value = line.partition('=')
            if equals:
                self.seed[name] = value
        timer.cancel()
        if self.url is None or self.process.poll() is not None:
            raise RuntimeError(f'the sandbox did not start: see {self.log}')
        self.port = urllib.parse.urlsplit(self.url).port
        return self

    def kill(self):
        """As a crash or a power cut would."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """Returns the exit status; 0, unless it crashed or leaked."""
        if self.process is None:
            return 0
        status = session.end(self.process)
        self.process.stdout.close()
        self.process = None
        return status

    # REST, as an administrator's program would use it

    def rest(self, method, path, **form):
        credentials = f"{self.seed['TR_ACCOUNT_SID']}:{self.seed['TR_AUTH_TOKEN']}"
        headers = {'Authorization': 'Basic ' + base64.b64encode(credentials.encode()).decode()}
        return self._request(method, path, form, headers)

    def control(self, method, path, **form):
        return self._request(method, '/sandbox/' + path, form, {})

    def _request(self, method, path, form, headers):
        data = None
        url = path if path.startswith('http') else self.url + path
        if form and method == 'GET':
            url += '?' + urllib.parse.urlencode(form)
        elif method == 'POST':
            data = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=wait.DEADLINE) as response:
                body = response.read()
        except urllib.error.HTTPError as error:
            raise Answer(error.code, error.read().decode(errors='replace')) from None
        return json.loads(body) if body else None

    @property
    def workspace(self):
        return f"/v1/Workspaces/{self.seed['WORKSPACE_SID']}"

    def get(self, path, **query):
        """A resource of the workspace: get('/Workers')."""
        return self.rest('GET', self.workspace + path, **query)

    def post(self, path, **form):
        return self.rest('POST', self.workspace + path, **form)

    def account(self, path, method='GET', **form):
        """A resource of the voice API: account('/Conferences')."""
        return self.rest(method, f"/2010-04-01/Accounts/{self.seed['TR_ACCOUNT_SID']}{path}.json",
                         **form)

    # The story

    def worker(self, name):
        for worker in self.get('/Workers')['workers']:
            if worker['friendly_name'] == name:
                return worker
        raise KeyError(name)

    def activity_of(self, name):
        return self.worker(name)['activity_name']

    def set_activity(self, worker, activity):
        for candidate in self.get('/Activities')['activities']:
            if candidate['friendly_name'] == activity:
                self.post('/Workers/' + self.worker(worker)['sid'], ActivitySid=candidate['sid'])
                return
        raise KeyError(activity)

    def tasks(self):
        return self.get('/Tasks')['tasks']

    def task_of(self, call_sid):
        """The task of a caller."""
        for task in self.tasks():
            if json.loads(task['attributes']).get('call_sid') == call_sid:
                return task
        return None

    def reservations(self, task):
        return self.get(f"/Tasks/{task['sid']}/Reservations")['reservations']

    def statuses(self, task):
        """The reservations of a task, sorted: (worker, status)."""
        return sorted((r['worker_name'], r['reservation_status']) for r in self.reservations(task))

    def call(self, call_sid):
        return self.account(f'/Calls/{call_sid}')

    # The people at the phones

    def dial(self, caller, digits='1'):
        """A caller rings the number and presses digits; returns the call's SID."""
        return self.control('POST', 'calls', From=caller, Digits=digits)['sid']

    def hang_up(self, call_sid):
        self.control('POST', f'calls/{call_sid}/hangup')

    def phone_behavior(self, number, behavior, **more):
        self.control('POST', f"phones/{urllib.parse.quote(number)}", Behavior=behavior, **more)

    def phone(self, number):
        return self.control('GET', f"phones/{urllib.parse.quote(number)}")

    def use_phone(self, number, verb):
        self.control('POST', f"phones/{urllib.parse.quote(number)}/{verb}")

    def fault(self, fault, worker):
        """drop, silence (the sockets that are open now) or expire-token, of one worker."""
        self.control('POST', 'faults', Fault=fault, Worker=self.worker(worker)['sid'])

    def advance(self, seconds):
        self.control('POST', 'clock/advance', seconds=seconds)
