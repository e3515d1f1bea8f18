/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-flow-schema.h"

#include <string.h>

/* Source: the service's page of each widget and of the flow definition; exported flows, for the
 * types. The service's own schema is picky: profanity_filter, play_beep, trim and time_limit are
 * text. */

#define STRING(name) { name, TRS_FLOW_TYPE_STRING, FALSE }
#define NEEDED(name) { name, TRS_FLOW_TYPE_STRING, TRUE }
#define WORD(name, words) { name, TRS_FLOW_TYPE_STRING, FALSE, words }
#define NUMBER(name) { name, TRS_FLOW_TYPE_NUMBER, FALSE }
#define LOOSE(name) { name, TRS_FLOW_TYPE_NUMBER_OR_STRING, FALSE }
#define BOOLEAN(name) { name, TRS_FLOW_TYPE_BOOLEAN, FALSE }
#define PAIRS(name) { name, TRS_FLOW_TYPE_PAIRS, FALSE }
#define END { NULL }

#define METHODS " GET POST "
#define SPEECH                                                                                     \
  STRING ("say"), STRING ("play"), STRING ("voice"), STRING ("language"), NUMBER ("loop")

static const TrsFlowPropertySpec connect_call_to[] = {
  { "noun", TRS_FLOW_TYPE_STRING, TRUE,
    " number client sip conference number-multi client-multi sim " },
  STRING ("to"),
  STRING ("caller_id"),
  NUMBER ("timeout"),
  BOOLEAN ("record"),
  STRING ("time_limit"),
  STRING ("sip_endpoint"),
  STRING ("sip_username"),
  STRING ("sip_password"),
  END
};
static const TrsFlowPropertySpec enqueue_call[] = {
  STRING ("workflow_sid"), STRING ("queue_name"), STRING ("task_attributes"), LOOSE ("priority"),
  LOOSE ("timeout"), STRING ("wait_url"), WORD ("wait_url_method", METHODS), END
};
static const TrsFlowPropertySpec gather_input_on_call[] = {
  SPEECH, NUMBER ("timeout"), STRING ("finish_on_key"), BOOLEAN ("stop_gather"),
  NUMBER ("number_of_digits"), STRING ("gather_language"), STRING ("hints"),
  STRING ("speech_timeout"), STRING ("speech_model"), STRING ("profanity_filter"),
  STRING ("save_response_as"), END
};
static const TrsFlowPropertySpec make_http_request[] = {
  NEEDED ("url"), WORD ("method", METHODS), STRING ("content_type"), STRING ("body"),
  PAIRS ("parameters"), BOOLEAN ("add_twilio_auth"), END
};
static const TrsFlowPropertySpec record_voicemail[] = {
  NUMBER ("timeout"), STRING ("finish_on_key"), NUMBER ("max_length"), STRING ("play_beep"),
  WORD ("trim", " trim-silence do-not-trim "), BOOLEAN ("transcribe"),
  STRING ("transcription_callback_url"), STRING ("recording_status_callback_url"), END
};
static const TrsFlowPropertySpec run_function[] = { NEEDED ("url"), PAIRS ("parameters"), END };
static const TrsFlowPropertySpec say_play[] = { SPEECH, STRING ("digits"), END };
static const TrsFlowPropertySpec send_to_flex[] = {
  NEEDED ("workflow"), NEEDED ("channel"), STRING ("attributes"), LOOSE ("priority"),
  LOOSE ("timeout"), STRING ("waitUrl"), WORD ("waitUrlMethod", METHODS), END
};
static const TrsFlowPropertySpec set_variables[] = { PAIRS ("variables"), END };
static const TrsFlowPropertySpec split_based_on[] = { NEEDED ("input"), END };
static const TrsFlowPropertySpec trigger[] = { END };

static const TrsFlowWidgetSpec widgets[] = {
  { "connect-call-to", TRS_FLOW_WIDGET_CONNECT_CALL_TO, connect_call_to },
  { "enqueue-call", TRS_FLOW_WIDGET_ENQUEUE_CALL, enqueue_call },
  { "gather-input-on-call", TRS_FLOW_WIDGET_GATHER_INPUT_ON_CALL, gather_input_on_call },
  { "make-http-request", TRS_FLOW_WIDGET_MAKE_HTTP_REQUEST, make_http_request },
  { "record-voicemail", TRS_FLOW_WIDGET_RECORD_VOICEMAIL, record_voicemail },
  { "run-function", TRS_FLOW_WIDGET_RUN_FUNCTION, run_function },
  { "say-play", TRS_FLOW_WIDGET_SAY_PLAY, say_play },
  { "send-to-flex", TRS_FLOW_WIDGET_SEND_TO_FLEX, send_to_flex },
  { "set-variables", TRS_FLOW_WIDGET_SET_VARIABLES, set_variables },
  { "split-based-on", TRS_FLOW_WIDGET_SPLIT_BASED_ON, split_based_on },
  { "trigger", TRS_FLOW_WIDGET_TRIGGER, trigger },
};

/* Types of the conditions of a split, with blanks around each. */
const char *const trs_flow_schema_condition_types =
  " equal_to not_equal_to matches_any_of does_not_match_any_of contains does_not_contain "
  "starts_with does_not_start_with less_than greater_than is_blank is_not_blank regex "
  "is_before_time is_after_time is_before_date is_after_date ";

/* Returns NULL for a type that the sandbox does not run. */
const TrsFlowWidgetSpec *
trs_flow_schema_find (const char *type_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      if (strcmp (widgets[i].name, type_name) == 0)
        return &widgets[i];
    }
  return NULL;
}

/* Whether the service has such a widget, whoever runs it. */
gboolean
trs_flow_schema_is_known (const char *type_name)
{
  static const char others[] =
    " add-twiml-redirect capture-payments connect-virtual-agent connect-virtual-agent-v2 fork-stream "
    "make-outgoing-call-v1 make-outgoing-call-v2 record-call run-subflow search-recommendations "
    "send-and-wait-for-reply send-message send-to-auto-pilot set-attributes state-machine ";

  return trs_flow_schema_find (type_name) != NULL ||
         trs_flow_schema_has_word (others, type_name);
}

gboolean
trs_flow_schema_has_word (const char *words, const char *word)
{
  g_autofree char *search = g_strconcat (" ", word, " ", NULL);

  return *word != '\0' && strchr (word, ' ') == NULL && strstr (words, search) != NULL;
}
