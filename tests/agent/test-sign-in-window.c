/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-keyring.h"
#include "test-bridge.h"
#include "test-server.h"
#include "tra-resources.h"
#include "tra-settings.h"
#include "tra-sign-in-window.h"

#define ACCOUNT "AC00000000000000000000000000000001"

/* The form over a real session, whose service is a script. */
typedef struct
{
  TrClock *clock;
  GSettings *settings;
  TestServer *server;
  TraSession *session;
  GtkWidget *window;
} Fixture;

static GtkApplication *application; /* one for all: GTK does not let go of it */

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fake_keyring_reset (GPOINTER_TO_INT (data));
  fixture->clock = tr_clock_new_manual (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC);
  fixture->settings = tra_settings_new (&error);
  g_assert_no_error (error);
  g_settings_set_string (fixture->settings, "account-sid", ACCOUNT);
  g_settings_set_string (fixture->settings, "workspace", "writers");
  g_settings_set_string (fixture->settings, "worker", "dave");
  fixture->server = test_server_new ();
  fixture->session =
      tra_session_new (fixture->clock, fixture->settings, test_server_get_url (fixture->server));
  fixture->window = tra_sign_in_window_new (application, fixture->session);
  gtk_window_present (GTK_WINDOW (fixture->window));
  test_wait (gtk_widget_get_mapped (fixture->window));
  test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  g_assert_finalize_object (fixture->session);
  test_server_free (fixture->server);
  g_object_unref (fixture->settings);
  g_assert_finalize_object (fixture->clock);
}

typedef gboolean (*Fits) (GtkWidget *widget, const char *text);

static GtkWidget *
find (GtkWidget *widget, Fits fits, const char *text)
{
  if (!gtk_widget_get_visible (widget))
    return NULL;
  if (fits (widget, text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, fits, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_row (GtkWidget *widget, const char *text)
{
  return ADW_IS_PREFERENCES_ROW (widget) &&
         g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), text) == 0;
}

static gboolean
is_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) &&
         g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0;
}

static gboolean
is_alert (GtkWidget *widget, const char *text)
{
  return gtk_test_accessible_has_role (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_ROLE_ALERT);
}

static GtkWidget *
row (Fixture *fixture, const char *title)
{
  GtkWidget *found = find (fixture->window, is_row, title);

  g_assert_nonnull (found);
  return found;
}

static GtkWidget *
button (Fixture *fixture, const char *text)
{
  GtkWidget *label = find (fixture->window, is_label, text);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) : NULL;
}

static void
type (Fixture *fixture, const char *title, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row (fixture, title)), text);
}

static const char *
typed (Fixture *fixture, const char *title)
{
  return gtk_editable_get_text (GTK_EDITABLE (row (fixture, title)));
}

static void
press (Fixture *fixture, const char *text)
{
  g_assert_true (gtk_widget_is_sensitive (button (fixture, text)));
  g_signal_emit_by_name (button (fixture, text), "clicked");
}

static void
test_named (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {
    "Account SID", "API Key SID (optional)", "Auth Token or API Secret", "Workspace", "Worker Name",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row (fixture, names[i])));

      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           names[i]);
    }
  g_assert_nonnull (button (fixture, "Sign In"));
  g_assert_nonnull (button (fixture, "Try the Demo"));
  g_assert_null (button (fixture, "Cancel"));
}

