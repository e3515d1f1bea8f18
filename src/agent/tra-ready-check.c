/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-ready-check.h"

#include <glib/gi18n.h>

#include "tra-do-not-disturb.h"
#include "tra-phone-number.h"
#include "tra-plain-text.h"
#include "tra-ready-desktop.h"
#include "tra-rehearsal.h"

#define WIDTH 460
#define HEIGHT 640
#define MAX_NAME 64

#define MAX_SKEW (5 * (gint64) G_USEC_PER_SEC)
#define SLOW 1000 /* ms */

typedef enum
{
  ROW_SOUND,
  ROW_POPUP,
  ROW_CALL,
  ROW_BANNER,
  ROW_QUIET,
  ROW_TRAY,
  ROW_KEYRING,
  ROW_CLOCK,
  ROW_SERVICE,
  ROW_PHONE,
  N_ROWS,
} Row;

/**
 * TraReadyCheck:
 *
 * Before the shift: one button tries all that a call needs to reach the agent, with a rehearsal that
 * looks and sounds like one and is none. The service is asked once how long it takes.
 */
struct _TraReadyCheck
{
  AdwWindow parent_instance;

  TraReadyRow *rows[N_ROWS];
  GtkWidget *button;

  TraSession *session;             /* owned */
  TraSound *sound;                 /* owned */
  TraDoNotDisturb *do_not_disturb; /* owned */
  TraRehearsal *rehearsal;         /* owned, nullable: before the first press */
  GCancellable *cancellable;       /* owned; of what is asked since the last press */
  gint64 asked_at;                 /* the clock's monotonic µs: the service */
};

G_DEFINE_FINAL_TYPE (TraReadyCheck, tra_ready_check, ADW_TYPE_WINDOW)

static void
set (TraReadyCheck *self, Row row, TraReadyState state, const char *text)
{
  tra_ready_row_set (self->rows[row], state, text);
}

/* ---- The rehearsal ---- */

static void
update_call (TraReadyCheck *self)
{
  TraRehearsalState answer = tra_rehearsal_get_answer (self->rehearsal);

  if (answer == TRA_REHEARSAL_WAITING)
    set (self, ROW_CALL, TRA_READY_CHECKING, _("Press Accept in the window that came up"));
  else if (answer == TRA_REHEARSAL_DONE)
    set (self, ROW_CALL, TRA_READY_GOOD, C_ ("rehearsal", "Answered"));
  else
    set (self, ROW_CALL, TRA_READY_BAD, _("Nobody answered. Did the window come up in view?"));
  gtk_widget_set_sensitive (self->button, answer != TRA_REHEARSAL_WAITING);
}

static void
rehearsal_changed_cb (TraReadyCheck *self)
{
  int time = tra_rehearsal_get_popup_time (self->rehearsal);
  TraRehearsalState heard = tra_rehearsal_get_sound (self->rehearsal);
  g_autofree char *shown =
      /* Translators: how long a window took to come up, in milliseconds */
      g_strdup_printf (_("Came up after %d ms"), MAX (time, 0));

  if (time >= 0)
    set (self, ROW_POPUP, TRA_READY_GOOD, shown);
  if (heard == TRA_REHEARSAL_DONE)
    set (self, ROW_SOUND, TRA_READY_GOOD,
         _("It rings. If you hear nothing, look at the volume and where sound goes."));
  else if (heard == TRA_REHEARSAL_FAILED)
    set (self, ROW_SOUND, TRA_READY_BAD,
         _("No sound can be played, so the popup flashes. Look at the preferences, and at the "
           "sound settings of the desktop."));
  update_call (self);
}

static void
rehearse (TraReadyCheck *self)
{
  set (self, ROW_SOUND, TRA_READY_CHECKING, "");
  set (self, ROW_POPUP, TRA_READY_CHECKING, "");
  g_clear_object (&self->rehearsal);
  self->rehearsal = tra_rehearsal_new (gtk_window_get_application (GTK_WINDOW (self)),
                                       self->session, self->sound);
  g_signal_connect_object (self->rehearsal, "changed", G_CALLBACK (rehearsal_changed_cb), self,
                           G_CONNECT_SWAPPED);
  rehearsal_changed_cb (self);
}

/* ---- The desktop ---- */

static void
update_quiet (TraReadyCheck *self)
{
  if (tra_do_not_disturb_is_on (self->do_not_disturb))
    set (self, ROW_QUIET, TRA_READY_BAD,
         _("On: calls come without notification and sound. Turn it off in the desktop."));
  else
    set (self, ROW_QUIET, TRA_READY_GOOD, _("Off"));
}

