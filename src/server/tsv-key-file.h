/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a configuration's values are read, and what is said of those that can't be. */
char *tsv_key_file_dup_text (GKeyFile *file,
                             const char *group,
                             const char *key,
                             const char *variable);
char **tsv_key_file_dup_list (GKeyFile *file, const char *group, const char *key);
gboolean tsv_key_file_read_number (GKeyFile *file,
                                   const char *group,
                                   const char *key,
                                   int min,
                                   int max,
                                   int fallback,
                                   int *value,
                                   GError **error);
void tsv_key_file_set_error (GError **error,
                             const char *group,
                             const char *key,
                             const char *problem);

G_END_DECLS
