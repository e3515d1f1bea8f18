#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each command of task-router-admin against the real sandbox: what it prints and how it ends."""
import json
import os
import subprocess

from support import desk, tap, wait

CALLER = desk.CALLER
DAVE = desk.DAVE


@tap.scenario
def lists_and_shows(at):
    """Lists have names beside SIDs, and everything can be shown by its name"""
    assert at.table('workers', 'list') == [
        ['NAME', 'ACTIVITY', 'AVAILABLE', 'FOR', 'SID'],
        *[[name, 'Offline', 'no', 'TIME', at.service.worker(name)['sid']]
          for name in ('dave', 'susan', 'edith')]]
    assert [row[0] for row in at.table('activities', 'list')[1:]] == \
        ['Offline', 'Available', 'Unavailable']
    assert at.table('task-queues', 'list')[1][:3] == ['Support', 'skills HAS "support"', 'FIFO']
    assert [row[0] for row in at.table('workflows', 'list')[1:]] == ['Support', 'Sales']
    assert {row[0] for row in at.table('task-channels', 'list')[1:]} >= {'default', 'voice'}
    assert at.table('flows', 'list')[1][:2] == ['Writers', 'published']
    assert at.table('numbers', 'list')[1][:2] == ['+16505552222', 'Writers']
    for noun, name in (('activities', 'Offline'), ('workflows', 'Sales'), ('task-queues', 'Sales'),
                       ('task-channels', 'voice'), ('flows', 'Writers'), ('numbers', '+16505552222'),
                       ('workers', 'dave')):
        shown = at.json(noun, 'show', name)
        again = at.json(noun, 'show', shown['sid'])
        for one in (shown, again):
            one.pop('in_activity_seconds', None) # runs on
        assert shown == again
    assert 'definition' in at.json('flows', 'show', 'Writers')
    assert 'default_filter' in dict(at.table('workflows', 'show', 'Sales'))['CONFIGURATION']


def accept(at, task):
    """dave accepts, and the service rings his phone."""
    reservation = at.json('tasks', 'reservations', task['sid'])[-1]
    assert reservation['reservation_status'] == 'pending'
    at.service.post(f"/Tasks/{task['sid']}/Reservations/{reservation['sid']}",
                    Instruction='conference', From='+16505552222')


@tap.scenario
def the_old_guide(at):
    """The old guide: a call missed, one not answered, one taken and ended, list after list"""
    assert at.json('workers', 'set-activity', 'dave', 'Available')['activity_name'] == 'Available'

    task = at.offer()
    listed = at.table('tasks', 'list')
    assert listed[0] == ['QUEUE', 'STATUS', 'AGE', 'PRIORITY', 'FROM', 'CALL', 'SID']
    assert listed[1][:2] == ['Support', 'reserved'] and listed[1][4] == CALLER, listed
    assert at.table('tasks', 'reservations', task['sid'])[1][1:4] == ['pending', 'dave', CALLER]
    assert at.table('queues', 'list')[1][:3] == ['Support', 'Support', '1']
    assert len(at.table('queues', 'members', 'Support')) == 2

    at.service.advance(11) # missed
    assert at.json('workers', 'show', 'dave')['activity_name'] == 'Offline'
    assert at.table('tasks', 'reservations')[1][1:3] == ['timeout', 'dave']

    at.run('workers', 'set-activity', 'dave', 'Available')
    at.service.phone_behavior(DAVE, 'no-answer')
    accept(at, task)
    at.service.advance(2)
    assert [row[1:4] for row in at.table('calls', 'list')[1:]] == [
        [DAVE, 'outbound-api', 'ringing'], ['+16505552222', 'inbound', 'in-progress']]
    assert at.json('conferences', 'list') == [] # a task without a conference is no error
    at.service.advance(60) # not answered
    assert [row[1:5] for row in at.table('tasks', 'reservations')[1:]] == [
        ['timeout', 'dave', CALLER, '-'], ['canceled', 'dave', CALLER, '-'],
        ['pending', 'dave', CALLER, '-']]
    assert at.json('calls', 'list', '--status=no-answer')[0]['to'] == DAVE
    assert at.table('tasks', 'list')[1][1] == 'reserved'

    at.service.phone_behavior(DAVE, 'answer')
    accept(at, task)
    at.service.advance(2)
    conference = at.json('conferences', 'list', '--status=in-progress')[0]
    assert conference['friendly_name'] == task['sid']
    assert {row[0] for row in at.table('conferences', 'participants', conference['sid'])} == \
        {'PHONE', CALLER, DAVE}
    row = at.json('tasks', 'reservations', task['sid'])[-1]
    assert (row['conference_sid'], row['participants']) == (conference['sid'], 2), row
    _, words = at.run('tasks', 'complete', task['sid'], status=1)
    assert 'goes on' in words, words

    at.run('conferences', 'end', conference['sid'])
    at.service.advance(1)
    assert at.json('tasks', 'show', task['sid'])['assignment_status'] == 'wrapping'
    assert [row['sid'] for row in at.json('tasks', 'complete', '--wrapping', '--dry-run')] == [task['sid']]
    assert at.json('tasks', 'show', task['sid'])['assignment_status'] == 'wrapping'
    assert at.json('tasks', 'complete', '--wrapping', '--older-than=1d') == []
    assert at.json('tasks', 'complete', '--wrapping')[0]['assignment_status'] == 'completed'
    assert at.json('tasks', 'list', '--status=wrapping') == []
    assert [row[1] for row in at.table('tasks', 'reservations', task['sid'])[1:]] == [
        'timeout', 'canceled', 'completed']
    assert [row[1] for row in at.table('conferences', 'list')[1:]] == ['completed']
    assert at.table('workers', 'list')[1][:2] == ['dave', 'Available']


