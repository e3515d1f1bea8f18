/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-host.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "trs-connection.h"
#include "trs-door.h"
#include "trs-forwarded.h"
#include "trs-neighbours.h"
#include "trs-waits.h"

/* How long nobody is let in after somebody could not be: out of file descriptors, the next try
 * would fail as well, at once, and for ever. */
#define REST_TIME (100 * G_TIME_SPAN_MILLISECOND)

#define MAX_EVENTS 64    /* of one turn, so that timers and answers have theirs */
#define BUFFER_SIZE (64 * 1024)
#define OTHER_DESCRIPTORS 64 /* database, requests to the service, standard streams */
#define MAX_SILENT 4096

/* A connection's place here. */
typedef struct
{
  TrsWaiter waiter; /* first */
  TrsHost *host;
  TrsConnection *connection; /* owned */
  GList link;       /* in all, or in those that are over */
  GList silent;     /* in its neighbour's */
  TrsNeighbour *neighbour; /* nullable: where it comes from */
  TrsNeighbour *forwarded; /* nullable: from where the request comes whose body is awaited */
  TrsNeighbour *counted;   /* nullable: which of them @silent is with */
  GCancellable *handshake; /* owned, nullable: it is over */
  gboolean watches_writing;
} Place;

struct _TrsHost
{
  TrsHostOptions options;
  TrsConnectionHost way; /* what connections need of us */
  TrClock *clock;        /* owned */
  GTlsCertificate *certificate; /* owned, nullable */
  GPtrArray *doors;      /* owned */
  int epoll;
  GSource *source;       /* owned */
  TrsWaits *waits;       /* owned */
  TrsNeighbours *neighbours; /* owned */
  GQueue all;            /* of Places */
  GQueue over;           /* of Places; freed when nobody works with them */
  GQueue again;          /* of connections, owned */
  guint depth;           /* of calls that work with Places */
  guint max_connections;
  guint n_open;          /* requests without an answer */
  guint64 rest;
  gboolean is_full;      /* and it was said so */
  gboolean is_ending;
  gint64 date_second;    /* of @date */
  char date[40];
};

/* ---- Places ---- */

static void
place_free (Place *place)
{
  g_clear_object (&place->handshake);
  trs_connection_unref (place->connection);
  g_free (place);
}

static void
trs_host_enter (TrsHost *self)
{
  self->depth++;
}

static void
trs_host_leave (TrsHost *self)
{
  if (--self->depth > 0)
    return;
  while (self->over.length > 0)
    place_free (g_queue_pop_head_link (&self->over)->data);
}

static void
place_set_counted (TrsHost *self, Place *place, TrsNeighbour *neighbour)
{
  Place *silent;

  if (place->counted == neighbour)
    return;
  if (place->counted != NULL)
    trs_neighbours_remove_silent (place->counted, &place->silent);
  place->counted = neighbour;
  silent =
    neighbour != NULL ? trs_neighbours_add_silent (self->neighbours, neighbour, &place->silent) : NULL;
  if (silent != NULL)
    trs_connection_close (silent->connection);
}

static TrsNeighbour *
find_forwarded (TrsHost *self, const TrsHead *head)
{
  g_autoptr(GInetAddress) address =
    head != NULL ? trs_forwarded_parse (
                     soup_message_headers_get_list (head->headers, "X-Forwarded-For"))
                 : NULL;

  return address != NULL ? trs_neighbours_find_address (self->neighbours, address) : NULL;
}

/* A proxy of ours has no address to be counted by; who asks through it has, once that is known. */
static TrsNeighbour *
place_get_neighbour (TrsHost *self, Place *place)
{
  if (place->neighbour != NULL || !self->options.is_behind_proxy)
    return place->neighbour;
  if (place->forwarded == NULL)
    place->forwarded = find_forwarded (self, trs_connection_get_head (place->connection));
  return place->forwarded;
}

static void
watch_writing (TrsHost *self, Place *place)
{
  TrsWire *wire = trs_connection_get_wire (place->connection);
  struct epoll_event event = {
    .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
    .data = { .ptr = place },
  };

  if (place->watches_writing)
    return;
  place->watches_writing = TRUE;
  epoll_ctl (self->epoll, EPOLL_CTL_MOD, trs_wire_get_fd (wire), &event);
}

