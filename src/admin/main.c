/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "tr-secret.h"

#include "trd-help.h"
#include "trd-reader.h"

static TrdExit
run (const TrdCommand *command, TrdOptions *options, char **arguments)
{
  g_autoptr(TrdService) service = NULL;
  g_autoptr(GError) error = NULL;
  const char *foreign = trd_options_find_foreign (options, command->options);
  g_autofree char *usage = trd_command_dup_usage (command);
  guint n_arguments = g_strv_length (arguments);

  options->can_dry_run = (command->options & TRD_OPTION_YES) != 0;
  if (foreign != NULL)
    return trd_complain (TRD_EXIT_USAGE, "'%s' has no --%s", usage, foreign);
  if (n_arguments < command->min_arguments ||
      (command->max_arguments != G_MAXUINT8 && n_arguments > command->max_arguments))
    return trd_complain (TRD_EXIT_USAGE, "usage: " TRD_PROGRAM " %s", usage);
  if (command->is_local)
    return command->run (command, NULL, options, arguments);

  service = trd_service_new (options->profile, options->workspace, &error);
  if (service == NULL)
    return trd_complain_error (error);
  return command->run (command, service, options, arguments);
}

static TrdExit
find_and_run (TrdOptions *options, int argc, char **argv)
{
  const char *noun = argc > 1 ? argv[1] : NULL;
  const char *verb = argc > 2 ? argv[2] : NULL;
  const TrdCommand *command;

  if (noun == NULL)
    return trd_complain (TRD_EXIT_USAGE, "say what to do; '" TRD_PROGRAM " --help' lists the commands");
  if (trd_command_find (noun, NULL) == NULL)
    return trd_complain (TRD_EXIT_USAGE, "there is nothing called '%s'; '" TRD_PROGRAM " --help' lists "
                         "the commands", noun);
  command = trd_command_find (noun, "");
  if (command != NULL)
    return run (command, options, argv + 2);
  if (verb == NULL)
    return trd_complain (TRD_EXIT_USAGE, "say what to do with '%s'; '" TRD_PROGRAM " %s --help' lists it",
                         noun, noun);
  command = trd_command_find (noun, verb);
  if (command == NULL)
    return trd_complain (TRD_EXIT_USAGE, "'%s' has no '%s'; '" TRD_PROGRAM " %s --help' lists what it has",
                         noun, verb, noun);
  return run (command, options, argv + 3);
}

static TrdExit
parse_and_run (int argc, char **argv)
{
  g_auto(TrdOptions) options = { 0, };

  if (!trd_options_parse (&options, &argc, &argv))
    return TRD_EXIT_USAGE;
  if (options.version)
    {
      g_print (TRD_PROGRAM " " PACKAGE_VERSION "\n");
      return TRD_EXIT_DONE;
    }
  if (options.help)
    {
      g_autofree char *help = trd_help_to_text (argc > 1 ? argv[1] : NULL);

      g_print ("%s", help);
      return TRD_EXIT_DONE;
    }
  return find_and_run (&options, argc, argv);
}

int
main (int argc, char **argv)
{
  TrdExit status;

  trd_reader_begin ();
  tr_secret_begin ();
  setlocale (LC_ALL, "");
  status = parse_and_run (argc, argv);
  if (!trd_reader_end () && status == TRD_EXIT_DONE)
    status = trd_complain (TRD_EXIT_REFUSED, "what was to be printed could not all be written");

  tr_secret_end ();
  return (int) status;
}
