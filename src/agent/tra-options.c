/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-options.h"

#include <glib/gi18n.h>

#include "tr-endpoints.h"

#define URL_VARIABLE "TR_BASE_URL"

static const GOptionEntry entries[] = {
  { "service-url", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_("Where TaskRouter answers (default: $TR_BASE_URL, else the official service)"), N_("URL") },
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("Start a sandbox on this machine and sign in to it"), NULL },
  { "background", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("Sign in without a window, if that is possible; for the start at login"), NULL },
  { "activity", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_("Take this status, once signed in"), N_("NAME") },
  { "go-online", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("Take calls, once signed in"), NULL },
  { "go-offline", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("Take no more calls"), NULL },
  { "clock", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_("“manual”: time moves by the action advance-clock only; for tests"), N_("KIND") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
  { NULL },
};

/* What GApplication takes besides. */
static const GOptionEntry foreign_entries[] = {
  { "help", 'h', 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  { "help-all", 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  { "help-gapplication", 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  { "gapplication-service", 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  { NULL },
};

/**
 * tra_options_install:
 * @application: the program, before it runs
 *
 * Tells it which options there are.
 */
void
tra_options_install (GApplication *application)
{
  g_return_if_fail (G_IS_APPLICATION (application));

  for (const GOptionEntry *option = entries; option->long_name != NULL; option++)
    {
      GOptionEntry entry[2] = { *option };

      entry->description = _(option->description);
      if (option->arg_description != NULL)
        entry->arg_description = _(option->arg_description);
      g_application_add_main_option_entries (application, entry);
    }
}

/* Parsing for the error alone: none of the options has a place where its value would go. */
static gboolean
skip_cb (const char *name, const char *value, gpointer data, GError **error)
{
  return TRUE;
}

static void
add_entries (GOptionContext *context, const GOptionEntry *list)
{
  for (; list->long_name != NULL; list++)
    {
      GOptionEntry entry[2] = { *list };

      if (entry->arg == G_OPTION_ARG_NONE)
        entry->flags |= G_OPTION_FLAG_NO_ARG;
      entry->arg = G_OPTION_ARG_CALLBACK;
      entry->arg_data = (gpointer) skip_cb;
      g_option_context_add_main_entries (context, entry, NULL);
    }
}

/**
 * tra_options_check:
 * @arguments: the command line, with the program's name
 *
 * GApplication tells of a wrong option with status 1, which is that of a start that failed, and with
 * no word of where to look: so it is told here before.
 *
 * Returns: whether the options can be read; if not, stderr has why
 */
gboolean
tra_options_check (char **arguments)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_auto(GStrv) copy = g_strdupv (arguments);
  g_autoptr(GError) error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  add_entries (context, entries);
  add_entries (context, foreign_entries);
  if (g_option_context_parse_strv (context, &copy, &error))
    return TRUE;

  /* Translators: a program's name, and a sentence that says what is wrong with its options */
  g_printerr (_("%s: %s\n"), g_get_prgname (), error->message);
  /* Translators: %s is a program's name */
  g_printerr (_("“%s --help” lists the options.\n"), g_get_prgname ());
  return FALSE;
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

/* An address that nothing can be at is refused at once, not when the form was filled in. */
static gboolean
take_service_url (TraOptions *self, GVariantDict *dict)
{
  const char *source = "--service-url";
  const char *url = NULL;
  g_autoptr(TrEndpoints) endpoints = NULL;
  g_autoptr(GError) error = NULL;

  if (!g_variant_dict_lookup (dict, "service-url", "&s", &url))
    {
      source = URL_VARIABLE;
      url = g_getenv (URL_VARIABLE);
    }
  if (url == NULL || *url == '\0')
    return TRUE;

  endpoints = tr_endpoints_new (url, &error);
  if (endpoints == NULL)
    {
      /* Translators: a program's name, the name of an option, and what is wrong with its value;
       * that is in English */
      g_printerr (_("%s: %s can’t be used: %s\n"), g_get_prgname (), source, error->message);
      return FALSE;
    }

  self->service_url = g_strdup (url);
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

/* What is wished of the program as an action of its: the one that runs, or this one when it does. */
static GVariant *
read_wish (GVariantDict *dict)
{
  const char *name = NULL;

  if (g_variant_dict_lookup (dict, "activity", "&s", &name))
    return g_variant_new ("(sv)", "take-status", g_variant_new_string (name));
  if (g_variant_dict_contains (dict, "go-online"))
    return g_variant_new ("(sv)", "go-online", g_variant_new_string (""));
  if (g_variant_dict_contains (dict, "go-offline"))
    return g_variant_new ("(sv)", "go-offline", g_variant_new_string (""));
  return NULL;
}

/* A program that runs is told, without its window being raised. */
static gboolean
is_handed_over (TraOptions *self, GApplication *application)
{
  g_autoptr(GError) error = NULL;

  if ((self->wish == NULL && !self->is_background_wanted) ||
      !g_application_register (application, NULL, &error) ||
      !g_application_get_is_remote (application))
    return FALSE;

  if (self->wish != NULL)
    tra_options_perform_wish (self, application);
  return TRUE;
}

/**
 * tra_options_perform_wish:
 * @self: options
 * @application: the program, or a proxy of the one that runs
 *
 * Activates the action that the command line named, if it did; once.
 */
void
tra_options_perform_wish (TraOptions *self, GApplication *application)
{
  g_autoptr(GVariant) wish = g_steal_pointer (&self->wish);
  g_autoptr(GVariant) target = NULL;
  const char *action;

  g_return_if_fail (G_IS_APPLICATION (application));

  if (wish == NULL)
    return;

  g_variant_get (wish, "(&sv)", &action, &target);
  g_action_group_activate_action (G_ACTION_GROUP (application), action,
                                  g_str_equal (action, "take-status") ? target : NULL);
  /* Of one that ends now: not before the bus has it. */
  if (g_application_get_is_remote (application))
    g_dbus_connection_flush_sync (g_application_get_dbus_connection (application), NULL, NULL);
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
  g_return_val_if_fail (self != NULL && G_IS_APPLICATION (application) && dict != NULL, 2);

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("%s %s\n", _("Task Router Agent"), PACKAGE_VERSION);
      return 0;
    }
  if (!take_clock (self, dict) || !take_service_url (self, dict))
    return 2;

  self->is_demo_wanted = g_variant_dict_contains (dict, "demo");
  self->is_background_wanted = g_variant_dict_contains (dict, "background");
  self->wish = read_wish (dict);
  if (self->wish != NULL)
    g_variant_ref_sink (self->wish);
  if (is_refused (application, dict))
    return 1;
  return is_handed_over (self, application) ? 0 : -1;
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
  g_clear_pointer (&self->wish, g_variant_unref);
}
