/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "bridge/trs-frame-reader.h"
#include "fuzz.h"

typedef struct
{
  guint n_frames;
  gsize n_bytes;
} Sum;

static gboolean
frame_cb (TrsFrameKind kind, const guint8 *payload, gsize size, gpointer user_data)
{
  Sum *sum = user_data;

  g_assert (payload == NULL || size <= TRS_FRAME_MAX_CONTROL);
  sum->n_frames++;
  for (gsize i = 0; payload != NULL && i < size; i++)
    sum->n_bytes += payload[i];
  return kind != TRS_FRAME_CLOSE;
}

static guint
feed (const uint8_t *data, size_t size, size_t piece, Sum *sum)
{
  TrsFrameReader reader = { { 0 }, };
  guint code = 0;

  for (size_t at = 0; code == 0 && at < size; at += piece)
    code = trs_frame_reader_feed (&reader, data + at, MIN (piece, size - at), frame_cb, sum);
  return code;
}

/* What a client sends on a websocket: the same in one piece and byte by byte. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Sum whole = { 0, 0 };
  Sum pieces = { 0, 0 };
  guint code = feed (data, size, MAX (size, 1), &whole);

  g_assert (code == 0 || (code >= 1000 && code < 5000));
  /* After a goodbye one piece is not read on, of many each is begun. */
  if (feed (data, size, 1, &pieces) == code)
    g_assert (pieces.n_frames >= whole.n_frames);
  return 0;
}