static void
update_keyring (TraReadyCheck *self)
{
  switch (tra_session_get_keyring_state (self->session))
    {
    case TRA_KEYRING_OPEN:
      set (self, ROW_KEYRING, TRA_READY_GOOD, _("It can keep your sign-in."));
      break;
    case TRA_KEYRING_LOCKED:
      set (self, ROW_KEYRING, TRA_READY_BAD,
           _("Locked: unlock it, or type the secret at the next start."));
      break;
    case TRA_KEYRING_ABSENT:
      set (self, ROW_KEYRING, TRA_READY_NOTE,
           _("None is running, so the secret is asked for at each start."));
      break;
    case TRA_KEYRING_UNKNOWN:
    default:
      set (self, ROW_KEYRING, TRA_READY_CHECKING, "");
    }
}

/* ---- The service ---- */

static void
check_clock (TraReadyCheck *self, TrWorker *worker)
{
  gint64 skew = tr_worker_get_service_time (worker) -
                tr_clock_get_real_time (tra_session_get_clock (self->session));
  gint64 seconds = ABS (skew) / G_USEC_PER_SEC;
  g_autofree char *wrong = g_strdup_printf (
      ngettext ("%d second away from the service’s. Countdowns allow for it; set the clock.",
                "%d seconds away from the service’s. Countdowns allow for it; set the clock.",
                (gulong) seconds),
      (int) seconds);

  set (self, ROW_CLOCK, ABS (skew) > MAX_SKEW ? TRA_READY_NOTE : TRA_READY_GOOD,
       ABS (skew) > MAX_SKEW ? wrong : _("Right"));
}

static void
service_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraReadyCheck *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_worker_request_finish (TR_WORKER (source), result, &error);
  g_autofree char *text = NULL;
  int time;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (node == NULL)
    {
      g_info ("Ready check: %s", error->message);
      set (self, ROW_SERVICE, TRA_READY_BAD, _("It does not answer. Look at the network."));
      return;
    }

  time = (int) ((tr_clock_get_monotonic_time (tra_session_get_clock (self->session)) -
                 self->asked_at) / 1000);
  /* Translators: how long the service took, in milliseconds */
  text = g_strdup_printf (_("Connected; it answers in %d ms."), time);
  set (self, ROW_SERVICE, time < SLOW ? TRA_READY_GOOD : TRA_READY_NOTE, text);
}

static void
check_service (TraReadyCheck *self, TrWorker *worker)
{
  g_autofree char *path = g_strconcat ("Workers/", tr_worker_get_sid (worker), NULL);

  if (tr_worker_get_state (worker) != TR_WORKER_READY)
    {
      set (self, ROW_SERVICE, TRA_READY_BAD, _("Not connected. Look at the network."));
      return;
    }
  set (self, ROW_SERVICE, TRA_READY_CHECKING, "");
  self->asked_at = tr_clock_get_monotonic_time (tra_session_get_clock (self->session));
  tr_worker_request_async (worker, "GET", path, "v1", NULL, self->cancellable,
                           service_answered_cb, self);
}

static void
check_phone (TraReadyCheck *self, TrWorker *worker)
{
  JsonNode *node = json_object_get_member (tr_worker_get_attributes (worker), "contact_uri");
  gboolean is_text = node != NULL && json_node_get_value_type (node) == G_TYPE_STRING;
  g_autofree char *address = tra_plain_text (is_text ? json_node_get_string (node) : NULL, MAX_NAME);
  g_autofree char *number = tra_phone_number_isolate (address);
  /* Translators: %s is a phone number. */
  g_autofree char *text = g_strdup_printf (_("The service will ring %s after Accept."), number);

  if (*address == '\0')
    set (self, ROW_PHONE, TRA_READY_BAD,
         _("No address (contact_uri) is set for you, so no call can be connected. Ask your "
           "administrator."));
  else
    set (self, ROW_PHONE, TRA_READY_GOOD, text);
}

static void
check_signed_in (TraReadyCheck *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);

  if (worker != NULL && tr_worker_get_sid (worker) != NULL)
    {
      check_clock (self, worker);
      check_service (self, worker);
      check_phone (self, worker);
      return;
    }
  for (Row row = ROW_CLOCK; row <= ROW_PHONE; row++)
    set (self, row, TRA_READY_NOTE, _("Sign in to check this"));
}

/* ---- The window ---- */

