# SPDX-License-Identifier: GPL-3.0-or-later
"""The stage of one scenario: a fresh sandbox, an agent that was never used before, and its window.

    @tap.scenario
    def goes_online(desk):
        '''What the scenario shows.'''
        desk.sign_in()
        desk.go_online()

    if __name__ == '__main__':
        stage.main()
"""
import contextlib
import os
import re
import subprocess
import sys

from gi.repository import GLib

from . import bus, service, session, tap, wait

DAVE = '+16505551111'
EDITH = '+16505554444'
CALLER = '+16505550100'
CALLER_SHOWN = '+1 650 555 0100'

SCHEMAS = os.path.join(os.path.dirname(os.environ['TASK_ROUTER_AGENT']), '..', '..', 'data')

# Seconds of turned time in one go. Less than the service's heartbeat (15 s) and much less than the
# silence that the agent bears (30 s): turning one clock before the other must not look like a
# broken connection.
STRIDE = 5


class Desk:
    """One scenario's world: .service, .agent, .window."""

    def __init__(self, desktop, name):
        self.desktop = desktop
        self.name = name
        self.home = desktop.new_home(name)
        self.service = service.Sandbox(os.environ['TASK_ROUTER_SANDBOX'], desktop.environment,
                                       desktop.path(f'{name}-sandbox.log'))
        self.agent = None

    @property
    def window(self):
        return self.agent.window

    def start_agent(self, *options, home=None, environment=None):
        from . import agent
        self.agent = agent.Agent(os.environ['TASK_ROUTER_AGENT'],
                                 {**self.desktop.environment, **(environment or {})},
                                 home or self.home, self.desktop.path(f'{self.name}-agent.log'))
        return self.agent.start(*options)

    def settings(self, **values):
        """Writes the agent's settings before it starts: what an administrator would give."""
        folder = os.path.join(self.home, '.config', 'glib-2.0', 'settings')
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'keyfile'), 'w', encoding='utf-8') as file:
            file.write('[org/example/TaskRouterAgent]\n')
            file.writelines(f'{key.replace("_", "-")}={value}\n' for key, value in values.items())

    def set(self, key, value, schema=None):
        """Changes one of the agent's settings while it runs, as a company's tool does, or one of the
        desktop's by its schema. When the agent sees it is the agent's affair: see change()."""
        from . import agent
        subprocess.run(['gsettings', '--schemadir', SCHEMAS, 'set', schema or agent.APPLICATION_ID,
                        key, value], env=self.agent.environment, check=True)

    def autostart_file(self):
        from . import agent
        return os.path.join(self.home, '.config/autostart', f'{agent.APPLICATION_ID}.desktop')

    def change(self, **values):
        """Changes settings of the agent, and returns when it has seen that.

        They come through a file that it watches, all that were changed before with the last one: and
        of start-at-login it makes a file of its own.
        """
        for key, value in values.items():
            self.set(key.replace('_', '-'), value)
        was_there = os.path.exists(self.autostart_file())
        self.set('start-at-login', 'false' if was_there else 'true')
        wait.until(lambda: os.path.exists(self.autostart_file()) != was_there, 'the settings to be seen')

    def start(self, *sandbox_options, environment=None):
        """A sandbox, and an agent that waits for the form to be filled in."""
        self.service.start(*sandbox_options)
        self.start_agent(f'--service-url={self.service.url}', environment=environment)

    def fill_form(self, **changes):
        """Fills the sign-in form as dave; changes by field: account, key, secret, workspace, worker."""
        seed = self.service.seed
        form = {'account': seed.get('TR_ACCOUNT_SID', ''), 'key': '',
                'secret': seed.get('TR_AUTH_TOKEN', ''), 'workspace': 'writers', 'worker': 'dave'}
        form.update(changes)
        names = {'account': 'Account SID', 'key': 'API Key SID (optional)',
                 'secret': 'Auth Token or API Secret', 'workspace': 'Workspace',
                 'worker': 'Worker Name'}
        for field, text in form.items():
            self.window.type(names[field], text)

    def sign_in(self, **changes):
        self.fill_form(**changes)
        self.window.press('Sign In')
        self.window.see_status('Offline')

    def keys(self, *keys, window=None):
        """Types keys into the agent, and returns when it has dealt with them.

        window: the name of the window that they are for, if not the one that came last: one that has
        just been opened gets the focus from the window manager when that comes to it
        """
        def wanted():
            return self.agent.process.pid, window or (self.window.windows() or [None])[-1]

        wait.until(lambda: self.desktop.focus() == wanted(),
                   lambda: f'{wanted()} to have the focus; {self.desktop.focus()} has it')
        if keys:
            self.desktop.keys(*keys)
        self.agent.settle()

    def type(self, text):
        """Types a text into the agent, as keys()."""
        self.keys()
        self.desktop.type(text)
        self.agent.settle()

    def tell(self, service, signal, signature, *values, **where):
        """Has a mock emit a signal; returns when the agent has dealt with it."""
        service.emit(signal, signature, *values, **where)
        bus.reach(service.connection, self.agent.process.pid)
        self.agent.settle()

    def go_online(self):
        self.window.press('Go Online')
        self.window.see_status('Available')
        self.expect_activity('dave', 'Available')

    def start_online(self, *sandbox_options):
        self.start(*sandbox_options)
        self.sign_in()
        self.go_online()

    def advance(self, seconds, stride=STRIDE):
        """Turns the service's clock and the agent's, a stride at a time.

        What happens within a stride the agent sees by so much too early: where it times something,
        the stride is to be short.
        """
        while seconds > 0:
            step = min(seconds, stride)
            self.service.advance(step)
            self.agent.advance(step)
            seconds -= step

    def ring(self, caller=CALLER, digits='1'):
        """A caller arrives and is offered: returns the call's SID."""
        call_sid = self.service.dial(caller, digits)
        self.window.see_button('Accept')
        return call_sid

    def take_call(self):
        """A caller arrives, is accepted, and the agent's phone picks up after a second."""
        call_sid = self.ring()
        self.window.press('Accept')
        self.window.see_status('Ringing')
        self.advance(1)
        self.window.see_status('In Call')
        return call_sid

    def choose_status(self, activity):
        """Chooses from the menu of the status button."""
        from . import window
        self.window.press_menu_button('Status: ')
        window.press(self.window.see(activity, window.MENU_ITEMS))

    def pending_reservation(self, worker='dave'):
        """The SID of what a worker is offered, by the service."""
        sid = self.service.worker(worker)['sid']
        pending = self.service.get(f'/Workers/{sid}/Reservations', ReservationStatus='pending')
        return pending['reservations'][0]['sid']

    def accept_action(self, reservation_sid):
        """Accepts as a notification does."""
        self.agent.activate('accept', GLib.Variant('s', reservation_sid))

    def confirm(self, answer):
        """Answers the dialog that asks whether one means it."""
        self.window.press(answer)

    def press_in(self, dialog, name):
        """Presses a button of the dialog of that name, which closes it: others may be called as it is."""
        from . import a11y, window

        def find():
            return next((node for top in a11y.windows_of(self.agent.process.pid) if top.name == dialog
                         for node in top.walk()
                         if node.name == name and node.role in window.BUTTONS and node.sensitive), None)
        window.press(wait.until(find, f'{name!r} in {dialog!r}'))
        wait.until(lambda: dialog not in self.window.windows(), f'{dialog!r} to close')

    def answer_prompt(self, password):
        """Types a password into the keyring's own dialog."""
        from . import window
        prompter = 'org.gnome.keyring.SystemPrompter'
        wait.until(lambda: bus.has_owner(prompter), "the keyring's dialog")
        dialog = window.Window(bus.process_of(prompter))
        wait.until(lambda: any(n.role == 'password text' and n.focused for n in dialog.nodes()),
                   'the password field')
        self.desktop.type(password)
        self.desktop.keys('Return')

    def notifications(self):
        """The bubbles of the notification service."""
        from . import window
        return window.Window(self.desktop.notifier.pid)

    def silence(self):
        """From now on dave's open sockets say nothing, and nobody is told."""
        self.service.fault('silence', 'dave')

    def wait_reconnected(self):
        """Lets the agent's pauses between its tries pass, until it is connected."""
        def read():
            if self.window.has_text('Trying again in'):
                self.agent.advance(1)
            return not self.window.has_text('Connection lost') and \
                not self.window.has_text('Reconnecting') and \
                self.window.find('Status: Connecting…') is None
        wait.until(read, 'the connection', 2 * wait.DEADLINE)

    def drop(self):
        """Cuts dave's open sockets."""
        self.service.fault('drop', 'dave')

    def focus_entry(self, name):
        """Moves the focus to an entry with the Tab key alone.

        libadwaita 1.2 does not tell which of its entry rows has the focus, so a letter is typed and
        looked for.
        """
        for _ in range(30):
            self.keys('x')
            if self.window.entry(name).text() == 'x':
                self.keys('BackSpace')
                return
            self.keys('BackSpace', 'Tab')
        raise AssertionError(f'Tab does not lead to {name!r}')

    def children_of_agent(self):
        """The process ids of what the agent started."""
        with open(f'/proc/{self.agent.process.pid}/task/{self.agent.process.pid}/children',
                  encoding='utf-8') as file:
            return [int(pid) for pid in file.read().split()]

    # The service's side

    def expect_activity(self, worker, activity):
        wait.equal(lambda: self.service.activity_of(worker), activity, f"{worker}'s activity")

    def expect_task(self, call_sid, status):
        def read():
            task = self.service.task_of(call_sid)
            return task and task['assignment_status']
        wait.equal(read, status, "the task's status")
        return self.service.task_of(call_sid)

    def expect_reservations(self, call_sid, statuses):
        """The reservations of a task as (worker, status), in any order."""
        wait.equal(lambda: self.service.statuses(self.service.task_of(call_sid)),
                   sorted(statuses), 'the reservations')

    # The end

    def save_evidence(self, function):
        """What could be seen when it failed: the tree, a picture, the programs' words."""
        if self.agent is not None and self.agent.window is not None:
            tap.comment('what the window showed:')
            tap.comment(self.agent.window.dump())
        folder = os.environ.get('SCENARIO_OUTPUT')
        if folder:
            os.makedirs(folder, exist_ok=True)
            path = os.path.join(folder, f'{self.name}.png')
            self.desktop.screenshot(path)
            tap.comment(f'picture: {path}')
        for program in ('sandbox', 'agent'):
            with contextlib.suppress(FileNotFoundError), \
                 open(self.desktop.path(f'{self.name}-{program}.log'), encoding='utf-8',
                      errors='replace') as log:
                tap.comment(f'the last words of the {program}:')
                tap.comment(log.read()[-4000:])

    def close(self, failed):
        """Ends both programs. A crash, a warning or a leak of theirs fails the scenario."""
        problems = []
        if self.agent is not None and failed:
            self.agent.kill()
        elif self.agent is not None:
            try:
                self.agent.quit()
            except AssertionError as problem:
                problems.append(str(problem))
        status = self.service.stop()
        if status != 0 and not failed:
            with open(self.service.log, encoding='utf-8', errors='replace') as log:
                problems.append(f'the sandbox ended with status {status}: {log.read()[-4000:]}')
        if problems:
            raise AssertionError('\n'.join(problems))


@contextlib.contextmanager
def desk_for(desktop, counter):
    counter[0] += 1
    program = re.sub(r'\W+', '-', os.path.splitext(os.path.basename(sys.argv[0]))[0])
    desk = Desk(desktop, f'{program}-{counter[0]}')
    try:
        yield desk
    except BaseException:
        desk.close(failed=True)
        raise
    desk.close(failed=False)


def main(**options):
    """Walks the scenarios of this file on one desktop; options are those of a Session."""
    counter = [0]
    with session.Session(**options) as desktop:
        tap.run(lambda: desk_for(desktop, counter), Desk.save_evidence)
