/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 6455, as much as a server needs that is told nothing: what clients send is read frame by
 * frame, control frames are kept, everything else is checked and passed over. */
typedef enum
{
  TRS_FRAME_CONTINUATION = 0x0,
  TRS_FRAME_TEXT = 0x1,
  TRS_FRAME_BINARY = 0x2,
  TRS_FRAME_CLOSE = 0x8,
  TRS_FRAME_PING = 0x9,
  TRS_FRAME_PONG = 0xa,
} TrsFrameKind;

#define TRS_FRAME_MAX_CONTROL 125
#define TRS_FRAME_MAX_DATA (64 * 1024)

/* State between two reads; begins zeroed. */
typedef struct
{
  guint8 header[14];
  guint8 n_header;   /* bytes of it that are there */
  guint8 n_payload;  /* bytes of @payload that are there */
  guint8 message;    /* the kind of the message whose pieces come, or 0 between two */
  guint8 mask_at;    /* of the mask, for the next byte of data */
  guint8 utf8_left;  /* bytes of a character that are still to come */
  guint8 utf8_min;   /* what the next of these may be, from here … */
  guint8 utf8_max;   /* … to here */
  guint64 n_left;    /* of the payload that is still to come */
  guint8 payload[TRS_FRAME_MAX_CONTROL]; /* of a control frame, unmasked */
} TrsFrameReader;

/* Called for each whole frame; @payload is %NULL for data. Returns whether to read on. */
typedef gboolean (*TrsFrameFunc) (TrsFrameKind kind,
                                  const guint8 *payload,
                                  gsize size,
                                  gpointer user_data);

/* Returns 0, or the close code for what breaks the protocol. */
guint trs_frame_reader_feed (TrsFrameReader *self,
                             const guint8 *bytes,
                             gsize size,
                             TrsFrameFunc func,
                             gpointer user_data);

guint trs_frame_check_close (const guint8 *payload, gsize size);

gsize trs_frame_write_header (guint8 *header, TrsFrameKind kind, gsize payload_size);

G_END_DECLS
