/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice-callback.h"

#include <string.h>

#include "trs-account.h"
#include "trs-engine-private.h"

const char *const trs_call_callback_words[] = { "initiated", "ringing", "answered", "completed",
                                                NULL };
const char *const trs_conference_callback_words[] = { "start",  "end",  "join",    "leave",
                                                      "mute",   "hold", "modify",  "speaker",
                                                      "announcement", NULL };
const char *const trs_recording_callback_words[] = { "in-progress", "completed", "absent", NULL };

static guint
read_events (const char *text, const char *const *words)
{
  g_auto(GStrv) parts = g_strsplit_set (text, " ,", -1);
  guint events = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      for (guint j = 0; words[j] != NULL; j++)
        {
          if (strcmp (parts[i], words[j]) == 0)
            events |= 1u << j;
        }
    }
  return events;
}

/*
 * trs_voice_callback_set:
 * @self: a callback
 * @asked: what a program asked for; without a URL nothing changes
 * @words: of this kind of callback, %NULL-terminated
 * @fallback: the events where @asked names none
 */
void
trs_voice_callback_set (TrsVoiceCallback *self,
                        const TrsCallback *asked,
                        const char *const *words,
                        const char *fallback)
{
  if (asked->url == NULL || *asked->url == '\0')
    return;

  g_free (self->url);
  g_free (self->method);
  self->url = g_strdup (asked->url);
  self->method = g_strdup (
    asked->method != NULL && g_ascii_strcasecmp (asked->method, "GET") == 0 ? "GET" : "POST");
  self->events = read_events (
    asked->events != NULL && *asked->events != '\0' ? asked->events : fallback, words);
}

void
trs_voice_callback_clear (TrsVoiceCallback *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->method, g_free);
}

gboolean
trs_voice_callback_wants (const TrsVoiceCallback *self, const char *const *words, const char *word)
{
  return self->url != NULL && (self->events & read_events (word, words)) != 0;
}

/* With the time and the number of the message added to @parameters. */
void
trs_voice_callback_send (TrsVoiceCallback *self, TrsAccount *account, JsonObject *parameters)
{
  trs_json_set_mail_date (parameters, "Timestamp", trs_engine_now (account->engine));
  trs_json_set_format (parameters, "SequenceNumber", "%u", self->sequence++);
  trs_web_send (account->engine,
                &(TrsWebRequest) { .account = account,
                                   .method = self->method,
                                   .url = self->url,
                                   .parameters = parameters,
                                   .is_signed = TRUE },
                NULL, NULL);
}

void
trs_json_set_format (JsonObject *object, const char *name, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  json_object_set_string_member (object, name, text);
}

/* RFC 2822, in English whatever the locale is: "Thu, 15 Jan 2026 10:00:00 +0000". */
void
trs_json_set_mail_date (JsonObject *object, const char *name, gint64 date)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (date / G_USEC_PER_SEC);

  if (time == NULL) /* past the year 9999 */
    return;
  trs_json_set_format (object, name, "%s, %02d %s %d %02d:%02d:%02d +0000",
                       days[g_date_time_get_day_of_week (time) - 1],
                       g_date_time_get_day_of_month (time),
                       months[g_date_time_get_month (time) - 1], g_date_time_get_year (time),
                       g_date_time_get_hour (time), g_date_time_get_minute (time),
                       g_date_time_get_second (time));
}
