/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-rehearsal.h"

#include <string.h>

#include "tr-json.h"

#include "trd-setup-flow.h"
#include "trd-setup-value.h"

/* ---- A seed ---- */

/* Of the n-th thing: the sandbox takes any SID, and flows name workflows by it. */
static char *
dup_sid (const char *prefix, guint index)
{
  return g_strdup_printf ("%s%032x", prefix, index + 1);
}

static void
copy_fields (JsonObject *into, TrdThing *thing, const char *const *names)
{
  for (int i = 0; names[i] != NULL; i += 2)
    {
      JsonNode *node = trd_value_get (thing->fields, names[i]);

      if (node != NULL && (!trd_value_is_empty (node) || g_str_equal (names[i], "target_workers")))
        json_object_set_member (into, names[i + 1], trd_value_copy (node));
    }
}

static const char *
same (const char *text, gpointer user_data)
{
  return text;
}

static void
add_configuration (JsonObject *workflow, TrdThing *thing)
{
  JsonNode *routing = trd_value_get (thing->fields, "routing");
  g_autofree char *missing = NULL;
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) root = NULL;

  if (routing == NULL)
    return;
  text = trd_setup_routing_to_configuration (json_node_get_object (routing), same, NULL, &missing);
  root = tr_json_parse (text, -1, NULL);
  json_object_set_member (workflow, "configuration", g_steal_pointer (&root));
}

static void
add_channels (JsonObject *worker, TrdThing *thing)
{
  JsonNode *channels = trd_value_get (thing->fields, "channels");
  g_autoptr(GList) names = channels != NULL
                           ? json_object_get_members (json_node_get_object (channels)) : NULL;
  JsonArray *list = json_array_new ();

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *channel =
          trd_value_copy (json_object_get_member (json_node_get_object (channels), l->data));

      json_object_set_string_member (json_node_get_object (channel), "task_channel", l->data);
      json_array_add_element (list, channel);
    }
  json_object_set_array_member (worker, "channels", list);
}

static const char *
workflow_sid (const char *name, gpointer user_data)
{
  GHashTable *sids = user_data;

  return g_hash_table_lookup (sids, name);
}

static GHashTable *
make_sids (TrdCentre *centre)
{
  GPtrArray *workflows = centre->things[TRD_SETUP_WORKFLOW];
  GHashTable *sids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < workflows->len; i++)
    g_hash_table_insert (sids, ((TrdThing *) g_ptr_array_index (workflows, i))->name,
                         dup_sid ("WW", i));
  return sids;
}

static JsonObject *
seed_thing (TrdThing *thing, guint index, GHashTable *workflow_sids)
{
  static const char *const activity[] = { "available", "available", NULL };
  static const char *const channel[] = { "label", "friendly_name", "channel_optimized_routing",
                                         "channel_optimized_routing", NULL };
  static const char *const queue[] = { "target_workers", "target_workers", "max_reserved_workers",
                                       "max_reserved_workers", "task_order", "task_order", NULL };
  static const char *const workflow[] = { "reservation_timeout", "task_reservation_timeout", NULL };
  static const char *const worker[] = { "attributes", "attributes", NULL };
  static const char *const flow[] = { "definition", "definition", NULL };
  static const char *const number[] = { "ivr", "flow", "voice_url", "voice_url", NULL };
  static const char *const *const fields[] = {
    [TRD_SETUP_ACTIVITY] = activity, [TRD_SETUP_CHANNEL] = channel, [TRD_SETUP_QUEUE] = queue,
    [TRD_SETUP_WORKFLOW] = workflow, [TRD_SETUP_WORKER] = worker,   [TRD_SETUP_FLOW] = flow,
    [TRD_SETUP_NUMBER] = number,
  };
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, trd_setup_spec (thing->kind)->name_member, thing->name);
  copy_fields (object, thing, fields[thing->kind]);
  if (thing->kind == TRD_SETUP_WORKFLOW)
    {
      json_object_set_string_member (object, "sid",
                                     g_hash_table_lookup (workflow_sids, thing->name));
      add_configuration (object, thing);
    }
  if (thing->kind == TRD_SETUP_WORKER)
    add_channels (object, thing);
  if (thing->kind == TRD_SETUP_FLOW)
    trd_flow_rename_workflows (json_object_get_member (object, "definition"), workflow_sid,
                               workflow_sids);
  return object;
}

static JsonArray *
seed_list (TrdCentre *centre, TrdSetupKind kind, GHashTable *workflow_sids)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < centre->things[kind]->len; i++)
    json_array_add_object_element (list,
                                   seed_thing (g_ptr_array_index (centre->things[kind], i), i,
                                               workflow_sids));
  return list;
}

/* Those that every workspace has, then the file's own. */
static JsonArray *
seed_channels (TrdCentre *centre, GHashTable *workflow_sids)
{
  static const char *const usual[] = { "default", "voice", "chat", "sms", "video" };
  JsonArray *list = seed_list (centre, TRD_SETUP_CHANNEL, workflow_sids);

  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    if (trd_centre_find (centre, TRD_SETUP_CHANNEL, usual[i]) == NULL)
      {
        JsonObject *channel = json_object_new ();

        json_object_set_string_member (channel, "unique_name", usual[i]);
        json_array_add_object_element (list, channel);
      }
  return list;
}

