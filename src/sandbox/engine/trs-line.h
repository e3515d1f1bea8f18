/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-task.h"

G_BEGIN_DECLS

/* The tasks that wait in a queue for one channel, first served first. Those that want the same
 * workers stand together as well, so that it is asked once for all of them whether somebody is for
 * them. */
typedef struct _TrsLine TrsLine;

TrsLine *trs_line_new (GCompareDataFunc compare, gpointer user_data);
void trs_line_free (TrsLine *self);

void trs_line_add (TrsLine *self, TrsTask *task);
void trs_line_remove (TrsTask *task);
void trs_line_sort (TrsLine *self);

TrsTask *trs_line_find_first (TrsLine *self, TrsWorker *worker);

G_END_DECLS
