/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

#include <stdio.h>
#include <unistd.h>

#include "trd-setup.h"

/**
 * trd_command_groups:
 *
 * Returns: (array zero-terminated=1): the commands, a table for each kind of thing; each table ends
 *   with one without a noun
 */
const TrdCommand *const *
trd_command_groups (void)
{
  static const TrdCommand *const groups[] = {
    trd_worker_commands,
    trd_queue_commands,
    trd_task_commands,
    trd_create_commands,
    trd_conference_commands,
    trd_call_commands,
    trd_token_commands,
    trd_resource_commands,
    trd_setup_commands,
    trd_event_commands,
    trd_stats_commands,
    trd_explain_commands,
    trd_doctor_commands,
    trd_completion_commands,
    trd_watch_commands,
    trd_login_commands,
    NULL,
  };

  return groups;
}

/**
 * trd_command_find:
 * @noun: what it is about
 * @verb: (nullable): what to do; %NULL finds any of the noun
 *
 * Returns: (nullable): the command
 */
const TrdCommand *
trd_command_find (const char *noun, const char *verb)
{
  const TrdCommand *const *groups = trd_command_groups ();

  for (gsize i = 0; groups[i] != NULL; i++)
    for (const TrdCommand *command = groups[i]; command->noun != NULL; command++)
      if (g_str_equal (command->noun, noun) && (verb == NULL || g_str_equal (command->verb, verb)))
        return command;
  return NULL;
}

/**
 * trd_confirm:
 * @options: how the command was called
 * @question: what to ask, with what it means
 *
 * Asks on the terminal, unless --yes was given. Where there is none, the answer is no.
 *
 * Returns: whether to go on
 */
gboolean
trd_confirm (const TrdOptions *options, const char *question)
{
  char answer[16];

  if (options->yes)
    return TRUE;
  if (!isatty (STDIN_FILENO))
    {
      trd_complain (TRD_EXIT_REFUSED, "%s Nobody is here to answer: say --yes%s", question,
                    options->can_dry_run ? ", or look first with --dry-run" : "");
      return FALSE;
    }

  g_printerr ("%s [y/N] ", question);
  return fgets (answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}
