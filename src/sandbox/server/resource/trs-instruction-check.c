/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-instruction-check.h"

#include "http/trs-refusal.h"
#include "trs-web.h"

/* A word of these, several of them, or an address. */
typedef enum
{
  ONE,
  SOME,
  URL,
} Kind;

#define METHODS "GET POST"
#define CALL_EVENTS "initiated ringing answered completed"
#define RECORD "do-not-record record-from-answer"

/* The service's own: the OpenAPI document's enumerations and descriptions. */
static const struct
{
  const char *instruction;
  const char *name;
  Kind kind;
  const char *words;
} parameters[] = {
  { "call", "CallRecord", ONE, RECORD },
  { "call", "CallStatusCallbackUrl", URL, NULL },
  { "call", "CallUrl", URL, NULL },
  { "conference", "Beep", ONE, "true false onEnter onExit" },
  { "conference", "ConferenceRecord", ONE, "true false record-from-start do-not-record" },
  { "conference", "ConferenceRecordingStatusCallback", URL, NULL },
  { "conference", "ConferenceRecordingStatusCallbackMethod", ONE, METHODS },
  { "conference", "ConferenceStatusCallback", URL, NULL },
  { "conference", "ConferenceStatusCallbackEvent", SOME,
    "start end join leave mute hold speaker" },
  { "conference", "ConferenceStatusCallbackMethod", ONE, METHODS },
  { "conference", "ConferenceTrim", ONE, "trim-silence do-not-trim" },
  { "conference", "JitterBufferSize", ONE, "small medium large off" },
  { "conference", "RecordingChannels", ONE, "mono dual" },
  { "conference", "RecordingStatusCallback", URL, NULL },
  { "conference", "RecordingStatusCallbackMethod", ONE, METHODS },
  { "conference", "Region", ONE, "us1 us2 ie1 de1 sg1 br1 au1 jp1" },
  { "conference", "StatusCallback", URL, NULL },
  { "conference", "StatusCallbackEvent", SOME, CALL_EVENTS },
  { "conference", "StatusCallbackMethod", ONE, METHODS },
  { "conference", "WaitMethod", ONE, METHODS },
  { "conference", "WaitUrl", URL, NULL },
  { "dequeue", "DequeueRecord", ONE, RECORD },
  { "dequeue", "DequeueStatusCallbackEvent", SOME, CALL_EVENTS },
  { "dequeue", "DequeueStatusCallbackEvents", SOME, CALL_EVENTS },
  { "dequeue", "DequeueStatusCallbackUrl", URL, NULL },
  { "redirect", "RedirectUrl", URL, NULL },
};

static gboolean
is_word (const char *text, const char *words)
{
  g_auto(GStrv) known = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) known, text);
}

/* A list of them is one parameter for each, or one text. */
static gboolean
are_words (const char *text, const char *words)
{
  g_auto(GStrv) given = g_strsplit_set (text, " ,", -1);

  for (gsize i = 0; given[i] != NULL; i++)
    {
      if (*given[i] != '\0' && !is_word (given[i], words))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check (const char *name, const char *text, Kind kind, const char *words, GError **error)
{
  if (kind == URL)
    {
      if (trs_web_is_address (text))
        return TRUE;
      g_set_error (error, TRS_REFUSAL, 20001, "%s '%s' is not a valid URL", name, text);
      return FALSE;
    }
  if (kind == ONE ? is_word (text, words) : are_words (text, words))
    return TRUE;
  g_set_error (error, TRS_REFUSAL, 20001, "%s '%s' is not valid; it may be: %s", name, text, words);
  return FALSE;
}

/**
 * trs_instruction_check:
 * @form: an instruction's parameters
 * @instruction: "call", "conference", "dequeue", "redirect" or "supervise"
 * @error: a %TRS_REFUSAL, 20001
 *
 * A word that is misspelt would be a callback that never comes.
 *
 * Returns: whether all words and addresses are ones that the service takes
 *
 * Source: the service's OpenAPI document, "Update a Reservation".
 */
gboolean
trs_instruction_check (TrsForm *form, const char *instruction, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      const char *const *values = trs_form_get_all (form, parameters[i].name);

      if (!g_str_equal (parameters[i].instruction, instruction))
        continue;
      for (gsize j = 0; values != NULL && values[j] != NULL; j++)
        {
          if (*values[j] != '\0' && !check (parameters[i].name, values[j], parameters[i].kind,
                                            parameters[i].words, error))
            return FALSE;
        }
    }
  return TRUE;
}