static void
test_filled (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (typed (fixture, "Account SID"), ==, ACCOUNT);
  g_assert_cmpstr (typed (fixture, "Workspace"), ==, "writers");
  g_assert_cmpstr (typed (fixture, "Worker Name"), ==, "dave");
  g_assert_cmpstr (typed (fixture, "Auth Token or API Secret"), ==, "");
  g_assert_null (find (fixture->window, is_alert, NULL));
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  GtkWidget *secret = row (fixture, "Auth Token or API Secret");
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (secret));
  GtkWidget *alert;

  type (fixture, "Auth Token or API Secret", "wrong");
  test_server_push_json (fixture->server, 401, "{\"code\":20003,\"message\":\"Authenticate\"}");
  press (fixture, "Sign In");
  test_wait (!tra_session_is_signing_in (fixture->session));

  alert = find (fixture->window, is_alert, NULL);
  g_assert_nonnull (alert);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (alert), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Wrong account SID or auth token.");
  g_assert_nonnull (find (alert, is_label, "Wrong account SID or auth token."));
  g_assert_true (gtk_widget_has_css_class (secret, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (text),
                                                   GTK_ACCESSIBLE_RELATION_DESCRIBED_BY));
  g_assert_cmpstr (typed (fixture, "Auth Token or API Secret"), ==, "wrong");
  g_assert_cmpstr (typed (fixture, "Worker Name"), ==, "dave");

  /* And the next try starts clean. */
  type (fixture, "Worker Name", "");
  press (fixture, "Sign In");
  g_assert_false (gtk_widget_has_css_class (secret, "error"));
  g_assert_true (gtk_widget_has_css_class (row (fixture, "Worker Name"), "error"));
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  type (fixture, "Auth Token or API Secret", "secret");
  test_server_push (fixture->server, TEST_SILENT, 200, NULL, "");
  press (fixture, "Sign In");
  g_assert_false (gtk_widget_is_sensitive (row (fixture, "Account SID")));
  g_assert_false (gtk_widget_is_sensitive (button (fixture, "Sign In")));
  g_assert_null (button (fixture, "Try the Demo"));

  press (fixture, "Cancel");
  g_assert_true (gtk_widget_is_sensitive (row (fixture, "Account SID")));
  g_assert_true (gtk_widget_is_sensitive (button (fixture, "Sign In")));
  g_assert_nonnull (button (fixture, "Try the Demo"));
  g_assert_cmpstr (typed (fixture, "Auth Token or API Secret"), ==, "secret");
  g_assert_null (find (fixture->window, is_alert, NULL));
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  GtkWidget *remember = row (fixture, "Remember Me");

  test_wait (tra_session_get_keyring_state (fixture->session) == TRA_KEYRING_ABSENT);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (remember)), ==,
                   "No keyring is running, so the secret can’t be saved.");
  g_assert_false (gtk_widget_is_sensitive (remember));
  g_assert_null (button (fixture, "Unlock"));
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  const TraKeyringKey key = { test_server_get_url (fixture->server), ACCOUNT, "dave" };

  fake_keyring_put (&key, "secret");
  g_settings_set_string (fixture->settings, "workspace-sid", "WS1");
  g_settings_set_string (fixture->settings, "worker-sid", "WK1");
  g_settings_set_boolean (fixture->settings, "signed-in", TRUE);
  tra_session_resume (fixture->session);
  test_wait (tra_session_get_keyring_state (fixture->session) == TRA_KEYRING_LOCKED);
  test_wait (!tra_session_is_signing_in (fixture->session));
  row (fixture, "Your Keyring Is Locked");
  press (fixture, "Unlock");
  test_wait (!tra_session_is_signing_in (fixture->session));
  row (fixture, "Your Keyring Is Locked");
}

/* Whoever types a secret sees where it goes. */
static void
test_service (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strconcat ("At ", test_server_get_url (fixture->server), NULL);
  g_autoptr(TraSession) official = tra_session_new (fixture->clock, fixture->settings, NULL);
  GtkWidget *window = tra_sign_in_window_new (application, official);

  g_assert_nonnull (find (fixture->window, is_label, text));
  g_assert_null (find (window, is_label, text));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Narrow, with large text and a long sentence: nothing asks for more width. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture->window));
  int minimum;

  type (fixture, "Account SID", "x");
  type (fixture, "Auth Token or API Secret", "secret");
  press (fixture, "Sign In");
  g_assert_nonnull (find (fixture->window, is_alert, NULL));
  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (tra_get_resource ());
  application = g_object_new (ADW_TYPE_APPLICATION, "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);

#define ADD(path, state, function)                                                                 \
  g_test_add (path, Fixture, GINT_TO_POINTER (state), set_up, function, tear_down)
  ADD ("/sign-in-window/named", TRA_KEYRING_OPEN, test_named);
  ADD ("/sign-in-window/filled", TRA_KEYRING_OPEN, test_filled);
  ADD ("/sign-in-window/error", TRA_KEYRING_OPEN, test_error);
  ADD ("/sign-in-window/cancel", TRA_KEYRING_OPEN, test_cancel);
  ADD ("/sign-in-window/keyring/absent", TRA_KEYRING_ABSENT, test_absent);
  ADD ("/sign-in-window/keyring/locked", TRA_KEYRING_LOCKED, test_locked);
  ADD ("/sign-in-window/service", TRA_KEYRING_OPEN, test_service);
  ADD ("/sign-in-window/narrow", TRA_KEYRING_OPEN, test_narrow);

  return g_test_run ();
}
