# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent as a program: started, its clock turned, its window looked at, ended."""
import os
import re
import subprocess

from gi.repository import GLib

from . import bus, session, wait

APPLICATION_ID = 'org.example.TaskRouterAgent'
OBJECT_PATH = '/org/example/TaskRouterAgent'

TROUBLE = re.compile(r'CRITICAL|WARNING|AddressSanitizer|LeakSanitizer|runtime error:')


LEAK = re.compile(r'(?:Direct|Indirect) leak of (\d+) byte\(s\)')
# GLib's first table of quarks, 2,048 pointers: let go on purpose when a program has more of them,
# because others may still read it (glib/gquark.c). Told together with what else g_malloc() gave.
QUARKS = 16384
# Bytes. What is on its way over D-Bus when a program ends is never answered, and left. A leak of ours
# is more than that after the hundreds of offers of test-cycles.py, and the modules' tests bear none.
LEFT_AT_THE_END = 1024


def leaks_are_small(words, bound):
    """Whether the leak checker found something, and nothing but what a program may leave when it ends.

    Suppressions can't tell it: where stacks are walked by frames they end in GLib.
    """
    leaks = [int(match.group(1)) for match in map(LEAK.match, words) if match]
    return leaks and not any('ERROR: AddressSanitizer' in line for line in words) and \
        sum(size - QUARKS if QUARKS <= size else size for size in leaks) <= bound


class Agent:
    """home: the folder that holds its settings; give the same one for a next start."""

    def __init__(self, program, environment, home, log):
        self.program = program
        self.environment = dict(environment, HOME=home)
        self.log = log
        self.process = None
        self.window = None
        self.left_at_the_end = LEFT_AT_THE_END
        self.allowed = [] # expressions: lines of its log that a test expects

    def start(self, *options):
        from . import window
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen([self.program, '--clock=manual', *options],
                                            stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                            env=self.environment)
        self.window = window.Window(self.process.pid)
        wait.until(self._is_up, 'the agent on the bus')
        return self

    def _is_up(self):
        if self.process.poll() is not None:
            raise RuntimeError(f'the agent ended with status {self.process.returncode}: '
                               f'{self.words()[-2000:]}')
        return bus.has_owner(APPLICATION_ID) and bus.process_of(APPLICATION_ID) == self.process.pid

    def words(self):
        with open(self.log, encoding='utf-8', errors='replace') as log:
            return log.read()

    def activate(self, action, *parameters):
        """Activates an action of the application, as notifications and shortcuts do."""
        bus.call(APPLICATION_ID, OBJECT_PATH, 'org.gtk.Actions', 'Activate', '(sava{sv})',
                 (action, list(parameters), {}), start=False)

    def settle(self):
        """Returns when its main loop has dealt with all that had reached it: keys, calls and signals.

        Twice, because what came first may be dispatched just after the first answer.
        """
        try:
            for _ in range(2):
                self.is_enabled('show')
        except bus.Error:
            pass # what had reached it was its end

    def perform(self, action, *parameters):
        """Activates an action as a desktop does that has started the program for it."""
        bus.call(APPLICATION_ID, OBJECT_PATH, 'org.freedesktop.Application', 'ActivateAction',
                 '(sava{sv})', (action, list(parameters), {}), start=False)

    def is_enabled(self, action):
        """Whether the application lets one activate it now: what its buttons show too."""
        return bus.call(APPLICATION_ID, OBJECT_PATH, 'org.gtk.Actions', 'Describe', '(s)',
                        (action,), start=False)[0][0]

    def memory(self):
        """What it has written, in KiB: what others may map as well comes and goes with them."""
        with open(f'/proc/{self.process.pid}/smaps_rollup', encoding='utf-8') as file:
            return sum(int(line.split()[1]) for line in file if line.startswith('Private_Dirty'))

    def is_sanitized(self):
        with open(f'/proc/{self.process.pid}/maps', encoding='utf-8') as file:
            return 'libasan' in file.read()

    def advance(self, seconds):
        self.activate('advance-clock', GLib.Variant('x', round(seconds * 1000)))

    def quit(self):
        """Has it end as the session's end does, without asking anybody, waits, and says what was
        wrong with its end, if anything."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                wait.until(self._has_quit, 'the agent to quit')
            except wait.TooLate:
                session.end(self.process)
                raise
        status, self.process = self.process.returncode, None
        words = self.words().splitlines()
        if leaks_are_small(words, self.left_at_the_end):
            status, words = 0, [line for line in words if 'Sanitizer' not in line]
        trouble = [line for line in words
                   if TROUBLE.search(line) and not any(re.search(a, line) for a in self.allowed)]
        if status != 0 or trouble:
            report = next((i for i, line in enumerate(words) if 'Sanitizer' in line), len(words) - 40)
            raise AssertionError(f'the agent ended with status {status}\n' +
                                 '\n'.join(trouble + words[max(report, 0):][:60]))

    def _has_quit(self):
        """Whether it is gone. In a call it asks whether one means it: one does."""
        from . import window
        if self.process.poll() is None and self.window.find('Quit During a Call?'):
            answer = self.window.find('Quit', window.BUTTONS)
            if answer is not None:
                try:
                    window.press(answer)
                except bus.Error:
                    pass
        return self.process.poll() is not None

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def files_text(self):
        """Everything that it wrote below its home, as one text."""
        texts = []
        for folder, _, names in os.walk(self.environment['HOME']):
            for name in names:
                with open(os.path.join(folder, name), 'rb') as file:
                    texts.append(file.read().decode(errors='replace'))
        return '\n'.join(texts)
