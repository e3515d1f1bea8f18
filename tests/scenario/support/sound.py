# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound server whose loudspeaker is nowhere, and what comes out of it."""
import array
import json
import subprocess
import wave

from . import session, wait


RATE = 8000


def write_tone(path, seconds):
    """Writes a sound file of that length, for a test that must not miss it, nor its end by itself."""
    wave_of_one = array.array('h', [20000 if i % 20 < 10 else -20000 for i in range(RATE)])
    with wave.open(path, 'wb') as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for _ in range(seconds):
            file.writeframes(wave_of_one.tobytes())


class Speaker:
    """PulseAudio with a null sink, from .start() to .end()."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.process = None
        self.recorder = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.end()

    def start(self):
        self.process = self.desktop.spawn('pulseaudio', [
            'pulseaudio', '-n', '--daemonize=no', '--exit-idle-time=-1', '--disallow-exit',
            '-L', 'module-native-protocol-unix', '-L', 'module-null-sink sink_name=nowhere'])
        wait.until(lambda: self._ask('info') is not None, 'the sound server')
        with open(self.desktop.path('loudspeaker.raw'), 'wb') as file:
            self.recorder = self.desktop.spawn('recorder', [
                'parec', '-d', 'nowhere.monitor', '--latency-msec=50', '--format=s16le'],
                stdout=file)

    def end(self):
        if self.recorder is not None:
            session.end(self.recorder)
            self.recorder = None
        if self.process is not None:
            session.end(self.process)
            self.process = None

    def _ask(self, *command):
        answer = subprocess.run(['pactl', '--format=json', *command], env=self.desktop.environment,
                                capture_output=True, text=True, check=False, timeout=60)
        return answer.stdout if answer.returncode == 0 else None

    def playing(self):
        """What plays now: the names of the events, or the paths of files."""
        streams = json.loads(self._ask('list', 'sink-inputs') or '[]')
        return [stream['properties'].get('event.id') or stream['properties'].get('media.filename', '')
                for stream in streams]

    def loudness(self):
        """The highest sample that came out so far, 0 to 32767."""
        with open(self.desktop.path('loudspeaker.raw'), 'rb') as file:
            raw = file.read()
        return max(map(abs, array.array('h', raw[:len(raw) // 2 * 2])), default=0)
