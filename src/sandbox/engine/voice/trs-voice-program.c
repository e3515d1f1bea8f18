/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice-program.h"

static char *
dup_filled (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/**
 * trs_voice_program_copy:
 * @self: a program; empty strings are as good as %NULL
 *
 * Returns: (transfer full): a copy
 */
TrsVoiceProgram *
trs_voice_program_copy (const TrsVoiceProgram *self)
{
  TrsVoiceProgram *copy = g_new0 (TrsVoiceProgram, 1);

  copy->url = dup_filled (self->url);
  copy->method = dup_filled (self->method);
  copy->fallback_url = dup_filled (self->fallback_url);
  copy->fallback_method = dup_filled (self->fallback_method);
  copy->text = dup_filled (self->text);
  return copy;
}

/**
 * trs_voice_program_free:
 * @self: (transfer full): a copy
 */
void
trs_voice_program_free (TrsVoiceProgram *self)
{
  g_free (self->url);
  g_free (self->method);
  g_free (self->fallback_url);
  g_free (self->fallback_method);
  g_free (self->text);
  g_free (self);
}

/**
 * trs_voice_program_is_empty:
 * @self: a program
 *
 * Returns: whether there is nothing to run
 */
gboolean
trs_voice_program_is_empty (const TrsVoiceProgram *self)
{
  return (self->url == NULL || *self->url == '\0') && (self->text == NULL || *self->text == '\0');
}
