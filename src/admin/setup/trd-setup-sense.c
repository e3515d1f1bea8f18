/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-check.h"

#include <string.h>

#include "trs-address.h"
#include "trs-expression.h"
#include "trs-lexer.h"

#include "trd-setup-rehearsal.h"
#include "trd-setup-value.h"

/* What the service takes without a word, and what nobody notices until a caller waits for ever. */

typedef struct
{
  GPtrArray *problems;
  TrdThing *thing;
} Sense;

G_GNUC_PRINTF (3, 4)
static void
add (Sense *self, const char *member, const char *format, ...)
{
  g_autofree char *path = g_strconcat (self->thing->path, *member != '\0' ? "." : "", member, NULL);
  g_autofree char *complaint = NULL;
  va_list arguments;

  va_start (arguments, format);
  complaint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  trd_problem_add (self->problems, FALSE, path, "%s", complaint);
}

/* ---- Queues and workers ---- */

/* What is broken is told already, and guessing what it was meant to be would mislead. */
static JsonObject *
attributes_of (TrdThing *worker)
{
  JsonNode *node = trd_value_get (worker->fields, "attributes");

  return node != NULL ? json_object_ref (json_node_get_object (node)) : json_object_new ();
}

/* NULL: nobody can tell whom it matches. Who says nothing means everybody, and "" is nobody. */
static TrsExpression *
expression_of (TrdThing *queue)
{
  const char *text = trd_thing_get_text (queue, "target_workers");

  if (queue->is_broken)
    return NULL;
  if (text == NULL)
    text = "1 == 1";
  return trs_expression_new (*text != '\0' ? text : "1 == 2", NULL, NULL);
}

/* Which worker is in a queue, or may be. Returns whether anybody is in this one. */
static gboolean
note_members (TrdThing *queue, GPtrArray *workers, gboolean *is_in_queue)
{
  g_autoptr(TrsExpression) expression = expression_of (queue);
  gboolean has_member = expression == NULL;

  for (guint i = 0; i < workers->len; i++)
    {
      TrdThing *worker = g_ptr_array_index (workers, i);
      g_autoptr(JsonObject) attributes = attributes_of (worker);
      gboolean is_in = worker->is_broken || expression == NULL ||
                       trs_expression_matches_object (expression, attributes);

      is_in_queue[i] = is_in_queue[i] || is_in;
      has_member = has_member || is_in;
    }
  return has_member;
}

/* A file without workers, or without queues, leaves them to somebody else. */
static void
check_members (Sense *self, TrdCentre *centre)
{
  GPtrArray *queues = centre->things[TRD_SETUP_QUEUE];
  GPtrArray *workers = centre->things[TRD_SETUP_WORKER];
  g_autofree gboolean *is_in_queue = g_new0 (gboolean, workers->len + 1);

  if (queues->len == 0 || workers->len == 0)
    return;
  for (guint i = 0; i < queues->len; i++)
    {
      self->thing = g_ptr_array_index (queues, i);
      if (!note_members (self->thing, workers, is_in_queue))
        add (self, "target_workers", "matches no worker: tasks would wait in '%s' for ever",
             self->thing->name);
    }
  for (guint i = 0; i < workers->len; i++)
    {
      self->thing = g_ptr_array_index (workers, i);
      if (!is_in_queue[i])
        add (self, "attributes", "match no queue: '%s' would never get a task", self->thing->name);
    }
}

static void
check_contact (Sense *self)
{
  JsonNode *attributes = trd_value_get (self->thing->fields, "attributes");
  JsonNode *contact;

  if (attributes == NULL)
    return;
  contact = trd_value_get (json_node_get_object (attributes), "contact_uri");
  if (trd_value_is_empty (contact))
    add (self, "attributes", "have no contact_uri: no call can be put through to '%s'",
         self->thing->name);
  else if (json_node_get_value_type (contact) != G_TYPE_STRING ||
           !trs_address_is_valid (json_node_get_string (contact)))
    add (self, "attributes.contact_uri",
         "is no address: one of +16505550100, client:NAME, sip:NAME@HOST");
}

/* ---- Filters ---- */

/* The same words with other spaces are the same expression. */
static char *
dup_plain (const char *text, gboolean *is_constant)
{
  GString *plain = g_string_new (NULL);
  TrsLexer lexer;

  *is_constant = TRUE;
  trs_lexer_init (&lexer, text);
  for (; lexer.token.type != TRS_TOKEN_END &&
       lexer.token.type != TRS_TOKEN_BAD; trs_lexer_advance (&lexer))
    {
      static const char *const words[] = { "and", "or", "not", "in", "has", "contains", "true", "false", "null" };
      gboolean is_keyword = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        is_keyword |= trs_token_is_word (&lexer.token, words[i]);
      if (lexer.token.type == TRS_TOKEN_WORD && !is_keyword)
        *is_constant = FALSE;
      if (is_keyword)
        {
          g_autofree char *word = g_ascii_strdown (lexer.token.start, (gssize) lexer.token.length);

          g_string_append (plain, word);
        }
      else if (lexer.token.type == TRS_TOKEN_COMPARISON && lexer.token.length == 1 &&
               *lexer.token.start == '=')
        g_string_append (plain, "==");
      else
        g_string_append_len (plain, lexer.token.start, (gssize) lexer.token.length);
      g_string_append_c (plain, ' ');
    }
  return g_string_free (plain, FALSE);
}

