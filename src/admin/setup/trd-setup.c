/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup.h"

#include <stdio.h>

#include "tr-error.h"

#include "trs-sid.h"

#include "trd-reader.h"
#include "trd-setup-apply.h"
#include "trd-setup-export.h"
#include "trd-setup-report.h"
#include "trd-setup-unknown.h"
#include "trd-setup-value.h"
#include "trd-setup-yaml.h"

/* A file, and the workspace that it is for. */
typedef struct
{
  const TrdOptions *options;
  TrdCentre *wanted;   /* owned */
  TrdService *service; /* owned, nullable */
  TrdCentre *present;  /* owned, nullable */
  TrdPlan *plan;       /* owned, nullable */
} Setup;

static void
setup_clear (Setup *self)
{
  g_clear_pointer (&self->plan, trd_plan_free);
  g_clear_pointer (&self->present, trd_centre_free);
  g_clear_pointer (&self->service, trd_service_free);
  g_clear_pointer (&self->wanted, trd_centre_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Setup, setup_clear)

/* ---- Plan ---- */

/* Which workspace: --workspace, else the file's, else the environment's. */
static const char *
choose_workspace (Setup *self)
{
  return self->options->workspace != NULL ? self->options->workspace : self->wanted->name;
}

static gboolean
load (Setup *self, const char *path, GError **error)
{
  self->wanted = trd_centre_load_file (path, error);
  if (self->wanted == NULL)
    return FALSE;
  self->service = trd_service_new (self->options->profile, choose_workspace (self), error);
  return self->service != NULL;
}

/* Again after something was changed. */
static gboolean
compare (Setup *self, GError **error)
{
  g_clear_pointer (&self->plan, trd_plan_free);
  g_clear_pointer (&self->present, trd_centre_free);
  self->present = trd_centre_load_live (self->service, self->wanted, error);
  self->plan = self->present != NULL ? trd_plan_new (self->wanted, self->present, error) : NULL;
  return self->plan != NULL;
}

static void
print_plan (Setup *self)
{
  g_autofree char *text = NULL;

  if (self->options->format == TRD_FORMAT_TABLE)
    {
      text = trd_plan_to_text (self->plan);
      g_print ("%s", text);
      return;
    }

  g_autoptr(JsonNode) node = trd_plan_to_json (self->plan);
  JsonArray *array = json_node_get_array (node);

  if (self->options->format == TRD_FORMAT_JSON)
    trd_node_print (node, TRUE);
  else
    for (guint i = 0; i < json_array_get_length (array); i++)
      trd_node_print (json_array_get_element (array, i), FALSE);
}

static TrdExit
plan (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_auto(Setup) self = { options };
  g_autoptr(GError) error = NULL;

  TrdExit code;

  if (!load (&self, arguments[0], &error) || !compare (&self, &error))
    return trd_complain_error (error);
  code = trd_setup_report_problems (self.wanted, self.present);
  if (code == TRD_EXIT_DONE)
    print_plan (&self);
  return code;
}

/* ---- Apply ---- */

/* What is done, line by line; beside the result where that is for a program. */
G_GNUC_PRINTF (2, 3)
static void
tell (Setup *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->options->format == TRD_FORMAT_TABLE)
    g_print ("%s\n", line);
  else
    g_printerr ("%s\n", line);
  fflush (stdout); /* whoever stops it knows how far it came */
}

/* A workspace comes with activities and channels of its own: whatever follows is planned anew. */
static gboolean
make_workspace (Setup *self, GError **error)
{
  const char *name = choose_workspace (self);
  const char *const form[] = { "FriendlyName", name, NULL };
  g_autoptr(JsonObject) made = NULL;

  if (self->present->workspace_sid != NULL)
    return TRUE;
  if (name == NULL || trs_sid_is_valid (name, "WS"))
    {
      g_set_error (error, TR_ERROR, TR_ERROR_NOT_FOUND, "there is no workspace %s",
                   name != NULL ? name : "with that SID");
      return FALSE;
    }
  made = trd_service_request (self->service, TR_SERVICE_TASKROUTER, "POST", "Workspaces", form,
                              error);
  if (made == NULL)
    {
      g_prefix_error (error, "workspace %s: ", name);
      return FALSE;
    }
  tell (self, "+ workspace %s: done", name);
  return compare (self, error);
}

static TrdExit
say_stopped (Setup *self, TrdChange *change, GError *error, guint n_done, guint n_all)
{
  g_autofree char *title = trd_change_dup_title (change);
  TrdExit code;

  tell (self, "%s: failed", title);
  code = trd_complain_error (error);
  return trd_complain (code,
                       "stopped at '%s': %u of %u done, and nothing else was changed. Put right "
                       "what was refused and apply again: it goes on where it stopped",
                       title + 2, n_done, n_all);
}

static TrdExit
work (Setup *self)
{
  GPtrArray *changes = self->plan->changes;

  for (guint i = 0; i < changes->len; i++)
    {
      TrdChange *change = g_ptr_array_index (changes, i);
      g_autoptr(GError) error = NULL;
      g_autofree char *title = NULL;

      if (!trd_change_apply (change, self->service, self->present, &error))
        return say_stopped (self, change, error, i, changes->len);
      title = trd_change_dup_title (change);
      tell (self, "%s: done", title);
    }
  tell (self, "%u added, %u changed, %u deleted.", trd_plan_count (self->plan, TRD_CHANGE_ADD),
           trd_plan_count (self->plan, TRD_CHANGE_SET),
           trd_plan_count (self->plan, TRD_CHANGE_REMOVE));
  return TRD_EXIT_DONE;
}

