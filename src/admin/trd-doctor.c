/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

#include <string.h>

#include "tr-error.h"

#include "trd-checks.h"

/* Source: Twilio's "TaskRouter resource limits". */
#define MAX_WORKERS 15000
#define MAX_ACTIVITIES 100
#define MAX_CONFIGURATION 1038576

static void
check_count (const char *what, gsize count, gsize most, TrdReport *report)
{
  trd_report_add (report, count * 10 > most * 9 ? TRD_HEALTH_WARN : TRD_HEALTH_OK, "limits",
                  "%" G_GSIZE_FORMAT " %s of %" G_GSIZE_FORMAT " at most", count, what, most);
}

static void
check_workers (TrdService *service, GPtrArray *workers, TrdReport *report)
{
  guint n_fine = 0;

  for (guint i = 0; i < workers->len; i++)
    {
      n_fine += trd_checks_contact (g_ptr_array_index (workers, i), report);
      trd_checks_attributes (g_ptr_array_index (workers, i), report);
    }
  if (n_fine == workers->len)
    trd_report_add (report, TRD_HEALTH_OK, "contact_uri", "each of %u workers has a phone", n_fine);
  check_count ("workers", workers->len, MAX_WORKERS, report);
}

static void
check_workflow (TrdService *service, JsonObject *workflow, TrdReport *report)
{
  const char *name = trd_member_text (workflow, "friendly_name");
  g_autofree char *main = g_strdup_printf ("callback of %s", name);
  g_autofree char *other = g_strdup_printf ("fallback of %s", name);
  const char *configuration = trd_member_text (workflow, "configuration");
  gsize length = configuration != NULL ? strlen (configuration) : 0;

  trd_checks_callback (service, main, trd_member_text (workflow, "assignment_callback_url"),
                       "none is set: the agent's desk decides what happens with an offer", report);
  trd_checks_callback (service, other, trd_member_text (workflow, "fallback_assignment_callback_url"),
                       NULL, report);
  if (length * 10 > (gsize) MAX_CONFIGURATION * 9)
    trd_report_add (report, TRD_HEALTH_WARN, "limits", "workflow %s has %" G_GSIZE_FORMAT " bytes of %d at most",
                    name, length, MAX_CONFIGURATION);
}

/* What can't be listed is told, and the rest is looked at nevertheless. */
static GPtrArray *
list_for (TrdService *service, const char *path, TrdReport *report)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *things = trd_service_list_workspace (service, path, NULL, 0, &error);

  if (things == NULL)
    trd_report_add (report, TRD_HEALTH_FAIL, path, "%s", error->message);
  return things;
}

static void
examine (TrdService *service, JsonObject *workspace, TrdReport *report)
{
  g_autoptr(GPtrArray) workers = list_for (service, "Workers", report);
  g_autoptr(GPtrArray) workflows = list_for (service, "Workflows", report);
  g_autoptr(GPtrArray) activities = list_for (service, "Activities", report);

  if (workers != NULL)
    trd_checks_token (service, workers, report);
  trd_checks_agent_conference (service, report);
  trd_checks_callback (service, "event callback", trd_member_text (workspace, "event_callback_url"),
                       "none is set: nobody is told of events, which a company's server needs", report);
  for (guint i = 0; workflows != NULL && i < workflows->len; i++)
    check_workflow (service, g_ptr_array_index (workflows, i), report);
  if (workers != NULL)
    check_workers (service, workers, report);
  if (activities != NULL)
    check_count ("activities", activities->len, MAX_ACTIVITIES, report);
}

static gboolean
is_reachable (const GError *error)
{
  return !g_error_matches (error, TR_ERROR, TR_ERROR_NETWORK) &&
         !g_error_matches (error, TR_ERROR, TR_ERROR_TIMEOUT) &&
         !g_error_matches (error, TR_ERROR, TR_ERROR_TLS);
}

static TrdExit
doctor (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(TrdReport) report = trd_report_new ();
  g_autoptr(GError) error = NULL;
  gboolean is_in = trd_checks_credentials (service, report, &error);
  g_autoptr(JsonObject) workspace = NULL;

  if (is_in || is_reachable (error))
    trd_checks_clock (service, report);
  workspace = is_in ? trd_checks_workspace (service, report) : NULL;
  if (workspace != NULL)
    examine (service, workspace, report);

  trd_report_print (report, options->format);
  if (error != NULL && !is_reachable (error))
    return TRD_EXIT_UNREACHABLE;
  return trd_report_has_failure (report) ? TRD_EXIT_REFUSED : TRD_EXIT_DONE;
}

const TrdCommand trd_doctor_commands[] = {
  { "doctor", "", "", "Look for what keeps calls from reaching agents, and say what to do.", doctor, 0, 0,
    0 },
  { NULL },
};
