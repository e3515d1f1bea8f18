/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-twiml-schema.h"

#include <string.h>

/* Source of names, types and defaults: the attribute interfaces of the official SDK's voice
 * response builder, and the service's page of each verb. */

#define STRING(name) { name, TRS_TWIML_TYPE_STRING, NULL }
#define STRING_OR(name, fallback) { name, TRS_TWIML_TYPE_STRING, fallback }
#define METHOD(name) { name, TRS_TWIML_TYPE_METHOD, "POST" }
#define BOOLEAN(name, fallback) { name, TRS_TWIML_TYPE_BOOLEAN, fallback }
#define INTEGER(name, fallback, minimum, maximum) \
  { name, TRS_TWIML_TYPE_INTEGER, fallback, minimum, maximum }
#define SECONDS(name, fallback) { name, TRS_TWIML_TYPE_SECONDS, fallback, 0, DAY }
#define WORD(name, fallback, words) { name, TRS_TWIML_TYPE_WORD, fallback, 0, 0, words }
#define WORDS(name, fallback, words) { name, TRS_TWIML_TYPE_WORDS, fallback, 0, 0, words }
#define KEYS(name, fallback) { name, TRS_TWIML_TYPE_KEYS, fallback }
#define SID(name, prefix, code) { name, TRS_TWIML_TYPE_SID, NULL, 0, 0, prefix, code }
#define END { NULL }

#define DAY (24 * 60 * 60)
#define CALL_EVENTS "initiated ringing answered completed"
#define RECORDING_EVENTS "in-progress completed absent"
#define RECORD_WORDS \
  "do-not-record record-from-answer record-from-ringing record-from-answer-dual " \
  "record-from-ringing-dual true false"

#define RECORDING_CALLBACK \
  STRING ("recordingStatusCallback"), METHOD ("recordingStatusCallbackMethod"), \
    WORDS ("recordingStatusCallbackEvent", "completed", RECORDING_EVENTS)
#define CALL_CALLBACK \
  STRING ("statusCallback"), METHOD ("statusCallbackMethod"), \
    WORDS ("statusCallbackEvent", "completed", CALL_EVENTS)
#define MACHINE_DETECTION \
  STRING ("machineDetection"), INTEGER ("machineDetectionTimeout", "30", 3, 59), \
    INTEGER ("machineDetectionSpeechThreshold", "2400", 1000, 6000), \
    INTEGER ("machineDetectionSpeechEndThreshold", "1200", 500, 5000), \
    INTEGER ("machineDetectionSilenceTimeout", "5000", 2000, 10000), \
    STRING ("amdStatusCallback"), METHOD ("amdStatusCallbackMethod")

static const TrsTwimlAttributeSpec none_attributes[] = { END };
static const TrsTwimlAttributeSpec response_attributes[] = { STRING ("version"), END };
static const TrsTwimlAttributeSpec dial_attributes[] = {
  STRING ("action"), METHOD ("method"), INTEGER ("timeout", "30", 1, 600),
  BOOLEAN ("hangupOnStar", "false"), INTEGER ("timeLimit", "14400", 1, DAY), STRING ("callerId"),
  WORD ("record", "do-not-record", RECORD_WORDS),
  WORD ("trim", "do-not-trim", "trim-silence do-not-trim"), RECORDING_CALLBACK,
  WORD ("recordingTrack", "both", "both inbound outbound"), BOOLEAN ("answerOnBridge", "false"),
  STRING ("ringTone"), STRING ("referUrl"), METHOD ("referMethod"), BOOLEAN ("sequential", "false"),
  STRING ("events"), END
};
static const TrsTwimlAttributeSpec enqueue_attributes[] = {
  STRING ("action"), METHOD ("method"), INTEGER ("maxQueueSize", "1000", 1, 5000),
  STRING ("waitUrl"), METHOD ("waitUrlMethod"),
  SID ("workflowSid", "WW", TRS_TWIML_WARNING_WORKFLOW), END
};
static const TrsTwimlAttributeSpec gather_attributes[] = {
  WORDS ("input", "dtmf", "dtmf speech"), STRING ("action"), METHOD ("method"),
  SECONDS ("timeout", "5"), STRING ("speechTimeout"), INTEGER ("maxSpeechTime", "60", 1, 60),
  BOOLEAN ("profanityFilter", "true"), KEYS ("finishOnKey", "#"),
  INTEGER ("numDigits", "0", 1, 1000), STRING ("partialResultCallback"),
  METHOD ("partialResultCallbackMethod"), STRING_OR ("language", "en-US"), STRING ("hints"),
  BOOLEAN ("bargeIn", "true"), BOOLEAN ("debug", "false"),
  BOOLEAN ("actionOnEmptyResult", "false"), STRING_OR ("speechModel", "default"),
  BOOLEAN ("enhanced", "false"), END
};
static const TrsTwimlAttributeSpec pause_attributes[] = {
  INTEGER ("length", "1", 0, DAY), END
};
static const TrsTwimlAttributeSpec play_attributes[] = { INTEGER ("loop", "1", 0, 1000),
                                                         STRING ("digits"), END };
