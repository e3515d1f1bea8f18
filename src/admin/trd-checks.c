/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-checks.h"

#include <string.h>

#include "tr-error.h"
#include "tr-event-stream.h"

#include "trd-fetch.h"

#define SKEW_TO_WARN 10 /* seconds */
#define SKEW_TO_FAIL 120

/* What the workspace lets a worker's attributes have.
 * Source: Twilio's "TaskRouter resource limits". */
#define MAX_ATTRIBUTES 4096

/* ---- Who asks ---- */

/**
 * trd_checks_credentials:
 * @service: the service
 * @report: where to tell it
 * @error: set if the service can't be reached at all
 *
 * Returns: whether the service lets us in
 */
gboolean
trd_checks_credentials (TrdService *service, TrdReport *report, GError **error)
{
  TrCredentials *credentials = tr_client_get_credentials (trd_service_get_client (service));
  g_autoptr(GError) problem = NULL;
  g_autoptr(GPtrArray) found =
      trd_service_list (service, TR_SERVICE_TASKROUTER, "Workspaces", NULL, 1, &problem);

  if (found != NULL)
    {
      trd_report_add (report, TRD_HEALTH_OK, "credentials", "%s is let in with %s",
                      tr_credentials_get_account_sid (credentials),
                      tr_credentials_get_api_key_sid (credentials) != NULL ? "an API key"
                                                                           : "its auth token");
      return TRUE;
    }
  trd_report_add (report, TRD_HEALTH_FAIL, "credentials",
                  g_error_matches (problem, TR_ERROR, TR_ERROR_AUTH)
                      ? "%s: check account, token or key; a test key can't do this"
                      : "%s", problem->message);
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/**
 * trd_checks_judge_skew:
 * @seconds: by how much the clocks differ
 *
 * Tokens and signatures are good for a time: they are made here, and judged there.
 *
 * Returns: how bad that is
 */
TrdHealth
trd_checks_judge_skew (gint64 seconds)
{
  seconds = ABS (seconds);
  if (seconds > SKEW_TO_FAIL)
    return TRD_HEALTH_FAIL;
  return seconds > SKEW_TO_WARN ? TRD_HEALTH_WARN : TRD_HEALTH_OK;
}

/**
 * trd_checks_clock:
 * @service: the service
 * @report: where to tell it
 *
 * Compares this machine's clock with the date of an answer.
 */
void
trd_checks_clock (TrdService *service, TrdReport *report)
{
  TrClient *client = trd_service_get_client (service);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrClock) clock = tr_clock_new ();
  const char *url = tr_endpoints_get_taskrouter (tr_client_get_endpoints (client));
  g_autoptr(TrdAnswer) answer = trd_fetch (client, "GET", url, &error);
  gint64 now = tr_clock_get_real_time (clock) / G_USEC_PER_SEC;
  gint64 skew;
  TrdHealth health;

  if (answer == NULL || answer->date == NULL)
    {
      trd_report_add (report, TRD_HEALTH_WARN, "clock", "the service does not tell its time%s%s",
                      error != NULL ? ": " : "", error != NULL ? error->message : "");
      return;
    }
  skew = now - g_date_time_to_unix (answer->date);
  health = trd_checks_judge_skew (skew);
  if (health == TRD_HEALTH_OK)
    trd_report_add (report, health, "clock", "this machine's clock is right");
  else
    trd_report_add (report, health, "clock", "this machine is %" G_GINT64_FORMAT " seconds %s the service: "
                    "tokens made here %s; let the machine's time be set by the network",
                    ABS (skew),
                    skew > 0 ? "ahead of" : "behind",
                    health == TRD_HEALTH_FAIL ? "are refused or live too short" : "live shorter or longer");
}

/**
 * trd_checks_workspace:
 * @service: the service
 * @report: where to tell it
 *
 * Returns: (transfer full) (nullable): the workspace
 */
JsonObject *
trd_checks_workspace (TrdService *service, TrdReport *report)
{
  g_autoptr(GError) error = NULL;
  const char *account =
      tr_credentials_get_account_sid (tr_client_get_credentials (trd_service_get_client (service)));
  const char *sid = trd_service_get_workspace (service, &error);
  g_autofree char *path = g_strdup_printf ("Workspaces/%s", sid);
  JsonObject *workspace = sid != NULL ? trd_service_request (service, TR_SERVICE_TASKROUTER, "GET", path,
                                                             NULL, &error)
                                      : NULL;

  if (workspace == NULL)
    trd_report_add (report, TRD_HEALTH_FAIL, "workspace", "%s", error->message);
  else if (g_strcmp0 (trd_member_text (workspace, "account_sid"), account) != 0)
    trd_report_add (report, TRD_HEALTH_FAIL, "workspace", "%s belongs to the account %s, and not to %s: tokens made "
                    "here are refused; put right TR_ACCOUNT_SID, or the profile",
                    trd_member_text (workspace, "friendly_name"), trd_member_text (workspace, "account_sid"),
                    account);
  else if (trd_member_text (workspace, "timeout_activity_sid") == NULL)
    trd_report_add (report, TRD_HEALTH_WARN, "workspace", "%s has no timeout activity: who misses a call "
                    "stays available; choose one in the workspace's settings",
                    trd_member_text (workspace, "friendly_name"));
  else
    trd_report_add (report, TRD_HEALTH_OK, "workspace", "%s is there; who misses a call becomes %s",
                    trd_member_text (workspace, "friendly_name"),
                    trd_member_text (workspace, "timeout_activity_name"));
  return workspace;
}

