/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-wire.h"

G_BEGIN_DECLS

#define TRS_DOOR_NOBODY (-1) /* knocks for now */
#define TRS_DOOR_FULL (-2)   /* errno tells why */

/* A socket that listens. */
typedef struct _TrsDoor TrsDoor;

TrsDoor *trs_door_new (int epoll, GSocket *socket, GError **error);
void trs_door_free (TrsDoor *self);

void trs_door_watch (TrsDoor *self, gboolean is_open);
int trs_door_accept (TrsDoor *self, TrsPeer *peer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsDoor, trs_door_free)

G_END_DECLS
