#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What calls the agent: sounds, the popup, notifications, and what is said where one of them fails."""
import subprocess

from support import sound, stage, tap, wait
from support.stage import CALLER_SHOWN

RING = 'phone-incoming-call'


def set_desktop(desk, schema, key, value):
    """Changes a setting of the desktop, or of the agent, under its eyes."""
    subprocess.run(['gsettings', 'set', schema, key, value], check=True,
                   env={**desk.desktop.environment, 'HOME': desk.home})


@tap.scenario
def rings_until_decided(desk):
    """The ring comes out of the loudspeaker while an offer waits, and ends with it, whoever ends it"""
    with sound.Speaker(desk.desktop) as speaker:
        desk.start_online()
        assert speaker.playing() == []
        call_sid = desk.ring()
        wait.until(lambda: RING in speaker.playing(), 'the ring')
        wait.until(lambda: speaker.loudness() > 1000, 'something to be heard')
        # It is no longer than two seconds: again and again.
        wait.until(lambda: RING not in speaker.playing(), 'its first end')
        desk.agent.advance(2)
        wait.until(lambda: RING in speaker.playing(), 'the ring again')
        desk.service.hang_up(call_sid)
        wait.until(lambda: RING not in speaker.playing(), 'the end of the ring', deadline=1)
        desk.window.see_gone('Accept')

        desk.ring()
        wait.until(lambda: RING in speaker.playing(), 'the ring')
        assert not desk.window.has_text('No sound can be played here')
        desk.window.press('Accept')
        wait.until(lambda: RING not in speaker.playing(), 'the end of the ring', deadline=1)


@tap.scenario
def is_seen_where_nothing_is_heard(desk):
    """Without a sound server the popup says so; with one that comes later it rings"""
    desk.start_online()
    desk.ring()
    desk.window.see_text('No sound can be played here')
    with sound.Speaker(desk.desktop) as speaker:
        desk.advance(2)
        wait.until(lambda: RING in speaker.playing(), 'the ring')
        desk.window.see_text_gone('No sound can be played here')


@tap.scenario
def tells_do_not_disturb(desk):
    """Do Not Disturb is told while the agent is available, and silences the ring"""
    desk.start_online()
    assert not desk.window.has_text('banners are off')
    set_desktop(desk, 'org.gnome.desktop.notifications', 'show-banners', 'false')
    desk.window.see_text('Available, but banners are off')
    set_desktop(desk, 'org.gnome.desktop.notifications', 'show-banners', 'true')
    desk.window.see_text_gone('banners are off')


if __name__ == '__main__':
    stage.main()
