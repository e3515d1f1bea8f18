/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "tra-history-file.h"

G_BEGIN_DECLS

/* One object in several files: tra-history-file.c opens it, -read.c and -write.c use it. */
struct _TraHistoryFile
{
  sqlite3 *database;
};

gboolean tra_history_file_fail (TraHistoryFile *self, int result, GError **error);
gboolean tra_history_file_run (TraHistoryFile *self, const char *sql, GError **error);
gboolean tra_history_file_prepare (TraHistoryFile *self,
                                   const char *sql,
                                   sqlite3_stmt **statement,
                                   GError **error);

G_END_DECLS
