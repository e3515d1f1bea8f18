/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

/* Completions for shells, written from the tables of commands and options: they know what the program
 * knows. */

typedef void (*Visit) (GString *script, const TrdCommand *command);

static void
for_each_command (GString *script, Visit visit)
{
  const TrdCommand *const *groups = trd_command_groups ();

  for (gsize i = 0; groups[i] != NULL; i++)
    for (const TrdCommand *command = groups[i]; command->noun != NULL; command++)
      visit (script, command);
}

/* Each once, though they are several in the table. */
static gboolean
is_first_of_noun (const TrdCommand *command)
{
  return trd_command_find (command->noun, NULL) == command;
}

/* In single quotes no shell reads anything but the quote itself. */
static char *
quote (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "'", -1);
  g_autofree char *joined = g_strjoinv ("'\\''", parts);

  return g_strdup_printf ("'%s'", joined);
}

static gboolean
has_option (const TrdCommand *command, const TrdOption *option)
{
  return option->flag == 0 || (option->flag & command->options) != 0;
}

/* ---- bash ---- */

static const char bash_head[] =
  "# bash completion for " TRD_PROGRAM "\n"
  "_task_router_admin ()\n"
  "{\n"
  "  local current=${COMP_WORDS[COMP_CWORD]} words=() is_value= word offered=\n"
  "\n"
  "  COMPREPLY=()\n"
  "  [[ $current == '=' || ${COMP_WORDS[COMP_CWORD-1]} == '=' ]] && return\n"
  "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
  "    if [[ $word == '=' ]]; then is_value=yes\n"
  "    elif [[ -n $is_value ]]; then is_value=\n"
  "    elif [[ $word != -* ]]; then words+=(\"$word\")\n"
  "    fi\n"
  "  done\n"
  "  case \"${words[0]} ${words[1]}\" in\n";

static const char bash_middle[] =
  "  esac\n"
  "  if [[ $current != -* ]]; then\n"
  "    case \"${#words[@]} ${words[0]}\" in\n";

static const char bash_tail[] =
  "    *) offered= ;;\n"
  "    esac\n"
  "  fi\n"
  "  COMPREPLY=($(compgen -W \"$offered\" -- \"$current\"))\n"
  "  [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null\n"
  "  return 0\n"
  "}\n"
  "complete -F _task_router_admin " TRD_PROGRAM "\n";

static void
add_bash_options (GString *script, const TrdCommand *command)
{
  gsize n_options;
  const TrdOption *options = trd_options_get_table (&n_options);

  g_string_append_printf (script, "  '%s %s'%s) offered='", command->noun, command->verb,
                          *command->verb == '\0' ? "*" : "");
  for (gsize i = 0; i < n_options; i++)
    if (has_option (command, &options[i]))
      g_string_append_printf (script, "%s--%s%s", i > 0 ? " " : "", options[i].name,
                              options[i].argument != NULL ? "=" : "");
  g_string_append (script, "' ;;\n");
}

static void
add_noun (GString *script, const TrdCommand *command)
{
  if (is_first_of_noun (command))
    g_string_append_printf (script, " %s", command->noun);
}

static void
add_bash_verbs (GString *script, const TrdCommand *command)
{
  const TrdCommand *const *groups = trd_command_groups ();

  if (!is_first_of_noun (command) || *command->verb == '\0')
    return;
  g_string_append_printf (script, "    '1 %s') offered='", command->noun);
  for (gsize i = 0; groups[i] != NULL; i++)
    for (const TrdCommand *other = groups[i]; other->noun != NULL; other++)
      if (g_str_equal (other->noun, command->noun))
        g_string_append_printf (script, " %s", other->verb);
  g_string_append (script, "' ;;\n");
}

static void
write_bash (GString *script)
{
  g_string_append (script, bash_head);
  for_each_command (script, add_bash_options);
  g_string_append (script, "  *) offered='--help --version' ;;\n");
  g_string_append (script, bash_middle);
  g_string_append (script, "    '0 ') offered='");
  for_each_command (script, add_noun);
  g_string_append (script, "' ;;\n");
  for_each_command (script, add_bash_verbs);
  g_string_append (script, "    '1 completion') offered='bash zsh fish' ;;\n");
  g_string_append (script, bash_tail);
}

/* ---- zsh ---- */

static const char zsh_head[] =
  "#compdef " TRD_PROGRAM "\n"
  "local -a given offered\n"
  "given=(${${words[2,CURRENT-1]}:#-*})\n"
  "case \"$given[1] $given[2]\" in\n";

static void
append_zsh (GString *script, const char *word, const char *after, const char *summary)
{
  g_autofree char *escaped = g_strdup_printf ("%s%s:%s", word, after, summary);
  g_autofree char *quoted = quote (escaped);

  g_string_append_printf (script, " %s", quoted);
}

static void
add_zsh_options (GString *script, const TrdCommand *command)
{
  gsize n_options;
  const TrdOption *options = trd_options_get_table (&n_options);

  g_string_append_printf (script, "('%s %s'%s) offered=(", command->noun, command->verb,
                          *command->verb == '\0' ? "*" : "");
  for (gsize i = 0; i < n_options; i++)
    if (has_option (command, &options[i]))
      {
        g_autofree char *name = g_strdup_printf ("--%s", options[i].name);

        append_zsh (script, name, options[i].argument != NULL ? "=" : "", options[i].summary);
      }
  g_string_append (script, ") ;;\n");
}

