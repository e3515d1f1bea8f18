/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What 'watch' shows of a workspace: what the service told last, and how it looks a moment later.
 * Asks nobody, and writes nothing. All text of it is plain. */
typedef struct _TrdBoard TrdBoard;

TrdBoard *trd_board_new (const char *workspace);
void trd_board_free (TrdBoard *self);

/* Lists of JsonObjects, as the REST API tells them; @now: in seconds, of any one clock. */
void trd_board_set_queues (TrdBoard *self, GPtrArray *queues);
void trd_board_set_tasks (TrdBoard *self, GPtrArray *tasks, gint64 now);
void trd_board_set_workers (TrdBoard *self, GPtrArray *workers, gint64 now);
void trd_board_add_event (TrdBoard *self, const char *line);
void trd_board_set_trouble (TrdBoard *self, const char *trouble);

gboolean trd_board_is_counting (TrdBoard *self);
char *trd_board_to_summary (TrdBoard *self, gint64 now);
char *trd_board_to_text (TrdBoard *self, gint64 now, guint columns, guint rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdBoard, trd_board_free)

G_END_DECLS