static const TrsTwimlAttributeSpec record_attributes[] = {
  STRING ("action"), METHOD ("method"), INTEGER ("timeout", "5", 0, DAY),
  KEYS ("finishOnKey", "1234567890*#"), INTEGER ("maxLength", "3600", 1, 14400),
  BOOLEAN ("playBeep", "true"), WORD ("trim", "trim-silence", "trim-silence do-not-trim"),
  RECORDING_CALLBACK, BOOLEAN ("transcribe", "false"), STRING ("transcribeCallback"), END
};
static const TrsTwimlAttributeSpec redirect_attributes[] = { METHOD ("method"), END };
static const TrsTwimlAttributeSpec reject_attributes[] = {
  WORD ("reason", "rejected", "rejected busy"), END
};
static const TrsTwimlAttributeSpec say_attributes[] = {
  STRING_OR ("voice", "man"), STRING_OR ("language", "en-US"), INTEGER ("loop", "1", 0, 1000), END
};
static const TrsTwimlAttributeSpec client_attributes[] = { STRING ("url"), METHOD ("method"),
                                                           CALL_CALLBACK, END };
static const TrsTwimlAttributeSpec conference_attributes[] = {
  BOOLEAN ("muted", "false"), WORD ("beep", "true", "true false onEnter onExit"),
  BOOLEAN ("startConferenceOnEnter", "true"), BOOLEAN ("endConferenceOnExit", "false"),
  STRING ("waitUrl"), METHOD ("waitMethod"), INTEGER ("maxParticipants", "250", 2, 250),
  WORD ("record", "do-not-record", "do-not-record record-from-start true false"),
  STRING ("region"), STRING ("coach"), WORD ("trim", "trim-silence", "trim-silence do-not-trim"),
  STRING ("statusCallback"), METHOD ("statusCallbackMethod"),
  WORDS ("statusCallbackEvent", NULL, "start end join leave mute hold modify speaker announcement"),
  RECORDING_CALLBACK, STRING ("eventCallbackUrl"), STRING ("jitterBufferSize"),
  STRING ("participantLabel"), END
};
static const TrsTwimlAttributeSpec number_attributes[] = {
  STRING ("sendDigits"), STRING ("url"), METHOD ("method"), CALL_CALLBACK, MACHINE_DETECTION,
  STRING ("byoc"), END
};
static const TrsTwimlAttributeSpec parameter_attributes[] = { STRING ("name"), STRING ("value"),
                                                              END };