static void
wait_cb (TrsConnection *connection, TrsWait wait, gpointer user_data)
{
  TrsHost *self = user_data;
  Place *place = trs_connection_get_place (connection);
  gboolean is_silent = wait == TRS_WAIT_ASK || wait == TRS_WAIT_IDLE || wait == TRS_WAIT_LINGER;

  trs_waits_set (self->waits, &place->waiter, wait);
  if (wait == TRS_WAIT_TAKE)
    watch_writing (self, place);
  place_set_counted (self, place, is_silent ? place_get_neighbour (self, place) : NULL);
  if (!is_silent)
    {
      trs_neighbours_drop (self->neighbours, g_steal_pointer (&place->forwarded));
      return;
    }
  if (self->is_ending && wait == TRS_WAIT_IDLE)
    trs_connection_close (connection);
}

static void
late_cb (gpointer waiter, gpointer user_data)
{
  TrsHost *self = user_data;
  Place *place = waiter;

  trs_host_enter (self);
  trs_connection_close (place->connection);
  trs_host_leave (self);
}

/* A socket that is closed at once is forgotten by itself; below TLS it says goodbye first, and would
 * tell of that when its place is another's. */
static void
closing_cb (TrsWire *wire, gpointer user_data)
{
  TrsHost *self = user_data;

  if (trs_wire_is_secure (wire))
    epoll_ctl (self->epoll, EPOLL_CTL_DEL, trs_wire_get_fd (wire), NULL);
}

static void
closed_cb (TrsConnection *connection, gpointer user_data)
{
  TrsHost *self = user_data;
  Place *place = trs_connection_get_place (connection);

  if (place->handshake != NULL)
    g_cancellable_cancel (place->handshake);
  trs_neighbours_drop (self->neighbours, g_steal_pointer (&place->neighbour));
  g_queue_unlink (&self->all, &place->link);
  g_queue_push_tail_link (&self->over, &place->link);
  trs_host_enter (self);
  trs_host_leave (self);
}

/* ---- Requests ---- */

static void
serve_cb (TrsExchange *exchange, gpointer user_data)
{
  TrsHost *self = user_data;

  self->n_open++;
  self->options.serve (exchange, self->options.user_data);
}

static void
finished_cb (guint status, gpointer user_data)
{
  TrsHost *self = user_data;

  self->n_open--;
  self->options.finished (status, self->options.user_data);
}

static void
refused_cb (guint status, gpointer user_data)
{
  TrsHost *self = user_data;

  self->options.finished (status, self->options.user_data);
}

static void
again_cb (TrsConnection *connection, gpointer user_data)
{
  TrsHost *self = user_data;

  g_queue_push_tail (&self->again, trs_connection_ref (connection));
  g_source_set_ready_time (self->source, 0);
}

static gboolean
is_ending_cb (gpointer user_data)
{
  TrsHost *self = user_data;

  return self->is_ending;
}

/* RFC 9110, section 5.6.7 */
static const char *
get_date_cb (gpointer user_data)
{
  TrsHost *self = user_data;
  gint64 second = tr_clock_get_real_time (self->clock) / G_USEC_PER_SEC;

  if (second != self->date_second)
    {
      g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (second);
      g_autofree char *text = soup_date_time_to_string (now, SOUP_DATE_HTTP);

      g_strlcpy (self->date, text, sizeof self->date);
      self->date_second = second;
    }
  return self->date;
}

/* ---- Who comes in ---- */

