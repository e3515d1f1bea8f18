/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-flow-run-private.h"

/* A widget that speaks to the caller, written as TwiML. */

/* What is not blank and not given means the service's default. */
static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\r\n")] == '\0';
}

/* Text for XML, which has no place for control characters. */
static void
add_text (GString *out, const char *text)
{
  g_autofree char *clean = g_strdup (text);
  g_autofree char *escaped = NULL;

  for (char *c = clean; *c != '\0'; c++)
    {
      if (((guchar) *c < 0x20 && *c != '\t' && *c != '\n' && *c != '\r') || *c == 0x7F)
        *c = ' ';
    }
  escaped = g_markup_escape_text (clean, -1);
  g_string_append (out, escaped);
}

static void
add_attribute (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, " %s=\"", name);
  add_text (out, value);
  g_string_append_c (out, '"');
}

/* An attribute from a property, where that says something. */
static void
add_property (TrsFlowRun *run, GString *out, const char *name, const char *property)
{
  g_autofree char *value = trs_flow_run_dup_property (run, property);

  if (!is_blank (value))
    add_attribute (out, name, value);
}

static void
add_element (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, "<%s>", name);
  add_text (out, text);
  g_string_append_printf (out, "</%s>", name);
}

/* Say or Play, of those widgets that have both. */
static void
add_speech (TrsFlowRun *run, GString *out)
{
  g_autofree char *say = trs_flow_run_dup_property (run, "say");
  g_autofree char *play = trs_flow_run_dup_property (run, "play");
  g_autofree char *digits = NULL;

  if (!is_blank (say))
    {
      g_string_append (out, "<Say");
      add_property (run, out, "voice", "voice");
      add_property (run, out, "language", "language");
      add_property (run, out, "loop", "loop");
      g_string_append_c (out, '>');
      add_text (out, say);
      g_string_append (out, "</Say>");
    }
  else if (!is_blank (play))
    {
      g_string_append (out, "<Play");
      add_property (run, out, "loop", "loop");
      g_string_append_c (out, '>');
      add_text (out, play);
      g_string_append (out, "</Play>");
    }
  else if (trs_flow_widget_get_widget_type (run->widget) == TRS_FLOW_WIDGET_SAY_PLAY)
    {
      digits = trs_flow_run_dup_property (run, "digits");
      if (!is_blank (digits))
        {
          g_string_append (out, "<Play");
          add_attribute (out, "digits", digits);
          g_string_append (out, "/>");
        }
    }
}

static void
add_gather (TrsFlowRun *run, GString *out)
{
  g_autofree char *finish = trs_flow_run_dup_property (run, "finish_on_key");
  g_autofree char *stops = trs_flow_run_dup_property (run, "stop_gather");
  g_autofree char *digits = trs_flow_run_dup_property (run, "number_of_digits");

  g_string_append (out, "<Gather input=\"dtmf speech\" action=\"?FlowEvent=gather\"");
  add_property (run, out, "timeout", "timeout");
  if (finish != NULL) /* "" is for no key at all */
    add_attribute (out, "finishOnKey", finish);
  if (g_strcmp0 (stops, "false") != 0 && digits != NULL && g_ascii_strtoll (digits, NULL, 10) > 0)
    add_attribute (out, "numDigits", digits);
  add_property (run, out, "language", "gather_language");
  add_property (run, out, "hints", "hints");
  add_property (run, out, "speechTimeout", "speech_timeout");
  add_property (run, out, "speechModel", "speech_model");
  add_property (run, out, "profanityFilter", "profanity_filter");
  g_string_append_c (out, '>');
  add_speech (run, out);
  g_string_append (out, "</Gather>");
}

static void
add_enqueue (TrsFlowRun *run, GString *out)
{
  gboolean is_flex = trs_flow_widget_get_widget_type (run->widget) == TRS_FLOW_WIDGET_SEND_TO_FLEX;
  g_autofree char *workflow =
    trs_flow_run_dup_property (run, is_flex ? "workflow" : "workflow_sid");
  g_autofree char *queue = trs_flow_run_dup_property (run, "queue_name");
  g_autofree char *attributes =
    trs_flow_run_dup_property (run, is_flex ? "attributes" : "task_attributes");

  g_string_append (out, "<Enqueue action=\"?FlowEvent=enqueue\"");
  add_property (run, out, "waitUrl", is_flex ? "waitUrl" : "wait_url");
  add_property (run, out, "waitUrlMethod", is_flex ? "waitUrlMethod" : "wait_url_method");
  if (is_blank (workflow) && !is_blank (queue))
    {
      g_string_append_c (out, '>');
      add_text (out, queue);
    }
  else
    {
      add_attribute (out, "workflowSid", workflow != NULL ? g_strstrip (workflow) : "");
      g_string_append (out, "><Task");
      add_property (run, out, "priority", "priority");
      add_property (run, out, "timeout", "timeout");
      g_string_append_c (out, '>');
      if (!is_blank (attributes))
        add_text (out, attributes);
      g_string_append (out, "</Task>");
    }
  g_string_append (out, "</Enqueue>");
}