@tap.scenario
def calls_are_steered(at):
    """Calls are listed, shown, sent elsewhere and ended"""
    call = at.service.dial(CALLER)
    wait.until(lambda: at.service.task_of(call), 'the task')
    assert at.json('calls', 'list')[0]['sid'] == call
    assert at.json('calls', 'list', '--status=completed') == []
    assert at.json('calls', 'show', call)['from'] == CALLER
    at.run('calls', 'end', call)
    at.service.advance(1)
    assert at.json('calls', 'show', call)['status'] == 'completed'
    at.run('calls', 'end', call, status=1) # it is over
    # The caller waited in a flow's queue, and no flow of the sandbox is asked for outside of it.
    kinds = {entry['kind'] for entry in at.service.control('GET', 'log', Brief='true')['entries']}
    assert 'webhook' not in kinds, kinds

    elsewhere = at.service.dial(CALLER)
    assert at.json('calls', 'redirect', elsewhere, at.service.url + '/no-twiml')['sid'] == elsewhere


@tap.scenario
def everybody_offline(at):
    """Everybody offline: said first, asked, done, and nothing to do the second time"""
    at.run('workers', 'set-activity', 'dave', 'Available')
    at.run('workers', 'offline', status=2)
    assert [row['friendly_name'] for row in at.json('workers', 'offline', '--all', '--dry-run')] == ['dave']
    _, words = at.run('workers', 'offline', '--all', status=1)
    assert '--yes' in words
    assert at.service.activity_of('dave') == 'Available'
    assert at.json('workers', 'offline', '--all', '--yes')[0]['activity_name'] == 'Offline'
    assert at.service.activity_of('dave') == 'Offline'
    assert at.json('workers', 'offline', '--all', '--yes') == []


@tap.scenario
def tasks_are_deleted(at):
    """Tasks are deleted only when it is meant"""
    task = at.offer()
    _, words = at.run('tasks', 'delete', '--all', status=1)
    assert '1 task ' in words, words
    at.run('tasks', 'delete', status=2)
    at.run('tasks', 'delete', task['sid'], '--dry-run')
    assert len(at.json('tasks', 'list')) == 1
    at.run('tasks', 'delete', task['sid'], '--yes')
    assert at.json('tasks', 'list') == []
    at.run('tasks', 'delete', task['sid'], '--yes', status=1)


@tap.scenario
def tasks_and_calls_are_made(at):
    """Tasks are made and canceled, and calls are made; what concerns a real account asks first"""
    at.run('workers', 'set-activity', 'dave', 'Available')
    task = at.json('tasks', 'create', 'Support', '{"type": "letter"}')
    assert json.loads(task['attributes']) == {'type': 'letter'}
    assert at.json('tasks', 'show', task['sid'])['assignment_status'] == 'reserved'
    at.run('tasks', 'create', 'Support', '[1]', status=2)
    at.run('tasks', 'create', 'Nothing', status=1)
    assert '--yes' in at.run('tasks', 'cancel', task['sid'], status=1)[1]
    assert at.json('tasks', 'cancel', task['sid'], '--yes')['assignment_status'] == 'canceled'
    at.run('tasks', 'cancel', task['sid'], '--yes', status=1)
    call = at.json('calls', 'create', '+16505552222', DAVE, at.service.url + '/no-twiml')
    assert at.json('calls', 'show', call['sid'])['to'] == DAVE
    at.run('calls', 'create', '+16505552222', DAVE, status=2)