static const TrsTwimlAttributeSpec queue_attributes[] = {
  STRING ("url"), METHOD ("method"), SID ("reservationSid", "WR", TRS_TWIML_WARNING_RESERVATION),
  SID ("postWorkActivitySid", "WA", TRS_TWIML_WARNING_ACTIVITY), END
};
static const TrsTwimlAttributeSpec sip_attributes[] = {
  STRING ("username"), STRING ("password"), STRING ("url"), METHOD ("method"), CALL_CALLBACK,
  MACHINE_DETECTION, END
};
static const TrsTwimlAttributeSpec task_attributes[] = {
  INTEGER ("priority", "0", 0, G_MAXINT), INTEGER ("timeout", "86400", 1, 14 * DAY), END
};

#define SSML \
  "break emphasis lang p phoneme prosody s say-as sub w amazon:domain amazon:effect amazon:emphasis"
#define VERBS "Dial Enqueue Gather Hangup Leave Pause Play Record Redirect Reject Say"

static const TrsTwimlElementSpec elements[] = {
  { "Response", TRS_TWIML_RESPONSE, VERBS, "", FALSE, response_attributes },
  { "Dial", TRS_TWIML_DIAL, "Client Conference Number Queue Sip", "", TRUE, dial_attributes },
  { "Enqueue", TRS_TWIML_ENQUEUE, "Task TaskAttributes", "", TRUE, enqueue_attributes },
  { "Gather", TRS_TWIML_GATHER, "Pause Play Say", "", FALSE, gather_attributes },
  { "Hangup", TRS_TWIML_HANGUP, "", "", FALSE, none_attributes },
  { "Leave", TRS_TWIML_LEAVE, "", "", FALSE, none_attributes },
  { "Pause", TRS_TWIML_PAUSE, "", "", FALSE, pause_attributes },
  { "Play", TRS_TWIML_PLAY, "", "", TRUE, play_attributes },
  { "Record", TRS_TWIML_RECORD, "", "", FALSE, record_attributes },
  { "Redirect", TRS_TWIML_REDIRECT, "", "", TRUE, redirect_attributes },
  { "Reject", TRS_TWIML_REJECT, "", "", FALSE, reject_attributes },
  { "Say", TRS_TWIML_SAY, "", SSML, TRUE, say_attributes },
  { "Client", TRS_TWIML_CLIENT, "Identity Parameter", "", TRUE, client_attributes },
  { "Conference", TRS_TWIML_CONFERENCE, "", "", TRUE, conference_attributes },
  { "Identity", TRS_TWIML_IDENTITY, "", "", TRUE, none_attributes },
  { "Number", TRS_TWIML_NUMBER, "", "", TRUE, number_attributes },
  { "Parameter", TRS_TWIML_PARAMETER, "", "", FALSE, parameter_attributes },
  { "Queue", TRS_TWIML_QUEUE, "", "", TRUE, queue_attributes },
  { "Sip", TRS_TWIML_SIP, "", "", TRUE, sip_attributes },
  { "Task", TRS_TWIML_TASK, "", "", TRUE, task_attributes },
  { "TaskAttributes", TRS_TWIML_TASK, "", "", TRUE, task_attributes }, /* the older name of Task */
};

/* Verbs that the service knows and the sandbox does not run. */
#define ELSEWHERE "Connect Echo Pay Prompt Refer Sms Start Stop"

const TrsTwimlElementSpec *
trs_twiml_schema_get (TrsTwimlKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      if (elements[i].kind == kind)
        return &elements[i];
    }
  g_assert_not_reached ();
}

/* Names are case-sensitive. Returns NULL for a name that is none of ours. */
const TrsTwimlElementSpec *
trs_twiml_schema_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      if (strcmp (elements[i].name, name) == 0)
        return &elements[i];
    }
  return NULL;
}

const TrsTwimlAttributeSpec *
trs_twiml_schema_find_attribute (const TrsTwimlElementSpec *element,
                                 const char *name,
                                 guint *index)
{
  for (guint i = 0; element->attributes[i].name != NULL; i++)
    {
      if (strcmp (element->attributes[i].name, name) == 0)
        {
          if (index != NULL)
            *index = i;
          return &element->attributes[i];
        }
    }
  return NULL;
}

