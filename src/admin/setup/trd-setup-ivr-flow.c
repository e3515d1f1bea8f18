/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-ivr.h"

#include <string.h>

#include "tr-json.h"

#include "trd-setup-flow.h"
#include "trd-setup-hours.h"
#include "trd-setup-value.h"

#define IS_OPEN "{{flow.variables.is_open}}"
#define FIRST_TIME "{% if flow.variables.silences == 0 %}"
#define OTHERWISE "{% else %}"
#define END_IF "{% endif %}"

/* The description says what it was made from, so that it can be read again. */
#define MADE_FROM "Made by task-router-admin setup from "

/* ---- Widgets ---- */

typedef struct
{
  JsonObject *properties;
  JsonArray *transitions;
} Widget;

static Widget
add_widget (JsonArray *states, const char *name, const char *type)
{
  Widget self = { json_object_new (), json_array_new () };
  JsonObject *state = json_object_new ();
  JsonObject *offset = json_object_new ();

  json_object_set_int_member (offset, "x", 0);
  json_object_set_int_member (offset, "y", 200 * json_array_get_length (states));
  json_object_set_object_member (self.properties, "offset", offset);
  json_object_set_string_member (state, "name", name);
  json_object_set_string_member (state, "type", type);
  json_object_set_array_member (state, "transitions", self.transitions);
  json_object_set_object_member (state, "properties", self.properties);
  json_array_add_object_element (states, state);
  return self;
}

/* @next: nullable: nothing follows. */
static JsonObject *
go (Widget *self, const char *event, const char *next)
{
  JsonObject *transition = json_object_new ();

  if (next != NULL)
    json_object_set_string_member (transition, "next", next);
  json_object_set_string_member (transition, "event", event);
  json_array_add_object_element (self->transitions, transition);
  return transition;
}

static void
go_if (Widget *self, const char *argument, const char *type, const char *value, const char *next)
{
  JsonObject *transition = go (self, "match", next);
  JsonObject *condition = json_object_new ();
  JsonArray *arguments = json_array_new ();
  JsonArray *conditions = json_array_new ();
  g_autofree char *name = g_strdup_printf ("If value %s %s", type, value);

  json_array_add_string_element (arguments, argument);
  json_object_set_string_member (condition, "friendly_name", name);
  json_object_set_array_member (condition, "arguments", arguments);
  json_object_set_string_member (condition, "type", type);
  json_object_set_string_member (condition, "value", value);
  json_array_add_object_element (conditions, condition);
  json_object_set_array_member (transition, "conditions", conditions);
}

static void
add_variable (JsonArray *variables, const char *key, const char *value)
{
  JsonObject *variable = json_object_new ();

  json_object_set_string_member (variable, "key", key);
  json_object_set_string_member (variable, "value", value);
  json_array_add_object_element (variables, variable);
}

static void
set_voice (JsonObject *properties, JsonObject *ivr)
{
  json_object_set_string_member (properties, "voice", trd_value_get_text (ivr, "voice"));
  json_object_set_string_member (properties, "language", trd_value_get_text (ivr, "language"));
  json_object_set_int_member (properties, "loop", 1);
}

static void
add_say (JsonArray *states, JsonObject *ivr, const char *name, const char *words, const char *next)
{
  Widget widget = add_widget (states, name, "say-play");

  go (&widget, "audioComplete", next);
  json_object_set_string_member (widget.properties, "say", words);
  set_voice (widget.properties, ivr);
}

/* ---- The parts ---- */

static void
add_start (JsonArray *states, JsonObject *ivr)
{
  JsonObject *hours = json_object_has_member (ivr, "hours")
                      ? json_object_get_object_member (ivr, "hours")
                                                            : NULL;
  JsonArray *variables = json_array_new ();
  Widget trigger = add_widget (states, "Trigger", "trigger");
  Widget start = add_widget (states, "start", "set-variables");
  Widget split;

  go (&trigger, "incomingMessage", NULL);
  go (&trigger, "incomingCall", "start");
  go (&trigger, "incomingConversationMessage", NULL);
  go (&trigger, "incomingRequest", NULL);
  go (&trigger, "incomingParent", NULL);
  add_variable (variables, "silences", "0");
  json_object_set_array_member (start.properties, "variables", variables);
  go (&start, "next", hours != NULL ? "is_open" : "menu");
  if (hours == NULL)
    return;

  g_autofree char *liquid = trd_setup_hours_to_liquid (hours);

  add_variable (variables, "is_open", liquid);
  split = add_widget (states, "is_open", "split-based-on");
  go (&split, "noMatch", "closed");
  go_if (&split, IS_OPEN, "equal_to", "open", "menu");
  json_object_set_string_member (split.properties, "input", IS_OPEN);
}

