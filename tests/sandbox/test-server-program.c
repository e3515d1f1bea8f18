/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* The built program as people run it: stdout, stderr and exit status. */

#define READY "Task Router sandbox ready at http"

static const char *program;

typedef struct
{
  char *out;
  char *err;
  int status;
} Result;

static void
result_clear (Result *result)
{
  g_free (result->out);
  g_free (result->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

/* @ca_file: what TR_CA_FILE names; NULL for nothing. */
static Result
run_trusting (const char *arguments, const char *url, const char *ca_file)
{
  g_autofree char *line = g_strdup_printf ("%s %s", program, arguments);
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_auto(GStrv) argv = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  Result result = { NULL, NULL, 0 };

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  if (url != NULL)
    g_subprocess_launcher_setenv (launcher, "TR_BASE_URL", url, TRUE);
  else
    g_subprocess_launcher_unsetenv (launcher, "TR_BASE_URL");
  if (ca_file != NULL)
    g_subprocess_launcher_setenv (launcher, "TR_CA_FILE", ca_file, TRUE);
  else
    g_subprocess_launcher_unsetenv (launcher, "TR_CA_FILE");
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  g_assert_true (
    g_subprocess_communicate_utf8 (process, NULL, NULL, &result.out, &result.err, &error));
  g_assert_no_error (error);
  result.status = g_subprocess_get_exit_status (process);
  return result;
}

static Result
run (const char *arguments, const char *url)
{
  return run_trusting (arguments, url, NULL);
}

/* A program that serves, until it is stopped. */
typedef struct
{
  GSubprocess *process;
  char *url;
  GPtrArray *lines; /* before the ready line */
} Served;

static void
serve (Served *served, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDataInputStream) stream = NULL;

  served->lines = g_ptr_array_new_with_free_func (g_free);
  served->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--port=0",
                                      "--print-env", "--clock=virtual", data, NULL);
  g_assert_no_error (error);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (served->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);
  while (served->url == NULL)
    {
      g_autofree char *line = g_data_input_stream_read_line (stream, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (g_str_has_prefix (line, READY))
        served->url = g_strdup (strstr (line, "http"));
      else
        g_ptr_array_add (served->lines, g_steal_pointer (&line));
    }
}

static void
stop (Served *served, gconstpointer data)
{
  g_subprocess_send_signal (served->process, SIGTERM);
  g_assert_true (g_subprocess_wait (served->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (served->process));
  g_assert_cmpint (g_subprocess_get_exit_status (served->process), ==, 0);
  g_object_unref (served->process);
  g_ptr_array_unref (served->lines);
  g_free (served->url);
}

static void
test_env (Served *served, gconstpointer data)
{
  const char *names[] = { "TR_BASE_URL=",    "TR_ACCOUNT_SID=",    "TR_AUTH_TOKEN=",
                          "TR_API_KEY_SID=", "TR_API_KEY_SECRET=", "WORKSPACE_SID=" };

  g_assert_cmpuint (served->lines->len, ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (g_str_has_prefix (served->lines->pdata[i], names[i]));
  g_assert_cmpstr (strchr (served->lines->pdata[0], '=') + 1, ==, served->url);
}

static void
test_call (Served *served, gconstpointer data)
{
  g_auto(Result) call = run ("call --from=+16505550100 --digits=1", served->url);
  g_autofree char *option = g_strdup_printf ("call --url=%s/ --from=+16505550101", served->url);
  g_auto(Result) by_option = run (option, NULL);
  g_autofree char *hang_up = NULL;
  g_auto(Result) ended = { NULL, NULL, 0 };
  g_auto(Result) again = { NULL, NULL, 0 };

  g_assert_cmpint (call.status, ==, 0);
  g_assert_true (g_str_has_prefix (call.out, "CA"));
  g_assert_cmpuint (strlen (call.out), ==, 35);
  g_assert_cmpint (by_option.status, ==, 0);
  g_strchomp (call.out);
  hang_up = g_strdup_printf ("hangup %s", call.out);
  ended = run (hang_up, served->url);
  g_assert_cmpint (ended.status, ==, 0);
  g_assert_cmpstr (ended.out, ==, "");
  again = run (hang_up, served->url);
  g_assert_cmpint (again.status, ==, 1);
  g_assert_true (g_str_has_prefix (again.err, "task-router-sandbox: "));
}

static void
test_phone (Served *served, gconstpointer data)
{
  g_auto(Result) ask = run ("phone +16505551111 ask", served->url);
  g_auto(Result) after = run ("phone --after=3 +16505551111 answer", served->url);
  g_auto(Result) bad = run ("phone +16505551111 sing", served->url);

  g_assert_cmpint (ask.status, ==, 0);
  g_assert_cmpint (after.status, ==, 0);
  g_assert_cmpint (bad.status, ==, 1);
  g_assert_nonnull (strstr (bad.err, "busy"));
}

static void
test_phone_of_nobody (Served *served, gconstpointer data)
{
  g_auto(Result) wrong = run ("phone +1999 busy", served->url);
  g_auto(Result) made = run ("phone +1999 busy --new", served->url);

  g_assert_cmpint (wrong.status, ==, 1);
  g_assert_nonnull (strstr (wrong.err, "Nobody has a phone at +1999"));
  g_assert_cmpint (made.status, ==, 0);
}

static void
test_worker (Served *served, gconstpointer data)
{
  g_auto(Result) set = run ("worker dave Available", served->url);
  g_auto(Result) nobody = run ("worker nobody Available", served->url);
  g_auto(Result) unknown = run ("worker dave Sleeping", served->url);

  g_assert_cmpint (set.status, ==, 0);
  g_assert_cmpstr (set.out, ==, "");
  g_assert_cmpint (nobody.status, ==, 1);
  g_assert_nonnull (strstr (nobody.err, "no worker 'nobody'"));
  g_assert_cmpint (unknown.status, ==, 1);
  g_assert_nonnull (strstr (unknown.err, "Offline, Available, Unavailable"));
}

static void
test_port (Served *served, gconstpointer data)
{
  g_autofree char *line =
    g_strdup_printf ("call --from=+16505550100 --port=%s", strrchr (served->url, ':') + 1);
  g_auto(Result) call = run (line, "http://127.0.0.1:1");

  g_assert_cmpint (call.status, ==, 0);
  g_assert_true (g_str_has_prefix (call.out, "CA"));
}

static const char *
get_line (Served *served, const char *name)
{
  for (guint i = 0; i < served->lines->len; i++)
    {
      const char *line = g_ptr_array_index (served->lines, i);

      if (g_str_has_prefix (line, name))
        return line + strlen (name);
    }
  return NULL;
}

static void
test_trust (Served *served, gconstpointer data)
{
  const char *ca_file = get_line (served, "TR_CA_FILE=");
  const char *command = "call --from=+16505550100";
  g_auto(Result) trusted = run_trusting (command, served->url, ca_file);
  g_auto(Result) unknown = run (command, served->url);
  g_auto(Result) missing = run_trusting (command, served->url, "/nowhere/ca.pem");

  g_assert_cmpint (trusted.status, ==, 0);
  g_assert_cmpint (unknown.status, ==, 1);
  g_assert_nonnull (strstr (unknown.err, "is not trusted: set TR_CA_FILE"));
  g_assert_cmpint (missing.status, ==, 1);
  g_assert_nonnull (strstr (missing.err, "/nowhere/ca.pem"));
}

static void
test_port_in_use (Served *served, gconstpointer data)
{
  g_autofree char *option = g_strdup_printf ("--port=%s", strrchr (served->url, ':') + 1);
  g_auto(Result) second = run (option, NULL);

  g_assert_cmpint (second.status, ==, 1);
  g_assert_cmpstr (second.out, ==, "");
  g_assert_nonnull (strstr (second.err, "in use"));
  g_assert_null (strchr (g_strchomp (second.err), '\n'));
}

static void
test_usage (void)
{
  const char *wrong[] = {
    "--port=70000",          "--port=x",    "--clock=sundial",      "--speed=0",
    "--random-seed=-1",      "--nothing",   "dance",                "call",
    "call --from=1 more",    "hangup",      "phone +16505551111",   "phone a b c", "worker dave",
    "call --from=+1",        "--speed=nan", "hangup --nothing CA1", "--tls-ca-file=/tmp/ca.pem",
    "--clock=virtual --speed=2", "--clock-start=2026-01-05T09:00:00Z",
    "--clock=virtual --clock-start=noon", "--allow-origin=desk.example.com",
    "--allow-origin=https://desk.example.com/", "--allow-origin=*", "call --from=+1 --port=1 --url=http://x", "call --from=+1 --port=x",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto(Result) result = run (wrong[i], "nowhere");

      g_test_message ("%s", wrong[i]);
      g_assert_cmpint (result.status, ==, 2);
      g_assert_cmpstr (result.out, ==, "");
      g_assert_true (g_str_has_prefix (result.err, "task-router-sandbox: "));
    }
}

static void
test_unreachable (void)
{
  g_auto(Result) result = run ("call --from=+16505550100 --url=http://127.0.0.1:1", NULL);

  g_assert_cmpint (result.status, ==, 3);
  g_assert_nonnull (strstr (result.err, "http://127.0.0.1:1"));
  g_assert_nonnull (strstr (result.err, "start one with 'task-router-sandbox'"));
}

static void
test_seed (void)
{
  g_auto(Result) missing = run ("--port=0 --seed=/nonexistent/seed.json", NULL);
  g_autofree char *path = NULL;
  g_autofree char *option = NULL;
  g_auto(Result) broken = { NULL, NULL, 0 };
  int fd = g_file_open_tmp (NULL, &path, NULL);

  g_assert_cmpint (missing.status, ==, 1);
  g_assert_nonnull (strstr (missing.err, "seed.json"));
  g_assert_true (g_file_set_contents (path, "{\"accounts\":", -1, NULL));
  option = g_strdup_printf ("--port=0 --seed=%s", path);
  broken = run (option, NULL);
  g_assert_cmpint (broken.status, ==, 1);
  g_assert_nonnull (strstr (broken.err, path));
  g_unlink (path);
  g_close (fd, NULL);
}

static void
test_help (void)
{
  g_auto(Result) help = run ("--help", NULL);
  g_auto(Result) of_command = run ("phone --help", NULL);
  g_auto(Result) version = run ("--version", NULL);
  const char *words[] = { "--port", "--print-env", "--clock", "--clock-start", "--speed", "--seed", "--random-seed",
                          "--state", "--tls", "--tls-ca-file", "--ignore-post-work-activity", "call", "hangup", "phone", "worker", "--url",
                          "Exit status" };

  g_assert_cmpint (help.status, ==, 0);
  g_assert_cmpint (of_command.status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_nonnull (strstr (help.out, words[i]));
  g_assert_nonnull (strstr (version.out, PACKAGE_VERSION));
}

#define SERVED(path, func) g_test_add (path, Served, NULL, serve, func, stop)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  program = g_getenv ("TASK_ROUTER_SANDBOX");
  if (program == NULL)
    {
      g_print ("1..0 # SKIP TASK_ROUTER_SANDBOX does not name the program\n");
      return 0;
    }
  SERVED ("/program/env", test_env);
  SERVED ("/program/call", test_call);
  SERVED ("/program/phone", test_phone);
  SERVED ("/program/phone/nobody", test_phone_of_nobody);
  SERVED ("/program/worker", test_worker);
  SERVED ("/program/port", test_port);
  SERVED ("/program/port-in-use", test_port_in_use);
  g_test_add ("/program/trust", Served, "--tls", serve, test_trust, stop);
  g_test_add_func ("/program/usage", test_usage);
  g_test_add_func ("/program/unreachable", test_unreachable);
  g_test_add_func ("/program/seed", test_seed);
  g_test_add_func ("/program/help", test_help);
  return g_test_run ();
}
