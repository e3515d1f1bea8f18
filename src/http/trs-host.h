/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-clock.h"

#include "trs-exchange.h"

G_BEGIN_DECLS

/* Serves HTTP/1.1 on sockets that listen: connections that are kept, with and without TLS. */
typedef struct _TrsHost TrsHost;

typedef struct
{
  gsize max_body; /* bytes; of more, the exchange says so */
  guint max_connections; /* 0: as many as there are descriptors, less some */
  guint max_silent;      /* that say nothing, from one address; 0: a quarter of them all */
  gboolean is_behind_proxy; /* who comes over loopback says in X-Forwarded-For who asks */

  TrsExchangeFunc serve; /* a request came; answers it now or later */
  void (*finished) (guint status, gpointer user_data); /* an answer was given; 0: nobody waited */
  gpointer user_data; /* outlives the host */
} TrsHostOptions;

TrsHost *trs_host_new (const TrsHostOptions *options, TrClock *clock, GError **error);
void trs_host_free (TrsHost *self);

gboolean trs_host_listen (TrsHost *self, GSocket *socket, GError **error);
void trs_host_set_certificate (TrsHost *self, GTlsCertificate *certificate);
void trs_host_end (TrsHost *self);
guint trs_host_count_open (TrsHost *self);
guint trs_host_count_connections (TrsHost *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsHost, trs_host_free)

G_END_DECLS
