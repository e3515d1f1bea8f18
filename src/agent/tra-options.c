/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-options.h"

#include <glib/gi18n.h>

/**
 * tra_options_install:
 * @application: the program, before it runs
 *
 * Tells it which options there are.
 */
void
tra_options_install (GApplication *application)
{
  const GOptionEntry options[] = {
    { "service-url", 0, 0, G_OPTION_ARG_STRING, NULL,
      _("Where TaskRouter answers (default: $TR_BASE_URL, else the official service)"), _("URL") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL,
      _("Start a sandbox on this machine and sign in to it"), NULL },
    { "clock", 0, 0, G_OPTION_ARG_STRING, NULL,
      _("“manual”: time moves by the action advance-clock only; for tests"), _("KIND") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, _("Print the version and exit"), NULL },
    { NULL },
  };

  g_return_if_fail (G_IS_APPLICATION (application));

  g_application_add_main_option_entries (application, options);
}

static gboolean
take_clock (TraOptions *self, GVariantDict *dict)
{
  const char *kind = NULL;

  if (!g_variant_dict_lookup (dict, "clock", "&s", &kind))
    return TRUE;

  if (!g_str_equal (kind, "manual"))
    {
      g_printerr (_("%s: --clock=%s: “manual” is the only kind\n"), g_get_prgname (), kind);
      return FALSE;
    }

  g_clear_object (&self->clock);
  self->clock = tr_clock_new_manual (g_get_real_time ());
  return TRUE;
}

/* What the running program was started with stands: it may be signed in to another service, and in a
 * call. So options that would be ignored are refused. */
static gboolean
is_refused (GApplication *application, GVariantDict *dict)
{
  static const char *const options[] = { "service-url", "demo", "clock" };
  const char *given = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (options) && given == NULL; i++)
    if (g_variant_dict_contains (dict, options[i]))
      given = options[i];

  /* Not to be registered is told by who runs the program. */
  if (given == NULL || !g_application_register (application, NULL, &error) ||
      !g_application_get_is_remote (application))
    return FALSE;

  /* Translators: a program's name and the name of an option */
  g_printerr (_("%s: Task Router Agent is running already, and --%s is for its start only. Quit it "
                "first.\n"),
              g_get_prgname (), given);
  return TRUE;
}

/**
 * tra_options_read:
 * @self: zeroed
 * @application: the program
 * @dict: what was given
 *
 * What a wrong option is told with goes to stderr.
 *
 * Returns: the exit status, or -1 to run on
 */
int
tra_options_read (TraOptions *self, GApplication *application, GVariantDict *dict)
{
  const char *url = NULL;

  g_return_val_if_fail (self != NULL && G_IS_APPLICATION (application) && dict != NULL, 2);

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
  self->is_demo_wanted = g_variant_dict_contains (dict, "demo");
  return is_refused (application, dict) ? 1 : -1;
}

/**
 * tra_options_clear:
 * @self: read ones, or zeroed
 */
void
tra_options_clear (TraOptions *self)
{
  g_clear_object (&self->clock);
  g_clear_pointer (&self->service_url, g_free);
}