@tap.scenario
def tokens(at):
    """A token for a worker by name goes to stdout alone, and can be read"""
    key = at.environment['TR_API_KEY_SID']
    for kind, key in (('access', key), ('capability', ''), ('capability', key)):
        jwt, words = at.run('token', 'create', 'dave', f'--kind={kind}', '--ttl=60', TR_API_KEY_SID=key)
        assert words == '' and jwt.count('.') == 2
        shown = json.loads(at.run('token', 'show', '--json', stdin=jwt)[0])
        assert shown['kind'] == kind and shown['worker_sid'] == at.service.worker('dave')['sid']
        assert 0 < shown['seconds_left'] <= 60
    at.run('token', 'create', 'dave', '--kind=access', TR_API_KEY_SID='', status=1)
    said = at.run('token', 'create', 'dave', '--kind=capability', TR_AUTH_TOKEN='', status=1)[1]
    assert 'set TR_AUTH_TOKEN' in said, said
    for ttl in ('90000', '0', '-1'):
        at.run('token', 'create', 'dave', f'--ttl={ttl}', status=2)
    at.run('token', 'create', 'nobody', status=1)
    _, words = at.run('token', 'show', stdin='not a token', status=1)
    assert 'not a token' not in words


@tap.scenario
def secrets_in_files(at):
    """A secret may be in a file, if nobody else can read it"""
    path = os.path.join(at.environment['HOME'], 'secret')

    def keep(text, mode):
        with open(path, 'wb') as file:
            file.write(text)
        os.chmod(path, mode)
    for name in ('TR_AUTH_TOKEN', 'TR_API_KEY_SECRET'):
        keep(at.environment[name].encode() + b'\nmore\n', 0o600)
        gone = {'TR_AUTH_TOKEN': '', 'TR_API_KEY_SECRET': '', name + '_FILE': path}
        at.run('workers', 'list', **gone)
    for text, mode, words in ((b'\n', 0o600, 'first line'), (b'x' * 600, 0o600, 'at most'),
                              (b'wrong-secret', 0o640, 'chmod 600'), (b'wrong-secret', 0o604, 'chmod 600')):
        keep(text, mode)
        said = at.run('workers', 'list', status=2, **gone)[1]
        assert words in said and 'wrong-secret' not in said, said
    keep(b'wrong-secret', 0o600)
    assert 'wrong-secret' not in at.run('workers', 'list', status=1, **gone)[1]
    for no_file in ('/dev/zero', '/nowhere'):
        at.run('workers', 'list', status=2, **{**gone, 'TR_API_KEY_SECRET_FILE': no_file})


@tap.scenario
def lines_for_programs(at):
    """JSON by the line, and no more than was asked for"""
    out, _ = at.run('workers', 'list', '--json-lines')
    assert [json.loads(line)['friendly_name'] for line in out.splitlines()] == ['dave', 'susan', 'edith']
    assert len(at.json('workers', 'list', '--limit=2')) == 2
    assert [w['friendly_name'] for w in at.json('workers', 'list', '--status=Available')] == []