static void
add_zsh_noun (GString *script, const TrdCommand *command)
{
  if (is_first_of_noun (command))
    append_zsh (script, command->noun, "", *command->verb == '\0' ? command->summary : "");
}

static void
add_zsh_verbs (GString *script, const TrdCommand *command)
{
  const TrdCommand *const *groups = trd_command_groups ();

  if (!is_first_of_noun (command) || *command->verb == '\0')
    return;
  g_string_append_printf (script, "  ('1 %s') offered=(", command->noun);
  for (gsize i = 0; groups[i] != NULL; i++)
    for (const TrdCommand *other = groups[i]; other->noun != NULL; other++)
      if (g_str_equal (other->noun, command->noun))
        append_zsh (script, other->verb, "", other->summary);
  g_string_append (script, ") ;;\n");
}

static void
write_zsh (GString *script)
{
  g_string_append (script, zsh_head);
  for_each_command (script, add_zsh_options);
  g_string_append (script, "(*) offered=('--help' '--version') ;;\nesac\n"
                           "if [[ $PREFIX != -* ]]; then\n"
                           "  case \"$#given $given[1]\" in\n"
                           "  ('0 ') offered=(");
  for_each_command (script, add_zsh_noun);
  g_string_append (script, ") ;;\n");
  for_each_command (script, add_zsh_verbs);
  g_string_append (script, "  ('1 completion') offered=(bash zsh fish) ;;\n"
                           "  (*) _files; return ;;\n"
                           "  esac\n"
                           "fi\n"
                           "local -a valued\n"
                           "valued=(${(M)offered:#--*=:*})\n"
                           "offered=(${offered:#--*=:*})\n"
                           "_describe " TRD_PROGRAM " offered\n"
                           "_describe " TRD_PROGRAM " valued -S ''\n");
}

/* ---- fish ---- */

static const char fish_head[] =
  "function __task_router_admin_at\n"
  "  set -l given (commandline -opc | string match -v -- '-*')\n"
  "  test \"$given[2..]\" = \"$argv\"\n"
  "end\n"
  "function __task_router_admin_in\n"
  "  set -l given (commandline -opc | string match -v -- '-*')\n"
  "  string match -q -- \"$argv*\" \"$given[2..]\"\n"
  "end\n"
  "complete -c " TRD_PROGRAM " -f\n";

static void
add_fish (GString *script, const TrdCommand *command)
{
  gsize n_options;
  const TrdOption *options = trd_options_get_table (&n_options);
  g_autofree char *summary = quote (command->summary);

  if (is_first_of_noun (command))
    g_string_append_printf (script, "complete -c " TRD_PROGRAM " -n '__task_router_admin_at' -a %s%s%s\n",
                            command->noun, *command->verb == '\0' ? " -d " : "",
                            *command->verb == '\0' ? summary : "");
  if (*command->verb != '\0')
    g_string_append_printf (script, "complete -c " TRD_PROGRAM " -n '__task_router_admin_at %s' -a %s -d %s\n",
                            command->noun, command->verb, summary);
  for (gsize i = 0; i < n_options; i++)
    if ((options[i].flag & command->options) != 0)
      {
        g_autofree char *words = quote (options[i].summary);

        g_string_append_printf (script, "complete -c " TRD_PROGRAM " -n '__task_router_admin_in %s%s%s' -l %s%s "
                                "-d %s\n", command->noun, *command->verb != '\0' ? " " : "", command->verb,
                                options[i].name, options[i].argument != NULL ? " -r" : "", words);
      }
}

static void
write_fish (GString *script)
{
  gsize n_options;
  const TrdOption *options = trd_options_get_table (&n_options);

  g_string_append (script, fish_head);
  for_each_command (script, add_fish);
  for (gsize i = 0; i < n_options; i++)
    if (options[i].flag == 0)
      {
        g_autofree char *words = quote (options[i].summary);

        g_string_append_printf (script, "complete -c " TRD_PROGRAM " -l %s%s -d %s\n", options[i].name,
                                options[i].argument != NULL ? " -r" : "", words);
      }
  g_string_append (script, "complete -c " TRD_PROGRAM " -n '__task_router_admin_at completion' -a 'bash zsh "
                           "fish'\n");
}

static TrdExit
completion (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  static const struct
  {
    const char *shell;
    void (*write) (GString *script);
  } shells[] = { { "bash", write_bash }, { "fish", write_fish }, { "zsh", write_zsh } };
  g_autoptr(GString) script = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (shells); i++)
    if (g_str_equal (arguments[0], shells[i].shell))
      {
        shells[i].write (script);
        g_print ("%s", script->str);
        return TRD_EXIT_DONE;
      }
  return trd_complain (TRD_EXIT_USAGE, "completions are for bash, fish and zsh");
}

const TrdCommand trd_completion_commands[] = {
  { "completion", "", "SHELL", "Print the completions for bash, fish or zsh.", completion, 1, 1, 0, TRUE },
  { NULL },
};
