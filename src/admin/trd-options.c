/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-options.h"

#include <string.h>

#include "trd-exit.h"
#include "trd-text.h"

#define AT(member) G_STRUCT_OFFSET (TrdOptions, member)

static const TrdOption table[] = {
  { "json", 0, G_OPTION_ARG_NONE, AT (json), NULL, 0, "for programs: one array, with every member" },
  { "json-lines", 0, G_OPTION_ARG_NONE, AT (json_lines), NULL, 0, "for programs: an object a line" },
  { "limit", 0, G_OPTION_ARG_INT, AT (limit), "N", TRD_OPTION_LIMIT, "at most N things (default: all)" },
  { "status", 0, G_OPTION_ARG_STRING, AT (status), "STATUS", TRD_OPTION_STATUS,
    "only tasks, calls or conferences of that status, or workers of that activity" },
  { "all", 0, G_OPTION_ARG_NONE, AT (all), NULL, TRD_OPTION_ALL, "everybody, or every one" },
  { "dry-run", 'n', G_OPTION_ARG_NONE, AT (dry_run), NULL, TRD_OPTION_YES,
    "say what would be done, and do nothing" },
  { "yes", 'y', G_OPTION_ARG_NONE, AT (yes), NULL, TRD_OPTION_YES | TRD_OPTION_ASK,
    "do not ask" },
  { "wrapping", 0, G_OPTION_ARG_NONE, AT (wrapping), NULL, TRD_OPTION_WRAPPING,
    "every task in wrap-up" },
  { "older-than", 0, G_OPTION_ARG_STRING, AT (older_than_text), "TIME", TRD_OPTION_WRAPPING,
    "with --wrapping: for that long, as 90s, 5m, 2h or 1d" },
  { "minutes", 0, G_OPTION_ARG_INT, AT (minutes), "N", TRD_OPTION_MINUTES,
    "what happened in the last N minutes" },
  { "type", 0, G_OPTION_ARG_STRING, AT (type), "TYPE", TRD_OPTION_EVENTS,
    "only events of that type: reservation.created; or reservation.*" },
  { "task", 0, G_OPTION_ARG_STRING, AT (task), "TASK", TRD_OPTION_EVENTS, "only of that task, by SID" },
  { "worker", 0, G_OPTION_ARG_STRING, AT (worker), "WORKER", TRD_OPTION_EVENTS,
    "only of that worker, by name or SID" },
  { "queue", 0, G_OPTION_ARG_STRING, AT (queue), "QUEUE", TRD_OPTION_EVENTS,
    "only of that task queue, by name or SID" },
  { "ttl", 0, G_OPTION_ARG_INT, AT (ttl), "SECONDS", TRD_OPTION_TOKEN,
    "how long the token lives (3600)" },
  { "kind", 0, G_OPTION_ARG_STRING, AT (kind), "KIND", TRD_OPTION_TOKEN,
    "of the token: access or capability" },
  { "account", 0, G_OPTION_ARG_STRING, AT (account), "SID", TRD_OPTION_LOGIN, "which account to keep" },
  { "api-key", 0, G_OPTION_ARG_STRING, AT (api_key), "SID", TRD_OPTION_LOGIN,
    "keep that API key and its secret, instead of the auth token" },
  { "test", 0, G_OPTION_ARG_NONE, AT (test), NULL, TRD_OPTION_TEST,
    "play the file's tests first, and change nothing if one fails" },
  { "workspace", 0, G_OPTION_ARG_STRING, AT (workspace), "NAME", 0,
    "workspace by name or SID, instead of $WORKSPACE_SID" },
  { "profile", 0, G_OPTION_ARG_STRING, AT (profile), "NAME", 0,
    "who asks: a profile that 'login' has kept, instead of the environment" },
  { "help", 'h', G_OPTION_ARG_NONE, AT (help), NULL, 0, "show this text, or that of a command" },
  { "version", 0, G_OPTION_ARG_NONE, AT (version), NULL, 0, "show the version" },
};

/**
 * trd_options_get_table:
 * @n_options: (out): how many
 *
 * Returns: (array length=n_options): all options
 */
