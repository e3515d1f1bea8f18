#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each listing as people and programs get it, held against files in golden/.

UPDATE_GOLDEN=1 in the environment writes the files anew: look at what changed before it is kept.
"""
import contextlib
import json
import os
import re
import tempfile

from support import desk, tap, wait

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'golden')

# What a program may count on, and nothing of where or when: a member more is no difference.
LEFT_OUT = re.compile(r'(^|_)(url|uri|links|account_sid|workspace_sid|api_version|in_activity_seconds|'
                      r'start_time|end_time|subresource_uris|source_ip_address|revision|region|version)$')


def essence(value):
    if isinstance(value, dict):
        return {name: essence(member) for name, member in sorted(value.items())
                if not LEFT_OUT.search(name) and member is not None}
    if isinstance(value, list):
        return [essence(member) for member in value]
    return value


def is_within(golden, actual):
    if isinstance(golden, dict):
        return isinstance(actual, dict) and all(
            name in actual and is_within(member, actual[name]) for name, member in golden.items())
    if isinstance(golden, list):
        return isinstance(actual, list) and len(golden) == len(actual) and all(
            map(is_within, golden, actual))
    return golden == actual


def with_plain_sids(text):
    """SIDs but for the seed's are numbered as they come: those of a run are random."""
    known = {}

    def number(match):
        sid = match.group(0)
        if '5a4db0c5' in sid:
            return sid
        return known.setdefault(sid, f'{sid[:2]}{len(known) + 1:032}')
    return re.sub(r'\b[A-Z]{2}[0-9a-f]{32}\b', number, text)


def compare(name, actual, same):
    actual = with_plain_sids(actual)
    path = os.path.join(GOLDEN, name)
    if os.environ.get('UPDATE_GOLDEN'):
        os.makedirs(GOLDEN, exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(actual)
    with open(path, encoding='utf-8') as file:
        golden = file.read()
    assert same(golden, actual), f'{name} is\n{actual}and should be\n{golden}'


def hold(at, name, *arguments):
    """The table, byte for byte but for what this machine's clock tells; and the JSON."""
    table = at.run(*arguments)[0].replace(at.service.url, 'http://SANDBOX')
    if name.startswith('workers'): # since when, by this machine's clock
        table = re.sub(r'\b\d+[hmsd](?: \d+[hmsd])?\b', 'TIME', re.sub(r' {2,}', '  ', table))
    compare(name + '.txt', table, str.__eq__)
    document = json.dumps(essence(json.loads(at.run(*arguments, '--json')[0])), indent=1) + '\n'
    document = document.replace(at.service.url, 'http://SANDBOX')
    compare(name + '.json', document,
            lambda golden, actual: is_within(json.loads(golden), json.loads(actual)))


@contextlib.contextmanager
def old_day():
    """A sandbox that begins on a day in January, whatever day it is."""
    with tempfile.TemporaryDirectory() as folder:
        at = desk.Desk(folder, '--clock-start=2026-01-05T09:00:00Z')
        try:
            yield at
        finally:
            status = at.service.stop()
        assert status == 0, f'the sandbox ended with {status}'


def one_in_talk_and_one_waiting(at):
    """dave talks with a caller, another one waits, and edith has missed one."""
    at.run('workers', 'set-activity', 'dave', 'Available')
    task = at.offer()
    at.service.phone_behavior(desk.DAVE, 'answer')
    reservation = at.service.reservations(task)[-1]
    at.service.post(f"/Tasks/{task['sid']}/Reservations/{reservation['sid']}",
                    Instruction='conference', From='+16505552222')
    at.service.advance(5)
    at.run('workers', 'set-activity', 'edith', 'Available')
    call = at.service.dial('+16505550101')
    wait.until(lambda: at.service.task_of(call), 'the second task')
    at.service.advance(75)
    return task, at.service.task_of(call)


@tap.scenario
def listings(at):
    """Each listing is what its golden file has, as a table and as JSON"""
    task, waiting = one_in_talk_and_one_waiting(at)
    conference = at.json('conferences', 'list')[0]['sid']
    for noun in ('workers', 'activities', 'task-queues', 'workflows', 'task-channels', 'flows', 'numbers',
                 'queues', 'tasks', 'conferences', 'calls'):
        hold(at, f'{noun}-list', noun, 'list')
    hold(at, 'workers-show', 'workers', 'show', 'dave')
    hold(at, 'task-queues-show', 'task-queues', 'show', 'Sales')
    hold(at, 'tasks-show', 'tasks', 'show', task['sid'])
    hold(at, 'tasks-reservations', 'tasks', 'reservations')
    hold(at, 'queues-members', 'queues', 'members', 'Support')
    hold(at, 'conferences-participants', 'conferences', 'participants', conference)
    hold(at, 'events-list', 'events', 'list', '--type=reservation.*')
    hold(at, 'stats-workspace', 'stats', 'workspace')
    hold(at, 'stats-queues', 'stats', 'queues')
    hold(at, 'stats-workers', 'stats', 'workers')
    hold(at, 'explain-task', 'explain', waiting['sid'])


if __name__ == '__main__':
    tap.run(old_day)
