/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "trd-command.h"
#include "trd-text.h"

/* ---- Help ---- */

static const char help_head[] =
  "Usage: " TRD_PROGRAM " [OPTIONS] NOUN VERB [ARGUMENTS]\n"
  "\n"
  "Sees and steers a TaskRouter workspace, its tasks and its calls.\n"
  "\n";

static const char help_tail[] =
  "\n"
  "Options:\n"
  "  --json, --json-lines   for programs: one array, or an object a line, with every member\n"
  "  --limit=N              at most N things (default: all)\n"
  "  --status=STATUS        of lists of tasks, calls and conferences; of workers, the activity\n"
  "  --all                  everybody, or every one\n"
  "  --dry-run              say what would be done, and do nothing\n"
  "  --yes                  do not ask\n"
  "  --wrapping             every task in wrap-up; with --older-than=5m: for that long\n"
  "  --ttl=N, --kind=KIND   of a token: seconds (3600); access or capability\n"
  "  --workspace=NAME       workspace by name or SID, instead of $WORKSPACE_SID\n"
  "  --help, --version      show this text; show the version\n"
  "\n"
  "Environment: TR_ACCOUNT_SID with TR_AUTH_TOKEN, or with TR_API_KEY_SID and TR_API_KEY_SECRET;\n"
  "WORKSPACE_SID; TR_BASE_URL and TR_CA_FILE for a service elsewhere, as a sandbox. Secrets are\n"
  "never options: other people on a machine can read those.\n"
  "\n"
  "Exit status: 0 done, 1 refused, 2 wrong usage, 3 the service can't be reached.\n";

/* @noun: (nullable): of which; NULL: all. */
static void
print_commands (const char *noun)
{
  const TrdCommand *const *groups = trd_command_groups ();

  for (gsize i = 0; groups[i] != NULL; i++)
    for (const TrdCommand *command = groups[i]; command->noun != NULL; command++)
      if (noun == NULL || g_str_equal (command->noun, noun))
        {
          g_autofree char *call = g_strdup_printf ("%s %s %s", command->noun, command->verb,
                                                   command->arguments);

          g_print ("  %-34s %s\n", g_strchomp (call), command->summary);
        }
}

static TrdExit
print_help (const char *noun)
{
  g_print ("%sCommands:\n", help_head);
  print_commands (noun);
  g_print ("%s", help_tail);
  return TRD_EXIT_DONE;
}

/* ---- Options ---- */

typedef struct
{
  TrdOptions options;
  gboolean json;
  gboolean json_lines;
  gboolean help;
  gboolean version;
  char *older_than; /* owned */
} Line;

static void
line_clear (Line *line)
{
  g_free (line->options.workspace);
  g_free (line->options.status);
  g_free (line->options.kind);
  g_free (line->older_than);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static gboolean
parse (Line *line, int *argc, char ***argv)
{
  TrdOptions *options = &line->options;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &line->json, "", NULL },
    { "json-lines", 0, 0, G_OPTION_ARG_NONE, &line->json_lines, "", NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &options->limit, "", "N" },
    { "status", 0, 0, G_OPTION_ARG_STRING, &options->status, "", "STATUS" },
    { "all", 0, 0, G_OPTION_ARG_NONE, &options->all, "", NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &options->yes, "", NULL },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options->dry_run, "", NULL },
    { "wrapping", 0, 0, G_OPTION_ARG_NONE, &options->wrapping, "", NULL },
    { "older-than", 0, 0, G_OPTION_ARG_STRING, &line->older_than, "", "TIME" },
    { "ttl", 0, 0, G_OPTION_ARG_INT, &options->ttl, "", "SECONDS" },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &options->kind, "", "KIND" },
    { "workspace", 0, 0, G_OPTION_ARG_STRING, &options->workspace, "", "NAME" },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &line->help, "", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &line->version, "", NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  trd_complain (TRD_EXIT_USAGE, "%s; '" TRD_PROGRAM " --help' lists the options", error->message);
  return FALSE;
}

