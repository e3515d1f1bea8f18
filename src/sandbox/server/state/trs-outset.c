/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-outset.h"

#include <string.h>

#include "tr-json.h"

/* Of the first line. */
#define FORMAT 1

struct _TrsOutset
{
  char *seed; /* owned; NULL: the built-in one */
  char *name; /* owned; of the seed, for errors */
  guint32 random_seed;
  gboolean ignores_post_work_activity;
};

/**
 * trs_outset_new:
 * @seed: (nullable): a seed's text; %NULL is the built-in one
 * @name: (nullable): what to call it in errors: its file
 * @random_seed: where new SIDs come from
 * @ignores_post_work_activity: of every workspace
 *
 * Returns: (transfer full): an outset whose seed was not read yet
 */
TrsOutset *
trs_outset_new (const char *seed,
                const char *name,
                guint32 random_seed,
                gboolean ignores_post_work_activity)
{
  TrsOutset *self = g_new0 (TrsOutset, 1);

  self->seed = g_strdup (seed);
  self->name = g_strdup (name != NULL ? name : "seed");
  self->random_seed = random_seed;
  self->ignores_post_work_activity = ignores_post_work_activity;
  return self;
}

/**
 * trs_outset_new_from_json:
 * @object: the first line of a history
 * @time: (out): what the clock showed then, in microseconds since the epoch
 * @error: return location for what names the member at fault
 *
 * Returns: (transfer full) (nullable): the outset
 */
TrsOutset *
trs_outset_new_from_json (JsonObject *object, gint64 *time, GError **error)
{
  const char *seed, *name;
  gint64 format, random_seed;
  gboolean ignores;

  if (!tr_json_expect_int (object, "task_router_sandbox", FORMAT, FORMAT, &format, error) ||
      !tr_json_expect_int (object, "time", 0, G_MAXINT64 / 2, time, error) ||
      !tr_json_optional_string (object, "seed", &seed, error) ||
      !tr_json_optional_string (object, "seed_name", &name, error) ||
      !tr_json_expect_int (object, "random_seed", 0, G_MAXUINT32, &random_seed, error) ||
      !tr_json_expect_bool (object, "ignore_post_work_activity", &ignores, error))
    return NULL;
  return trs_outset_new (seed, name, (guint32) random_seed, ignores);
}

void
trs_outset_free (TrsOutset *self)
{
  g_free (self->seed);
  g_free (self->name);
  g_free (self);
}

/**
 * trs_outset_to_line:
 * @self: an outset
 * @time: what the clock shows, in microseconds since the epoch
 *
 * Returns: (transfer full): a history in which nothing has happened yet, with all of the outset,
 *   the seed's secrets among it
 */
GBytes *
trs_outset_to_line (TrsOutset *self, gint64 time)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autofree char *text = NULL;
  char *line;

  json_object_set_int_member (object, "task_router_sandbox", FORMAT);
  json_object_set_string_member (object, "version", PACKAGE_VERSION);
  json_object_set_int_member (object, "time", time);
  json_object_set_int_member (object, "random_seed", self->random_seed);
  json_object_set_boolean_member (object, "ignore_post_work_activity",
                                  self->ignores_post_work_activity);
  json_object_set_string_member (object, "seed_name", self->name);
  if (self->seed != NULL)
    json_object_set_string_member (object, "seed", self->seed);
  text = tr_json_object_to_string (object);
  line = g_strconcat (text, "\n", NULL);
  return g_bytes_new_take (line, strlen (line));
}

static void
ignore_post_work_activity (TrsEngine *engine)
{
  GPtrArray *accounts = trs_engine_get_accounts (engine);

  for (guint i = 0; i < accounts->len; i++)
    {
      TrsAccount *account = g_ptr_array_index (accounts, i);

      for (guint j = 0; j < account->workspaces->len; j++)
        trs_workspace_set_ignores_post_work_activity (g_ptr_array_index (account->workspaces, j),
                                                      TRUE);
    }
}

/**
 * trs_outset_make_engine:
 * @self: an outset
 * @real_time: what its clock shows, in microseconds since the epoch
 * @error: return location for what is wrong with the seed
 *
 * Returns: (transfer full) (nullable): a new engine, with a manual clock of its own
 */
TrsEngine *
trs_outset_make_engine (TrsOutset *self, gint64 real_time, GError **error)
{
  g_autoptr(TrClock) clock = tr_clock_new_manual (real_time);
  g_autoptr(TrsEngine) engine = trs_engine_new (clock, self->random_seed);

  if (self->seed != NULL
        ? !trs_engine_load_seed_text (engine, self->seed, strlen (self->seed), self->name, error)
        : !trs_engine_load_default_seed (engine, error))
    return NULL;
  if (self->ignores_post_work_activity)
    ignore_post_work_activity (engine);
  return g_steal_pointer (&engine);
}