static char *
dup_menu_words (JsonObject *ivr)
{
  const char *welcome = trd_value_get_text (ivr, "welcome");
  const char *menu = trd_value_get_text (ivr, "menu");

  return g_str_equal (welcome, menu) ? g_strdup (welcome)
                                     : g_strconcat (FIRST_TIME, welcome, OTHERWISE, menu, END_IF,
                                                    NULL);
}

static void
add_menu (JsonArray *states, JsonObject *ivr, GList *keys)
{
  JsonObject *all = json_object_get_object_member (ivr, "keys");
  Widget menu = add_widget (states, "menu", "gather-input-on-call");
  Widget choice = add_widget (states, "choice", "split-based-on");
  g_autofree char *words = dup_menu_words (ivr);
  g_autoptr(GString) hints = g_string_new (NULL);

  go (&choice, "noMatch", "not_understood");
  for (GList *l = keys; l != NULL; l = l->next)
    {
      JsonObject *key = json_object_get_object_member (all, l->data);
      const char *spoken = trd_value_get_text (key, "words");
      g_autofree char *next =
          g_strconcat ("key_", g_str_equal (l->data, "*") ? "star" : l->data, NULL);

      go_if (&choice, "{{widgets.menu.Digits}}", "equal_to", l->data, next);
      if (spoken == NULL)
        continue;
      go_if (&choice, "{{widgets.menu.SpeechResult}}", "contains", spoken, next);
      g_string_append_printf (hints, "%s%s", hints->len > 0 ? "," : "", spoken);
    }
  json_object_set_string_member (choice.properties, "input", "{{widgets.menu.Digits}}");

  go (&menu, "keypress", "choice");
  go (&menu, "speech", "choice");
  go (&menu, "timeout", "count_silence");
  json_object_set_string_member (menu.properties, "say", words);
  set_voice (menu.properties, ivr);
  json_object_set_int_member (menu.properties, "timeout", 10);
  json_object_set_int_member (menu.properties, "number_of_digits", 1);
  json_object_set_string_member (menu.properties, "finish_on_key", "#");
  json_object_set_boolean_member (menu.properties, "stop_gather", TRUE);
  json_object_set_string_member (menu.properties, "gather_language",
                                 trd_value_get_text (ivr, "language"));
  json_object_set_string_member (menu.properties, "speech_timeout", "auto");
  if (hints->len > 0)
    json_object_set_string_member (menu.properties, "hints", hints->str);
}

/* Three silences, or wrong choices, and it ends. */
static void
add_patience (JsonArray *states, JsonObject *ivr)
{
  JsonArray *variables = json_array_new ();
  Widget count, split;

  add_say (states, ivr, "not_understood", trd_value_get_text (ivr, "not_understood"),
           "count_silence");
  count = add_widget (states, "count_silence", "set-variables");
  add_variable (variables, "silences", "{{flow.variables.silences | plus: 1}}");
  json_object_set_array_member (count.properties, "variables", variables);
  go (&count, "next", "is_there");
  split = add_widget (states, "is_there", "split-based-on");
  go (&split, "noMatch", "goodbye");
  go_if (&split, "{{flow.variables.silences}}", "less_than", "3", "menu");
  json_object_set_string_member (split.properties, "input", "{{flow.variables.silences}}");
  add_say (states, ivr, "goodbye", trd_value_get_text (ivr, "goodbye"), NULL);
}

static void
add_key (JsonArray *states, const char *name, JsonObject *key, const char *otherwise)
{
  g_autofree char *widget_name =
      g_strconcat ("key_", g_str_equal (name, "*") ? "star" : name, NULL);
  Widget widget = add_widget (states, widget_name, "enqueue-call");
  g_autofree char *attributes = NULL;

  go (&widget, "callComplete", NULL);
  go (&widget, "failedToEnqueue", otherwise);
  go (&widget, "callFailure", otherwise);
  json_object_set_string_member (widget.properties, "workflow_sid",
                                 trd_value_get_text (key, "workflow"));
  if (!json_object_has_member (key, "attributes"))
    return;
  attributes = tr_json_object_to_string (json_object_get_object_member (key, "attributes"));
  json_object_set_string_member (widget.properties, "task_attributes", attributes);
}

