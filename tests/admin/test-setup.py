#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""task-router-admin setup: one file, and the real sandbox that becomes as the file says."""
import concurrent.futures
import difflib
import json
import os
import pty
import re
import subprocess

from support import desk, gate, tap

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GOLDEN = os.path.join(ROOT, 'tests', 'admin', 'setup')
EXAMPLE = os.path.join(ROOT, 'data', 'setup-example.yaml')
NOTHING = 'Nothing to change.\n'


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def write(at, name, text):
    path = os.path.join(at.environment['HOME'], name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


def check_golden(name, text):
    """With UPDATE_GOLDEN=1 the file is written anew: look at what git says of it then."""
    path = os.path.join(GOLDEN, name)
    text = re.sub(r'\b([A-Z]{2})[0-9a-f]{32}\b', r'\1…', text)
    if os.environ.get('UPDATE_GOLDEN'):
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
    assert text == read(path), f'{name} would be:\n{text}'


def fresh(at, name='fresh'):
    """The example for a workspace that is not there yet."""
    return write(at, f'{name}.yaml', read(EXAMPLE).replace('name: writers\n', f'name: {name}\n'))


@tap.scenario
def empty(at):
    """An empty account gets a whole centre, and the second time nothing is to change"""
    path = fresh(at)
    check_golden('empty.txt', at.run('setup', 'plan', path)[0])
    check_golden('empty.json', at.run('setup', 'plan', path, '--json')[0])
    at.run('setup', 'apply', path, '--dry-run')
    at.run('workers', 'list', '--workspace=fresh', status=1) # neither of them changed anything
    check_golden('empty-applied.txt', at.run('setup', 'apply', path)[0])
    assert at.run('setup', 'plan', path)[0] == NOTHING
    assert at.json('setup', 'plan', path) == []
    assert at.run('setup', 'apply', path)[0] == NOTHING
    assert len(at.json('workers', 'list', '--workspace=fresh')) == 3
    assert at.json('workers', 'show', 'dave', '--workspace=fresh')['activity_name'] == 'Offline'


@tap.scenario
def drifted(at):
    """What somebody changed by hand is told field by field, and put right"""
    path = EXAMPLE
    at.run('setup', 'apply', path)
    sales = at.json('workflows', 'show', 'Sales')
    configuration = json.loads(sales['configuration'])
    spaced = json.dumps(configuration, indent=7).replace('30', '"30"')
    at.service.post('/Workflows/' + sales['sid'], Configuration=spaced)
    assert at.run('setup', 'plan', path)[0] == NOTHING # the same, in other words
    configuration['task_routing']['filters'][0]['targets'][0]['timeout'] = 60
    at.service.post('/Workflows/' + sales['sid'], Configuration=json.dumps(configuration))
    dave = at.json('workers', 'show', 'dave')
    at.service.post('/Workers/' + dave['sid'], Attributes='{"name":"dave","skills":["sales"]}')
    at.service.rest('DELETE', at.service.workspace + '/Workers/' + at.service.worker('susan')['sid'])
    at.service.post('/TaskQueues', FriendlyName='Old')
    at.service.post('/Workers', FriendlyName='ghost')
    check_golden('drifted.txt', at.run('setup', 'plan', path)[0])
    check_golden('drifted.json', at.run('setup', 'plan', path, '--json')[0])
    at.run('setup', 'apply', path)
    assert at.run('setup', 'plan', path)[0] == NOTHING
    assert {row['friendly_name'] for row in at.json('workers', 'list')} == \
        {'dave', 'susan', 'edith', 'ghost'} # what is not in the file is left alone


def answer(at, path, words):
    """Applies on a terminal, where somebody answers; returns the exit status."""
    mine, its = pty.openpty()
    try:
        os.write(mine, words)
        return subprocess.run([os.environ['TASK_ROUTER_ADMIN'], 'setup', 'apply', path], stdin=its,
                              env=at.environment, capture_output=True, timeout=60).returncode
    finally:
        os.close(mine)
        os.close(its)


@tap.scenario
def prune(at):
    """A file that owns its lists deletes what it does not have, and asks first"""
    at.run('setup', 'apply', EXAMPLE)
    at.service.post('/TaskQueues', FriendlyName='Old')
    at.service.post('/Workers', FriendlyName='ghost')
    path = write(at, 'whole.yaml', 'prune: true\n' + read(EXAMPLE))
    check_golden('prune.txt', at.run('setup', 'plan', path)[0])
    said = at.run('setup', 'apply', path, status=1)[1] # nobody is there to be asked
    assert '--yes' in said and '2 things' in said, said
    assert len(at.json('workers', 'list')) == 4
    assert answer(at, path, b'n\n') == 1 and len(at.json('workers', 'list')) == 4
    at.run('setup', 'apply', path, '--yes', '--dry-run')
    assert len(at.json('workers', 'list')) == 4
    assert answer(at, path, b'y\n') == 0
    assert len(at.json('workers', 'list')) == 3
    assert [row['friendly_name'] for row in at.json('task-queues', 'list')] == ['Support', 'Sales']
    assert at.run('setup', 'plan', path)[0] == NOTHING


def interrupt_everywhere(at, how, step=1):
    with gate.gate(at.service.url) as line:
        for number in range(1, 50, step):
            name = f'{how}{number}'
            path = fresh(at, name)
            line.order(how, number)
            try:
                said = at.run('setup', 'apply', path, TR_BASE_URL=line.address)[0]
                assert not line.was_struck
                return number - 1, said
            except AssertionError:
                assert line.was_struck
            line.order(None, 0)
            at.run('setup', 'apply', path)
            if how == gate.LOSE:
                assert at.run('setup', 'plan', path)[0] == NOTHING, f'{how} at {number}'
            found = at.service.rest('GET', '/v1/Workspaces', FriendlyName=name)['workspaces']
            counts = [len(at.service.rest('GET', f"/v1/Workspaces/{found[0]['sid']}/{path}")[key])
                      for path, key in (('TaskQueues', 'task_queues'), ('Workers', 'workers'))]
            assert (len(found), counts) == (1, [2, 3]), f'{how} at {number} doubled something'
    raise AssertionError('it never came to an end')


@tap.scenario
def refused(at):
    """Refused at a step it says what was done, and goes on from there when it is applied again"""
    assert interrupt_everywhere(at, gate.REFUSE, step=3)[0] >= 8
    path = fresh(at, 'told')
    with gate.gate(at.service.url) as line:
        line.order(gate.REFUSE, 4)
        out, said = at.run('setup', 'apply', path, status=1, TR_BASE_URL=line.address)
    assert '+ queue Support: done\n' in out and '+ workflow Support: failed\n' in out, out
    assert 'not today' in said and "stopped at 'workflow Support': 2 of" in said, said


@tap.scenario
def lost(at):
    """The same at every step where the line breaks after the service did it"""
    assert interrupt_everywhere(at, gate.LOSE)[0] >= 8


@tap.scenario
def time_zones(at):
    """Opening hours of another time zone are open and closed by its clock, and are exported as they were"""
    text = read(EXAMPLE).replace('America/Los_Angeles # or Europe/Berlin, …', 'Asia/Kolkata')
    tests = ''.join(f'  - {{name: t, at: "2026-07-13 {time}", call: {{keys: "2"}}, after: 20, expect: {{{heard}}}}}\n'
                    for time, heard in (('07:59', 'voicemail: true'), ('08:00', 'waits: Sales'),
                                        ('17:59', 'waits: Sales'), ('18:00', 'voicemail: true')))
    path = write(at, 'india.yaml', text[:text.index('tests:')] + 'tests:\n' + tests)
    out = at.run('setup', 'test', path)[0]
    assert out.endswith('4 of 4 tests passed.\n'), out
    at.run('setup', 'apply', path)
    assert at.run('setup', 'plan', path)[0] == NOTHING
    out = at.run('setup', 'export', '-')[0]
    assert 'timezone: Asia/Kolkata' in out and 'rule' not in out and '\nflows:' not in out, out
    moved = write(at, 'moved.yaml', text.replace('Asia/Kolkata', 'Europe/Berlin'))
    assert '    hours.timezone: Asia/Kolkata → Europe/Berlin\n1' not in at.run('setup', 'plan', path)[0]
    assert at.run('setup', 'plan', moved)[0].count('\n') == 3
    wrong = write(at, 'wrong.yaml', text.replace('Asia/Kolkata', 'Africa/Casablanca'))
    assert 'no yearly rule' in at.run('setup', 'plan', wrong, status=2)[1]


@tap.scenario
def killed(at):
    """Killed at any step, after the service did it and before the program knows, it goes on from there"""
    environment = {**at.environment}
    with gate.gate(at.service.url) as line:
        environment['TR_BASE_URL'] = line.address
        for number in range(1, 50, 5):
            path = fresh(at, f'kill{number}')
            line.order(gate.KILL, number)
            victim = concurrent.futures.Future() # the line may break before the program is known here
            line.kill = lambda victim=victim: victim.result(60).kill()
            process = subprocess.Popen([os.environ['TASK_ROUTER_ADMIN'], 'setup', 'apply', path], env=environment,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            victim.set_result(process)
            status = process.wait(60)
            if status == 0:
                break
            assert status == -9 and line.was_struck, (number, status)
            line.order(None, 0)
            at.run('setup', 'apply', path)
            assert at.run('setup', 'plan', path)[0] == NOTHING, number
            found = at.service.rest('GET', '/v1/Workspaces', FriendlyName=f'kill{number}')['workspaces']
            counts = [len(at.service.rest('GET', f"/v1/Workspaces/{found[0]['sid']}/{part}")[key])
                      for part, key in (('TaskQueues', 'task_queues'), ('Workers', 'workers'),
                                        ('Activities', 'activities'), ('Workflows', 'workflows'))]
            assert (len(found), counts) == (1, [2, 3, 3, 2]), (number, counts)
            flows = [row['friendly_name'] for row in at.json('flows', 'list')]
            assert len(flows) == len(set(flows)), flows
        assert status == 0 and number > 8, number


@tap.scenario
def channels(at):
    """Capacities of workers are set and compared channel by channel"""
    path = write(at, 'channels.yaml', 'workers:\n  - name: Dave\n    channels:\n      chat: 3\n'
                 '      sms: {capacity: 2, available: false}\n  - name: zoe\n    channels: {video: 0}\n')
    check_golden('channels.txt', at.run('setup', 'plan', path)[0])
    at.run('setup', 'apply', path)
    assert at.run('setup', 'plan', path)[0] == NOTHING
    found = {c['task_channel_unique_name']: (c['configured_capacity'], c['available']) for c in
             at.service.get('/Workers/' + at.service.worker('dave')['sid'] + '/Channels')['channels']}
    assert found['chat'] == (3, True) and found['sms'] == (2, False) and found['voice'] == (1, True)


@tap.scenario
def hindrances(at):
    """What no request can do is said before anything is done"""
    for text, words in (
            ('activities: [{name: Away}, {name: Offline, available: true}]', 'never changes'),
            ('activities: [{name: Away}]\nnumbers: [{number: "+16505559999", voice_url: "http://x.test/"}]',
             'buy it first')):
        path = write(at, 'hindered.yaml', text)
        assert words in at.run('setup', 'plan', path)[0]
        said = at.run('setup', 'apply', path, status=1)[1]
        assert words in said and 'nothing was changed' in said, said
        assert 'Away' not in {row['friendly_name'] for row in at.json('activities', 'list')}


@tap.scenario
def exports(at):
    """What is exported is what is there: planning with it finds nothing, and it makes the same elsewhere"""
    at.service.post('/TaskQueues', FriendlyName='Odd: "{}" ü #', TargetWorkers='', TaskOrder='LIFO')
    at.service.post('/Workers/' + at.service.worker('dave')['sid'],
                    Attributes=json.dumps({'name': 'true', 'n': 1.5, 'no': None, 'yes': [], 'deep': {'-': '+1'},
                                           'long': 'words ' * 60, 'lines': 'a\n\n b: c\n'}))
    at.service.post('/Workers/' + at.service.worker('dave')['sid'] + '/Channels/chat', Capacity=5)
    at.service.post('/TaskQueues', FriendlyName='\u202ehidden\u200b\x9bü', TargetWorkers='1==1')
    assert not any(sign in at.run('setup', 'export', '-')[0] for sign in '\u202e\u200b\x9b\x1b')
    for name in ('built-in.yaml', 'built-in.json'): # the flow of the sandbox's own is exported raw
        path = os.path.join(at.environment['HOME'], name)
        at.run('setup', 'export', path)
        assert at.run('setup', 'plan', path)[0] == NOTHING, at.run('setup', 'plan', path)[0]
        said = at.run('setup', 'export', path, status=1)[1] # it is there, and nobody is here to be asked
        assert 'say --yes' in said and '--dry-run' not in said, said
        at.run('setup', 'export', path + '2', '--dry-run', status=2)
        at.run('setup', 'export', path, '--yes')
    at.run('setup', 'apply', EXAMPLE)
    text = at.run('setup', 'export', '-')[0]
    assert 'ivr:\n- name: Writers\n  welcome: Welcome' in text and '\nflows:' not in text, text
    assert at.run('setup', 'plan', write(at, 'export.yaml', text))[0] == NOTHING
    clone = write(at, 'clone.yaml', text.replace('name: writers\n', 'name: clone\n'))
    at.run('setup', 'apply', clone)
    assert at.run('setup', 'plan', clone)[0] == NOTHING
    again = at.run('setup', 'export', '-', '--workspace=clone')[0]
    assert again == read(clone), '\n'.join(difflib.unified_diff(read(clone).split('\n'), again.split('\n')))
    at.run('setup', 'export', '-', '--workspace=nowhere', status=1)


@tap.scenario
def strange_members(at):
    """What no file can say of a workflow's filters stays where it was, also when they change places"""
    queues = {row['friendly_name']: row['sid'] for row in at.json('task-queues', 'list')}
    sid = at.json('workflows', 'show', 'Sales')['sid']
    targets = [{'queue': queues['Sales'], 'timeout': 60, 'mood': {'a': [1]}}, {'queue': queues['Support'], 'x': 1}]
    configuration = {'note': 'keep', 'task_routing': {
        'colour': 'red', 'default_filter': {'queue': queues['Support'], 'why': 'so'},
        'filters': [{'filter_friendly_name': 'Old', 'expression': 'a==1', 'targets': targets, 'old': True},
                    {'expression': 'b==1', 'targets': targets[::-1], 'new': 'β'}]}}
    at.service.post(f'/Workflows/{sid}', Configuration=json.dumps(configuration))
    said = at.run('setup', 'export', '-')[1]
    for path in ('note', 'colour', 'default_filter.why', 'filters[0].old', 'filters[0].targets[0].mood',
                 'filters[1].targets[0].x'):
        assert f'workflow Sales: {path} is left out' in said, said
    path = write(at, 'strange.yaml', """
workspace: {name: writers}
workflows:
  - name: Sales
    default_queue: Sales
    filters:
      - {expression: c==1, targets: [{queue: Sales}]}
      - {expression: b==1, targets: [{queue: Sales, timeout: 30}, {queue: Support}]}
      - {name: Old, expression: a==2, targets: [{queue: Support}]}
""")
    at.run('setup', 'apply', path)
    assert at.run('setup', 'plan', path)[0] == NOTHING
    now = json.loads(at.json('workflows', 'show', 'Sales')['configuration'])
    routing = now['task_routing']
    first, second, third = routing['filters']
    assert (now['note'], routing['colour'], routing['default_filter']['why']) == ('keep', 'red', 'so')
    assert routing['default_filter']['queue'] == queues['Sales']
    assert first.keys() == {'expression', 'targets'} and first['targets'] == [{'queue': queues['Sales']}]
    assert second['new'] == 'β' and second['targets'] == [
        {'queue': queues['Sales'], 'timeout': 30, 'mood': {'a': [1]}}, {'queue': queues['Support'], 'x': 1}]
    assert third['old'] and third['expression'] == 'a==2' and third['targets'] == [{'queue': queues['Support'], 'x': 1}]


@tap.scenario
def checks(at):
    """What the service would refuse, and what it would take without a word, is told by line and column"""
    for name in ('refused', 'senseless', 'everything'):
        path = os.path.join(GOLDEN, name + '.yaml')
        out = at.run('setup', 'check', path, status=1, TR_ACCOUNT_SID='')[0] # nobody is asked
        check_golden(name + '.txt', out.replace(GOLDEN + os.sep, ''))
        check_golden(name + '.json', at.run('setup', 'check', path, '--json', status=1)[0])
    assert at.run('setup', 'check', EXAMPLE)[0] == 'No problem found.\n'
    path = write(at, 'tests.yaml', 'queues: [{name: Q}]\nworkflows: [{name: W, default_queue: Q}]\ntests:\n'
                 '  - {name: a, task: {workflow: Nothing}, expect: {ended: true}}\n  - {name: b}\n')
    out = at.run('setup', 'check', path, status=1)[0]
    assert 'tests.yaml:4:22: tests[0].task.workflow: is no workflow' in out and 'tests.yaml:5:5: tests[1]' in out, out
    path = os.path.join(GOLDEN, 'refused.yaml')
    said = at.run('setup', 'apply', path, status=2)[1]
    assert 'refused.yaml:3:15: queues[0].target_workers: Invalid expression' in said, said
    at.run('setup', 'plan', path, status=2)
    at.run('workers', 'list', '--workspace=w', status=1) # and no workspace was made
    path = write(at, 'long.yaml', 'workers: [{name: x, attributes: {contact_uri: "+1650", x: "%s"}}]' % ('x' * 5000))
    assert 'workers[0]: would be refused' in at.run('setup', 'check', path, status=1)[0]


@tap.scenario
def rehearses(at):
    """The file's tests are played before anything is changed, and a failing one says what happened"""
    out = at.run('setup', 'test', EXAMPLE, TR_ACCOUNT_SID='')[0]
    assert out.endswith('4 of 4 tests passed.\n'), out
    path = write(at, 'slow.yaml', read(EXAMPLE).replace('timeout: 30', 'timeout: 40'))
    out = at.run('setup', 'test', path, status=1)[0]
    assert 'FAILED a sales call with no sales agent goes to support after 30 s\n' \
        '       expected: reserved for dave\n       happened: waits in Sales\n' \
        '       why: dave is not in queue Sales' in out, out
    outcome = at.json('setup', 'test', path, status=1)[2]
    assert (outcome['passed'], outcome['happened']) == (False, 'waits in Sales'), outcome
    said = at.run('setup', 'apply', path, '--test', status=1)[1]
    assert 'nothing was changed' in said, said
    assert at.json('workflows', 'show', 'Sales')['task_reservation_timeout'] == 10
    at.run('setup', 'apply', EXAMPLE, '--test')
    assert at.json('workflows', 'show', 'Sales')['task_reservation_timeout'] == 20


SCENARIOS = (
    ('call: {}', 'ended: true', 'ok'), # who presses nothing hears goodbye
    ('call: {keys: "9"}', 'ended: true', 'ok'),
    ('call: {keys: "1"}', 'ended: true', 'waits in Support'),
    ('call: {keys: "1"}', 'reserved: edith', 'dave'),
    ('call: {keys: "1", from: "+15005550101", number: "+16505552222"}', 'reserved: dave', 'ok'),
    ('task: {workflow: Sales, attributes: {selected_product: sales}}', 'waits: Sales', 'ok'),
    ('task: {workflow: Sales, attributes: {selected_product: other}, channel: chat}', 'reserved: dave', 'ok'),
)


@tap.scenario
def scenarios(at):
    """Tests beside the file: calls and tasks, silence, wrong keys; bad ones are refused"""
    stem = read(EXAMPLE).split('tests:')[0]
    path = write(at, 'centre.yaml', stem)
    at.run('setup', 'test', path, status=2) # there are none
    for what, expected, outcome in SCENARIOS:
        write(at, 'centre.tests.yaml', 'tests:\n  - name: one\n    %s\n    activities: {%s}\n    expect: {%s}\n'
              % (what, 'dave: Available' if 'true' not in expected else '', expected))
        out = at.run('setup', 'test', path, status=0 if outcome == 'ok' else 1)[0]
        assert outcome in out, f'{what}: {out}'
    write(at, 'centre.tests.yaml', 'tests:\n  - name: x\n    call: {}\n')
    said = at.run('setup', 'test', path, status=2)[1]
    assert 'centre.tests.yaml:2:5: tests[0].expect' in said, said


HOSTILE = ( # more of them in test-setup-model.c
    ('a: [', 'file.yaml:2:1: not YAML'),
    ('', 'file.yaml:1:1: '),
    ('queues:\n  - nmae: x\n', 'file.yaml:2:5: queues[0].nmae: is not known here'),
    ('[' * 100000, 'too deeply'),
)


@tap.scenario
def hostile(at):
    """A bad file is refused with file, line, column and field"""
    for text, words in HOSTILE:
        path = write(at, 'file.yaml', text)
        said = at.run('setup', 'plan', path, status=2, TR_ACCOUNT_SID='')[1]
        assert words in said, f'{text[:80]!r}: {said}'
    with open(path, 'wb') as file:
        file.write(b'queues: \xff\xfe')
    assert 'file.yaml:1:9: the file is not UTF-8' in at.run('setup', 'plan', path, status=2)[1]
    for text, words in (('{"queues": [{"name": 7}]}', 'file.json:1:14: queues[0].name'),
                        ('{"queues": [}', 'file.json:1:'), ('[' * 100000, 'file.json:1:')):
        assert words in at.run('setup', 'plan', write(at, 'file.json', text), status=2)[1]
    at.run('setup', 'plan', '/nonexistent/file.yaml', status=2)
    at.run('setup', 'plan', '/', status=2)
    assert 'longer than' in at.run('setup', 'plan', '/dev/zero', status=2)[1]
    at.run('setup', 'plan', status=2)


if __name__ == '__main__':
    tap.run(desk.desk)
