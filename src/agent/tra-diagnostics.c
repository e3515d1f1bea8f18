/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-diagnostics.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <sqlite3.h>

#include "tr-redact.h"
#include "tra-plain-text.h"
#include "tra-session-company.h"
#include "tra-session-transfer.h"

#define MAX_VALUE 300

static void
diagnostic_free (gpointer data)
{
  TraDiagnostic *fact = data;

  g_free (fact->label);
  g_free (fact->value);
  g_free (fact);
}

/**
 * tra_diagnostics_add:
 * @facts: where to
 * @label: what it is, translated
 * @format: printf format of its value
 *
 * Adds one fact. What looks like a secret is masked, whoever wrote it.
 */
void
tra_diagnostics_add (GPtrArray *facts, const char *label, const char *format, ...)
{
  TraDiagnostic *fact = g_new0 (TraDiagnostic, 1);
  g_autofree char *value = NULL;
  g_autofree char *masked = NULL;
  va_list args;

  va_start (args, format);
  value = g_strdup_vprintf (format, args);
  va_end (args);
  masked = tr_redact (value, TR_REDACT_SECRETS);
  fact->label = g_strdup (label);
  fact->value = tra_plain_text (masked, MAX_VALUE);
  g_ptr_array_add (facts, fact);
}

/* ---- The program ---- */

static void
add_versions (GPtrArray *facts)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  const char *const *languages = g_get_language_names ();

  tra_diagnostics_add (facts, _("Version"), "%s", PACKAGE_VERSION);
  tra_diagnostics_add (facts, _("Libraries"), "GTK %u.%u.%u, libadwaita %u.%u.%u, GLib %u.%u.%u, "
                       "libsoup %u.%u.%u, SQLite %s",
                       gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                       adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
                       glib_major_version, glib_minor_version, glib_micro_version,
                       soup_get_major_version (), soup_get_minor_version (),
                       soup_get_micro_version (), sqlite3_libversion ());
  tra_diagnostics_add (facts, _("System"), "%s", system != NULL ? system : _("Unknown"));
  tra_diagnostics_add (facts, _("Desktop"), "%s, %s",
                       g_getenv ("XDG_CURRENT_DESKTOP") != NULL ? g_getenv ("XDG_CURRENT_DESKTOP")
                                                                : _("Unknown"),
                       display != NULL ? G_OBJECT_TYPE_NAME (display) : _("no display"));
  tra_diagnostics_add (facts, _("Language"), "%s", languages[0]);
}

/* ---- The service ---- */

static const char *
name_state (TrWorkerState state)
{
  switch (state)
    {
    case TR_WORKER_READY:
      return C_("service", "Connected");
    case TR_WORKER_CONNECTING:
      return _("Connecting");
    case TR_WORKER_WAITING:
      return _("Waiting for the next try");
    case TR_WORKER_SIGNED_OUT:
      return _("Sign-in expired");
    case TR_WORKER_DISPLACED:
      return _("Signed in elsewhere");
    case TR_WORKER_STOPPED:
    default:
      return _("Stopped");
    }
}

static void
add_time (GPtrArray *facts, const char *label, gint64 seconds)
{
  g_autoptr(GDateTime) time = seconds > 0 ? g_date_time_new_from_unix_local (seconds) : NULL;
  g_autofree char *stamp = time != NULL ? g_date_time_format (time, "%F %T") : NULL;

  tra_diagnostics_add (facts, label, "%s", stamp != NULL ? stamp : _("Unknown"));
}

static void
add_connection (GPtrArray *facts, TrWorker *worker, TrClock *clock)
{
  const GError *error = tr_worker_get_error (worker);
  gint64 heard = tr_worker_get_last_heard (worker);
  gint64 skew = tr_worker_get_service_time (worker) - tr_clock_get_real_time (clock);

  tra_diagnostics_add (facts, _("Connection"), "%s", name_state (tr_worker_get_state (worker)));
  if (error != NULL)
    tra_diagnostics_add (facts, _("Last Problem"), "%s", error->message);
  if (heard != 0)
    /* Translators: seconds since the service said something */
    tra_diagnostics_add (facts, _("Last Heard Of"), _("%.1f s ago"),
                         (tr_clock_get_monotonic_time (clock) - heard) / (double) G_USEC_PER_SEC);
  /* Translators: by how many seconds this computer's clock differs from the service's */
  tra_diagnostics_add (facts, _("Clock"), _("%+.1f s behind the service"),
                       skew / (double) G_USEC_PER_SEC);
  add_time (facts, _("Sign-In Valid Until"), tr_worker_get_token_expires (worker));
}

static void
add_worker (GPtrArray *facts, TraSession *session, TrWorker *worker)
{
  const char *sid = tr_worker_get_sid (worker);
  const char *name = tr_worker_get_friendly_name (worker);
  const char *workspace = tra_session_get_workspace_name (session);

  if (tra_session_get_company_address (session) != NULL)
    tra_diagnostics_add (facts, _("Company Server"), "%s",
                         tra_session_get_company_address (session));
  tra_diagnostics_add (facts, _("Account"), "%s", tr_worker_get_account_sid (worker));
  tra_diagnostics_add (facts, _("Workspace"), "%s (%s)", workspace != NULL ? workspace : "–",
                       tr_worker_get_workspace_sid (worker));
  tra_diagnostics_add (facts, _("Worker"), "%s (%s)", name != NULL ? name : "–",
                       sid != NULL ? sid : "–");
}

static const char *
name_keyring (TraKeyringState state)
{
  switch (state)
    {
    case TRA_KEYRING_OPEN:
      return C_ ("keyring", "Open");
    case TRA_KEYRING_LOCKED:
      return C_ ("keyring", "Locked");
    case TRA_KEYRING_ABSENT:
      return _("Not there");
    case TRA_KEYRING_UNKNOWN:
    default:
      return _("Not asked yet");
    }
}

/* Why a button is not there. Source: the event bridge has no operation for recordings. */
static void
add_rights (GPtrArray *facts, TraSession *session)
{
  gboolean has_account = tra_session_get_directory (session) != NULL;

  tra_diagnostics_add (facts, _("Pause recording"), "%s",
                       has_account ? _("Possible, for a call that is recorded")
                                   : _("Not with this sign-in: only an account may, a worker may not"));
}

/**
 * tra_diagnostics_collect:
 * @session: a session
 *
 * Returns: (transfer full) (element-type TraDiagnostic): what is known of the program, the service and
 *   the sign-in, without asking anybody
 */
GPtrArray *
tra_diagnostics_collect (TraSession *session)
{
  GPtrArray *facts;
  TrWorker *worker;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  facts = g_ptr_array_new_with_free_func (diagnostic_free);
  worker = tra_session_get_worker (session);
  add_versions (facts);
  if (worker == NULL)
    tra_diagnostics_add (facts, _("Connection"), "%s", _("Signed out"));
  else
    {
      add_worker (facts, session, worker);
      add_connection (facts, worker, tra_session_get_clock (session));
      add_rights (facts, session);
    }
  tra_diagnostics_add (facts, _("Keyring"), "%s",
                       name_keyring (tra_session_get_keyring_state (session)));
  return facts;
}

/**
 * tra_diagnostics_to_text:
 * @facts: (element-type TraDiagnostic): what is known
 *
 * Returns: (transfer full): a line each, to be copied
 */
char *
tra_diagnostics_to_text (GPtrArray *facts)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (facts != NULL, NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      TraDiagnostic *fact = g_ptr_array_index (facts, i);

      g_string_append_printf (text, "%s: %s\n", fact->label, fact->value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