static void
add_voicemail (JsonArray *states, JsonObject *ivr, JsonObject *voicemail)
{
  Widget widget;

  add_say (states, ivr, "voicemail_greeting", trd_value_get_text (voicemail, "greeting"),
           "voicemail");
  widget = add_widget (states, "voicemail", "record-voicemail");
  go (&widget, "recordingComplete", "thanks");
  go (&widget, "noAudio", "goodbye");
  go (&widget, "hangup", NULL);
  json_object_set_int_member (widget.properties, "timeout", 5);
  json_object_set_string_member (widget.properties, "finish_on_key", "#");
  json_object_set_int_member (widget.properties, "max_length",
                              json_object_get_int_member (voicemail, "max_length"));
  json_object_set_string_member (widget.properties, "play_beep", "true");
  json_object_set_string_member (widget.properties, "trim", "trim-silence");
  json_object_set_boolean_member (widget.properties, "transcribe", FALSE);
  add_say (states, ivr, "thanks", trd_value_get_text (voicemail, "thanks"), NULL);
}

/**
 * trd_ivr_to_definition:
 * @ivr: an IVR
 *
 * Returns: (transfer full): a Studio definition with workflows' names for SIDs
 *
 * Source: the service's guides "Flow definition" and "Widget library".
 */
JsonNode *
trd_ivr_to_definition (JsonObject *ivr)
{
  g_autoptr(JsonObject) definition = json_object_new ();
  JsonObject *flags = json_object_new ();
  JsonArray *states = json_array_new ();
  JsonObject *keys = json_object_get_object_member (ivr, "keys");
  g_autoptr(GList) names = g_list_sort (json_object_get_members (keys), (GCompareFunc) strcmp);
  JsonObject *voicemail = json_object_has_member (ivr, "voicemail")
                              ? json_object_get_object_member (ivr, "voicemail") : NULL;
  const char *otherwise = voicemail != NULL ? "voicemail_greeting" : "goodbye";
  g_autoptr(JsonObject) short_form = NULL;
  g_autofree char *text = NULL;
  g_autofree char *description = NULL;

  add_start (states, ivr);
  add_menu (states, ivr, names);
  add_patience (states, ivr);
  for (GList *l = names; l != NULL; l = l->next)
    add_key (states, l->data, json_object_get_object_member (keys, l->data), otherwise);
  if (json_object_has_member (ivr, "hours"))
    add_say (states, ivr, "closed",
             trd_value_get_text (json_object_get_object_member (ivr, "hours"), "closed"),
             voicemail != NULL ? "voicemail_greeting" : NULL);
  if (voicemail != NULL)
    add_voicemail (states, ivr, voicemail);

  short_form = trd_ivr_without_defaults (ivr);
  text = tr_json_object_to_string (short_form);
  description = g_strconcat (MADE_FROM, text, NULL);
  json_object_set_string_member (definition, "description", description);
  json_object_set_array_member (definition, "states", states);
  json_object_set_string_member (definition, "initial_state", "Trigger");
  json_object_set_boolean_member (flags, "allow_concurrent_calls", TRUE);
  json_object_set_object_member (definition, "flags", flags);
  return trd_value_new_object (definition);
}

/**
 * trd_ivr_from_definition:
 * @definition: any definition, with workflows' names
 *
 * Returns: (transfer full) (nullable): the IVR that it was made from, if nothing was changed since
 */
JsonObject *
trd_ivr_from_definition (JsonNode *definition)
{
  const char *description = JSON_NODE_HOLDS_OBJECT (definition)
                                ? trd_value_get_text (json_node_get_object (definition),
                                                      "description")
                                : NULL;
  g_autoptr(TrdSource) source = NULL;
  g_autoptr(JsonObject) ivr = NULL;
  g_autoptr(JsonNode) again = NULL;
  TrdEntry entry = { NULL, NULL, (char *) "" };

  if (description == NULL || !g_str_has_prefix (description, MADE_FROM))
    return NULL;
  description += strlen (MADE_FROM);
  source = trd_source_new ("description.json", description, strlen (description), NULL);
  if (source == NULL)
    return NULL;
  entry.source = source;
  entry.object = trd_source_get_root (source);
  ivr = trd_ivr_from_entry (&entry, NULL);
  again = ivr != NULL ? trd_ivr_to_definition (ivr) : NULL;
  return again != NULL && trd_flow_equals (again, definition) ? g_steal_pointer (&ivr) : NULL;
}
