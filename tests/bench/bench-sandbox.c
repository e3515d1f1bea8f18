/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tr-credentials.h"
#include "tr-token.h"

/*
 * bench-sandbox [AGENTS [CALLS-A-SECOND [SECONDS]]]: the built program with many agents connected.
 *
 * Prints how soon it is ready, what an agent costs in memory, and how long it takes from sending
 * the request that places a call until "reservation.created" is read from an agent's socket. The
 * agents are this process: both share the machine, and with whoever else uses it.
 */

#define N_STARTS 11
#define READY "Task Router sandbox ready at http://127.0.0.1:"
#define WORKFLOW "WW00000000000000000000000000000001"

/* Every caller waits for an agent at once. */
#define FLOW                                                                                      \
  "{\"description\":\"\",\"initial_state\":\"Trigger\","                                          \
  "\"flags\":{\"allow_concurrent_calls\":true},"                                                  \
  "\"states\":[{\"name\":\"Trigger\",\"type\":\"trigger\",\"properties\":{},"                      \
  "\"transitions\":[{\"event\":\"incomingCall\",\"next\":\"support\"},"                             \
  "{\"event\":\"incomingMessage\"},{\"event\":\"incomingRequest\"}]},"                            \
  "{\"name\":\"support\",\"type\":\"enqueue-call\","                                              \
  "\"properties\":{\"workflow_sid\":\"" WORKFLOW "\",\"task_attributes\":\"{}\"},"                \
  "\"transitions\":[{\"event\":\"callComplete\"},{\"event\":\"failedToEnqueue\"},"                \
  "{\"event\":\"callFailure\"}]}]}"

#define GIVE_UP (5 * G_TIME_SPAN_SECOND)

typedef struct
{
  GSubprocess *process;
  guint16 port;
  double ready_ms;
  GHashTable *env;
} Sandbox;

/* A connection: an agent's socket, or a request whose answer nobody reads. */
typedef struct
{
  int fd;
  gboolean is_agent;
  GByteArray *bytes; /* NULL unless a frame is not complete */
} Link;

typedef struct
{
  Sandbox *sandbox;
  int epoll;
  GHashTable *calls; /* caller's number → gint64 *, when it was placed */
  GArray *latencies; /* of gint64, microseconds */
  guint n_failed;
} Bench;

static void
sandbox_start (Sandbox *self, const char *seed)
{
  g_autofree char *option = seed != NULL ? g_strconcat ("--seed=", seed, NULL) : NULL;
  g_autoptr(GDataInputStream) out = NULL;
  gint64 start = g_get_monotonic_time ();
  char *line;

  self->env = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL,
                                    g_getenv ("TASK_ROUTER_SANDBOX"), "--port=0", "--print-env",
                                    option, NULL);
  g_assert (self->process != NULL);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  while ((line = g_data_input_stream_read_line (out, NULL, NULL, NULL)) != NULL)
    {
      g_autofree char *owned = line;
      char *equals = strchr (line, '=');

      if (g_str_has_prefix (line, READY))
        {
          self->port = (guint16) atoi (line + strlen (READY));
          break;
        }
      if (equals != NULL)
        g_hash_table_insert (self->env, g_strndup (line, (gsize) (equals - line)),
                             g_strdup (equals + 1));
    }
  g_assert (self->port != 0);
  self->ready_ms = (double) (g_get_monotonic_time () - start) / 1000;
}

static void
sandbox_stop (Sandbox *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_hash_table_unref (self->env);
}

static double
sandbox_get_memory (Sandbox *self)
{
  g_autofree char *path =
    g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (self->process));
  g_autofree char *text = NULL;

  g_assert (g_file_get_contents (path, &text, NULL, NULL));
  return g_ascii_strtod (strstr (text, "VmRSS:") + strlen ("VmRSS:"), NULL);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static void
