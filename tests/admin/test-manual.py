#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manual pages and completions know what --help knows."""
import contextlib
import os
import re
import shutil
import subprocess

from support import tap

PAGES = os.environ['MAN_PAGES']
PROGRAMS = {name: os.environ[variable]
            for name, variable in (('task-router-admin', 'TASK_ROUTER_ADMIN'),
                                   ('task-router-agent', 'TASK_ROUTER_AGENT'),
                                   ('task-router-sandbox', 'TASK_ROUTER_SANDBOX'),
                                   ('task-router-server', 'TASK_ROUTER_SERVER'))
            if os.environ.get(variable)}


def help_of(program, *arguments):
    return subprocess.run([program, *arguments, '--help'], capture_output=True, text=True, check=True,
                          timeout=60).stdout


def commands():
    """Noun and verb of each command of the admin program; the verb is '' where there is none."""
    listed = help_of(PROGRAMS['task-router-admin']).split('Commands:\n')[1].split('\n\n')[0]
    for line in listed.splitlines():
        noun, verb = line.split()[:2]
        yield noun, verb if verb.islower() or '-' in verb and verb[0].islower() else ''


def options(text):
    return set(re.findall(r'--[a-z][a-z-]*', text))


def completion(shell):
    return subprocess.run([PROGRAMS['task-router-admin'], 'completion', shell], capture_output=True,
                          text=True, check=True, timeout=60).stdout


@tap.scenario
def pages_have_every_option(_):
    """Each option of --help is in the program's page, and each thing that the admin program knows"""
    for name, program in PROGRAMS.items():
        with open(f'{PAGES}/{name}.1', encoding='utf-8') as file:
            page = file.read()
        known = {'--' + word for word in re.findall(r'Fl -([a-z-]+)', page)}
        missing = options(help_of(program)) - known
        assert not missing, f'{name}.1 lacks {missing}'
    with open(f'{PAGES}/task-router-admin.1', encoding='utf-8') as file:
        page = file.read()
    for noun, _ in commands():
        assert re.search(rf'^\.It Cm .*\b{noun}\b', page, re.M), f'the page lacks {noun}'


@tap.scenario
def pages_are_well_formed(_):
    """groff reads each page without a warning"""
    if not shutil.which('groff'):
        raise tap.Skip('groff is not installed')
    for name in ('admin', 'agent', 'sandbox', 'server'):
        done = subprocess.run(['groff', '-mdoc', '-Tutf8', '-ww', '-z', f'{PAGES}/task-router-{name}.1'],
                              capture_output=True, text=True, check=True)
        assert done.stderr == '', done.stderr


@tap.scenario
def completions_have_every_command(_):
    """Each shell's completion has each command, with its options"""
    for shell in ('bash', 'fish', 'zsh'):
        script = completion(shell)
        for noun, verb in commands():
            assert re.search(rf'\b{noun}\b.*\b{verb}\b', script), f'{shell} lacks {noun} {verb}'
        for option in options(help_of(PROGRAMS['task-router-admin']).split('Options:')[1]):
            assert re.search(rf'(--|-l ){option[2:]}\b', script), f'{shell} lacks {option}'
        if shutil.which(shell):
            subprocess.run([shell, '-n'], input=script, text=True, check=True)


def complete(*words):
    """What bash would offer for the last of these words, after it has split them as it does."""
    split = [part for word in words for part in re.split(r'(=)', word) if part or word == '']
    script = completion('bash') + '''
COMP_WORDS=(task-router-admin "$@"); COMP_CWORD=$#; _task_router_admin; echo "${COMPREPLY[@]}"'''
    return subprocess.run(['bash', '-c', script, 'bash', *split], capture_output=True, text=True,
                          check=True, timeout=60).stdout.split()


@tap.scenario
def bash_completes(_):
    """bash offers nouns, verbs, options of the command, and nothing where it knows nothing"""
    nouns = complete('')
    assert set(nouns) == {noun for noun, _ in commands()} and len(nouns) == len(set(nouns))
    assert complete('wo') == ['workers', 'workflows']
    assert complete('tasks', 'co') == ['complete']
    assert complete('tasks', 'list', '--st') == ['--status=']
    assert complete('tasks', 'complete', '--wrapping', '--old') == ['--older-than=']
    assert complete('workers', 'list', '--older') == []
    assert complete('workers', 'show', '') == []
    assert complete('tasks', 'list', '--status=') == []
    assert complete('--limit=3', 'tasks', 'li') == ['list']
    assert complete('completion', 'z') == ['zsh']
    assert '--json' in complete('doctor', '--')


if __name__ == '__main__':
    tap.run(lambda: contextlib.nullcontext())
