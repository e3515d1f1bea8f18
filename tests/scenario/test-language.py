#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""In another language: a translation that only marks what it translates shows what nobody can."""
import json
import os
import re
import subprocess

from support import stage, tap

import screenshots

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..'))
SEEDS = os.path.join(TOP, 'data', 'seeds')

MARKED = re.compile('⟦[^⟦⟧]*⟧')
LETTERS = re.compile(r'[^\W\d_]{2,}')
# A widget without a name has that of its class.
CLASS_NAME = re.compile(r'^(?:Gtk|Adw|Tra|Gdk)[A-Z]\w+$')
# What others say: GTK's own texts are translated where GTK is.
OTHERS = {'Close', 'Minimize', 'Maximize', 'Restore', 'Clear', 'Clear entry', 'Menu', 'Back', 'Search',
          'Show', 'Hide', 'Suggestion', 'Cancel', 'OK', 'Open', 'Save', '(None)', '(none)'}


def make_marking_translation(folder):
    """A language that says every text as it is, between ⟦ and ⟧."""
    with open(os.path.join(TOP, 'po', 'POTFILES.in'), encoding='utf-8') as file:
        files = [line.strip() for line in file if line.strip() and not line.startswith('#')]
    keywords = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3', 'ngettext:1,2']
    pot, po = os.path.join(folder, 'x.pot'), os.path.join(folder, 'x.po')
    messages = os.path.join(folder, 'xx', 'LC_MESSAGES')
    os.makedirs(messages)
    subprocess.run(['xgettext', '--from-code=UTF-8', *[f'--keyword={k}' for k in keywords],
                    f'--output={pot}', *files], cwd=TOP, check=True)
    subprocess.run(['sed', '-i', 's/charset=CHARSET/charset=UTF-8/', pot], check=True)
    # A language that is none, so that other programs' translations stay out; its plurals are English's.
    subprocess.run(['msgen', '--lang=en', f'--output-file={po}', pot], check=True)
    with open(po, encoding='utf-8') as file:
        entries = file.read().split('\n\n')
    with open(po, 'w', encoding='utf-8') as file:
        file.write('\n\n'.join([entries[0], *map(mark, entries[1:])]))
    subprocess.run(['msgfmt', f'--output-file={messages}/task-router-agent.mo', po], check=True)
    return folder


def mark(entry):
    """One entry of a PO file, with its translations between the marks."""
    def marked(match):
        lines = [line[1:-1] for line in match.group(2).splitlines()]
        text = ''.join(lines)
        end = '\\n' if text.endswith('\\n') else ''
        return f'{match.group(1)}"⟦{text.removesuffix(end)}⟧{end}"\n'
    return re.sub(r'^(msgstr(?:\[\d\])? )((?:".*"\n?)+)', marked, entry, flags=re.M)


def words_of_the_service():
    """What is data: names of the seed's things, as far as they have letters."""
    words = set()

    def collect(value):
        if isinstance(value, dict):
            for name, member in value.items():
                collect(name)
                collect(member)
        elif isinstance(value, list):
            for member in value:
                collect(member)
        elif isinstance(value, str):
            words.add(value)
            if value.startswith(('{', '[')):
                try:
                    collect(json.loads(value))
                except ValueError:
                    pass

    for name in os.listdir(SEEDS):
        with open(os.path.join(SEEDS, name), encoding='utf-8') as file:
            collect(json.load(file))
    return words


def bare(name, known):
    """What of a text is neither marked nor data."""
    if CLASS_NAME.match(name) or name in OTHERS:
        return ''
    rest, before = name, None
    while rest != before: # one text may be inside another
        rest, before = MARKED.sub(' ', rest), rest
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, ' ')
    return rest if LETTERS.search(rest) else ''


@tap.scenario
def everything_can_be_translated(desk):
    """No text of ours is left in English, on any page of an agent's day"""
    locale = make_marking_translation(desk.desktop.new_home('locale'))
    desk.desktop.environment.update({'LANGUAGE': 'xx', 'TASK_ROUTER_LOCALE_DIR': locale})
    known = words_of_the_service()
    found = {}

    def look(state):
        # An attribute without a label of ours is shown by its name.
        for task in desk.service.tasks():
            known.update(name.replace('_', ' ').capitalize() for name in json.loads(task['attributes']))
        for node in desk.window.nodes():
            if bare(node.name, known):
                found.setdefault(node.name, state)

    screenshots.walk(desk, look)
    assert not found, f'{len(found)} texts in bare English: ' + \
        '; '.join(f'{text!r} ({state})' for text, state in sorted(found.items()))


if __name__ == '__main__':
    stage.main()
