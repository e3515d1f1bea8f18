#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What build-aux/count-tests.py says of a log of meson's: numbers, and why something failed."""
import json
import os
import subprocess
import sys
import tempfile

COUNT = os.path.join(os.path.dirname(__file__), '..', '..', 'build-aux', 'count-tests.py')

SCENARIO = '''TAP version 13
1..2
ok 1 - Signs in
# what the window showed:
# label 'Wrap-Up'
# the last words of the agent:
# (task-router-agent): Gtk-CRITICAL **: gtk_what: assertion failed
# hello
# Traceback (most recent call last):
#   File "/x/tests/scenario/support/tap.py", line 42, in run
#     function(stage)
#   File "/x/tests/scenario/test-history.py", line 83, in keeps_a_day
#     desk.window.see_text('In Call')
#   File "/x/tests/scenario/support/wait.py", line 35, in until
#     raise TooLate(f'waited {deadline:g} s for {text}')
# support.wait.TooLate: waited 20 s for the text 'In Call'
#
not ok 2 - A missed call and a taken one
'''
DIED = '''1..3
ok 1 /stream/opens
# a comment
'''
SANITIZER = '''==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x6
    #0 0x5 in g_free ../glib/gmem.c:1
    #1 0x5 in stream_cb ../src/taskrouter/tr-event-stream.c:70
SUMMARY: AddressSanitizer: heap-use-after-free ../src/taskrouter/tr-event-stream.c:70 in stream_cb
'''


def program(name, result, stdout='', stderr='', returncode=1):
    return {'name': name, 'result': result, 'stdout': stdout, 'stderr': stderr, 'returncode': returncode,
            'duration': 2.0}


def count(*programs):
    """Returns the lines that are said and the status."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'testlog.json')
        with open(path, 'w', encoding='utf-8') as log:
            log.writelines(json.dumps(one) + '\n' for one in programs)
        done = subprocess.run([sys.executable, COUNT, '0', path, path + '.none'], capture_output=True,
                              text=True, check=False)
    assert not done.stderr, done.stderr
    return done.stdout.strip().splitlines(), done.returncode


def counts():
    """Counts tests, and what is skipped, of programs that all went well"""
    lines, status = count(program('a', 'OK', '1..3\nok 1 x\nok 2 y\nok 3 z # SKIP no node\n', '', 0),
                          program('b', 'OK', '', '', 0))
    assert lines == ['SKIPPED: a: 3 z # SKIP no node', '3 passed, 0 failed, 1 skipped'], lines
    assert status == 0
    assert count()[1] == 1


def tells_why():
    """Says of a failed scenario which and where, without what it only showed"""
    lines, status = count(program('s', 'ERROR', SCENARIO))
    assert lines == ['FAILED: s (ERROR, 1 failed)',
                     '  not ok 2 - A missed call and a taken one',
                     "    support.wait.TooLate: waited 20 s for the text 'In Call'",
                     '    at test-history.py, line 83, in keeps_a_day',
                     '    at wait.py, line 35, in until',
                     '    (task-router-agent): Gtk-CRITICAL **: gtk_what: assertion failed',
                     '1 passed, 1 failed'], lines
    assert status == 1


def tells_of_death():
    """Says of a program that died what it said last, or what the sanitizer did"""
    lines, _ = count(program('d', 'ERROR', DIED, ''.join(f'line {i}\n' for i in range(99)), -11))
    assert lines[1] == '  died: ERROR, status -11, after 2 s; the last test: ok 1 /stream/opens', lines
    assert lines[2:-1] == [f'    line {i}' for i in range(93, 99)], lines
    lines, _ = count(program('d', 'ERROR', DIED, SANITIZER))
    assert 'ERROR: AddressSanitizer' in lines[2] and 'SUMMARY' in lines[3], lines
    assert 'stream_cb' in lines[4] and 'g_free' not in '\n'.join(lines), lines
    assert lines[-1] == '1 passed, 1 failed', lines


def stays_short():
    """Fits into what is shown of a long output, however much fails"""
    many = SCENARIO + ''.join(f'# AssertionError: {i}\nnot ok {i} - more\n' for i in range(3, 60))
    for programs in 1, 2, 5, 11:
        lines, _ = count(*[program('s', 'ERROR', many)] * programs)
        assert len(lines) <= 24, lines
        assert lines[1] == '  not ok 2 - A missed call and a taken one', lines
        assert sum(line.startswith('FAILED: ') for line in lines) == programs, lines


def main():
    tests = [counts, tells_why, tells_of_death, stays_short]
    print(f'1..{len(tests)}')
    failed = 0
    for number, test in enumerate(tests, 1):
        try:
            test()
        except AssertionError as error:
            failed = 1
            print(f'# AssertionError: {error}\nnot ', end='')
        print(f'ok {number} - {test.__doc__}', flush=True)
    return failed


if __name__ == '__main__':
    sys.exit(main())
