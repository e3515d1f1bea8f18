/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRS_CHUNKS_MORE,
  TRS_CHUNKS_OVER,
  TRS_CHUNKS_BAD,
} TrsChunksState;

/* Where the reader of a body in chunks is. All zeroes at its beginning. */
typedef struct
{
  guint step;
  guint n_line;  /* bytes of the line that it is in */
  guint n_extra; /* bytes that say nothing to us: extensions and trailers */
  guint n_digits;
  guint64 left;  /* of the chunk */
} TrsChunks;

TrsChunksState trs_chunks_read (TrsChunks *self,
                                const char *data,
                                gsize length,
                                gsize *used,
                                GByteArray *body,
                                gsize max_body);

G_END_DECLS