gboolean
trs_twiml_schema_has_word (const char *words, const char *word)
{
  gsize length = strlen (word);

  for (const char *found = words; length > 0 && (found = strstr (found, word)) != NULL; found++)
    {
      if ((found == words || found[-1] == ' ') && (found[length] == ' ' || found[length] == '\0'))
        return strchr (word, ' ') == NULL;
    }
  return FALSE;
}

/* Whether the service knows the verb @name though the sandbox does not run it. */
gboolean
trs_twiml_schema_is_elsewhere (const char *name)
{
  return trs_twiml_schema_has_word (ELSEWHERE, name);
}

static gboolean
are_words (const char *words, const char *value)
{
  g_auto(GStrv) parts = g_strsplit_set (value, " ,", -1);
  guint n = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*parts[i] == '\0')
        continue;
      if (!trs_twiml_schema_has_word (words, parts[i]))
        return FALSE;
      n++;
    }
  return n > 0;
}

static gboolean
is_sid (const char *prefix, const char *value)
{
  return strlen (value) == 34 && g_str_has_prefix (value, prefix) &&
         strspn (value + 2, "0123456789abcdefABCDEF") == 32;
}

/* Whether @value fits @attribute; gives its @number when that is an integer or boolean. */
gboolean
trs_twiml_schema_is_valid (const TrsTwimlAttributeSpec *attribute,
                           const char *value,
                           int *number)
{
  gint64 integer;

  switch (attribute->type)
    {
    case TRS_TWIML_TYPE_STRING:
      return TRUE;
    case TRS_TWIML_TYPE_METHOD:
      return g_ascii_strcasecmp (value, "GET") == 0 || g_ascii_strcasecmp (value, "POST") == 0;
    case TRS_TWIML_TYPE_BOOLEAN:
      *number = g_ascii_strcasecmp (value, "true") == 0;
      return *number || g_ascii_strcasecmp (value, "false") == 0;
    case TRS_TWIML_TYPE_SECONDS:
      if (strcmp (value, "auto") == 0)
        value = attribute->fallback;
      G_GNUC_FALLTHROUGH;
    case TRS_TWIML_TYPE_INTEGER:
      if (!g_ascii_string_to_signed (value, 10, attribute->minimum, attribute->maximum, &integer,
                                     NULL))
        return FALSE;
      *number = (int) integer;
      return TRUE;
    case TRS_TWIML_TYPE_WORD:
      return trs_twiml_schema_has_word (attribute->words, value);
    case TRS_TWIML_TYPE_WORDS:
      return are_words (attribute->words, value);
    case TRS_TWIML_TYPE_KEYS:
      return value[strspn (value, "0123456789*#")] == '\0';
    case TRS_TWIML_TYPE_SID:
      return is_sid (attribute->words, value);
    default:
      g_assert_not_reached ();
    }
}

/* What the service's schema calls the type, for its messages. */
const char *
trs_twiml_schema_type_name (const TrsTwimlAttributeSpec *attribute)
{
  switch (attribute->type)
    {
    case TRS_TWIML_TYPE_METHOD:
      return "httpMethodType";
    case TRS_TWIML_TYPE_BOOLEAN:
      return "boolean";
    case TRS_TWIML_TYPE_INTEGER:
    case TRS_TWIML_TYPE_SECONDS:
      return attribute->minimum > 0 ? "positiveInteger" : "nonNegativeInteger";
    case TRS_TWIML_TYPE_KEYS:
      return "finishOnKeyType";
    case TRS_TWIML_TYPE_SID:
      return "sidType";
    case TRS_TWIML_TYPE_WORD:
    case TRS_TWIML_TYPE_WORDS:
      return "enumeration";
    case TRS_TWIML_TYPE_STRING:
    default:
      return "string";
    }
}