static void
trs_host_watch (TrsHost *self, Place *place)
{
  struct epoll_event event = {
    .events = EPOLLIN | EPOLLRDHUP | EPOLLET,
    .data = { .ptr = place },
  };
  int fd = trs_wire_get_fd (trs_connection_get_wire (place->connection));

  if (epoll_ctl (self->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
    {
      g_message ("A connection can't be watched: %s", g_strerror (errno));
      trs_connection_close (place->connection);
    }
}

static void
shaken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrsConnection *connection = user_data; /* we may be gone if it is closed */
  TrsWire *wire = trs_connection_get_wire (connection);
  Place *place = trs_connection_get_place (connection);
  g_autoptr(GError) error = NULL;

  if (wire != NULL && !trs_wire_secure_finish (wire, source, result, &error))
    {
      g_info ("A connection could not be secured: %s", error->message);
      trs_connection_close (connection);
    }
  else if (wire != NULL)
    {
      g_clear_object (&place->handshake);
      trs_host_watch (place->host, place);
    }
  trs_connection_unref (connection);
}

static void
trs_host_shake_hands (TrsHost *self, Place *place)
{
  place->handshake = g_cancellable_new ();
  trs_wire_secure_async (trs_connection_get_wire (place->connection), self->certificate,
                         place->handshake, shaken_cb, trs_connection_ref (place->connection));
}

/* Who asks nothing goes, before somebody who may is turned away. */
static void
trs_host_make_room (TrsHost *self)
{
  static const TrsWait waits[] = { TRS_WAIT_LINGER, TRS_WAIT_IDLE, TRS_WAIT_ASK };

  for (gsize i = 0; i < G_N_ELEMENTS (waits) && self->all.length >= self->max_connections; i++)
    {
      Place *place = trs_waits_get_first (self->waits, waits[i]);

      if (place != NULL)
        trs_connection_close (place->connection);
    }
}

static gboolean
is_proxy (TrsHost *self, const TrsPeer *peer)
{
  return self->options.is_behind_proxy &&
         (peer->address.any.sa_family == AF_INET
            ? ntohl (peer->address.v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET
            : IN6_IS_ADDR_LOOPBACK (&peer->address.v6.sin6_addr));
}

static void
trs_host_let_in (TrsHost *self, int fd, TrsPeer *peer)
{
  Place *place = g_new0 (Place, 1);

  trs_host_make_room (self);
  place->connection = trs_connection_new (&self->way, trs_wire_new (fd), peer);
  place->host = self;
  place->waiter.link.data = place;
  place->link.data = place;
  place->silent.data = place;
  trs_connection_set_place (place->connection, place);
  g_queue_push_tail_link (&self->all, &place->link);
  if (peer->length > 0 && !is_proxy (self, peer))
    place->neighbour = trs_neighbours_find (self->neighbours, peer);
  wait_cb (place->connection, TRS_WAIT_ASK, self);
  if (self->certificate != NULL)
    trs_host_shake_hands (self, place);
  else
    trs_host_watch (self, place);
}

static void
rested_cb (gpointer user_data)
{
  TrsHost *self = user_data;

  self->rest = 0;
  for (guint i = 0; i < self->doors->len; i++)
    trs_door_watch (g_ptr_array_index (self->doors, i), TRUE);
}

/* Said once, until somebody can be let in again. */
static void
trs_host_rest (TrsHost *self)
{
  if (!self->is_full)
    g_message ("Nobody can be let in for now: %s", g_strerror (errno));
  self->is_full = TRUE;
  for (guint i = 0; i < self->doors->len; i++)
    trs_door_watch (g_ptr_array_index (self->doors, i), FALSE);
  if (self->rest == 0)
    self->rest = tr_clock_add (self->clock, REST_TIME, rested_cb, self);
}

static void
trs_host_open (TrsHost *self, TrsDoor *door)
{
  for (int i = 0; i < MAX_EVENTS; i++)
    {
      TrsPeer peer;
      int fd = trs_door_accept (door, &peer);

      if (fd == TRS_DOOR_NOBODY)
        return;
      if (fd == TRS_DOOR_FULL)
        {
          trs_host_rest (self);
          return;
        }
      self->is_full = FALSE;
      trs_host_let_in (self, fd, &peer);
    }
}

/* ---- The main loop ---- */

static void
trs_host_handle (TrsHost *self, const struct epoll_event *event)
{
  for (guint i = 0; i < self->doors->len; i++)
    {
      if (event->data.ptr == g_ptr_array_index (self->doors, i))
        {
          trs_host_open (self, event->data.ptr);
          return;
        }
    }
  trs_connection_take (((Place *) event->data.ptr)->connection, (event->events & EPOLLRDHUP) != 0,
                       (event->events & (EPOLLERR | EPOLLHUP)) != 0);
}

static void
trs_host_run_again (TrsHost *self)
{
  guint n = self->again.length;

  g_source_set_ready_time (self->source, -1);
  while (n-- > 0)
    {
      TrsConnection *connection = g_queue_pop_head (&self->again);

      trs_connection_run (connection);
      trs_connection_unref (connection);
    }
}

static gboolean
turn_cb (gpointer user_data)
{
  TrsHost *self = user_data;
  struct epoll_event events[MAX_EVENTS];
  int n = epoll_wait (self->epoll, events, MAX_EVENTS, 0);

  trs_host_enter (self);
  trs_host_run_again (self);
  for (int i = 0; i < n; i++)
    trs_host_handle (self, &events[i]);
  trs_host_leave (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static void
trs_host_attach (TrsHost *self)
{
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "TrsHost");
  g_source_add_unix_fd (self->source, self->epoll, G_IO_IN);
  g_source_set_callback (self->source, turn_cb, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/* Descriptors are what there is least of. */
static guint
count_descriptors (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) < 0)
    return 1024;
  return (guint) MIN (limit.rlim_cur, 1024 * 1024);
}

static void
trs_host_set_limits (TrsHost *self)
{
  guint n_descriptors = count_descriptors ();
  guint max_silent = self->options.max_silent;

  self->max_connections = self->options.max_connections;
  if (self->max_connections == 0)
    self->max_connections =
      n_descriptors > 2 * OTHER_DESCRIPTORS ? n_descriptors - OTHER_DESCRIPTORS : OTHER_DESCRIPTORS;
  if (max_silent == 0)
    max_silent = CLAMP (self->max_connections / 4, 1, MAX_SILENT);
  self->neighbours = trs_neighbours_new (max_silent);
}

/**
 * trs_host_new:
 * @options: what to serve, and how much
 * @clock: measures who is late
 * @error: a %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): a host that does not listen yet
 */
TrsHost *
trs_host_new (const TrsHostOptions *options, TrClock *clock, GError **error)
{
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  TrsHost *self;

  if (epoll < 0)
    {
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "epoll: %s",
                   g_strerror (errno));
      return NULL;
    }
  self = g_new0 (TrsHost, 1);
  self->options = *options;
  self->epoll = epoll;
  self->clock = g_object_ref (clock);
  self->doors = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_door_free);
  self->waits = trs_waits_new (clock, late_cb, self);
  self->way = (TrsConnectionHost) {
    .max_body = options->max_body, .buffer = g_malloc (BUFFER_SIZE), .buffer_size = BUFFER_SIZE,
    .serve = serve_cb, .wait = wait_cb, .finished = finished_cb, .again = again_cb,
    .refused = refused_cb, .closing = closing_cb, .closed = closed_cb, .is_ending = is_ending_cb,
    .get_date = get_date_cb,
    .user_data = self,
  };
  trs_host_set_limits (self);
  trs_host_attach (self);
  return self;
}

/**
 * trs_host_free:
 * @self: (transfer full): a host; not from its own serve()
 *
 * Every connection ends. Exchanges that somebody still has go nowhere.
 */
void
trs_host_free (TrsHost *self)
{
  g_assert (self->depth == 0);

  g_ptr_array_unref (self->doors);
  while (self->all.length > 0)
    trs_connection_close (((Place *) self->all.head->data)->connection);
  while (self->again.length > 0)
    trs_connection_unref (g_queue_pop_head (&self->again));
  tr_clock_clear (self->clock, &self->rest);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  trs_waits_free (self->waits);
  trs_neighbours_free (self->neighbours);
  g_clear_object (&self->certificate);
  g_object_unref (self->clock);
  g_free (self->way.buffer);
  close (self->epoll);
  g_free (self);
}

/**
 * trs_host_listen:
 * @self: a host
 * @socket: that is bound and listens
 * @error: a %G_IO_ERROR
 *
 * Lets in who comes there, from the next turn of the main loop.
 */
gboolean
trs_host_listen (TrsHost *self, GSocket *socket, GError **error)
{
  TrsDoor *door = trs_door_new (self->epoll, socket, error);

  if (door == NULL)
    return FALSE;
  g_ptr_array_add (self->doors, door);
  return TRUE;
}

/**
 * trs_host_set_certificate:
 * @self: a host
 * @certificate: (nullable): with its key, for who comes from now on; %NULL speaks no TLS
 */
void
trs_host_set_certificate (TrsHost *self, GTlsCertificate *certificate)
{
  g_set_object (&self->certificate, certificate);
}

/**
 * trs_host_end:
 * @self: a host
 *
 * Lets in nobody any more, and ends each connection when it has the answer that it waits for.
 */
void
trs_host_end (TrsHost *self)
{
  GList *next;

  self->is_ending = TRUE;
  g_ptr_array_set_size (self->doors, 0);
  trs_host_enter (self);
  for (GList *link = self->all.head; link != NULL; link = next)
    {
      Place *place = link->data;

      next = link->next;
      if (trs_connection_is_idle (place->connection))
        trs_connection_close (place->connection);
    }
  trs_host_leave (self);
}

/**
 * trs_host_count_open:
 *
 * Returns: how many requests have no answer yet
 */
guint
trs_host_count_open (TrsHost *self)
{
  return self->n_open;
}

guint
trs_host_count_connections (TrsHost *self)
{
  return self->all.length;
}
