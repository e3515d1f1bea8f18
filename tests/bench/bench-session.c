/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <arpa/inet.h>
#include <gio/gio.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * Sessions renewed per second of one core: ours, and the same service in Node with the official SDK,
 * one after the other in one run. Each desk renews again and again, each time with the token that it was
 * given the last time; over a connection that it keeps, and then over a new one for each. What is counted
 * is the server's own processor time, so that a machine with other things to do tells the same.
 */

#define N_DESKS 16
#define WARM_SECONDS 3 /* not counted: Node compiles what it runs often */
#define SECONDS 5
#define PASSWORD "correct horse"

enum { KEPT, EACH, N_WAYS };

typedef struct
{
  int port;
  int fd; /* -1: not connected */
  gboolean keeps; /* its connection */
  char *refresh_token;
  guint n_renewed;
  gint64 until;
  char buffer[16 * 1024];
} Desk;

static void
connect_desk (Desk *desk)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((guint16) desk->port) };
  int one = 1;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  desk->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt (desk->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect (desk->fd, (struct sockaddr *) &address, sizeof address) != 0)
    g_error ("Can't connect to port %d", desk->port);
}

/* The whole answer, in the desk's buffer. */
static void
receive (Desk *desk)
{
  gsize length = 0;

  for (;;)
    {
      ssize_t n = recv (desk->fd, desk->buffer + length, sizeof desk->buffer - 1 - length, 0);
      const char *end;
      const char *header;

      if (n <= 0)
        g_error ("The server hung up");
      length += (gsize) n;
      desk->buffer[length] = '\0';
      end = strstr (desk->buffer, "\r\n\r\n");
      header = strcasestr (desk->buffer, "\r\ncontent-length: ");
      if (end != NULL && header != NULL &&
          length >= (gsize) (end - desk->buffer) + 4 + (gsize) atoi (header + 18))
        return;
    }
}

static void
post (Desk *desk, const char *path, const char *body)
{
  g_autofree char *request = g_strdup_printf (
    "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
    "Content-Length: %" G_GSIZE_FORMAT "\r\n%s\r\n%s", path, desk->port, strlen (body),
    desk->keeps ? "" : "Connection: close\r\n", body);
  const char *start;
  const char *end;

  if (desk->fd < 0)
    connect_desk (desk);
  if (send (desk->fd, request, strlen (request), MSG_NOSIGNAL) != (ssize_t) strlen (request))
    g_error ("Can't send");
  receive (desk);
  if (!g_str_has_prefix (desk->buffer, "HTTP/1.1 200"))
    g_error ("Refused: %s", desk->buffer);
  if (strcasestr (desk->buffer, "\r\nconnection: close") != NULL)
    {
      close (desk->fd);
      desk->fd = -1;
    }
  start = strstr (desk->buffer, "\"refresh_token\":\"") + strlen ("\"refresh_token\":\"");
  end = strchr (start, '"');
  g_free (desk->refresh_token);
  desk->refresh_token = g_strndup (start, (gsize) (end - start));
}

static gpointer
renew (gpointer data)
{
  Desk *desk = data;

  while (g_get_monotonic_time () < desk->until)
    {
      g_autofree char *body = g_strdup_printf ("{\"refresh_token\":\"%s\",\"device\":\"desk\"}",
                                               desk->refresh_token);

      post (desk, "/v1/session/refresh", body);
      desk->n_renewed++;
    }
  return NULL;
}

/* Seconds of processor time that a process has had. */
static double
get_processor_time (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", pid);
  g_autofree char *text = NULL;
  unsigned long user = 0;
  unsigned long system = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      sscanf (strrchr (text, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
              &system) != 2)
    g_error ("There is no %s", path);
  return (double) (user + system) / (double) sysconf (_SC_CLK_TCK);
}

static guint
renew_all (Desk *desks, int seconds)
{
  GThread *threads[N_DESKS];
  guint n_renewed = 0;

  for (guint i = 0; i < N_DESKS; i++)
    {
      desks[i].n_renewed = 0;
      desks[i].until = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
      threads[i] = g_thread_new ("desk", renew, &desks[i]);
    }
  for (guint i = 0; i < N_DESKS; i++)
    {
      g_thread_join (threads[i]);
      n_renewed += desks[i].n_renewed;
    }
  return n_renewed;
}