measure_start (void)
{
  double times[N_STARTS];

  for (guint i = 0; i < N_STARTS; i++)
    {
      Sandbox sandbox = { 0 };

      sandbox_start (&sandbox, NULL);
      times[i] = sandbox.ready_ms;
      sandbox_stop (&sandbox);
    }
  qsort (times, N_STARTS, sizeof *times, compare_doubles);
  g_print ("ready after                    %8.1f ms (median of %d; %.1f to %.1f)\n",
           times[N_STARTS / 2], N_STARTS, times[0], times[N_STARTS - 1]);
}

static char *
worker_sid (guint number)
{
  return g_strdup_printf ("WK%032x", number + 1);
}

static char *
write_seed (guint n_agents)
{
  g_autoptr(GString) text = g_string_new (
    "{\"accounts\":[{\"auth_token\":\"made-up\",\"api_keys\":[{\"sid\":"
    "\"SK00000000000000000000000000000001\",\"secret\":\"made-up-too\"}],\"workspaces\":[{"
    "\"friendly_name\":\"many\",\"activities\":[{\"friendly_name\":\"Offline\"},"
    "{\"friendly_name\":\"Available\",\"available\":true}],\"default_activity\":\"Offline\","
    "\"timeout_activity\":\"Offline\",\"task_queues\":[{\"friendly_name\":\"Support\","
    "\"target_workers\":\"skills HAS \\\"support\\\"\"}],\"workflows\":[{\"friendly_name\":"
    "\"Support\",\"sid\":\"" WORKFLOW "\",\"task_reservation_timeout\":60,\"configuration\":"
    "{\"task_routing\":{\"default_filter\":{\"queue\":\"Support\"}}}}],\"workers\":[");
  char *path = NULL;
  int fd = g_file_open_tmp ("bench-XXXXXX.json", &path, NULL);

  for (guint i = 0; i < n_agents; i++)
    {
      g_autofree char *sid = worker_sid (i);

      g_string_append_printf (
        text, "%s{\"sid\":\"%s\",\"friendly_name\":\"agent-%u\",\"activity\":\"Available\","
              "\"attributes\":{\"skills\":[\"support\"],\"contact_uri\":\"client:a%u\"}}",
        i > 0 ? "," : "", sid, i, i);
    }
  g_string_append (text, "]}],\"flows\":[{\"friendly_name\":\"Queue\",\"definition\":" FLOW "}],"
                         "\"numbers\":[{\"phone_number\":\"+16505552222\",\"flow\":\"Queue\"}]}]}");
  g_assert (fd >= 0 && g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  g_close (fd, NULL);
  return path;
}

static int
connect_to (Sandbox *sandbox)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (sandbox->port) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert (fd >= 0);
  g_assert (connect (fd, (struct sockaddr *) &address, sizeof address) == 0);
  return fd;
}

static void
write_text (int fd, const char *text)
{
  gsize size = strlen (text);

  g_assert (write (fd, text, size) == (gssize) size);
}

static void
bench_watch (Bench *bench, int fd, gboolean is_agent)
{
  Link *link = g_new0 (Link, 1);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = link };

  link->fd = fd;
  link->is_agent = is_agent;
  g_assert (fcntl (fd, F_SETFL, O_NONBLOCK) == 0);
  g_assert (epoll_ctl (bench->epoll, EPOLL_CTL_ADD, fd, &event) == 0);
}

static char *
make_token (Sandbox *sandbox, guint number)
{
  g_autoptr(TrCredentials) credentials =
    tr_credentials_new (g_hash_table_lookup (sandbox->env, "TR_ACCOUNT_SID"),
                        g_hash_table_lookup (sandbox->env, "TR_API_KEY_SID"),
                        g_hash_table_lookup (sandbox->env, "TR_API_KEY_SECRET"));
  g_autofree char *sid = worker_sid (number);
  g_autoptr(TrToken) token = tr_token_new_access (
    credentials, "bench", g_hash_table_lookup (sandbox->env, "WORKSPACE_SID"), sid, "worker",
    g_get_real_time () / G_USEC_PER_SEC, 3600);

  return g_strdup (tr_token_get_jwt (token));
}

