/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-desktop.h"

#include "tra-autostart.h"
#include "tra-elsewhere.h"
#include "tra-inhibitor.h"
#include "tra-logout.h"
#include "tra-presence.h"
#include "tra-tray.h"

/**
 * TraDesktop:
 *
 * What the program is to the desktop around it, but for its windows and notifications: the icon in
 * the panel, the start at login, the sleep that is held back. Each part follows the session by itself; nothing of it is needed for the first picture,
 * so it is made after that.
 */
struct _TraDesktop
{
  GObject parent_instance;

  GApplication *application; /* owned */
  TraSession *session;       /* owned */
  TraTray *tray;             /* owned, nullable until it is made, as all below */
  TraInhibitor *inhibitor;   /* owned */
  TraAutostart *autostart;   /* owned */
  TraPresence *presence;     /* owned */
  TraElsewhere *elsewhere;   /* owned */
  TraLogout *logout;         /* owned */
  guint make_id;             /* source */
};

G_DEFINE_FINAL_TYPE (TraDesktop, tra_desktop, G_TYPE_OBJECT)

static void
not_started_cb (TraDesktop *self, const char *why)
{
  g_signal_emit_by_name (self->session, "toast", why);
}

static gboolean
make_cb (gpointer user_data)
{
  TraDesktop *self = user_data;

  self->make_id = 0;
  self->tray = tra_tray_new (self->application, self->session);
  self->inhibitor = tra_inhibitor_new (g_application_get_dbus_connection (self->application),
                                       self->session);
  self->autostart = tra_autostart_new (tra_session_get_settings (self->session),
                                       g_application_get_dbus_connection (self->application));
  g_signal_connect_object (self->autostart, "refused", G_CALLBACK (not_started_cb), self,
                           G_CONNECT_SWAPPED);
  self->presence = tra_presence_new (self->session,
                                     g_application_get_dbus_connection (self->application));
  self->elsewhere = tra_elsewhere_new (GTK_APPLICATION (self->application), self->session);
  self->logout = tra_logout_new (TRA_APPLICATION (self->application),
                                 g_application_get_dbus_connection (self->application));
  return G_SOURCE_REMOVE;
}

static void
tra_desktop_dispose (GObject *object)
{
  TraDesktop *self = TRA_DESKTOP (object);

  g_clear_handle_id (&self->make_id, g_source_remove);
  if (self->presence != NULL)
    g_object_run_dispose (G_OBJECT (self->presence));
  g_clear_object (&self->presence);
  g_clear_object (&self->logout);
  g_clear_object (&self->elsewhere);
  g_clear_object (&self->autostart);
  g_clear_object (&self->inhibitor);
  g_clear_object (&self->tray);
  g_clear_object (&self->session);
  g_clear_object (&self->application);
  G_OBJECT_CLASS (tra_desktop_parent_class)->dispose (object);
}

static void
tra_desktop_class_init (TraDesktopClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_desktop_dispose;
}

static void
tra_desktop_init (TraDesktop *self)
{
}

/**
 * tra_desktop_new:
 * @application: the program, registered, with its actions
 * @session: what goes on
 *
 * Returns: (transfer full): the program's place on the desktop, until it is dropped
 */
TraDesktop *
tra_desktop_new (GApplication *application, TraSession *session)
{
  TraDesktop *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_DESKTOP, NULL);
  self->application = g_object_ref (application);
  self->session = g_object_ref (session);
  self->make_id = g_idle_add_full (G_PRIORITY_LOW, make_cb, self, NULL);
  return self;
}

/**
 * tra_desktop_withdraw:
 * @self: the program's place on the desktop
 *
 * Takes back what is shown there: the program is about to end.
 */
void
tra_desktop_withdraw (TraDesktop *self)
{
  g_return_if_fail (TRA_IS_DESKTOP (self));

  g_clear_handle_id (&self->make_id, g_source_remove);
  if (self->tray != NULL)
    tra_tray_withdraw (self->tray);
}
