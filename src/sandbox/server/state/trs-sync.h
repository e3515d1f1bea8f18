/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-clock.h"

G_BEGIN_DECLS

/* Brings what is written to a file from the kernel to the disk, some time after: many writes share
 * one wait, which is another thread's. */
typedef struct _TrsSync TrsSync;

/* How old what a power cut takes may be. */
#define TRS_SYNC_INTERVAL G_TIME_SPAN_SECOND

/* What is waited for; fdatasync(), unless a test knows better. */
typedef int (*TrsSyncFunc) (int fd);

TrsSync *trs_sync_new (int fd, TrClock *clock, TrsSyncFunc func);
void trs_sync_free (TrsSync *self);

void trs_sync_touch (TrsSync *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsSync, trs_sync_free)

G_END_DECLS
