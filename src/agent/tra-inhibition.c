/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-inhibition.h"

/* Each is asked if the one before it is not there, or says no. The session managers are alike; the
 * portal is started by being asked. */
static const struct
{
  const char *name, *path, *interface;
  gboolean is_portal;
} services[] = {
  { "org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager", FALSE },
  { "org.xfce.SessionManager", "/org/xfce/SessionManager", "org.xfce.SessionManager", FALSE },
  { "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Inhibit", TRUE },
};

#define PORTAL_REQUEST "org.freedesktop.portal.Request"

/**
 * TraInhibition:
 *
 * What the desktop holds back for us, from when it is made until it is freed.
 * gtk_application_inhibit() waits for the answer without a limit: a session manager that hangs would
 * stop the program in the moment that a call rings. Here nothing waits; what is granted late is
 * given back at once.
 *
 * Source: gnome-session's org.gnome.SessionManager.xml, xfce4-session's xfsm-manager-dbus.xml, and
 * the portals' org.freedesktop.portal.Inhibit.xml.
 */
struct _TraInhibition
{
  GDBusConnection *bus; /* owned */
  GtkApplicationInhibitFlags flags;
  char *reason;         /* owned */
  gsize service;        /* that is asked, or was */
  GVariant *held;       /* owned, nullable: what lets go of it: a cookie, or the portal's path */
  gboolean is_asking;
  gboolean is_freed;    /* while it was being asked for */
};

static void
destroy (TraInhibition *self)
{
  g_clear_pointer (&self->held, g_variant_unref);
  g_object_unref (self->bus);
  g_free (self->reason);
  g_free (self);
}

static void
let_go (TraInhibition *self)
{
  const char *path = NULL;

  if (self->held == NULL)
    return;

  if (services[self->service].is_portal)
    {
      g_variant_get (self->held, "(&o)", &path);
      g_dbus_connection_call (self->bus, services[self->service].name, path, PORTAL_REQUEST,
                              "Close", NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL,
                              NULL);
    }
  else
    {
      g_dbus_connection_call (self->bus, services[self->service].name,
                              services[self->service].path, services[self->service].interface,
                              "Uninhibit", self->held, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                              NULL, NULL, NULL);
    }
}

static void ask (TraInhibition *self);

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraInhibition *self = user_data;
  g_autoptr(GError) error = NULL;

  self->is_asking = FALSE;
  self->held = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (self->held == NULL)
    {
      g_debug ("%s: %s", services[self->service].name, error->message);
      self->service++;
    }
  if (self->is_freed)
    tra_inhibition_free (self);
  else if (self->held == NULL)
    ask (self);
}

static GVariant *
new_arguments (TraInhibition *self)
{
  GVariantBuilder options;

  /* The manager wants a window of X to put its question over; it has questions of its own. */
  if (!services[self->service].is_portal)
    return g_variant_new ("(susu)", APPLICATION_ID, 0u, self->reason, (guint32) self->flags);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (self->reason));
  return g_variant_new ("(sua{sv})", "", (guint32) self->flags, &options);
}

static void
ask (TraInhibition *self)
{
  gboolean is_portal;

  if (self->service == G_N_ELEMENTS (services))
    {
      g_info ("Nobody holds back sleep and idleness on this desktop");
      return;
    }

  is_portal = services[self->service].is_portal;
  self->is_asking = TRUE;
  g_dbus_connection_call (self->bus, services[self->service].name, services[self->service].path,
                          services[self->service].interface, "Inhibit", new_arguments (self),
                          is_portal ? G_VARIANT_TYPE ("(o)") : G_VARIANT_TYPE ("(u)"),
                          is_portal ? G_DBUS_CALL_FLAGS_NONE : G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          G_MAXINT, NULL, asked_cb, self);
}

/**
 * tra_inhibition_new:
 * @bus: the desktop's
 * @flags: what is to be held back; the desktops' numbers are GTK's
 * @reason: why, for people
 *
 * Returns: (transfer full): it, being asked for. A desktop without anybody to ask is no error
 */
TraInhibition *
tra_inhibition_new (GDBusConnection *bus, GtkApplicationInhibitFlags flags, const char *reason)
{
  TraInhibition *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (bus), NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  self = g_new0 (TraInhibition, 1);
  self->bus = g_object_ref (bus);
  self->flags = flags;
  self->reason = g_strdup (reason);
  ask (self);
  return self;
}

/**
 * tra_inhibition_free:
 * @self: (transfer full): what was held back
 *
 * Lets go of it, or will as soon as the desktop says that it has it.
 */
void
tra_inhibition_free (TraInhibition *self)
{
  g_return_if_fail (self != NULL);

  self->is_freed = TRUE;
  if (self->is_asking)
    return;

  let_go (self);
  destroy (self);
}
