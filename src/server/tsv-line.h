/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-caller.h"

G_BEGIN_DECLS

/* The request is held, and of a worker whose call goes on in the conference that its path names. */
typedef void (*TsvLineFunc) (TrsRequest *request, gpointer user_data);

/* Whose call is whose. */
TsvLine *tsv_line_new (TsvContext *context);
void tsv_line_free (TsvLine *self);

void tsv_line_check (TsvLine *self,
                     TrsRequest *request, /* its path has a conference as {Sid} */
                     const TsvCaller *caller,
                     gboolean is_reading,
                     TsvLineFunc func,
                     gpointer user_data);
int tsv_line_count_dialled (TsvLine *self, const char *worker_sid);

G_END_DECLS
