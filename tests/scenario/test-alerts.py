#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What calls the agent: sounds, the popup, notifications, and what is said where one of them fails."""
import os

from support import sound, stage, tap, wait
from support.stage import CALLER

RING = 'phone-incoming-call'
BANNERS = 'org.gnome.desktop.notifications'


@tap.scenario
def rings_until_decided(desk):
    """The ring comes out of the loudspeaker while an offer waits, and ends with it, whoever ends it"""
    with sound.Speaker(desk.desktop) as speaker:
        short, long = (os.path.join(desk.home, f'{name}.wav') for name in ('short', 'long'))
        sound.write_tone(short, 5)
        sound.write_tone(long, 120)
        desk.settings(ring_sound=repr(short))
        desk.start_online()
        assert speaker.playing() == []
        call_sid = desk.ring()
        wait.until(lambda: short in speaker.playing(), 'the ring')
        wait.until(lambda: speaker.loudness() > 1000, 'something to be heard')
        # Again and again, the file that is chosen by then.
        wait.until(lambda: short not in speaker.playing(), 'its first end')
        desk.change(ring_sound=long)
        desk.agent.advance(2)
        wait.until(lambda: long in speaker.playing(), 'the ring again')
        desk.service.hang_up(call_sid)
        wait.until(lambda: long not in speaker.playing(), 'the end of the ring')
        desk.window.see_gone('Accept')

        desk.ring()
        wait.until(lambda: long in speaker.playing(), 'the ring')
        assert not desk.window.has_text('No sound can be played here')
        desk.window.press('Accept')
        wait.until(lambda: long not in speaker.playing(), 'the end of the ring')


@tap.scenario
def is_seen_where_nothing_is_heard(desk):
    """Without a sound server the popup says so; with one that comes later it rings"""
    desk.start_online()
    desk.ring()
    desk.window.see_text('No sound can be played here')
    with sound.Speaker(desk.desktop) as speaker:

        def rings():
            desk.agent.advance(2) # it is no longer, and begins again
            return RING in speaker.playing()
        wait.until(rings, 'the ring')
        desk.window.see_text_gone('No sound can be played here')


@tap.scenario
def tells_do_not_disturb(desk):
    """Do Not Disturb is told while the agent is available, and silences the ring"""
    desk.start_online()
    assert not desk.window.has_text('banners are off')
    desk.set('show-banners', 'false', BANNERS)
    desk.window.see_text('Available, but banners are off')
    desk.set('show-banners', 'true', BANNERS)
    desk.window.see_text_gone('banners are off')


SCRIPT = """#!/bin/sh
env > "$OUT.env.new"; for a in "$@"; do printf '%s\\n' "$a"; done > "$OUT.new"
mv "$OUT.env.new" "$OUT.env"; mv "$OUT.new" "$OUT"
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    os.chmod(path, 0o755)


def read(path):
    wait.until(lambda: os.path.exists(path), path)
    with open(path, encoding='utf-8') as file:
        return file.read()


@tap.scenario
def opens_the_page_of_a_caller(desk):
    """A program is run when it rings, a page is opened when accepted; both know who calls, and no secret"""
    data = os.path.join(desk.home, '.local', 'share', 'applications')
    out = {name: os.path.join(desk.home, f'{name}.out') for name in ('command', 'page')}
    for name, path in out.items():
        write(os.path.join(desk.home, name), SCRIPT.replace('$OUT', path))
    write(os.path.join(data, 'crm.desktop'),
          f'[Desktop Entry]\nType=Application\nName=CRM\nExec={desk.home}/page %u\n'
          'MimeType=x-scheme-handler/https;\n')
    write(os.path.join(data, 'mimeapps.list'),
          '[Default Applications]\nx-scheme-handler/https=crm.desktop\n')
    desk.settings(screen_pop="'ring'", screen_pop_command=repr(
        f'{desk.home}/command "caller: {{from}}" {{nobody}} --last'))
    desk.start(environment={'TWILIO_AUTH_TOKEN': 'not-for-others'})
    desk.sign_in()
    desk.go_online()
    call_sid = desk.ring()
    assert read(out['command']) == f'caller: {CALLER}\n\n--last\n'
    assert 'not-for-others' not in read(out['command'] + '.env')
    desk.service.hang_up(call_sid)
    desk.window.see_gone('Accept')

    desk.change(screen_pop_command='', screen_pop='accept',
                screen_pop_url='https://crm.example/?q={from}&t={task_sid}')
    desk.ring()
    assert not os.path.exists(out['page'])
    desk.window.press('Accept')
    desk.window.see_status('Ringing')
    desk.advance(1)
    desk.window.see_status('In Call')
    page = read(out['page'])
    assert page.startswith('https://crm.example/?q=%2B16505550100&t=WT'), page
    assert 'not-for-others' not in read(out['page'] + '.env')


@tap.scenario
def tells_that_no_page_opens(desk):
    """A command that cannot be run is told, and the call rings on"""
    desk.settings(screen_pop="'ring'", screen_pop_command="'/nowhere/crm {from}'")
    desk.start_online()
    desk.service.dial(CALLER)
    desk.window.see_text('The command of the screen pop can’t be run') # for five seconds: looked for first
    desk.window.press('Accept')
    desk.window.see_status('Ringing')


@tap.scenario
def checks_that_all_is_ready(desk):
    """The ready check tries each way to the agent, and rehearses a call that no service knows"""
    with sound.Speaker(desk.desktop) as speaker:
        ring = os.path.join(desk.home, 'ring.wav')
        sound.write_tone(ring, 120)
        desk.settings(ring_sound=repr(ring))
        desk.start_online()
        worker = desk.service.worker('dave')['sid']
        desk.agent.activate('ready-check')
        desk.window.press('Check Now')
        desk.window.see_text('Rehearsal: nobody is calling', 'Press Accept in the window')
        wait.until(lambda: ring in speaker.playing(), 'the ring')
        desk.notifications().see_text('Rehearsal')
        desk.window.see_text('It rings.', 'Came up after', 'The desktop took one',
                             'All is in the window', 'It can keep your sign-in',
                             'Connected; it answers in', 'The service will ring +1 650 555 1111')
        assert desk.service.get(f'/Workers/{worker}/Reservations')['reservations'] == []
        desk.window.press('Accept')
        desk.window.see_text('Answered')
        desk.window.see_text_gone('Rehearsal: nobody is calling')
        wait.until(lambda: ring not in speaker.playing(), 'the end of the ring')
        assert desk.service.get(f'/Workers/{worker}/Reservations')['reservations'] == []

    # Once more, without a sound server and with Do Not Disturb; and nobody answers.
    desk.set('show-banners', 'false', BANNERS)
    desk.change()
    desk.window.press('Check Now')
    desk.window.see_text('No sound can be played, so the popup flashes',
                         'calls come without notification and sound')
    desk.agent.advance(20)
    desk.window.see_text('Nobody answered')
    desk.window.see_text_gone('Rehearsal: nobody is calling')


if __name__ == '__main__':
    stage.main()