/* ---- A worker's token ---- */

/* Some workspaces set a worker offline whose connection ends: one is taken who is not available. */
static JsonObject *
choose_worker (GPtrArray *workers)
{
  for (guint i = 0; i < workers->len; i++)
    if (!trd_member_is_true (g_ptr_array_index (workers, i), "available"))
      return g_ptr_array_index (workers, i);
  return NULL;
}

typedef struct
{
  gboolean is_done;
  GError *error; /* owned, nullable: why it ended */
} Attempt;

static void
event_cb (TrEventStream *stream, TrEvent *event, gpointer user_data)
{
  ((Attempt *) user_data)->is_done = TRUE;
}

static void
closed_cb (TrEventStream *stream, GError *error, gpointer user_data)
{
  Attempt *attempt = user_data;

  attempt->is_done = TRUE;
  attempt->error = error != NULL ? g_error_copy (error)
                                 : g_error_new_literal (TR_ERROR, TR_ERROR_NETWORK, "it was closed");
}

/* The stream has its own deadline. */
static gboolean
connect_with (TrClient *client, TrToken *token, GError **error)
{
  g_autoptr(TrClock) clock = tr_clock_new ();
  g_autoptr(TrEventStream) stream = tr_event_stream_new (tr_client_get_session (client), clock);
  Attempt attempt = { 0 };

  g_signal_connect (stream, "event", G_CALLBACK (event_cb), &attempt);
  g_signal_connect (stream, "closed", G_CALLBACK (closed_cb), &attempt);
  tr_event_stream_open (stream, tr_client_get_endpoints (client), token, FALSE);
  while (!attempt.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (stream, &attempt);
  tr_event_stream_drop (stream);
  if (attempt.error == NULL)
    return TRUE;
  g_propagate_error (error, attempt.error);
  return FALSE;
}

/**
 * trd_checks_token:
 * @service: the service
 * @workers: (element-type JsonObject): all workers
 * @report: where to tell it
 *
 * Makes a token for a worker who is not available, and opens the event bridge with it, as the desk does.
 */
void
trd_checks_token (TrdService *service, GPtrArray *workers, TrdReport *report)
{
  TrClient *client = trd_service_get_client (service);
  TrCredentials *credentials = tr_client_get_credentials (client);
  JsonObject *worker = choose_worker (workers);
  g_autoptr(TrClock) clock = tr_clock_new ();
  gint64 now = tr_clock_get_real_time (clock) / G_USEC_PER_SEC;
  g_autoptr(TrToken) token = NULL;
  g_autoptr(GError) error = NULL;
  const char *name;

  if (worker == NULL)
    {
      trd_report_add (report, TRD_HEALTH_WARN, "token", workers->len == 0
                          ? "there is no worker to make a token for"
                          : "not tried: every worker is available, and could lose a call by it");
      return;
    }
  if (tr_credentials_get_api_key_sid (credentials) == NULL)
    {
      trd_report_add (report, TRD_HEALTH_WARN, "token", "not tried: workers' access tokens are signed by an "
                      "API key; set TR_API_KEY_SID and TR_API_KEY_SECRET");
      return;
    }
  name = trd_member_text (worker, "friendly_name");
  token = tr_token_new_access (credentials, name, trd_service_get_workspace (service, NULL),
                               trd_member_text (worker, "sid"), "worker", now, 60);
  if (connect_with (client, token, &error))
    trd_report_add (report, TRD_HEALTH_OK, "token", "%s can connect with a token made here", name);
  else
    trd_report_add (report, TRD_HEALTH_FAIL, "token", "%s can't connect with a token made here: %s; check "
                    "the API key's region and kind, and the clock", name, error->message);
}

/* ---- Limits ---- */

/**
 * trd_checks_attributes:
 * @worker: a worker
 * @report: where to tell it, if it is much
 */
void
trd_checks_attributes (JsonObject *worker, TrdReport *report)
{
  const char *text = trd_member_text (worker, "attributes");
  gsize length = text != NULL ? g_utf8_strlen (text, -1) : 0;

  if (length > MAX_ATTRIBUTES * 9 / 10)
    trd_report_add (report, TRD_HEALTH_WARN, "limits", "%s has attributes of %" G_GSIZE_FORMAT " characters; "
                    "%d is the most", trd_member_text (worker, "friendly_name"), length, MAX_ATTRIBUTES);
}
