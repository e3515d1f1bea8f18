/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "tr-secret.h"

#include "tsv-passwd.h"
#include "tsv-server.h"
#include "tsv-systemd.h"

#define PROGRAM "task-router-server"

typedef enum
{
  EXIT_DONE = 0,
  EXIT_REFUSED = 1,
  EXIT_USAGE = 2,
} Exit;

static const char help[] =
  "Usage: " PROGRAM " [--config=FILE]\n"
  "       " PROGRAM " [--config=FILE] --check-config\n"
  "       " PROGRAM " [--config=FILE] passwd [--remove] WORKER\n"
  "\n"
  "Signs agents in and ends their calls, so that their desks hold no secret of the account.\n"
  "\n"
  "  --config=FILE    what to serve; without it the environment says all\n"
  "  --check-config   say whether it could start, and end\n"
  "  passwd WORKER    set a worker's password: asked for on a terminal, or one line of standard input\n"
  "  --remove         take it away; the shared password, if there is one, is good again\n"
  "  --version        print the version\n"
  "\n"
  "The file (a key file; every key may be left out that the environment gives):\n"
  "  [service]    account-sid, api-key-sid, workspace-sid, base-url, ca-file\n"
  "  [listen]     addresses (127.0.0.1:8090), certificate, key, behind-proxy (false)\n"
  "  [database]   path (/var/lib/task-router-server/server.sqlite)\n"
  "  [sessions]   token-seconds (3600), days (30), supervisors (none): names of workers, as susan;edith,\n"
  "               whose tokens have that role if they have a password of their own and there is an API key\n"
  "  [passwords]  yescrypt-cost (5)\n"
  "  [calls]      dial-out (nobody): names of workers who may hand calls over to phone numbers, or * for\n"
  "               all; dial-out-numbers (any): what such numbers begin with, as +1650;+49\n"
  "  [callbacks]  public-url: where the service's callbacks come to, as it was told it\n"
  "  [queues]     cache-seconds (15)\n"
  "  [safety]     wrap-up-seconds (0: never) after which a task is completed; vanish-seconds (0: never)\n"
  "               after which a worker without a desk is sent to offline-activity (Offline)\n"
  "  [assignment NAME] …  a rule each, the first that holds answers the assignment callback: queue,\n"
  "               channel, task and worker (expressions over attributes), answer (JSON)\n"
  "  [events]     keep-days (30), service-level-seconds (20)\n"
  "\n"
  "The environment: TR_ACCOUNT_SID, TR_API_KEY_SID, WORKSPACE_SID, TR_BASE_URL, TR_CA_FILE, and the\n"
  "secrets TR_AUTH_TOKEN, TR_API_KEY_SECRET, TR_TOKEN_PASSWORD (the shared password) and\n"
  "TR_ADMIN_KEY (a Bearer token for all that supervisors may see: events, reports, metrics). A secret may\n"
  "also be a file that TR_AUTH_TOKEN_FILE names, or a credential of systemd's, tr-auth-token.\n"
  "Passwords never go over a network in the clear: without certificate and key it listens on the\n"
  "loopback address only, for a proxy. SIGHUP has certificate and key read again.\n"
  "\n"
  "Exit codes: 0 done, 1 refused or could not start, 2 usage.\n";

typedef struct
{
  char *config;
  gboolean check_config;
  gboolean remove;
  gboolean help;
  gboolean version;
} Options;

static int
complain (Exit code, const char *message)
{
  g_printerr (PROGRAM ": %s\n", message);
  return code;
}

static gboolean
options_parse (Options *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &self->config, "", "FILE" },
    { "check-config", 0, 0, G_OPTION_ARG_NONE, &self->check_config, "", NULL },
    { "remove", 0, 0, G_OPTION_ARG_NONE, &self->remove, "", NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &self->help, "", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "", NULL },
    { NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
drained_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
}

