/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-sound.h"

G_BEGIN_DECLS

/* A TraSound that plays nothing, and remembers what it was to play. Takes the place of the real one at
 * link time. */
typedef struct
{
  GString *played; /* "phone-incoming-call -20;" */
  guint32 playing; /* the last one that has not ended, or 0 */
  double decibels; /* of the last one */
} FakeSound;

FakeSound *fake_sound_get (TraSound *sound);
void fake_sound_tell (TraSound *sound, TraSoundState state);

G_END_DECLS
