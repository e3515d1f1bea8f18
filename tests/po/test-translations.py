#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The translations are whole: every text that the sources have now, in every language of LINGUAS."""
import os
import re
import subprocess
import sys
import tempfile

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..'))
PO = os.path.join(TOP, 'po')
FOLDERS = ('src/agent', 'data')

# As meson's preset 'glib' has them: what marks a text.
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dcgettext:2', 'g_dngettext:2,3',
            'g_dpgettext2:2c,3', 'ngettext:1,2']
MARKS = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext) \(|translatable="(?:yes|true)"')


def listed():
    """The files of POTFILES.in."""
    with open(os.path.join(PO, 'POTFILES.in'), encoding='utf-8') as file:
        return [line.strip() for line in file if line.strip() and not line.startswith('#')]


def languages():
    with open(os.path.join(PO, 'LINGUAS'), encoding='utf-8') as file:
        return [name for line in file if not line.startswith('#') for name in line.split()]


def run(*command):
    """Runs a program of gettext; its complaints fail the test."""
    result = subprocess.run(command, cwd=TOP, capture_output=True, text=True,
                            env={**os.environ, 'LC_ALL': 'C.UTF-8'})
    assert result.returncode == 0, f"{' '.join(command)}:\n{result.stdout}{result.stderr}"
    return result


def template(folder):
    """All texts of the sources as they are now."""
    path = os.path.join(folder, 'now.pot')
    run('xgettext', '--from-code=UTF-8', '--add-comments=Translators',
        *[f'--keyword={keyword}' for keyword in KEYWORDS], f'--output={path}', *listed())
    return path


def every_source_is_listed():
    """Every file with a text for people is in POTFILES.in, and every line of that is a file"""
    marked = set()
    for folder in FOLDERS:
        for name in os.listdir(os.path.join(TOP, folder)):
            path = os.path.join(folder, name)
            if name.endswith(('.c', '.h', '.ui')):
                with open(os.path.join(TOP, path), encoding='utf-8') as file:
                    if MARKS.search(file.read()):
                        marked.add(path)
    missing = sorted(marked - set(listed()))
    assert not missing, f'not in POTFILES.in: {missing}'
    gone = [path for path in listed() if not os.path.exists(os.path.join(TOP, path))]
    assert not gone, f'in POTFILES.in, but not there: {gone}'
    assert listed() == sorted(set(listed())), 'POTFILES.in is not sorted, or has a line twice'


def language_is_whole(language):
    """Every text is translated, none by guess, with the same placeholders"""
    po = os.path.join(PO, f'{language}.po')
    with tempfile.TemporaryDirectory() as folder:
        run('msgcmp', po, template(folder)) # untranslated and fuzzy ones fail
    run('msgfmt', '--check', '--output-file=/dev/null', po)


def main():
    tests = [('every_source_is_listed', every_source_is_listed)]
    tests += [(f'{language}: every text is translated', lambda l=language: language_is_whole(l))
              for language in languages()]
    print(f'1..{len(tests)}')
    failed = 0
    for number, (name, test) in enumerate(tests, 1):
        try:
            test()
            print(f'ok {number} - {name}')
        except AssertionError as problem:
            failed += 1
            for line in str(problem).splitlines()[:60]:
                print(f'# {line}')
            print(f'not ok {number} - {name}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