const TrdOption *
trd_options_get_table (gsize *n_options)
{
  *n_options = G_N_ELEMENTS (table);
  return table;
}

/* GLib leaves the "--" where an argument after it looks like an option. */
static void
drop_end_of_options (int *argc, char **argv)
{
  for (int i = 1; i < *argc; i++)
    if (g_str_equal (argv[i], "--"))
      {
        memmove (argv + i, argv + i + 1, (size_t) (*argc - i) * sizeof *argv);
        (*argc)--;
        return;
      }
}

static gboolean
read_line (TrdOptions *self, int *argc, char ***argv)
{
  GOptionEntry entries[G_N_ELEMENTS (table) + 1] = { { NULL } };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  self->limit = self->minutes = self->ttl = TRD_OPTION_UNSAID;
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    entries[i] = (GOptionEntry) { table[i].name, table[i].letter, 0, table[i].type,
                                  (char *) self + table[i].offset, "", table[i].argument };
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (g_option_context_parse (context, argc, argv, &error))
    {
      drop_end_of_options (argc, *argv);
      return TRUE;
    }
  trd_complain (TRD_EXIT_USAGE, "%s; '" TRD_PROGRAM " --help' lists the options", error->message);
  return FALSE;
}

static gboolean
check_values (TrdOptions *self)
{
  if (self->json && self->json_lines)
    trd_complain (TRD_EXIT_USAGE, "--json and --json-lines are two ways to say it: give one");
  else if (self->limit != TRD_OPTION_UNSAID && self->limit < 1)
    trd_complain (TRD_EXIT_USAGE, "--limit is 1 or more");
  else if (self->minutes != TRD_OPTION_UNSAID && self->minutes < 1)
    trd_complain (TRD_EXIT_USAGE, "--minutes is 1 or more");
  else if (self->older_than_text != NULL &&
           !trd_text_parse_duration (self->older_than_text, &self->older_than))
    trd_complain (TRD_EXIT_USAGE, "--older-than is a time as 90s, 5m, 2h or 1d");
  else
    {
      self->format = self->json ? TRD_FORMAT_JSON
                     : self->json_lines ? TRD_FORMAT_JSON_LINES : TRD_FORMAT_TABLE;
      return TRUE;
    }
  return FALSE;
}

/* For the commands all and any are 0. */
static void
settle_numbers (TrdOptions *self)
{
  self->limit = MAX (self->limit, 0);
  self->minutes = MAX (self->minutes, 0);
}

/**
 * trd_options_parse:
 * @self: all zero; trd_options_clear() frees what is in it
 * @argc: (inout): of the command line; without the options after it
 * @argv: (inout): of the command line
 *
 * Reads the options. What is wrong is said on stderr.
 *
 * Returns: whether they are right
 */
gboolean
trd_options_parse (TrdOptions *self, int *argc, char ***argv)
{
  if (!read_line (self, argc, argv) || !check_values (self))
    return FALSE;
  settle_numbers (self);
  return TRUE;
}

static gboolean
is_given (const TrdOptions *self, const TrdOption *option)
{
  gconstpointer value = (const char *) self + option->offset;

  if (option->type == G_OPTION_ARG_STRING)
    return *(char *const *) value != NULL;
  if (option->type == G_OPTION_ARG_INT)
    return *(const int *) value != 0 && *(const int *) value != TRD_OPTION_UNSAID;
  return *(const int *) value != 0;
}

/**
 * trd_options_find_foreign:
 * @self: options
 * @known: what a command knows
 *
 * What a command does not know is refused: --all where it means nothing must not look as if it did.
 *
 * Returns: (nullable): the name of an option that was given and is not known
 */
const char *
trd_options_find_foreign (const TrdOptions *self, TrdOptionFlags known)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].flag != 0 && (table[i].flag & known) == 0 && is_given (self, &table[i]))
      return table[i].name;
  return NULL;
}

void
trd_options_clear (TrdOptions *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].type == G_OPTION_ARG_STRING)
      g_clear_pointer ((char **) ((char *) self + table[i].offset), g_free);
}
