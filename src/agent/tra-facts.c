/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-facts-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tra-duration.h"
#include "tra-phone-number.h"
#include "tra-plain-text.h"

/*
 * A task's attributes are a document that anyone may have written: the flow that took the call, a
 * web form, another program. What people wrote for people is shown; numbers of resources, addresses
 * and the call's own parameters are not, or once, in words. All of it is plain text.
 */

/* A document of 4096 characters (the service's limit for attributes) holds more short members than
 * anyone reads. */
#define MAX_FACTS 64
#define MAX_LABEL 40
#define MAX_CHIPS 2
#define MAX_CHIP 24

/* What the service and its Enqueue verb put there, as in the protocol's example of a voice task. */
static const char *const technical[] = {
  "account_sid", "api_version", "call_sid", "call_status", "called", "called_city",
  "called_country", "called_state", "called_zip", "caller", "caller_city", "caller_country",
  "caller_id_name", "caller_state", "caller_zip", "conference", "contact_uri", "direction",
  "forwarded_from", "from", "from_city", "from_country", "from_state", "from_zip", "outbound_to",
  "stir_verstat", "to", "to_city", "to_country", "to_state", "to_zip", "type", NULL,
};

/* What a chip shows: first what the caller wants, then how to speak with them. */
static const char *const chip_names[] = {
  "product", "selected_product", "language", "selected_language", NULL,
};

static void
fact_free (gpointer data)
{
  TraFact *fact = data;

  g_free (fact->label);
  g_free (fact->value);
  g_free (fact);
}

GPtrArray *
tra_facts_new (void)
{
  return g_ptr_array_new_with_free_func (fact_free);
}

/* @value: (transfer full): plain text */
void
tra_facts_take (GPtrArray *facts, const char *label, char *value)
{
  TraFact *fact;

  if (*label == '\0' || *value == '\0' || facts->len >= MAX_FACTS)
    {
      g_free (value);
      return;
    }

  fact = g_new0 (TraFact, 1);
  fact->label = g_strdup (label);
  fact->value = value;
  g_ptr_array_add (facts, fact);
}

/* "CA" and 32 hexadecimal digits, as all the service's resources are called. */
static gboolean
is_sid (const char *text)
{
  if (strlen (text) != 34 || !g_ascii_isupper (text[0]) || !g_ascii_isupper (text[1]))
    return FALSE;

  for (const char *p = text + 2; *p != '\0'; p++)
    if (!g_ascii_isxdigit (*p))
      return FALSE;

  return TRUE;
}

static gboolean
is_technical (const char *name)
{
  static const char *const endings[] = { "sid", "_sids", "_uri", "_url", "_id", "_token", NULL };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (int i = 0; endings[i] != NULL; i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;

  return g_strv_contains (technical, lower) || *name == '_' || *name == '$';
}

/* "selected_product" and "selectedProduct" are both "Selected Product". */
char *
tra_facts_dup_label (const char *name)
{
  g_autofree char *plain = tra_plain_text (name, MAX_LABEL);
  GString *label;
  gboolean at_start = TRUE;
  gunichar before = ' ';

  if (g_str_equal (name, "product") || g_str_equal (name, "selected_product"))
    return g_strdup (_("Product"));
  if (g_str_equal (name, "language") || g_str_equal (name, "selected_language"))
    return g_strdup (_("Language"));

  label = g_string_new (NULL);
  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '_' || c == '-' || c == '.')
        c = ' ';
      if (g_unichar_isupper (c) && g_unichar_islower (before))
        {
          g_string_append_c (label, ' ');
          at_start = TRUE;
        }
      g_string_append_unichar (label, at_start ? g_unichar_totitle (c) : c);
      at_start = c == ' ';
      before = c;
    }
  return g_string_free (label, FALSE);
}

static char *
value_from_scalar (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    return is_sid (json_node_get_string (node)) ? NULL : json_node_dup_string (node);
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? _("Yes") : _("No"));
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_DOUBLE)
    return g_strdup_printf ("%g", json_node_get_double (node));
  return NULL;
}

/* Strings, numbers and lists of them; what is nested deeper was written for programs. */
char *
tra_facts_dup_value (JsonNode *node)
{
  g_autoptr(GStrvBuilder) builder = NULL;
  g_auto(GStrv) parts = NULL;
  JsonArray *array;

  if (JSON_NODE_HOLDS_VALUE (node))
    return value_from_scalar (node);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  builder = g_strv_builder_new ();
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array) && i < MAX_FACTS; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *part = JSON_NODE_HOLDS_VALUE (element) ? value_from_scalar (element) : NULL;

      if (part != NULL)
        g_strv_builder_add (builder, part);
    }
  parts = g_strv_builder_end (builder);
  return g_strjoinv (", ", parts);
}

static void
add_member (GPtrArray *facts, JsonObject *attributes, const char *name, glong max_chars)
{
  g_autofree char *label = tra_facts_dup_label (name);
  g_autofree char *value = tra_facts_dup_value (json_object_get_member (attributes, name));

  if (value != NULL)
    tra_facts_take (facts, label, tra_plain_text (value, max_chars));
}

