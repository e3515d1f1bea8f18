/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <netinet/in.h>

G_BEGIN_DECLS

#define TRS_WIRE_LATER (-1)  /* not now: the socket says when */
#define TRS_WIRE_BROKEN (-2)

/* Who is at the other end; @length is 0 for a socket without addresses. */
typedef struct
{
  union
  {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
  } address;
  socklen_t length;
} TrsPeer;

/* The bytes of one connection, with TLS or without, of which nothing ever blocks. */
typedef struct _TrsWire TrsWire;

TrsWire *trs_wire_new (int fd);
void trs_wire_free (TrsWire *self);

void trs_wire_secure_async (TrsWire *self,
                            GTlsCertificate *certificate,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean trs_wire_secure_finish (TrsWire *self,
                                 GObject *source,
                                 GAsyncResult *result,
                                 GError **error);

int trs_wire_get_fd (TrsWire *self);
gboolean trs_wire_is_secure (TrsWire *self);
gssize trs_wire_read (TrsWire *self, void *buffer, gsize size);
gssize trs_wire_write (TrsWire *self, const void *data, gsize length);
gboolean trs_wire_is_drained (TrsWire *self, gsize wanted, gssize got);
void trs_wire_finish (TrsWire *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsWire, trs_wire_free)

G_END_DECLS
