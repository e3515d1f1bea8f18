/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-cell.h"

G_BEGIN_DECLS

typedef enum
{
  TRD_FORMAT_TABLE,      /* for people */
  TRD_FORMAT_JSON,       /* one array */
  TRD_FORMAT_JSON_LINES, /* one object a line */
} TrdFormat;

char *trd_table_to_text (const TrdColumn *columns, gsize n_columns, GPtrArray *rows, gsize width);
void trd_table_print (const TrdColumn *columns,
                      gsize n_columns,
                      GPtrArray *rows,
                      TrdFormat format,
                      const char *nothing);
void trd_node_print (JsonNode *node, gboolean is_pretty);
void trd_object_print (JsonObject *object, gboolean is_pretty);
void trd_card_print (const TrdColumn *columns, gsize n_columns, JsonObject *row, TrdFormat format);

G_END_DECLS
