/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrsVoiceProgram:
 * @url: (nullable): where TwiML, or a flow, is
 * @method: (nullable): "GET" or "POST", which %NULL is
 * @fallback_url: (nullable): where to ask when @url fails
 * @fallback_method: (nullable): "GET" or "POST", which %NULL is
 * @text: (nullable): TwiML, instead of @url
 *
 * What a number, a call or a wait runs.
 */
typedef struct
{
  char *url;
  char *method;
  char *fallback_url;
  char *fallback_method;
  char *text;
} TrsVoiceProgram;

TrsVoiceProgram *trs_voice_program_copy (const TrsVoiceProgram *self);
void trs_voice_program_free (TrsVoiceProgram *self);
gboolean trs_voice_program_is_empty (const TrsVoiceProgram *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsVoiceProgram, trs_voice_program_free)

G_END_DECLS
