/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-help.h"

#include "trd-text.h"

#define USAGE_WIDTH 34
#define OPTION_WIDTH 22

static const char head[] =
  "Usage: " TRD_PROGRAM " [OPTIONS] NOUN VERB [ARGUMENTS]\n"
  "\n"
  "Sees and steers a TaskRouter workspace, its tasks and its calls.\n"
  "\n";

static const char tail[] =
  "\n"
  "Environment: TR_ACCOUNT_SID with TR_AUTH_TOKEN, or with TR_API_KEY_SID and TR_API_KEY_SECRET;\n"
  "TR_AUTH_TOKEN_FILE, TR_API_KEY_SECRET_FILE: files that only you can read, instead of the secrets;\n"
  "WORKSPACE_SID; TR_BASE_URL and TR_CA_FILE for a service elsewhere, as a sandbox. Secrets are\n"
  "never options: other people on a machine can read those. 'login' keeps them in the keyring.\n"
  "\n"
  "Exit status: 0 done, 1 refused, 2 wrong usage, 3 the service can't be reached.\n";

/**
 * trd_command_dup_usage:
 * @command: a command
 *
 * Returns: (transfer full): what to type: "workers show NAME"
 */
char *
trd_command_dup_usage (const TrdCommand *command)
{
  return g_strchomp (g_strdup_printf ("%s%s%s %s", command->noun, *command->verb != '\0' ? " " : "",
                                      command->verb, command->arguments));
}

static void
append_line (GString *text, const char *left, gsize width, const char *right)
{
  gsize taken = trd_text_width (left);

  g_string_append_printf (text, "  %s%*s%s\n", left,
                          (int) (taken < width ? width - taken + 1 : 1), "", right);
}

static void
append_option (GString *text, const TrdOption *option)
{
  g_autofree char *letter = option->letter != 0 ? g_strdup_printf ("-%c, ", option->letter)
                                                : g_strdup ("");
  g_autofree char *left = g_strdup_printf ("%s--%s%s%s", letter, option->name,
                                           option->argument != NULL ? "=" : "",
                                           option->argument != NULL ? option->argument : "");

  append_line (text, left, OPTION_WIDTH, option->summary);
}

/* Returns: the options that those commands have. */
static TrdOptionFlags
append_commands (GString *text, const char *noun)
{
  const TrdCommand *const *groups = trd_command_groups ();
  TrdOptionFlags flags = 0;

  for (gsize i = 0; groups[i] != NULL; i++)
    for (const TrdCommand *command = groups[i]; command->noun != NULL; command++)
      if (noun == NULL || g_str_equal (command->noun, noun))
        {
          g_autofree char *usage = trd_command_dup_usage (command);

          append_line (text, usage, USAGE_WIDTH, command->summary);
          flags |= command->options;
        }
  return flags;
}

/**
 * trd_help_to_text:
 * @noun: (nullable): what to tell of; %NULL: all
 *
 * Returns: (transfer full): the help, from the tables of commands and options
 */
char *
trd_help_to_text (const char *noun)
{
  GString *text = g_string_new (head);
  gsize n_options;
  const TrdOption *options = trd_options_get_table (&n_options);
  TrdOptionFlags flags;

  g_string_append (text, "Commands:\n");
  flags = append_commands (text, noun);
  g_string_append (text, "\nOptions:\n");
  for (gsize i = 0; i < n_options; i++)
    if (options[i].flag == 0 || (options[i].flag & flags) != 0)
      append_option (text, &options[i]);
  g_string_append (text, tail);
  return g_string_free (text, FALSE);
}