/* Sessions per second of one core. */
static double
measure_way (const char *name, Desk *desks, const char *pid, gboolean keeps)
{
  guint n_renewed;
  double used;

  for (guint i = 0; i < N_DESKS; i++)
    desks[i].keeps = keeps;
  renew_all (desks, WARM_SECONDS);
  used = get_processor_time (pid);
  n_renewed = renew_all (desks, SECONDS);
  used = get_processor_time (pid) - used;
  g_print ("# %s, %s: %u renewed in %d s, with %.2f s of processor time: %.0f per second of one core\n",
           name, keeps ? "connections kept" : "a connection each", n_renewed, SECONDS, used,
           n_renewed / used);
  return n_renewed / used;
}

static void
measure (const char *name, int port, const char *pid, double figures[N_WAYS])
{
  Desk *desks = g_new0 (Desk, N_DESKS);

  for (guint i = 0; i < N_DESKS; i++)
    {
      desks[i].port = port;
      desks[i].fd = -1;
      post (&desks[i], "/v1/session",
            "{\"worker\":\"dave\",\"password\":\"" PASSWORD "\",\"device\":\"desk\"}");
    }
  figures[KEPT] = measure_way (name, desks, pid, TRUE);
  figures[EACH] = measure_way (name, desks, pid, FALSE);
  for (guint i = 0; i < N_DESKS; i++)
    {
      g_free (desks[i].refresh_token);
      if (desks[i].fd >= 0)
        close (desks[i].fd);
    }
  g_free (desks);
}

/* The first line with @word and a port at its end. */
static GSubprocess *
start (const char *const *argv, GSubprocessLauncher *launcher, const char *word, int *port, char **env)
{
  g_autoptr(GError) error = NULL;
  GSubprocess *process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_autoptr(GDataInputStream) output = NULL;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
      g_auto(GStrv) pair = NULL;

      if (line == NULL)
        g_error ("%s ended too early", argv[0]);
      if (strstr (line, word) != NULL)
        {
          *port = atoi (strrchr (line, ':') + 1);
          return process;
        }
      pair = g_strsplit (line, "=", 2);
      if (env != NULL && g_strv_length (pair) == 2)
        g_setenv (pair[0], pair[1], TRUE);
    }
}

static void
set_password (const char *program)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, program, "passwd", "dave", NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, PASSWORD "\n", NULL, NULL, NULL, &error);
  g_assert_true (g_subprocess_get_successful (process));
}

static void
end (GSubprocess *process)
{
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

int
main (int argc, char **argv)
{
  const char *program = g_getenv ("TASK_ROUTER_SERVER");
  const char *sandbox_argv[] = { g_getenv ("TASK_ROUTER_SANDBOX"), "--port=0", "--print-env", NULL };
  const char *script = g_getenv ("BENCH_NODE");
  g_autofree char *directory = g_dir_make_tmp ("bench-XXXXXX", NULL);
  g_autofree char *database = g_build_filename (directory, "server.sqlite", NULL);
  g_autofree char *config = g_build_filename (directory, "server.conf", NULL);
  g_autofree char *option = g_strconcat ("--config=", config, NULL);
  const char *server_argv[] = { program, option, NULL };
  const char *node_argv[] = { "node", script, NULL };
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  GSubprocess *sandbox;
  GSubprocess *server;
  double ours[N_WAYS];
  double theirs[N_WAYS];
  int port;

  g_file_set_contents (config, "[listen]\naddresses=127.0.0.1:0\n", -1, NULL);
  g_setenv ("TSV_DATABASE", database, TRUE);
  sandbox = start (sandbox_argv, launcher, "ready at", &port, environ);
  set_password (program);
  g_subprocess_launcher_set_environ (launcher, environ);

  server = start (server_argv, launcher, "ready at", &port, NULL);
  measure ("task-router-server", port, g_subprocess_get_identifier (server), ours);
  end (server);
  if (script != NULL)
    {
      server = start (node_argv, launcher, "ready at", &port, NULL);
      measure ("Node, express, twilio", port, g_subprocess_get_identifier (server), theirs);
      g_print ("# connections kept: %.1f times as many; a connection each: %.1f times\n",
               ours[KEPT] / theirs[KEPT], ours[EACH] / theirs[EACH]);
      end (server);
    }
  else
    g_print ("# Node's packages are not installed (npm ci --ignore-scripts in tests/interop): nothing "
             "to compare with\n");
  end (sandbox);
  return 0;
}