/* Whoever renews the certificate says so. Without one there is nothing to read, and nothing to end for. */
static gboolean
renew_cb (gpointer user_data)
{
  TsvServer *server = user_data;
  g_autoptr(GError) error = NULL;

  if (!tsv_server_renew_certificate (server, &error))
    g_message ("The certificate stays what it was: %s", error->message);
  return G_SOURCE_CONTINUE;
}

/* Until a signal, and then until the last request has its answer; a second signal ends it at once. */
static void
run (TsvServer *server)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint term = g_unix_signal_add (SIGTERM, quit_cb, loop);
  guint interrupt = g_unix_signal_add (SIGINT, quit_cb, loop);
  guint renew = g_unix_signal_add (SIGHUP, renew_cb, server);

  g_print (PROGRAM " ready at %s\n", tsv_server_get_url (server));
  fflush (stdout);
  tsv_systemd_notify ("READY=1");
  g_main_loop_run (loop);

  tsv_systemd_notify ("STOPPING=1");
  tsv_server_drain (server, drained_cb, loop);
  g_main_loop_run (loop);
  g_source_remove (term);
  g_source_remove (interrupt);
  g_source_remove (renew);
}

static gboolean
listen_somewhere (TsvServer *server, GPtrArray *sockets, GError **error)
{
  if (sockets->len == 0)
    return tsv_server_listen (server, error);
  for (guint i = 0; i < sockets->len; i++)
    {
      if (!tsv_server_listen_on (server, g_ptr_array_index (sockets, i), error))
        return FALSE;
    }
  return TRUE;
}

static int
serve (const Options *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TsvConfig) config = tsv_config_new (options->config, &error);
  g_autoptr(GPtrArray) sockets = NULL;
  g_autoptr(TrClock) clock = tr_clock_new ();
  g_autoptr(TsvServer) server = NULL;

  if (config == NULL)
    return complain (EXIT_USAGE, error->message);
  if (options->check_config)
    {
      if (!tsv_store_check (config->database, &error))
        return complain (EXIT_USAGE, error->message);
      g_print ("The configuration is good\n");
      return EXIT_DONE;
    }
  sockets = tsv_systemd_take_sockets (config->certificate != NULL, &error);
  if (sockets == NULL)
    return complain (EXIT_REFUSED, error->message);
  server = tsv_server_new (g_steal_pointer (&config), clock, &error);
  if (server == NULL || !listen_somewhere (server, sockets, &error))
    return complain (EXIT_REFUSED, error->message);
  run (server);
  return EXIT_DONE;
}

static int
set_password (const Options *options, const char *worker)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TsvConfig) config = tsv_config_new_for_passwords (options->config, &error);

  if (config == NULL)
    return complain (EXIT_USAGE, error->message);
  if (!tsv_passwd_run (config, worker, options->remove, &error))
    return complain (EXIT_REFUSED, error->message);
  return EXIT_DONE;
}

/* Each desk is a descriptor; the usual 1,024 are for programs that use select(). */
static void
allow_descriptors (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) < 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

static int
parse_and_run (int argc, char **argv)
{
  Options options = { NULL, };
  g_autofree char *config = NULL;
  g_autoptr(GError) error = NULL;

  if (!options_parse (&options, &argc, &argv, &error))
    return complain (EXIT_USAGE, error->message);
  config = options.config;
  if (options.version)
    g_print (PROGRAM " " PACKAGE_VERSION "\n");
  else if (options.help)
    g_print ("%s", help);
  else if (argc == 3 && strcmp (argv[1], "passwd") == 0 && *argv[2] != '\0')
    return set_password (&options, argv[2]);
  else if (argc != 1 || options.remove)
    return complain (EXIT_USAGE, "there is no such command; see --help");
  else
    return serve (&options);
  return EXIT_DONE;
}

int
main (int argc, char **argv)
{
  int status;

  tr_secret_begin ();
  allow_descriptors ();
  setlocale (LC_ALL, "");
  status = parse_and_run (argc, argv);

  tr_secret_end ();
  return status;
}
