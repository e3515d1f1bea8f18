# SPDX-License-Identifier: GPL-3.0-or-later
"""Another worker, who has no window: asks the event bridge as the service's own SDK does."""
import base64
import datetime
import hashlib
import hmac
import json
import urllib.request

from . import wait


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=')


class Colleague:
    """A worker by name, at a desk's service."""

    def __init__(self, service, name):
        self.service = service
        self.sid = service.worker(name)['sid']
        self.name = name

    def token(self):
        """An AccessToken, which lives long by any clock."""
        seed = self.service.seed
        told = self.service.control('GET', 'clock')['now']
        now = int(datetime.datetime.fromisoformat(told.replace('Z', '+00:00')).timestamp())
        header = {'alg': 'HS256', 'typ': 'JWT', 'cty': 'twilio-fpa;v=1'}
        grant = {'workspace_sid': seed['WORKSPACE_SID'], 'worker_sid': self.sid, 'role': 'worker'}
        payload = {'jti': f"{seed['TR_API_KEY_SID']}-{now}", 'iss': seed['TR_API_KEY_SID'],
                   'sub': seed['TR_ACCOUNT_SID'], 'iat': now, 'exp': now + 3600,
                   'grants': {'identity': self.name, 'task_router': grant}}
        text = b'.'.join(encode(json.dumps(part).encode()) for part in (header, payload))
        mac = hmac.new(seed['TR_API_KEY_SECRET'].encode(), text, hashlib.sha256).digest()
        return (text + b'.' + encode(mac)).decode()

    def ask(self, path, **params):
        """One POST of the bridge, below the worker."""
        url = f"Workspaces/{self.service.seed['WORKSPACE_SID']}/Workers/{self.sid}/{path}"
        body = {'url': url, 'method': 'POST', 'params': params, 'token': self.token()}
        request = urllib.request.Request(self.service.url + '/v1/wschannels',
                                         data=json.dumps(body).encode(), method='POST',
                                         headers={'apiVersion': 'v2'})
        with urllib.request.urlopen(request, timeout=wait.DEADLINE) as response:
            return json.loads(response.read())['payload']

    def reservation(self):
        """The SID of what the worker is offered, when that is so."""
        def read():
            pending = self.service.get(f'/Workers/{self.sid}/Reservations',
                                       ReservationStatus='pending')['reservations']
            return pending and pending[0]['sid']
        return wait.until(read, f'an offer to {self.name}')

    def accept(self, reservation):
        """Has the phone of the worker rung, for a conference that ends with it."""
        self.ask(f'Reservations/{reservation}', Instruction='conference', EndConferenceOnExit=True,
                 EndConferenceOnCustomerExit=True)

    def transfer(self, reservation, task, to, mode='WARM'):
        return self.ask('Transfers', ReservationSid=reservation, TaskSid=task, To=to, Mode=mode)
