#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What 'explain' works out from outside is what the sandbox, which routes, says of itself; and what
'doctor' finds."""
import json

from support import desk, tap


def agree(at, **rough):
    """Asks both of everything; returns what was said of tasks, and of workers."""
    told = at.service.control('GET', 'explain')
    said = {}
    for task in at.service.tasks():
        said[task['sid']] = at.json('explain', task['sid'])
        ours = said[task['sid']]['explanation']
        theirs = at.service.control('GET', 'explain', Task=task['sid'])['explanation']
        assert ours == theirs, f'{ours} / {theirs}'
    for worker in told['workers']:
        name = worker['friendly_name']
        said[name] = at.json('explain', name)['explanation']
        if name not in rough:
            assert said[name] == worker['explanation'], f"{said[name]} / {worker['explanation']}"
        else:
            assert rough[name] in said[name] and rough[name] in worker['explanation'], said[name]
    return said


@tap.scenario
def nobody_is_there(at):
    """Nobody is there, one is offered it, one has it, and it is over"""
    agree(at)
    at.run('workers', 'set-activity', 'dave', 'Available')
    agree(at)
    task = at.offer()
    said = agree(at)[task['sid']]
    reasons = {row['friendly_name']: row['explanation'] for row in said['workers']}
    assert 'skills HAS "support"' in reasons['susan'] and 'Offline' in reasons['edith'], reasons
    at.service.advance(11)
    agree(at)
    at.run('workers', 'set-activity', 'edith', 'Available')
    reservation = at.service.reservations(task)[-1]
    at.service.post(f"/Tasks/{task['sid']}/Reservations/{reservation['sid']}",
                    ReservationStatus='accepted')
    said = agree(at)
    assert said[task['sid']]['explanation'] == 'edith has accepted the task.'
    second = at.offer()
    rows = {row['friendly_name']: row['explanation']
            for row in agree(at, edith='no capacity left on channel voice')[second['sid']]['workers']}
    assert 'no capacity left on channel voice' in rows['edith'], rows
    first = at.table('explain', second['sid'])
    assert first[0] == ['The task waits in queue Support with 2 workers: 1 in an activity in which no '
                        'tasks come, 1 without capacity left.'], first


@tap.scenario
def by_the_workflow(at):
    """A queue without workers, a worker without queues, and one that the workflow does not want"""
    queue = at.service.post('/TaskQueues', FriendlyName='Elves', TargetWorkers='skills HAS "elvish"')
    support = at.json('task-queues', 'show', 'Support')['sid']
    flow = at.service.post('/Workflows', FriendlyName='Steps', Configuration=json.dumps({'task_routing': {
        'filters': [{'expression': 'elvish == true', 'targets': [{'queue': queue['sid']}]},
                    {'expression': '1==1',
                     'targets': [{'queue': support, 'expression': 'worker.level >= task.level'}]}]}}))
    at.service.post('/Workers', FriendlyName='gandalf', Attributes='{}')
    for name in ('dave', 'gandalf'):
        at.run('workers', 'set-activity', name, 'Available')
    for attributes in ({'elvish': True}, {'level': 3}):
        at.service.post('/Tasks', WorkflowSid=flow['sid'], Attributes=json.dumps(attributes))
    said = agree(at)
    assert 'is in no queue' in said['gandalf'], said
    assert any('level' in str(value) for value in said.values())


@tap.scenario
def refusals(at):
    """What is not there is said"""
    at.run('explain', 'nobody', status=1)
    at.run('explain', 'WT' + '0' * 32, status=1)
    at.run('explain', status=2)
    at.run('explain', 'dave', status=3, TR_BASE_URL='http://127.0.0.1:1')


def findings(at, status, **environment):
    rows = json.loads(at.run('doctor', '--json', status=status, **environment)[0])
    return {(row['check'], row['health']): row['finding'] for row in rows}


@tap.scenario
def a_healthy_centre(at):
    """The doctor finds nothing wrong with a fresh workspace, and leaves it as it is"""
    found = findings(at, 0)
    for check in ('credentials', 'clock', 'workspace', 'token', 'contact_uri', 'limits'):
        assert (check, 'ok') in found, found
    assert ('agent conference', 'warn') in found
    assert 'none is set' in found['event callback', 'ok'] and 'none is set' in found['callback of Sales', 'ok']
    assert at.service.activity_of('dave') == 'Offline'
    assert at.table('doctor')[0] == ['STATUS', 'CHECK', 'FINDING']
    found = findings(at, 0, TR_API_KEY_SID='')
    assert 'TR_API_KEY_SID' in found['token', 'warn'], found


@tap.scenario
def what_ails(at):
    """The doctor finds clocks, phones and callbacks that are wrong, and ends with 1"""
    at.service.post('/Workers', FriendlyName='gandalf', Attributes='{"contact_uri": "650 555"}')
    at.service.post('/Workers', FriendlyName='frodo', Attributes='{}')
    at.service.advance(300)
    for name, url in (('Support', at.service.url), ('Sales', 'http://127.0.0.1:1/')):
        sid = at.json('workflows', 'show', name)['sid']
        at.service.post(f'/Workflows/{sid}', AssignmentCallbackUrl=url)
    out = at.run('doctor', '--json', status=1)[0]
    told = [(row['health'], row['finding']) for row in json.loads(out)]
    for health, words in (('fail', 'seconds behind'), ('fail', "'650 555'"), ('fail', 'frodo has none'),
                          ('warn', 'not https'), ('fail', 'http://127.0.0.1:1/ does not answer')):
        assert any(row[0] == health and words in row[1] for row in told), (words, told)
    assert ('credentials', 'fail') in findings(at, 1, TR_API_KEY_SECRET='wrong')
    assert ('workspace', 'fail') in findings(at, 1, WORKSPACE_SID='nowhere')
    other = findings(at, 1, TR_ACCOUNT_SID='AC' + '0' * 32)
    assert 'belongs to the account' in other['workspace', 'fail'], other
    assert ('credentials', 'fail') in findings(at, 3, TR_BASE_URL='http://127.0.0.1:1')


if __name__ == '__main__':
    tap.run(desk.desk)