static JsonObject *
seed_workspace (TrdCentre *centre, GHashTable *sids)
{
  JsonObject *workspace = json_object_new ();
  static const char *const settings[] = { "default_activity", "default_activity", "timeout_activity",
                                          "timeout_activity", NULL };

  json_object_set_string_member (workspace, "friendly_name", centre->name != NULL ? centre->name
                                 : "centre");
  json_object_set_array_member (workspace, "activities",
                                seed_list (centre, TRD_SETUP_ACTIVITY, sids));
  json_object_set_array_member (workspace, "task_channels", seed_channels (centre, sids));
  json_object_set_array_member (workspace, "task_queues",
                                seed_list (centre, TRD_SETUP_QUEUE, sids));
  json_object_set_array_member (workspace, "workflows",
                                seed_list (centre, TRD_SETUP_WORKFLOW, sids));
  json_object_set_array_member (workspace, "workers", seed_list (centre, TRD_SETUP_WORKER, sids));
  if (centre->things[TRD_SETUP_WORKSPACE]->len > 0)
    copy_fields (workspace, g_ptr_array_index (centre->things[TRD_SETUP_WORKSPACE], 0), settings);
  return workspace;
}

static JsonArray *
seed_numbers (TrdCentre *centre)
{
  JsonArray *list = seed_list (centre, TRD_SETUP_NUMBER, NULL);
  JsonObject *number;

  if (json_array_get_length (list) > 0 || centre->things[TRD_SETUP_FLOW]->len == 0)
    return list;
  number = json_object_new ();
  json_object_set_string_member (number, "phone_number", TRD_REHEARSAL_NUMBER);
  json_object_set_string_member (number, "flow",
                                 ((TrdThing *) g_ptr_array_index (centre->things[TRD_SETUP_FLOW],
                                                                  0))->name);
  json_array_add_object_element (list, number);
  return list;
}

static JsonNode *
make_seed (TrdCentre *centre)
{
  g_autoptr(GHashTable) sids = make_sids (centre);
  g_autoptr(JsonObject) root = json_object_new ();
  JsonObject *account = json_object_new ();
  JsonArray *accounts = json_array_new ();
  JsonArray *workspaces = json_array_new ();

  json_array_add_object_element (workspaces, seed_workspace (centre, sids));
  json_object_set_string_member (account, "auth_token", "no secret: it never leaves this process");
  json_object_set_array_member (account, "workspaces", workspaces);
  json_object_set_array_member (account, "flows", seed_list (centre, TRD_SETUP_FLOW, sids));
  json_object_set_array_member (account, "numbers", seed_numbers (centre));
  json_array_add_object_element (accounts, account);
  json_object_set_array_member (root, "accounts", accounts);
  return trd_value_new_object (root);
}

/* ---- The engine ---- */

/* "accounts[0].workspaces[0].task_queues[1]" → the path of the file's second queue. */
static char *
dup_file_path (TrdCentre *centre, const char *message)
{
  static const char prefix[] = "accounts[0].";
  static const char workspace[] = "workspaces[0].";
  static const struct
  {
    const char *name;
    TrdSetupKind kind;
  } lists[] = {
    { "activities[", TRD_SETUP_ACTIVITY }, { "task_channels[", TRD_SETUP_CHANNEL },
    { "task_queues[", TRD_SETUP_QUEUE },   { "workflows[", TRD_SETUP_WORKFLOW },
    { "workers[", TRD_SETUP_WORKER },      { "flows[", TRD_SETUP_FLOW },
    { "numbers[", TRD_SETUP_NUMBER },
  };

  if (g_str_has_prefix (message, prefix))
    message += strlen (prefix);
  if (g_str_has_prefix (message, workspace))
    message += strlen (workspace);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_has_prefix (message, lists[i].name))
      {
        GPtrArray *things = centre->things[lists[i].kind];
        guint64 index = g_ascii_strtoull (message + strlen (lists[i].name), NULL, 10);

        if (index < things->len)
          return g_strdup (((TrdThing *) g_ptr_array_index (things, index))->path);
      }
  return g_strdup ("");
}

/**
 * trd_rehearsal_is_possible:
 * @centre: of a file
 *
 * Returns: whether it says how each of its workflows routes, and not only what else changes of it
 */
gboolean
trd_rehearsal_is_possible (TrdCentre *centre)
{
  GPtrArray *workflows = centre->things[TRD_SETUP_WORKFLOW];

  for (guint i = 0; i < workflows->len; i++)
    if (!json_object_has_member (((TrdThing *) g_ptr_array_index (workflows, i))->fields,
                                 "routing"))
      return FALSE;
  return TRUE;
}

/**
 * trd_rehearsal_new:
 * @centre: of a file, with everything that it names in it
 * @real_time: what the clock shows, in microseconds since the epoch
 * @path: (out) (transfer full): what in the file is wrong, where it fails
 *
 * Returns: (transfer full) (nullable): the centre at work; %NULL with what the service would refuse
 */
TrdRehearsal *
trd_rehearsal_new (TrdCentre *centre, gint64 real_time, char **path, GError **error)
{
  g_autoptr(TrdRehearsal) self = g_new0 (TrdRehearsal, 1);
  g_autoptr(JsonNode) seed = make_seed (centre);
  g_autoptr(GError) cause = NULL;
  const char *words;
  TrsAccount *account;

  self->clock = tr_clock_new_manual (real_time);
  self->engine = trs_engine_new (self->clock, 1);
  if (!trs_engine_load_seed (self->engine, seed, &cause))
    {
      words = strstr (cause->message, ": ");
      *path = dup_file_path (centre, cause->message);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           words != NULL ? words + 2 : cause->message);
      return NULL;
    }
  account = g_ptr_array_index (trs_engine_get_accounts (self->engine), 0);
  self->workspace = g_ptr_array_index (account->workspaces, 0);
  return g_steal_pointer (&self);
}

void
trd_rehearsal_free (TrdRehearsal *self)
{
  g_clear_object (&self->engine);
  g_clear_object (&self->clock);
  g_free (self);
}
