/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TRA_SOUND_STARTED, /* the sound server has it */
  TRA_SOUND_ENDED,   /* it was played to its end */
  TRA_SOUND_FAILED,  /* it was not, or not to its end */
} TraSoundState;

/**
 * TraSoundFunc:
 * @state: what became of it
 * @error: (nullable): for people who look into logs, with %TRA_SOUND_FAILED
 * @user_data: what was given to tra_sound_play()
 */
typedef void (*TraSoundFunc) (TraSoundState state, const GError *error, gpointer user_data);

#define TRA_TYPE_SOUND (tra_sound_get_type ())
G_DECLARE_FINAL_TYPE (TraSound, tra_sound, TRA, SOUND, GObject)

/* Plays the desktop's event sounds. */
TraSound *tra_sound_new (void);
guint32 tra_sound_play (TraSound *self,
                        const char *const *names, /* of the theme, or paths; the first there is */
                        const char *description,
                        double decibels,
                        TraSoundFunc func /* nullable */,
                        gpointer user_data);
void tra_sound_stop (TraSound *self, guint32 *id);

double tra_sound_decibels (guint percent);
char *tra_sound_dup_fallback (void);

G_END_DECLS
