/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-draft.h"

G_BEGIN_DECLS

/* The files of a folder of drafts. All of it blocks: for threads. */
gboolean tra_draft_file_is_name (const char *task_sid);
gboolean tra_draft_file_write (const char *folder,
                               const char *task_sid,
                               const char *text /* nullable */);
GPtrArray *tra_draft_file_read_all (const char *folder, gint64 oldest);

G_END_DECLS