static void
connect_agent (Bench *bench, guint number)
{
  g_autofree char *token = make_token (bench->sandbox, number);
  g_autofree char *request = g_strdup_printf (
    "GET /v1/wschannels?token=%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    token, bench->sandbox->port);
  int fd = connect_to (bench->sandbox);
  char byte;
  guint matched = 0;

  write_text (fd, request);
  /* To the end of the head, and not a byte of the first frame. */
  while (matched < 4)
    {
      g_assert (read (fd, &byte, 1) == 1);
      matched = byte == "\r\n\r\n"[matched] ? matched + 1 : byte == '\r';
    }
  bench_watch (bench, fd, TRUE);
}

static void
post (Bench *bench, const char *path, const char *body)
{
  g_autofree char *request = g_strdup_printf (
    "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: %u\r\n\r\n%s",
    path, bench->sandbox->port, (guint) strlen (body), body);
  int fd = connect_to (bench->sandbox);

  write_text (fd, request);
  bench_watch (bench, fd, FALSE);
}

/* After @mark in the frame, up to the next character that is no letter, digit or '+'. */
static char *
find_word (const char *text, const char *mark)
{
  const char *at = strstr (text, mark);
  const char *end;

  if (at == NULL)
    return NULL;
  for (at += strlen (mark); *at != '\0' && !g_ascii_isalnum (*at) && *at != '+'; at++)
    ;
  for (end = at; g_ascii_isalnum (*end) || *end == '+'; end++)
    ;
  return g_strndup (at, (gsize) (end - at));
}

static void
bench_take_frame (Bench *bench, const char *text)
{
  g_autofree char *from = NULL;
  g_autofree char *call = NULL;
  g_autofree char *path = NULL;
  gint64 *placed;
  gint64 latency;

  if (strstr (text, "\"reservation.created\"") == NULL)
    return;
  from = find_word (text, "\\\"from\\\"");
  call = find_word (text, "\\\"call_sid\\\"");
  placed = from != NULL ? g_hash_table_lookup (bench->calls, from) : NULL;
  if (placed == NULL || call == NULL)
    {
      bench->n_failed++;
      return;
    }
  latency = g_get_monotonic_time () - *placed;
  g_array_append_val (bench->latencies, latency);
  g_hash_table_remove (bench->calls, from);
  path = g_strdup_printf ("/sandbox/calls/%s/hangup", call);
  post (bench, path, "");
}

/* The whole frames of what has come; servers do not mask. */
static void
link_take_frames (Bench *bench, Link *link)
{
  for (;;)
    {
      const guint8 *data = link->bytes->data;
      guint length = link->bytes->len;
      guint header = 2;
      gsize size;
      g_autofree char *text = NULL;

      if (length < header)
        break;
      size = data[1] & 0x7f;
      g_assert (size != 127); /* no frame is that long */
      if (size == 126)
        header = 4;
      if (length < header)
        break;
      if (size == 126)
        size = (gsize) data[2] << 8 | data[3];
      if (length < header + size)
        break;
      text = g_strndup ((const char *) data + header, size);
      g_byte_array_remove_range (link->bytes, 0, (guint) (header + size));
      bench_take_frame (bench, text);
    }
  if (link->bytes->len == 0)
    g_clear_pointer (&link->bytes, g_byte_array_unref);
}

static void
link_read (Bench *bench, Link *link)
{
  guint8 buffer[16384];
  gssize size = read (link->fd, buffer, sizeof buffer);

  if (size < 0 && errno == EAGAIN)
    return;
  if (size <= 0)
    {
      g_assert (!link->is_agent);
      close (link->fd);
      g_free (link);
      return;
    }
  if (!link->is_agent)
    return;
  if (link->bytes == NULL)
    link->bytes = g_byte_array_new ();
  g_byte_array_append (link->bytes, buffer, (guint) size);
  link_take_frames (bench, link);
}

static void
bench_turn (Bench *bench, int wait_ms)
{
  struct epoll_event events[64];
  int n_events = epoll_wait (bench->epoll, events, G_N_ELEMENTS (events), wait_ms);

  for (int i = 0; i < n_events; i++)
    link_read (bench, events[i].data.ptr);
}

static void
place_call (Bench *bench, guint number)
{
  char *from = g_strdup_printf ("+1650%07u", number);
  g_autofree char *body = g_strdup_printf ("From=%%2B%s&Digits=1", from + 1);
  gint64 now = g_get_monotonic_time ();

  g_hash_table_insert (bench->calls, from, g_memdup2 (&now, sizeof now));
  post (bench, "/sandbox/calls", body);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

static double
percentile (Bench *bench, double part)
{
  guint index = (guint) ((double) (bench->latencies->len - 1) * part);

  return (double) g_array_index (bench->latencies, gint64, index) / 1000;
}

/* At their times, however late the answers are. */
static void
bench_call (Bench *bench, guint rate, guint seconds)
{
  gint64 start = g_get_monotonic_time ();
  guint n_calls = rate * seconds;

  for (guint i = 0; i < n_calls;)
    {
      gint64 due = start + (gint64) i * G_TIME_SPAN_SECOND / rate;
      gint64 left = due - g_get_monotonic_time ();

      if (left <= 0)
        place_call (bench, i++);
      bench_turn (bench, left <= 0 ? 0 : (int) (left / 1000) + 1);
    }
  start = g_get_monotonic_time ();
  while (g_hash_table_size (bench->calls) > 0 && g_get_monotonic_time () - start < GIVE_UP)
    bench_turn (bench, 10);
  g_array_sort (bench->latencies, compare_times);
}

static void
measure_agents (guint n_agents, guint rate, guint seconds)
{
  g_autofree char *seed = write_seed (n_agents);
  Sandbox sandbox = { 0 };
  Bench bench = { .sandbox = &sandbox, .epoll = epoll_create1 (EPOLL_CLOEXEC) };
  double before, connected;
  gint64 start;

  sandbox_start (&sandbox, seed);
  g_unlink (seed);
  before = sandbox_get_memory (&sandbox);
  bench.calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  bench.latencies = g_array_new (FALSE, FALSE, sizeof (gint64));
  start = g_get_monotonic_time ();
  for (guint i = 0; i < n_agents; i++)
    {
      connect_agent (&bench, i);
      bench_turn (&bench, 0);
    }
  connected = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_print ("%6u agents seeded            %8.1f ms to be ready\n", n_agents, sandbox.ready_ms);
  g_print ("%6u agents connected         %8.1f s, %.0f a second\n", n_agents, connected,
           n_agents / connected);
  g_print ("memory, all of it              %8.1f KiB an agent, of these %.1f for the socket\n",
           sandbox_get_memory (&sandbox) / n_agents,
           (sandbox_get_memory (&sandbox) - before) / n_agents);

  bench_call (&bench, rate, seconds);
  g_assert (bench.latencies->len > 0);
  g_print ("%6u calls a second, %u s      %8.1f ms p50, %.1f p90, %.1f p99, %.1f at most\n", rate,
           seconds, percentile (&bench, 0.5), percentile (&bench, 0.9), percentile (&bench, 0.99),
           percentile (&bench, 1));
  g_print ("calls that nobody was offered  %8u\n",
           g_hash_table_size (bench.calls) + bench.n_failed);
  sandbox_stop (&sandbox);
  g_hash_table_unref (bench.calls);
  g_array_unref (bench.latencies);
}

int
main (int argc, char **argv)
{
  guint n_agents = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 10000;
  guint rate = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : 200;
  guint seconds = argc > 3 ? (guint) strtoul (argv[3], NULL, 10) : 10;
  struct rlimit limit;

  g_assert (getrlimit (RLIMIT_NOFILE, &limit) == 0);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  signal (SIGPIPE, SIG_IGN);
  measure_start ();
  measure_agents (n_agents, rate, seconds);
  return 0;
}