static void
start_cb (TraReadyCheck *self)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  GDBusConnection *bus = g_application_get_dbus_connection (application);

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();

  rehearse (self);
  update_quiet (self);
  tra_session_probe_keyring (self->session);
  update_keyring (self);
  check_signed_in (self);
  if (bus != NULL)
    {
      tra_ready_desktop_check_banner (bus, self->rows[ROW_BANNER], self->cancellable);
      tra_ready_desktop_check_tray (bus, self->rows[ROW_TRAY], self->cancellable);
      return;
    }
  set (self, ROW_BANNER, TRA_READY_BAD, _("There is no session bus, so there are none."));
  set (self, ROW_TRAY, TRA_READY_NOTE, _("There is no session bus, so there is none."));
}

static GtkWidget *
make_rows (TraReadyCheck *self)
{
  const char *const titles[] = {
    [ROW_SOUND] = _("Ring"), [ROW_POPUP] = _("Popup"), [ROW_CALL] = _("Rehearsal Call"),
    [ROW_BANNER] = _("Notifications"), [ROW_QUIET] = _("Do Not Disturb"),
    [ROW_TRAY] = _("Icon in the Panel"), [ROW_KEYRING] = _("Keyring"),
    [ROW_CLOCK] = _("Clock"), [ROW_SERVICE] = _("Service"), [ROW_PHONE] = _("Your Phone"),
  };
  GtkWidget *group = adw_preferences_group_new ();

  for (Row row = 0; row < N_ROWS; row++)
    {
      GtkWidget *widget = tra_ready_row_new (titles[row]);

      self->rows[row] = TRA_READY_ROW (widget);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), widget);
    }
  return group;
}

/* What people want to know before they press. */
static GtkWidget *
make_promise (void)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", _("A rehearsal call rings on this computer. Nobody calls, "
                                              "and your status stays as it is."),
                                   "wrap", TRUE,
                                   "justify", GTK_JUSTIFY_CENTER,
                                   NULL);

  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static GtkWidget *
make_content (TraReadyCheck *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *clamp = g_object_new (ADW_TYPE_CLAMP, "maximum-size", WIDTH, "child", box,
                                   "margin-top", 18, "margin-bottom", 18, "margin-start", 12,
                                   "margin-end", 12, NULL);
  GtkWidget *scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", clamp, "vexpand", TRUE,
                                      "hscrollbar-policy", GTK_POLICY_NEVER, NULL);

  self->button = g_object_new (GTK_TYPE_BUTTON, "label", _("Check Now"), "halign",
                               GTK_ALIGN_CENTER, NULL);
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_add_css_class (self->button, "suggested-action");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (start_cb), self);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_box_append (GTK_BOX (box), make_promise ());
  gtk_box_append (GTK_BOX (box), make_rows (self));
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), scrolled);
  return content;
}

static void
tra_ready_check_dispose (GObject *object)
{
  TraReadyCheck *self = TRA_READY_CHECK (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->rehearsal);
  g_clear_object (&self->do_not_disturb);
  g_clear_object (&self->sound);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_ready_check_parent_class)->dispose (object);
}

static void
tra_ready_check_class_init (TraReadyCheckClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_ready_check_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tra_ready_check_init (TraReadyCheck *self)
{
  gtk_window_set_title (GTK_WINDOW (self), _("Ready Check"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  adw_window_set_content (ADW_WINDOW (self), make_content (self));
}

/**
 * tra_ready_check_show:
 * @application: the program
 * @session: who is to be called
 *
 * Shows the check, over the window that is in use; raises it if it is shown already.
 */
void
tra_ready_check_show (GtkApplication *application, TraSession *session)
{
  TraReadyCheck *self = NULL;

  g_return_if_fail (TRA_IS_SESSION (session));

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (TRA_IS_READY_CHECK (l->data))
      self = l->data;

  if (self == NULL)
    {
      GtkWindow *parent = gtk_application_get_active_window (application);

      self = g_object_new (TRA_TYPE_READY_CHECK, "application", application, NULL);
      self->session = g_object_ref (session);
      self->sound = tra_sound_new ();
      self->do_not_disturb = tra_do_not_disturb_new (
          g_application_get_dbus_connection (G_APPLICATION (application)));
      g_signal_connect_object (session, "notify::keyring-state", G_CALLBACK (update_keyring), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->do_not_disturb, "changed", G_CALLBACK (update_quiet), self,
                               G_CONNECT_SWAPPED);
      gtk_window_set_transient_for (GTK_WINDOW (self), parent);
    }
  gtk_window_present (GTK_WINDOW (self));
}