/* The nouns of "number-multi" and the like: an address each, with commas between. */
static void
add_addresses (GString *out, const char *noun, const char *addresses)
{
  g_auto(GStrv) list = g_strsplit (addresses, ",", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      if (!is_blank (list[i]))
        add_element (out, noun, g_strstrip (list[i]));
    }
}

static void
add_sip (TrsFlowRun *run, GString *out, const char *to)
{
  g_autofree char *endpoint = trs_flow_run_dup_property (run, "sip_endpoint");

  g_string_append (out, "<Sip");
  add_property (run, out, "username", "sip_username");
  add_property (run, out, "password", "sip_password");
  g_string_append_c (out, '>');
  add_text (out, is_blank (endpoint) ? to : endpoint);
  g_string_append (out, "</Sip>");
}

static void
add_dial (TrsFlowRun *run, GString *out)
{
  g_autofree char *noun = trs_flow_run_dup_property (run, "noun");
  g_autofree char *to = trs_flow_run_dup_property (run, "to");
  g_autofree char *records = trs_flow_run_dup_property (run, "record");

  g_string_append (out, "<Dial action=\"?FlowEvent=dial\"");
  add_property (run, out, "callerId", "caller_id");
  add_property (run, out, "timeout", "timeout");
  add_property (run, out, "timeLimit", "time_limit");
  if (g_strcmp0 (records, "true") == 0)
    add_attribute (out, "record", "record-from-answer");
  g_string_append_c (out, '>');
  if (g_str_has_prefix (noun, "client"))
    add_addresses (out, "Client", to != NULL ? to : "");
  else if (strcmp (noun, "sip") == 0)
    add_sip (run, out, to != NULL ? to : "");
  else if (strcmp (noun, "conference") == 0)
    add_element (out, "Conference", to != NULL ? to : "");
  else
    add_addresses (out, "Number", to != NULL ? to : "");
  g_string_append (out, "</Dial>");
}

static void
add_record (TrsFlowRun *run, GString *out)
{
  g_autofree char *finish = trs_flow_run_dup_property (run, "finish_on_key");

  g_string_append (out, "<Record action=\"?FlowEvent=record\"");
  add_property (run, out, "timeout", "timeout");
  if (finish != NULL)
    add_attribute (out, "finishOnKey", finish);
  add_property (run, out, "maxLength", "max_length");
  add_property (run, out, "playBeep", "play_beep");
  add_property (run, out, "trim", "trim");
  add_property (run, out, "transcribe", "transcribe");
  add_property (run, out, "transcribeCallback", "transcription_callback_url");
  add_property (run, out, "recordingStatusCallback", "recording_status_callback_url");
  g_string_append (out, "/>");
}

/**
 * trs_flow_voice_make_document:
 * @self: an execution at a widget that speaks
 *
 * Returns: (transfer full): TwiML text
 */
char *
trs_flow_voice_make_document (TrsFlowRun *self)
{
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>");

  switch (trs_flow_widget_get_widget_type (self->widget))
    {
    case TRS_FLOW_WIDGET_GATHER_INPUT_ON_CALL:
      add_gather (self, out);
      break;
    case TRS_FLOW_WIDGET_ENQUEUE_CALL:
    case TRS_FLOW_WIDGET_SEND_TO_FLEX:
      add_enqueue (self, out);
      break;
    case TRS_FLOW_WIDGET_CONNECT_CALL_TO:
      add_dial (self, out);
      break;
    case TRS_FLOW_WIDGET_RECORD_VOICEMAIL:
      add_record (self, out);
      break;
    default:
      add_speech (self, out);
      break;
    }
  g_string_append (out, "</Response>");
  return g_string_free (out, FALSE);
}
