/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-serve.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "http/trs-authority.h"
#include "server/auth/trs-origin.h"
#include "server/control/trs-env.h"
#include "server/resource/trs-fields.h"
#include "server/state/trs-state.h"
#include "trs-exit.h"

#define DEFAULT_PORT 8089
#define MAX_SPEED 10000.0
#define DEFAULT_RANDOM_SEED 1

/* Options that were not given; no value that anyone would give. */
#define NO_SPEED (-G_MAXDOUBLE)
#define NO_RANDOM_SEED G_MININT64

typedef struct
{
  int port;
  gboolean print_env;
  char *clock; /* owned, nullable */
  double speed;
  char *clock_start; /* owned, nullable */
  char *seed; /* owned, nullable: a file's name */
  char *state; /* owned, nullable: a file's name */
  gboolean tls;
  char *tls_ca_file; /* owned, nullable: a file's name */
  GStrv origins; /* owned, nullable */
  gint64 random_seed;
  gboolean ignore_post_work_activity;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->clock);
  g_free (options->clock_start);
  g_free (options->seed);
  g_free (options->state);
  g_free (options->tls_ca_file);
  g_strfreev (options->origins);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Microseconds since the epoch; 0: the machine's time; below that: not said well. */
static gint64
options_get_clock_start (const Options *self)
{
  gint64 time = 0;

  if (self->clock_start == NULL)
    return 0;
  return trs_fields_parse_iso_date (self->clock_start, &time) && time > 0 ? time : -1;
}

static gboolean
has_half_an_origin (const Options *self)
{
  for (gsize i = 0; self->origins != NULL && self->origins[i] != NULL; i++)
    {
      if (!trs_origin_is_whole (self->origins[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
options_check (const Options *self, GError **error)
{
  const char *problem = NULL;

  if (self->port < 0 || self->port > G_MAXUINT16)
    problem = "--port must be from 0 to 65535";
  else if (self->clock != NULL && !g_str_equal (self->clock, "virtual"))
    problem = "--clock must be virtual";
  else if (self->clock != NULL && self->speed != NO_SPEED)
    problem = "--clock=virtual stands still until it is turned, so it has no --speed: give one";
  else if (self->speed != NO_SPEED && !(self->speed > 0 && self->speed <= MAX_SPEED))
    problem = "--speed must be a number above 0, at most 10000";
  else if (self->clock_start != NULL && self->clock == NULL && self->speed == NO_SPEED)
    problem = "--clock-start needs a clock of the sandbox's own: --clock=virtual or --speed";
  else if (options_get_clock_start (self) < 0)
    problem = "--clock-start must be a date of ISO 8601 after 1970, such as 2026-01-05T09:00:00Z";
  else if (has_half_an_origin (self))
    problem = "--allow-origin must be scheme and host, such as https://desk.example.com";
  else if (self->tls_ca_file != NULL && !self->tls)
    problem = "--tls-ca-file needs --tls";
  else if (self->random_seed != NO_RANDOM_SEED &&
           (self->random_seed < 0 || self->random_seed > G_MAXUINT32))
    problem = "--random-seed must be from 0 to 4294967295";
  if (problem != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, problem);
  return problem == NULL;
}

static gboolean
options_parse (Options *self, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &self->port, "", "N" },
    { "print-env", 0, 0, G_OPTION_ARG_NONE, &self->print_env, "", NULL },
    { "clock", 0, 0, G_OPTION_ARG_STRING, &self->clock, "", "virtual" },
    { "clock-start", 0, 0, G_OPTION_ARG_STRING, &self->clock_start, "", "TIME" },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &self->speed, "", "N" },
    { "seed", 0, 0, G_OPTION_ARG_FILENAME, &self->seed, "", "FILE" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &self->state, "", "FILE" },
    { "tls", 0, 0, G_OPTION_ARG_NONE, &self->tls, "", NULL },
    { "tls-ca-file", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_ca_file, "", "FILE" },
    { "allow-origin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->origins, "", "ORIGIN" },
    { "random-seed", 0, 0, G_OPTION_ARG_INT64, &self->random_seed, "", "N" },
    { "ignore-post-work-activity", 0, 0, G_OPTION_ARG_NONE, &self->ignore_post_work_activity, "",
      NULL },
    { NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  *self = (Options) { .port = DEFAULT_PORT, .speed = NO_SPEED, .random_seed = NO_RANDOM_SEED };
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                   "'%s' is no command; see --help", argv[1]);
      return FALSE;
    }
  return options_check (self, error);
}

/* Every agent is a file descriptor: take as many as the system lets us have. */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max)
    {
      limit.rlim_cur = limit.rlim_max;
      if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
        g_info ("The number of agents is limited: %s", g_strerror (errno));
    }
}

/* Programs wait for these lines, so they must not stay in a buffer. */
static void
print_ready (TrsServer *server, gboolean print_env, const char *ca_file)
{
  g_autoptr(JsonObject) env = trs_env_new (server);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, env);
  while (print_env && json_object_iter_next_ordered (&iter, &name, &value))
    g_print ("%s=%s\n", name, json_node_get_string (value));
  if (ca_file != NULL)
    g_print (print_env ? "TR_CA_FILE=%s\n" : "Trust the certificates of %s\n", ca_file);
  g_print ("Task Router sandbox ready at %s\n", trs_server_get_base_url (server));
  fflush (stdout);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* Signals are caught before anyone is told that we are ready, and may answer with one. */
static void
run (TrsServer *server, gboolean print_env, const char *ca_file)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint term = g_unix_signal_add (SIGTERM, quit_cb, loop);
  guint interrupt = g_unix_signal_add (SIGINT, quit_cb, loop);

  print_ready (server, print_env, ca_file);
  g_main_loop_run (loop);
  g_source_remove (term);
  g_source_remove (interrupt);
}