static gboolean
may_remove (Setup *self)
{
  guint count = trd_plan_count (self->plan, TRD_CHANGE_REMOVE);
  g_autofree char *question = NULL;

  if (count == 0)
    return TRUE;
  question =
      g_strdup_printf ("Delete %u thing%s for good, which the file does not have (the lines with -)?",
                              count, count == 1 ? "" : "s");
  return trd_confirm (self->options, question);
}

static TrdExit
apply (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_auto(Setup) self = { options };
  g_autoptr(GError) error = NULL;
  TrdChange *hindered;
  TrdExit code = TRD_EXIT_DONE;

  if (!load (&self, arguments[0], &error))
    return trd_complain_error (error);
  if (options->test)
    code = trd_setup_report_tests (self.wanted, arguments[0], options);
  if (code != TRD_EXIT_DONE)
    return trd_complain (code, "nothing was changed");
  if (!compare (&self, &error))
    return trd_complain_error (error);
  code = trd_setup_report_problems (self.wanted, self.present);
  if (code != TRD_EXIT_DONE)
    return code;
  print_plan (&self);
  if (options->dry_run || self.plan->changes->len == 0)
    return TRD_EXIT_DONE;

  hindered = trd_plan_find_hindrance (self.plan);
  if (hindered != NULL)
    {
      g_autofree char *title = trd_change_dup_title (hindered);

      return trd_complain (TRD_EXIT_REFUSED, "nothing was changed: '%s': %s", title + 2,
                           hindered->hindrance);
    }
  if (!may_remove (&self))
    return TRD_EXIT_REFUSED;
  if (!make_workspace (&self, &error))
    return trd_complain_error (error);
  return work (&self);
}

/* ---- Check and test ---- */

static TrdExit
check (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrdCentre) centre = trd_centre_load_file_to_check (arguments[0], &error);

  return centre != NULL ? trd_setup_report_check (centre, arguments[0], options) : trd_complain_error (error);
}

static TrdExit
test (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrdCentre) centre = trd_centre_load_file (arguments[0], &error);

  return centre != NULL ? trd_setup_report_tests (centre, arguments[0], options)
         : trd_complain_error (error);
}

/* ---- Export ---- */

static TrdExit
write_file (const TrdOptions *options, const char *path, JsonNode *root)
{
  g_autofree char *text = g_str_has_suffix (path, ".json") ? json_to_string (root, TRUE)
                          : trd_yaml_write (root);
  g_autofree char *question = g_strdup_printf ("%s is there already. Write it anew?", path);
  g_autoptr(GError) error = NULL;

  if (g_str_equal (path, "-"))
    {
      trd_reader_print (text);
      return TRD_EXIT_DONE;
    }
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !trd_confirm (options, question))
    return TRD_EXIT_REFUSED;
  if (!g_file_set_contents (path, text, -1, &error))
    return trd_complain (TRD_EXIT_USAGE, "%s", error->message);
  return TRD_EXIT_DONE;
}

/* Another workspace that is made of the file would do without it. */
static void
warn_of_unknown (TrdCentre *centre)
{
  GPtrArray *workflows = centre->things[TRD_SETUP_WORKFLOW];

  for (guint i = 0; i < workflows->len; i++)
    {
      TrdThing *workflow = g_ptr_array_index (workflows, i);
      g_auto(GStrv) unknown =
          workflow->configuration != NULL ? trd_setup_unknown_list (workflow->configuration) : NULL;

      for (int j = 0; unknown != NULL && unknown[j] != NULL; j++)
        trd_complain (TRD_EXIT_DONE, "workflow %s: %s is left out, as no file can say it; 'setup apply' leaves "
                      "it as it is", workflow->name, unknown[j]);
    }
}

static TrdExit
export (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrdCentre) centre = NULL;
  g_autoptr(JsonNode) root = NULL;

  centre = trd_service_get_workspace (service, &error) != NULL
           ? trd_centre_load_live (service, NULL, &error) : NULL;
  if (centre == NULL)
    return trd_complain_error (error);
  warn_of_unknown (centre);
  root = trd_setup_export (centre);
  return write_file (options, arguments[0], root);
}

const TrdCommand trd_setup_commands[] = {
  { "setup", "plan", "FILE", "Say what would change so that the centre is as the file says.", plan, 1, 1, 0,
    TRUE },
  { "setup", "apply", "FILE", "Change it; asks before anything is deleted.", apply, 1, 1,
    TRD_OPTION_YES | TRD_OPTION_TEST, TRUE },
  { "setup", "export", "FILE", "Write the file from the workspace as it is; - is stdout.", export, 1, 1,
    TRD_OPTION_ASK },
  { "setup", "check", "FILE", "Say what is wrong in the file, or makes no sense.", check, 1, 1, 0, TRUE },
  { "setup", "test", "FILE", "Play the file's tests, on a clock that costs no time.", test, 1, 1, 0, TRUE },
  { NULL },
};
