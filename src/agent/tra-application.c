/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-application.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "tra-resources.h"
#include "tra-settings.h"

/**
 * TraApplication:
 *
 * One process a desk: a second start raises the first one's window and hands its options over.
 */
struct _TraApplication
{
  AdwApplication parent_instance;

  TrClock *clock;      /* owned */
  GSettings *settings; /* owned */
  TraLog *log;         /* owned */
  char *service_url;   /* owned, nullable */
  gboolean wants_demo;
};

G_DEFINE_FINAL_TYPE (TraApplication, tra_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "service-url", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_("Where TaskRouter answers (default: $TR_BASE_URL, else the official service)"), N_("URL") },
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("Start a sandbox on this machine and sign in to it"), NULL },
  { "clock", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_("“manual”: time moves by the action advance-clock only; for tests"), N_("KIND") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
  { NULL },
};

static gboolean
take_clock (TraApplication *self, GVariantDict *dict)
{
  const char *kind = NULL;

  if (!g_variant_dict_lookup (dict, "clock", "&s", &kind))
    return TRUE;

  if (!g_str_equal (kind, "manual"))
    {
      g_printerr ("%s: --clock=%s: “manual” is the only kind\n", g_get_prgname (), kind);
      return FALSE;
    }

  g_set_object (&self->clock, NULL);
  self->clock = tr_clock_new_manual (g_get_real_time ());
  return TRUE;
}

static int
tra_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  TraApplication *self = TRA_APPLICATION (application);
  const char *url = NULL;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("%s %s\n", _("Task Router Agent"), PACKAGE_VERSION);
      return 0;
    }
  if (!take_clock (self, dict))
    return 2;

  if (!g_variant_dict_lookup (dict, "service-url", "&s", &url))
    url = g_getenv ("TR_BASE_URL");
  if (url != NULL && *url != '\0')
    self->service_url = g_strdup (url);
  self->wants_demo = g_variant_dict_contains (dict, "demo");
  return -1;
}

static void
tra_application_startup (GApplication *application)
{
  TraApplication *self = TRA_APPLICATION (application);
  g_autoptr(GError) error = NULL;

  G_APPLICATION_CLASS (tra_application_parent_class)->startup (application);

  if (self->clock == NULL)
    self->clock = tr_clock_new ();
  self->log = tra_log_new (self->clock);

  self->settings = tra_settings_new (&error);
  if (self->settings == NULL)
    {
      g_printerr ("%s: %s\n", g_get_prgname (), error->message);
      exit (1);
    }
}

static void
tra_application_finalize (GObject *object)
{
  TraApplication *self = TRA_APPLICATION (object);

  g_clear_object (&self->log);
  g_clear_object (&self->settings);
  g_clear_object (&self->clock);
  g_free (self->service_url);
  G_OBJECT_CLASS (tra_application_parent_class)->finalize (object);
}

static void
tra_application_class_init (TraApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tra_application_finalize;
  application_class->handle_local_options = tra_application_handle_local_options;
  application_class->startup = tra_application_startup;

  /* Named here, so that the linker takes the resources out of the static library. */
  g_resources_register (tra_get_resource ());
}

static void
tra_application_init (TraApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * tra_application_new:
 *
 * Returns: (transfer full): the program, to be run
 */
TraApplication *
tra_application_new (void)
{
  return g_object_new (TRA_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_DEFAULT_FLAGS,
                       NULL);
}

/**
 * tra_application_get_log:
 * @self: the program
 *
 * Returns: the activity log
 */
TraLog *
tra_application_get_log (TraApplication *self)
{
  g_return_val_if_fail (TRA_IS_APPLICATION (self), NULL);

  return self->log;
}

/**
 * tra_application_get_clock:
 * @self: the program
 *
 * Returns: the one clock of the process
 */
TrClock *
tra_application_get_clock (TraApplication *self)
{
  g_return_val_if_fail (TRA_IS_APPLICATION (self), NULL);

  return self->clock;
}

/**
 * tra_application_get_settings:
 * @self: the program
 *
 * Returns: the agent's settings
 */
GSettings *
tra_application_get_settings (TraApplication *self)
{
  g_return_val_if_fail (TRA_IS_APPLICATION (self), NULL);

  return self->settings;
}