static gboolean
listen_on (TrsServer *server, int port, GError **error)
{
  if (trs_server_listen (server, (guint16) port, error))
    return TRUE;

  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    {
      g_clear_error (error);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE,
                   "port %d is in use by another program; --port=0 picks a free one", port);
    }
  return FALSE;
}

static double
options_get_speed (const Options *self)
{
  if (self->clock != NULL)
    return TRS_SPEED_VIRTUAL;
  return self->speed != NO_SPEED ? self->speed : TRS_SPEED_REAL;
}

static guint32
options_get_random_seed (const Options *self)
{
  return self->random_seed != NO_RANDOM_SEED ? (guint32) self->random_seed : DEFAULT_RANDOM_SEED;
}

/* What a state began with holds for as long as it lasts: nobody may believe that it was changed. */
static void
tell_what_is_passed_over (const Options *self)
{
  g_autoptr(GString) names = g_string_new (NULL);

  if (self->seed != NULL)
    g_string_append (names, ", --seed");
  if (self->random_seed != NO_RANDOM_SEED)
    g_string_append (names, ", --random-seed");
  if (self->clock_start != NULL)
    g_string_append (names, ", --clock-start");
  if (self->ignore_post_work_activity)
    g_string_append (names, ", --ignore-post-work-activity");
  if (names->len > 0)
    g_printerr (TRS_PROGRAM ": %s goes on as it was begun: passed over: %s. Remove the file to begin "
                            "anew\n", self->state, names->str + strlen (", "));
}

static TrsState *
make_state (const Options *options, GError **error)
{
  g_autofree char *seed = NULL;
  g_autoptr(TrsState) state = NULL;

  if (options->seed != NULL && !g_file_get_contents (options->seed, &seed, NULL, error))
    return NULL;
  state = trs_state_new (trs_outset_new (seed, options->seed, options_get_random_seed (options),
                                         options->ignore_post_work_activity),
                         options->state, options_get_speed (options),
                         options_get_clock_start (options), error);
  if (state != NULL && trs_state_is_continued (state))
    tell_what_is_passed_over (options);
  return g_steal_pointer (&state);
}

/* Without a name of its own the file is a new one, which goes with the process. */
static char *
make_ca_file (const Options *options, GError **error)
{
  char *path = NULL;
  int fd;

  if (options->tls_ca_file != NULL)
    return g_strdup (options->tls_ca_file);
  fd = g_file_open_tmp ("task-router-sandbox-ca-XXXXXX.pem", &path, error);
  if (fd >= 0)
    g_close (fd, NULL);
  return path;
}

static gboolean
secure (TrsServer *server, const Options *options, char **ca_file, GError **error)
{
  g_autoptr(TrClock) machine = tr_clock_new ();
  g_autoptr(TrsAuthority) authority = NULL;

  if (!options->tls)
    return TRUE;
  authority = trs_authority_new (tr_clock_get_real_time (machine) / G_USEC_PER_SEC, error);
  if (authority == NULL || (*ca_file = make_ca_file (options, error)) == NULL ||
      !trs_authority_write (authority, *ca_file, error))
    return FALSE;
  trs_server_set_certificate (server, trs_authority_get_server_certificate (authority));
  return TRUE;
}

static gboolean
serve (const Options *options, GError **error)
{
  g_autoptr(TrsState) state = make_state (options, error);
  g_autoptr(TrsEngine) engine = NULL;
  g_autoptr(TrsServer) server = NULL;
  g_autofree char *ca_file = NULL;

  if (state == NULL || (engine = trs_state_make_engine (state, error)) == NULL)
    return FALSE;
  server = trs_server_new (engine);
  for (gsize i = 0; options->origins != NULL && options->origins[i] != NULL; i++)
    trs_server_allow_origin (server, options->origins[i]);
  trs_server_set_random_seed (server, options_get_random_seed (options));
  /* What is sent again has this sandbox's address in it. */
  if (!secure (server, options, &ca_file, error) ||
      !listen_on (server, options->port, error) ||
      !trs_server_take_state (server, g_steal_pointer (&state), error))
    return FALSE;
  run (server, options->print_env, ca_file);
  trs_server_close (server);
  if (ca_file != NULL && options->tls_ca_file == NULL)
    g_unlink (ca_file);
  return TRUE;
}

/**
 * trs_serve:
 * @argc: length of @argv
 * @argv: the program's name and its options
 *
 * Serves until SIGTERM or SIGINT.
 *
 * Returns: a #TrsExit
 */
int
trs_serve (int argc, char **argv)
{
  g_auto(Options) options = { 0, };
  g_autoptr(GError) error = NULL;

  if (!options_parse (&options, argc, argv, &error))
    {
      g_printerr (TRS_PROGRAM ": %s\n", error->message);
      return TRS_EXIT_USAGE;
    }
  raise_file_limit ();
  if (!serve (&options, &error))
    {
      g_printerr (TRS_PROGRAM ": %s\n", error->message);
      return TRS_EXIT_REFUSED;
    }
  return TRS_EXIT_DONE;
}
