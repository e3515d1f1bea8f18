#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema of a centre's file and the program that reads it must agree.

setup-schema.py PROGRAM READER SCHEMA

A file with every field of the schema is taken by both. Then each field is spoilt in turn, and both
have to refuse it, the program (its reader, which takes many files at once) with file, line, column
and field.
"""
import copy
import json
import os
import re
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print('1..0 # SKIP python3-jsonschema is not installed')
    sys.exit(0)

program, reader, schema_path = sys.argv[1:]
with open(schema_path, encoding='utf-8') as file:
    schema = json.load(file)
validator = jsonschema.Draft7Validator(schema)
directory = tempfile.TemporaryDirectory()
count = failures = 0

EVERYTHING = {
    '$schema': 'setup.schema.json',
    'prune': ['workers'],
    'workspace': {'name': 'all', 'event_callback_url': 'http://127.0.0.1:9/', 'events_filter': 'task.created',
                  'prioritize_queue_order': 'LIFO', 'default_activity': 'Away', 'timeout_activity': 'Away'},
    'activities': [{'name': 'Away', 'available': False}, {'name': 'There', 'available': True}],
    'task_channels': [{'name': 'fax', 'label': 'Fax', 'channel_optimized_routing': True}],
    'queues': [{'name': 'Q', 'target_workers': '1 == 1', 'max_reserved_workers': 2, 'task_order': 'LIFO',
                'reservation_activity': 'Away', 'assignment_activity': 'Away'}],
    'workflows': [{'name': 'W', 'reservation_timeout': 30, 'assignment_callback_url': 'http://127.0.0.1:9/',
                   'fallback_assignment_callback_url': 'http://127.0.0.1:9/', 'default_queue': 'Q',
                   'filters': [{'name': 'F', 'expression': 'a == 1', 'targets': [
                       {'queue': 'Q', 'priority': 3, 'timeout': 30, 'expression': 'worker.a == task.a',
                        'order_by': 'worker.a DESC', 'skip_if': 'workers.available == 0',
                        'known_worker_sid': 'task.who'},
                       {'known_worker_friendly_name': 'task.who'}]}]}],
    'workers': [{'name': 'ann', 'attributes': {'contact_uri': 'client:ann'},
                 'channels': {'fax': 3, 'voice': {'capacity': 0, 'available': False}}}],
    'ivr': [{'name': 'I', 'welcome': 'Hello', 'menu': 'Well?', 'voice': 'alice', 'language': 'en-US',
             'keys': {'1': 'W', '*': {'workflow': 'W', 'words': 'double you', 'attributes': {'a': 1}}},
             'hours': {'opens': '08:00', 'closes': '24:00', 'days': ['Sun'], 'timezone': 'Europe/Berlin', 'closed': 'No.'},
             'voicemail': {'greeting': 'Beep', 'thanks': 'Thanks', 'max_length': 5},
             'not_understood': 'What?', 'goodbye': 'Bye'}],
    'flows': [{'name': 'R', 'definition': {'states': [{'name': 'Trigger', 'type': 'trigger', 'properties': {},
                                                       'transitions': []}],
                                           'initial_state': 'Trigger'}}],
    'numbers': [{'number': '+16505550199', 'ivr': 'I'}, {'number': '+16505550198', 'voice_url': 'http://x.test/'}],
    'tests': [{'name': 'T', 'at': '2026-01-11 09:00', 'activities': {'ann': 'There'}, 'after': 3,
               'call': {'from': '+16505550100', 'number': '+16505550199', 'keys': '1'},
               'expect': {'waits': 'Q'}}, # as ann takes no calls
              {'name': 'U', 'task': {'workflow': 'W', 'channel': 'fax', 'attributes': {'a': 2}},
               'activities': {'ann': 'There'}, 'expect': {'reserved': 'ann'}},
              {'name': 'V', 'at': '2026-01-12 09:00', 'call': {}, 'expect': {'voicemail': True}},
              {'name': 'X', 'at': '2026-01-11 09:00', 'call': {}, 'expect': {'ended': True}}],
}


def tell(good, name, *why):
    global count, failures
    count += 1
    failures += not good
    print(f"{'ok' if good else 'not ok'} {count} {name}")
    for line in why if not good else ():
        print(f'# {line}')


def write(centre, name):
    path = os.path.join(directory.name, name)
    with open(path, 'w', encoding='utf-8') as out:
        json.dump(centre, out, indent=1)
    return path


def resolve(node):
    while '$ref' in node:
        node = schema['definitions'][node['$ref'].rsplit('/', 1)[1]]
    return node


def fields(node, value, path):
    """Every field of the schema that EVERYTHING has at this place."""
    node = resolve(node)
    for choice in node.get('anyOf', ()):
        if {'object': dict}.get(choice.get('type', resolve(choice).get('type'))) is type(value):
            node = resolve(choice)
    if node.get('type') == 'array' and isinstance(value, list):
        for index, item in enumerate(value):
            yield from fields(node['items'], item, path + [index])
    if not isinstance(value, dict):
        return
    for name, member in value.items():
        known = node.get('properties', {}).get(name)
        if known is None and isinstance(node.get('additionalProperties'), dict):
            known = node['additionalProperties']
        for pattern, one in node.get('patternProperties', {}).items():
            known = one if re.search(pattern, name) else known
        if known is not None:
            yield path + [name], known
            yield from fields(known, member, path + [name])


def written(path):
    text = ''
    for part in path:
        text += f'[{part}]' if isinstance(part, int) else ('.' if text else '') + part
    return text


def spoil(path, value):
    centre = copy.deepcopy(EVERYTHING)
    holder = centre
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = value
    return centre


spoilt = [] # (file, path of the field, name of the test, what the schema says)


def check_refused(path, value, name):
    centre = spoil(path, value)
    by_schema = [error.message for error in validator.iter_errors(centre)]
    spoilt.append((write(centre, f'{len(spoilt)}.json'), path, name, by_schema))


def judge():
    said = subprocess.run([reader, *(file for file, *_ in spoilt)], capture_output=True, text=True,
                          timeout=100, check=True).stdout.splitlines()
    assert len(said) == len(spoilt)
    for (file, path, name, by_schema), words in zip(spoilt, said):
        place = rf'{re.escape(file)}:\d+:\d+: {re.escape(written(path))}(\[0\])?: '
        tell(by_schema and re.match(place, words), name, f'program: {words}', f'schema: {by_schema}')


def check_field(path, member):
    name = written(path)
    member = resolve(member)
    is_mapping = member.get('type') == 'object'
    check_refused(path, -1.5 if name != 'prune' else 7, f'/setup-schema/type/{name}')
    for limit, by in (('minimum', -1), ('maximum', 1)):
        if limit in member:
            check_refused(path, member[limit] + by, f'/setup-schema/{limit}/{name}')
    if 'enum' in member or 'pattern' in member:
        check_refused(path, 'neither', f'/setup-schema/word/{name}')
    if is_mapping and member.get('additionalProperties') is False and 'patternProperties' not in member and \
            'maxProperties' not in member:
        check_refused(path + ['misspelt'], 1, f'/setup-schema/unknown/{name}')


jsonschema.Draft7Validator.check_schema(schema)
errors = [error.message for error in validator.iter_errors(EVERYTHING)]
tell(not errors, '/setup-schema/everything', *errors)
done = subprocess.run([program, 'setup', 'test', write(EVERYTHING, 'everything.json')], capture_output=True,
                      text=True, timeout=60)
tell(done.returncode == 0, '/setup-schema/everything/tests', done.stdout + done.stderr)
seen = set()
for path, member in fields(schema, EVERYTHING, []):
    plain = re.sub(r'\[\d+\]', '', written(path))
    if plain not in seen and path != ['$schema']:
        check_field(path, member)
    seen.add(plain)
judge()

# And there is no field in the schema that is not above.
known = {written([part for part in path if not isinstance(part, int)]) for path, _ in fields(schema, EVERYTHING, [])}
for kind, node in schema['definitions'].items():
    for name in node['properties']:
        tell(any(one.split('.')[-1] == name for one in known), f'/setup-schema/known/{kind}.{name}')
print(f'1..{count}')
sys.exit(failures > 0)