@tap.scenario
def streams(at):
    """What can't be written is no success, JSON is UTF-8 in any language, and -- ends the options"""
    with open('/dev/full', 'wb') as full:
        done = subprocess.run([os.environ['TASK_ROUTER_ADMIN'], 'workers', 'list'], env=at.environment, stdout=full,
                              stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 1 and b'could not all be written' in done.stderr, done
    closed = f'exec {os.environ["TASK_ROUTER_ADMIN"]} workers list --json >&- 2>&- <&-'
    assert subprocess.run(['sh', '-c', closed], env=at.environment, timeout=60).returncode == 1
    at.service.post('/Workers', FriendlyName='-zoë \U0001f600', Attributes='{}')
    for style in ('--json', '--json-lines'):
        done = subprocess.run([os.environ['TASK_ROUTER_ADMIN'], 'workers', 'list', style], timeout=60,
                              env={**at.environment, 'LC_ALL': 'C'}, capture_output=True)
        assert '-zoë \U0001f600' in done.stdout.decode(), done.stdout
    assert '-zoë' in at.run('workers', 'show', '--json', '--', '-zoë \U0001f600')[0]


@tap.scenario
def what_is_wrong_is_said(at):
    """Wrong lines end with 2, refusals with 1, silence with 3; each says what to do"""
    for arguments, status, words in (
            ((), 2, '--help'),
            (('workers',), 2, 'workers --help'),
            (('frogs', 'list'), 2, "'frogs'"),
            (('workers', 'frob'), 2, "'frob'"),
            (('workers', 'list', '--all'), 2, '--all'),
            (('workers', 'show'), 2, 'usage'),
            (('workers', 'list', '--nonsense'), 2, '--nonsense'),
            (('workers', 'list', '--limit=-1'), 2, '--limit'),
            (('workers', 'list', '--limit=0'), 2, '--limit'),
            (('events', 'list', '--minutes=0'), 2, '--minutes'),
            (('tasks', 'complete', '--wrapping', '--older-than=soon'), 2, '--older-than'),
            (('workers', 'show', 'nobody'), 1, "'nobody'"),
            (('tasks', 'show', 'WTx'), 1, "there is no task 'WTx'"),
            (('tasks', 'reservations', 'WT' + '0' * 32), 1, 'or no longer'),
            (('tasks', 'show', ''), 1, 'no task is named'),
            (('tasks', 'cancel', '../Workers', '--yes'), 1, '400'),
            (('calls', 'end', 'CAx'), 1, "there is no call 'CAx'"),
            (('conferences', 'end', 'CFx'), 1, "there is no conference 'CFx'"),
            (('workers', 'set-activity', 'dave', 'Asleep'), 1, "'Asleep'")):
        said = at.run(*arguments, status=status)[1]
        assert words in said, said
    for account in ('', 'nonsense', 'AC1'):
        assert 'TR_ACCOUNT_SID' in at.run('workers', 'list', TR_ACCOUNT_SID=account, status=2)[1]
    assert 'TR_AUTH_TOKEN' in at.run('workers', 'list', TR_AUTH_TOKEN='', TR_API_KEY_SID='', status=2)[1]
    assert 'WORKSPACE_SID' in at.run('workers', 'list', WORKSPACE_SID='', status=2)[1]
    at.run('workers', 'list', TR_BASE_URL='http://127.0.0.1:1', status=3)
    said = at.run('workers', 'list', TR_AUTH_TOKEN='wrong-secret', TR_API_KEY_SID='', status=1)[1]
    assert 'TR_AUTH_TOKEN' in said and 'wrong-secret' not in said
    assert at.json('workers', 'list', '--workspace=writers', WORKSPACE_SID='')


# Of each family a command that works, as other tests see; one that is refused; one that is wrong.
FAMILIES = (
    (('workers', 'list'), ('workers', 'show', 'nobody'), ('workers', 'show')),
    (('tasks', 'list'), ('tasks', 'show', 'WTx'), ('tasks', 'complete')),
    (('queues', 'list'), ('queues', 'members', 'nobody'), ('queues', 'members')),
    (('calls', 'list'), ('calls', 'show', 'CAx'), ('calls', 'redirect', 'CAx')),
    (('conferences', 'list'), ('conferences', 'end', 'CFx'), ('conferences', 'end')),
    (('token', 'create', 'dave'), ('token', 'create', 'nobody'), ('token', 'create', 'dave', '--ttl=-1')),
    (('activities', 'list'), ('activities', 'show', 'Asleep'), ('activities', 'show', 'a', 'b')),
    (('flows', 'list'), ('flows', 'show', 'nothing'), ('flows', 'list', '--limit=x')),
    (('numbers', 'list'), ('numbers', 'show', '+1'), ('numbers', 'show')),
    (('events', 'list'), ('events', 'list', '--worker=nobody'), ('events', 'list', '--minutes=-1')),
    (('stats', 'queues'), ('stats', 'queues', '--workspace=nowhere'), ('stats', 'frogs')),
    (('explain', 'dave'), ('explain', 'nobody'), ('explain', '--all', 'dave')),
    (('doctor',), ('doctor', '--workspace=nowhere'), ('doctor', 'who')),
)


@tap.scenario
def statuses(at):
    """Each family of commands ends with 1 when refused, 2 misused and 3 unreached"""
    for done, refused, misused in FAMILIES:
        for status, arguments, variables in ((1, refused, {}), (2, misused, {}),
                                             (3, done, {'TR_BASE_URL': 'http://127.0.0.1:1'})):
            out, said = at.run(*arguments, status=status, **variables)
            if arguments[0] != 'doctor' or status == 2:
                assert out == '' and said.startswith('task-router-admin: '), (arguments, out, said)


if __name__ == '__main__':
    tap.run(desk.desk)