static void
add_location (GPtrArray *facts, TrTask *task)
{
  static const char *const names[] = { "caller_city", "caller_state", "caller_country" };
  g_autoptr(GString) location = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *part = tr_task_get_attribute (task, names[i]);

      if (part != NULL && *part != '\0')
        g_string_append_printf (location, "%s%s", location->len > 0 ? ", " : "", part);
    }
  tra_facts_take (facts, _("Location"), tra_plain_text (location->str, TRA_FACTS_MAX_VALUE));
}

/**
 * tra_facts_of_reservation:
 * @reservation: a reservation
 *
 * Returns: (transfer full) (element-type TraFact): what is known of whoever waits behind it: what
 *   the task's attributes say, in the order in which it was written, and what follows from the call
 */
GPtrArray *
tra_facts_of_reservation (TrReservation *reservation)
{
  GPtrArray *facts;
  TrTask *task;
  JsonObject *attributes;
  JsonObjectIter iter;
  const char *name;
  const char *called;

  g_return_val_if_fail (TR_IS_RESERVATION (reservation), NULL);

  facts = tra_facts_new ();
  task = tr_reservation_get_task (reservation);
  attributes = tr_task_get_attributes (task);
  json_object_iter_init_ordered (&iter, attributes);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!is_technical (name))
      add_member (facts, attributes, name, TRA_FACTS_MAX_VALUE);

  tra_facts_take (facts, _("Waited"), tra_duration_to_clock (tra_facts_get_waited (reservation)));
  add_location (facts, task);
  called = tr_task_get_attribute (task, "called");
  if (called != NULL && *called != '\0')
    tra_facts_take (facts, _("Number Dialed"), tra_phone_number_format (called));
  return facts;
}

/**
 * tra_facts_get_chips:
 * @task: a task
 *
 * Returns: (transfer full) (element-type TraFact): the few of its facts that fit beside the number
 */
GPtrArray *
tra_facts_get_chips (TrTask *task)
{
  GPtrArray *chips;
  JsonObject *attributes;

  g_return_val_if_fail (TR_IS_TASK (task), NULL);

  chips = tra_facts_new ();
  attributes = tr_task_get_attributes (task);
  for (int i = 0; chip_names[i] != NULL && chips->len < MAX_CHIPS; i++)
    if (json_object_has_member (attributes, chip_names[i]))
      add_member (chips, attributes, chip_names[i], MAX_CHIP);
  return chips;
}

/**
 * tra_facts_get_icon:
 * @task: a task that is offered
 * @accepts: whether it is for Accept, and not for Reject
 *
 * Returns: the name of the icon: a receiver for a call only
 */
const char *
tra_facts_get_icon (TrTask *task, gboolean accepts)
{
  g_return_val_if_fail (TR_IS_TASK (task), NULL);

  if (tr_task_get_call_sid (task) == NULL)
    return accepts ? "emblem-ok-symbolic" : "window-close-symbolic";
  return accepts ? "call-start-symbolic" : "call-stop-symbolic";
}

/**
 * tra_facts_get_caller:
 * @task: a task
 *
 * Returns: (transfer full): who calls, grouped for reading; of a task that is no call its title
 */
char *
tra_facts_get_caller (TrTask *task)
{
  static const char *const titles[] = { "title", "subject", "name", "customer_name" };
  const char *caller;

  g_return_val_if_fail (TR_IS_TASK (task), NULL);

  caller = tr_task_get_caller (task);
  if (caller != NULL && *caller != '\0')
    return tra_phone_number_format (caller);

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autofree char *title = tra_plain_text (tr_task_get_attribute (task, titles[i]), MAX_LABEL);

      if (*title != '\0')
        return g_steal_pointer (&title);
    }
  return g_strdup (tr_task_get_call_sid (task) != NULL ? _("Unknown Caller") : _("New Task"));
}

/**
 * tra_facts_get_own_phone:
 * @worker: a worker
 *
 * Returns: (nullable): the address that the service rings for this worker, as it spells it: the
 *   attribute contact_uri
 *
 * Source: the service's guide to the conference instruction: To defaults to contact_uri.
 */
const char *
tra_facts_get_own_phone (TrWorker *worker)
{
  JsonNode *node;

  g_return_val_if_fail (TR_IS_WORKER (worker), NULL);

  node = json_object_get_member (tr_worker_get_attributes (worker), "contact_uri");
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/**
 * tra_facts_get_waited:
 * @reservation: a reservation
 *
 * Returns: how long the caller had waited when this agent was asked, in microseconds
 */
gint64
tra_facts_get_waited (TrReservation *reservation)
{
  gint64 asked;

  g_return_val_if_fail (TR_IS_RESERVATION (reservation), 0);

  asked = tr_reservation_get_date_created (reservation);
  return MAX (asked - tr_task_get_date_created (tr_reservation_get_task (reservation)), 0) *
         G_USEC_PER_SEC;
}