static gboolean
check_values (Line *line)
{
  TrdOptions *options = &line->options;

  if (line->json && line->json_lines)
    trd_complain (TRD_EXIT_USAGE, "--json and --json-lines are two ways to say it: give one");
  else if (options->limit < 0)
    trd_complain (TRD_EXIT_USAGE, "--limit is 1 or more");
  else if (line->older_than != NULL && !trd_text_parse_duration (line->older_than, &options->older_than))
    trd_complain (TRD_EXIT_USAGE, "--older-than is a time as 90s, 5m, 2h or 1d");
  else
    {
      options->format = line->json ? TRD_FORMAT_JSON
                        : line->json_lines ? TRD_FORMAT_JSON_LINES : TRD_FORMAT_TABLE;
      return TRUE;
    }
  return FALSE;
}

/* What a command does not know is refused: --all where it means nothing must not look as if it did. */
static const char *
find_foreign_option (const TrdCommand *command, Line *line)
{
  const TrdOptions *options = &line->options;
  const struct
  {
    const char *name;
    gboolean is_given;
    TrdOptionFlags flag;
  } given[] = {
    { "--limit", options->limit != 0, TRD_OPTION_LIMIT },
    { "--status", options->status != NULL, TRD_OPTION_STATUS },
    { "--all", options->all, TRD_OPTION_ALL },
    { "--yes", options->yes, TRD_OPTION_YES },
    { "--dry-run", options->dry_run, TRD_OPTION_YES },
    { "--wrapping", options->wrapping, TRD_OPTION_WRAPPING },
    { "--older-than", line->older_than != NULL, TRD_OPTION_WRAPPING },
    { "--ttl", options->ttl != 0, TRD_OPTION_TOKEN },
    { "--kind", options->kind != NULL, TRD_OPTION_TOKEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    if (given[i].is_given && (command->options & given[i].flag) == 0)
      return given[i].name;
  return NULL;
}

/* ---- The command ---- */

static TrdExit
run (const TrdCommand *command, Line *line, char **arguments)
{
  g_autoptr(TrdService) service = NULL;
  g_autoptr(GError) error = NULL;
  const char *foreign = find_foreign_option (command, line);
  guint n_arguments = g_strv_length (arguments);

  if (foreign != NULL)
    return trd_complain (TRD_EXIT_USAGE, "'%s %s' has no %s", command->noun, command->verb, foreign);
  if (n_arguments < command->min_arguments ||
      (command->max_arguments != G_MAXUINT8 && n_arguments > command->max_arguments))
    return trd_complain (TRD_EXIT_USAGE, "usage: " TRD_PROGRAM " %s %s %s", command->noun, command->verb,
                         command->arguments);
  if (command->is_local)
    return command->run (command, NULL, &line->options, arguments);

  service = trd_service_new (line->options.workspace, &error);
  if (service == NULL)
    return trd_complain (TRD_EXIT_USAGE, "%s", error->message);
  return command->run (command, service, &line->options, arguments);
}

static TrdExit
find_and_run (Line *line, int argc, char **argv)
{
  const char *noun = argc > 1 ? argv[1] : NULL;
  const char *verb = argc > 2 ? argv[2] : NULL;
  const TrdCommand *command;

  if (noun == NULL)
    return trd_complain (TRD_EXIT_USAGE, "say what to do; '" TRD_PROGRAM " --help' lists the commands");
  if (trd_command_find (noun, NULL) == NULL)
    return trd_complain (TRD_EXIT_USAGE, "there is nothing called '%s'; '" TRD_PROGRAM " --help' lists "
                         "the commands", noun);
  if (verb == NULL)
    return trd_complain (TRD_EXIT_USAGE, "say what to do with '%s'; '" TRD_PROGRAM " %s --help' lists it",
                         noun, noun);
  command = trd_command_find (noun, verb);
  if (command == NULL)
    return trd_complain (TRD_EXIT_USAGE, "'%s' has no '%s'; '" TRD_PROGRAM " %s --help' lists what it has",
                         noun, verb, noun);
  return run (command, line, argv + 3);
}

int
main (int argc, char **argv)
{
  const struct rlimit none = { 0, 0 };
  g_auto(Line) line = { 0, };

  /* The process holds an account's secret. */
  setrlimit (RLIMIT_CORE, &none);
  setlocale (LC_ALL, "");

  if (!parse (&line, &argc, &argv) || !check_values (&line))
    return TRD_EXIT_USAGE;
  if (line.version)
    {
      g_print (TRD_PROGRAM " " PACKAGE_VERSION "\n");
      return TRD_EXIT_DONE;
    }
  if (line.help)
    return print_help (argc > 1 ? argv[1] : NULL);
  return find_and_run (&line, argc, argv);
}
