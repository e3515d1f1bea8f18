/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-sound.h"

struct _TraSound
{
  GObject parent_instance;

  FakeSound state;
  guint32 last_id;
  TraSoundFunc func;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (TraSound, tra_sound, G_TYPE_OBJECT)

static void
tra_sound_finalize (GObject *object)
{
  g_string_free (TRA_SOUND (object)->state.played, TRUE);
  G_OBJECT_CLASS (tra_sound_parent_class)->finalize (object);
}

static void
tra_sound_class_init (TraSoundClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_sound_finalize;
}

static void
tra_sound_init (TraSound *self)
{
  self->state.played = g_string_new (NULL);
}

TraSound *
tra_sound_new (void)
{
  return g_object_new (TRA_TYPE_SOUND, NULL);
}

FakeSound *
fake_sound_get (TraSound *sound)
{
  return &sound->state;
}

/* Of the last sound that somebody listens to. */
void
fake_sound_tell (TraSound *sound, TraSoundState state)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (sound->state.playing, !=, 0);
  if (state == TRA_SOUND_FAILED)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Not available");
  if (state != TRA_SOUND_STARTED)
    sound->state.playing = 0;
  sound->func (state, error, sound->user_data);
}

guint32
tra_sound_play (TraSound *self,
                const char *const *names,
                const char *description,
                double decibels,
                TraSoundFunc func,
                gpointer user_data)
{
  g_string_append_printf (self->state.played, "%s;", names[0]);
  self->last_id++;
  if (func != NULL)
    {
      self->state.playing = self->last_id;
      self->state.decibels = decibels;
      self->func = func;
      self->user_data = user_data;
    }
  return self->last_id;
}

void
tra_sound_stop (TraSound *self, guint32 *id)
{
  if (*id != 0 && *id == self->state.playing)
    self->state.playing = 0;
  *id = 0;
}

double
tra_sound_decibels (guint percent)
{
  return percent - 100.0; /* told apart easily */
}

char *
tra_sound_dup_fallback (void)
{
  return g_strdup ("/nowhere/ring.wav");
}
