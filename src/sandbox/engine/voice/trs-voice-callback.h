/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-instruction.h"

G_BEGIN_DECLS

/* Where a program wants to hear of something, and of what. Private to the engine. */
typedef struct
{
  char *url;       /* NULL for nowhere */
  char *method;    /* "GET" or "POST" */
  guint events;    /* a bit for each word */
  guint sequence;  /* of the next */
} TrsVoiceCallback;

/* The words of each kind of callback, in the order of its bits. */
extern const char *const trs_call_callback_words[];
extern const char *const trs_conference_callback_words[];
extern const char *const trs_recording_callback_words[];

void trs_voice_callback_set (TrsVoiceCallback *self,
                             const TrsCallback *asked,
                             const char *const *words,
                             const char *fallback);
void trs_voice_callback_clear (TrsVoiceCallback *self);
gboolean trs_voice_callback_wants (const TrsVoiceCallback *self,
                                   const char *const *words,
                                   const char *word);
void trs_voice_callback_send (TrsVoiceCallback *self, TrsAccount *account, JsonObject *parameters);

void trs_json_set_format (JsonObject *object,
                          const char *name,
                          const char *format,
                          ...) G_GNUC_PRINTF (3, 4);
void trs_json_set_mail_date (JsonObject *object, const char *name, gint64 date);

G_END_DECLS
