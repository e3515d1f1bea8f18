/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-poller.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/epoll.h>
#include <unistd.h>

/* Handled in one turn, so that other sources get theirs. */
#define BATCH 64

typedef struct
{
  TrsPollerFunc func;
  gpointer user_data;
} Watch;

struct _TrsPoller
{
  int epoll;           /* -1 if the system gave none */
  GHashTable *watches; /* fd → owned Watch */
  guint source;
};

static GIOCondition
to_condition (guint32 events)
{
  GIOCondition condition = 0;

  if (events & EPOLLIN)
    condition |= G_IO_IN;
  if (events & EPOLLOUT)
    condition |= G_IO_OUT;
  if (events & (EPOLLERR | EPOLLHUP))
    condition |= G_IO_HUP;
  return condition;
}

/* A watch may be gone by the time its event is looked at, so events carry the fd only. */
static gboolean
ready_cb (int fd, GIOCondition condition, gpointer user_data)
{
  TrsPoller *self = user_data;
  struct epoll_event events[BATCH];
  int n_events = epoll_wait (self->epoll, events, BATCH, 0);

  for (int i = 0; i < n_events; i++)
    {
      Watch *watch = g_hash_table_lookup (self->watches, GINT_TO_POINTER (events[i].data.fd));

      if (watch != NULL)
        watch->func (to_condition (events[i].events), watch->user_data);
    }
  return G_SOURCE_CONTINUE;
}

static void
trs_poller_control (TrsPoller *self, int operation, int fd, guint32 events)
{
  struct epoll_event event = { .events = events, .data.fd = fd };

  if (epoll_ctl (self->epoll, operation, fd, &event) != 0)
    g_info ("Can't watch a connection: %s", g_strerror (errno));
}

/**
 * trs_poller_new:
 *
 * Returns: (transfer full): a poller of the thread-default main context's thread
 */
TrsPoller *
trs_poller_new (void)
{
  TrsPoller *self = g_new0 (TrsPoller, 1);

  self->watches = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  if (self->epoll >= 0)
    self->source = g_unix_fd_add (self->epoll, G_IO_IN, ready_cb, self);
  else
    g_message ("Workers can't connect: %s", g_strerror (errno));
  return self;
}

void
trs_poller_free (TrsPoller *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->epoll >= 0)
    close (self->epoll);
  g_hash_table_unref (self->watches);
  g_free (self);
}

/**
 * trs_poller_add:
 * @self: a poller
 * @fd: open, and not added yet; removed before it is closed
 * @func: called whenever there is something to read, or the other side is gone
 * @user_data: for @func
 */
void
trs_poller_add (TrsPoller *self, int fd, TrsPollerFunc func, gpointer user_data)
{
  Watch *watch = g_new (Watch, 1);

  *watch = (Watch) { func, user_data };
  g_hash_table_insert (self->watches, GINT_TO_POINTER (fd), watch);
  trs_poller_control (self, EPOLL_CTL_ADD, fd, EPOLLIN);
}

/**
 * trs_poller_set_writing:
 * @self: a poller
 * @fd: one that was added
 * @writing: whether to call its function too when it can be written to
 */
void
trs_poller_set_writing (TrsPoller *self, int fd, gboolean writing)
{
  trs_poller_control (self, EPOLL_CTL_MOD, fd, writing ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

void
trs_poller_remove (TrsPoller *self, int fd)
{
  if (g_hash_table_remove (self->watches, GINT_TO_POINTER (fd)))
    trs_poller_control (self, EPOLL_CTL_DEL, fd, 0);
}