static gboolean
constant_is_true (const char *text)
{
  g_autoptr(TrsExpression) expression = trs_expression_new (text, NULL, NULL);
  g_autoptr(JsonObject) nothing = json_object_new ();

  return expression != NULL && trs_expression_matches_object (expression, nothing);
}

/* A step without limit, which is never skipped. */
static gboolean
holds_for_ever (JsonObject *target)
{
  return !json_object_has_member (target, "timeout") && !json_object_has_member (target, "skip_if");
}

/* Which step keeps a task, so that it comes to no later step or filter; -1: none. */
static int
find_keeper (JsonObject *filter)
{
  JsonArray *targets = json_object_get_array_member (filter, "targets");

  for (guint i = 0; i < json_array_get_length (targets); i++)
    if (holds_for_ever (json_array_get_object_element (targets, i)))
      return (int) i;
  return -1;
}

static void
check_targets (Sense *self, JsonObject *filter, guint index)
{
  int keeper = find_keeper (filter);
  JsonArray *targets = json_object_get_array_member (filter, "targets");
  g_autofree char *path = g_strdup_printf ("filters[%u].targets[%d]", index, keeper + 1);

  if (keeper >= 0 && (guint) keeper + 1 < json_array_get_length (targets))
    add (self, path, "is never reached: the target before it has no timeout");
}

static void
check_filters (Sense *self, JsonObject *routing)
{
  JsonArray *filters = json_object_get_array_member (routing, "filters");
  g_autoptr(GHashTable) kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int always = -1; /* the filter that takes every task and keeps it */

  for (guint i = 0; i < json_array_get_length (filters); i++)
    {
      JsonObject *filter = json_array_get_object_element (filters, i);
      const char *text = trd_value_get_text (filter, "expression");
      gboolean is_constant;
      g_autofree char *plain = dup_plain (text, &is_constant);
      g_autofree char *path = g_strdup_printf ("filters[%u].expression", i);
      gpointer earlier;

      check_targets (self, filter, i);
      if (always >= 0)
        add (self, path, "is never reached: filters[%d] takes every task", always);
      else if (g_hash_table_lookup_extended (kept, plain, NULL, &earlier))
        add (self, path, "is never reached: filters[%u] says the same", GPOINTER_TO_UINT (earlier));
      else if (is_constant && !constant_is_true (text))
        add (self, path, "is never true");
      if (find_keeper (filter) < 0)
        continue;
      if (always < 0 && is_constant && constant_is_true (text))
        always = (int) i;
      g_hash_table_insert (kept, g_steal_pointer (&plain), GUINT_TO_POINTER (i));
    }
  if (always >= 0 && json_object_has_member (routing, "default_queue"))
    add (self, "default_queue", "is never reached: filters[%d] takes every task", always);
}

/* ---- The whole ---- */

static gboolean
have_error (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    if (((TrdProblem *) g_ptr_array_index (problems, i))->is_error)
      return TRUE;
  return FALSE;
}

static void
check_engine (Sense *self, TrdCentre *centre)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr(TrdRehearsal) rehearsal = NULL;

  if (!trd_rehearsal_is_possible (centre))
    return;
  rehearsal = trd_rehearsal_new (centre, 0, &path, &error);
  if (rehearsal == NULL)
    trd_problem_add (self->problems, TRUE, path, "would be refused: %s", error->message);
}

/**
 * trd_setup_check_sense:
 * @centre: a file's
 * @problems: (element-type TrdProblem): of trd_setup_check(); where what makes no sense is added
 */
void
trd_setup_check_sense (TrdCentre *centre, GPtrArray *problems)
{
  Sense self = { problems, NULL };

  /* The engine stops at the first thing that it refuses, which is told already then. */
  if (!have_error (problems))
    check_engine (&self, centre);
  check_members (&self, centre);
  for (guint i = 0; i < centre->things[TRD_SETUP_WORKER]->len; i++)
    {
      self.thing = g_ptr_array_index (centre->things[TRD_SETUP_WORKER], i);
      if (!self.thing->is_broken)
        check_contact (&self);
    }
  for (guint i = 0; i < centre->things[TRD_SETUP_WORKFLOW]->len; i++)
    {
      JsonNode *routing;

      self.thing = g_ptr_array_index (centre->things[TRD_SETUP_WORKFLOW], i);
      routing = trd_value_get (self.thing->fields, "routing");
      if (routing != NULL && !self.thing->is_broken)
        check_filters (&self, json_node_get_object (routing));
    }
}
